package names

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A Value says how Go code has the values of a Wasm type. An i32 is unsigned inside of function bodies: most instructions do not care,
// addresses are unsigned, and the Go compiler knows of unsigned values that their upper half is zero.
type Value struct {
	API    string // Go type for hosts and other packages
	Core   string // Go type inside of function bodies
	Zero   string
	Suffix string          // of functions of the runtime that exist for several types
	Uses   gotext.Packages // that the types name
	IsFunc bool            // a reference to functions: *rt.Func, whose nil is no nil interface

	bits     string // of a number: fmt verb for how a uint64 comes from a core or API value
	core     string // and back to the core one
	bitsUses gotext.Packages
}

// The value types that can be translated. What is no number and refers to no functions belongs to the host.
var (
	i32 = &Value{API: "int32", Core: "uint32", Zero: "0", Suffix: "I32", bits: "uint64(%s)", core: "uint32(%s)"}
	i64 = &Value{API: "int64", Core: "int64", Zero: "0", Suffix: "I64", bits: "uint64(%s)", core: "int64(%s)"}
	f32 = &Value{API: "float32", Core: "float32", Zero: "0", Suffix: "F32",
		bits: "uint64(math.Float32bits(%s))", core: "math.Float32frombits(uint32(%s))", bitsUses: gotext.Math}
	f64 = &Value{API: "float64", Core: "float64", Zero: "0", Suffix: "F64",
		bits: "math.Float64bits(%s)", core: "math.Float64frombits(%s)", bitsUses: gotext.Math}
	funcRef = &Value{API: "*rt.Func", Core: "*rt.Func", Zero: "nil", Suffix: "Ref", IsFunc: true, Uses: gotext.RT}
	hostRef = &Value{API: "any", Core: "any", Zero: "nil", Suffix: "Ref"}
)

// Value describes a type, which may name one of the module's.
func (n *Names) Value(t wasm.ValType) *Value {
	switch t {
	case wasm.I32:
		return i32
	case wasm.I64:
		return i64
	case wasm.F32:
		return f32
	case wasm.F64:
		return f64
	}
	if !t.IsRef() {
		panic(fmt.Sprintf("emit: no Go type for %v", t))
	}
	h := t.HeapType()
	if h == wasm.HeapFunc || h == wasm.HeapNoFunc || !h.IsAbstract() && n.mod.Types[h.Index()].Kind == wasm.KindFunc {
		return funcRef
	}
	return hostRef
}

// Converts tells whether values change their Go type at the border of function bodies.
func (v *Value) Converts() bool { return v.API != v.Core }

// Bits is the Go expression for the bits of a number, which the expression x has.
func (v *Value) Bits(x string) (text string, uses gotext.Packages) { return v.format(v.bits, x) }

// FromBits is the Go expression for the number, as bodies have it, whose bits the expression x has.
func (v *Value) FromBits(x string) (text string, uses gotext.Packages) { return v.format(v.core, x) }

func (v *Value) format(verb, x string) (string, gotext.Packages) {
	if verb == "" {
		panic("emit: a reference has no bits")
	}
	return fmt.Sprintf(verb, x), v.bitsUses
}

// API is the Go type of values of type t where hosts and other packages see them.
func (n *Names) API(t wasm.ValType) string { return n.Value(t).API }

// Core is the Go type of values of type t inside of function bodies.
func (n *Names) Core(t wasm.ValType) string { return n.Value(t).Core }

// spell gives the Go types of a list of values.
func spell(types []wasm.ValType, one func(wasm.ValType) string) []string {
	list := make([]string, len(types))
	for i, t := range types {
		list[i] = one(t)
	}
	return list
}
