package translated

import (
	"fmt"
	"math"

	"github.com/wasm2go/wasm2go/golden/diff/trial"
	"github.com/wasm2go/wasm2go/rt"
)

// hostValue is a reference of the host.
type hostValue uint32

// value is what stands for bits.
func value(t string, bits uint64) any {
	switch t {
	case "i32":
		return int32(bits)
	case "i64":
		return int64(bits)
	case "f32":
		return math.Float32frombits(uint32(bits))
	case "f64":
		return math.Float64frombits(bits)
	}
	switch bits &^ (1<<32 - 1) {
	case trial.I31:
		return rt.I31(int32(bits))
	case trial.Host:
		return hostValue(bits)
	}
	return nil
}

// bits are what stands for a value.
func bits(v any) uint64 {
	switch v := v.(type) {
	case int32:
		return uint64(uint32(v))
	case int64:
		return uint64(v)
	case float32:
		return uint64(math.Float32bits(v))
	case float64:
		return math.Float64bits(v)
	case nil:
		return trial.Null
	case rt.I31:
		return trial.I31 | uint64(uint32(v))
	case hostValue:
		return trial.Host | uint64(v)
	case *rt.Func:
		return unlessNull(v == nil, trial.Function)
	case *rt.Object:
		return unlessNull(v == nil, trial.Object)
	case *rt.Exception:
		return unlessNull(v == nil, trial.Exn)
	}
	panic(fmt.Sprintf("a result of type %T", v))
}

func unlessNull(null bool, bits uint64) uint64 {
	if null {
		return trial.Null
	}
	return bits
}

// typeName is the name of a type as package trial has it.
func typeName(t rt.ValType) string {
	if !t.IsRef() {
		return t.String()
	}
	if t.Matches(rt.ExternRef) && !rt.ExternRef.NonNull().Matches(t) {
		return trial.RefName("noextern", t.Nullable())
	}
	for _, h := range []struct {
		top  rt.ValType
		heap string
	}{
		{rt.FuncRef, "func"}, {rt.ExternRef, "extern"}, {rt.ExnRef, "exn"},
		{rt.StructRef, "struct"}, {rt.ArrayRef, "struct"}, {rt.I31Ref, "i31"}, {rt.EqRef, "eq"}, {rt.AnyRef, "any"},
	} {
		if t.Matches(h.top) {
			return trial.RefName(h.heap, t.Nullable())
		}
	}
	panic("no name for " + t.String())
}
