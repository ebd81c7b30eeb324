package spec

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// HostRef is the host reference that a script calls (ref.extern N).
type HostRef uint32

// Go returns the value as an argument of a call.
func (v Value) Go() (any, error) {
	text := v.text()
	switch {
	case (v.Type == "externref" || v.Type == "anyref") && text != "null" && text != "":
		n, err := strconv.ParseUint(text, 10, 32)
		return HostRef(n), err
	case isRef(v.Type) && (text == "null" || strings.HasPrefix(v.Type, "null") || v.Type == "refnull"):
		return nil, nil
	case v.Type == "v128":
		return v.vector()
	case len(v.Value) != 1:
		return nil, fmt.Errorf("%s arguments are not supported", v.Type)
	}
	bits, err := parseBits(text, 64)
	switch v.Type {
	case "i32":
		return int32(bits), err
	case "i64":
		return int64(bits), err
	case "f32":
		return math.Float32frombits(uint32(bits)), err
	case "f64":
		return math.Float64frombits(bits), err
	}
	return nil, fmt.Errorf("%s arguments are not supported", v.Type)
}

// Matches reports whether a result has the form that v describes.
func (v Value) Matches(got any) bool {
	if v.Type == "either" {
		for _, alternative := range v.Values {
			if alternative.Matches(got) {
				return true
			}
		}
		return false
	}
	switch got := got.(type) {
	case int32:
		return v.Type == "i32" && v.isBits(uint64(uint32(got)), 32)
	case int64:
		return v.Type == "i64" && v.isBits(uint64(got), 64)
	case float32:
		return v.Type == "f32" && v.isFloat(uint64(math.Float32bits(got)), 32, 23)
	case float64:
		return v.Type == "f64" && v.isFloat(math.Float64bits(got), 64, 52)
	case vec.V128:
		return v.Type == "v128" && v.isVector(got)
	}
	return isRef(v.Type) && v.isReference(got)
}

func (v Value) isBits(got uint64, size int) bool {
	want, err := parseBits(v.text(), size)
	return err == nil && got == want
}

// parseBits reads an integer of a size in bits: converters write it signed or unsigned.
func parseBits(text string, size int) (uint64, error) {
	if strings.HasPrefix(text, "-") {
		n, err := strconv.ParseInt(text, 10, size)
		return uint64(n) << (64 - size) >> (64 - size), err
	}
	return strconv.ParseUint(text, 10, size)
}

// isFloat compares bit patterns; mantissa is the number of its bits. Core spec, 4.3.3 "Floating-Point Operations": a canonical NaN has just
// the top bit of the payload set, an arithmetic NaN at least that.
func (v Value) isFloat(got uint64, size, mantissa int) bool {
	sign := uint64(1) << (size - 1)
	quiet := uint64(1) << (mantissa - 1)
	canonical := sign - 1<<mantissa + quiet
	switch v.text() {
	case "nan:canonical":
		return got&^sign == canonical
	case "nan:arithmetic":
		return got&canonical == canonical
	}
	return v.isBits(got, size)
}

// isReference compares references. The types of null that a script distinguishes are one null here, whatever its Go type.
func (v Value) isReference(got any) bool {
	kind := kindOf(got)
	switch {
	case v.text() == "null", v.Type == "refnull", strings.HasPrefix(v.Type, "null"):
		return kind == "null"
	case v.text() == "":
		return kind != "null" && slices.Contains(kinds[v.Type], kind)
	}
	n, err := strconv.ParseUint(v.text(), 10, 32)
	return err == nil && got == HostRef(n)
}

// kinds are the kinds of what references of a type can refer to. Whatever is of type any may also stand there as an externref.
var kinds = map[string][]string{
	"funcref":   {"func"},
	"externref": {"host", "i31", "struct", "array"},
	"anyref":    {"host", "i31", "struct", "array"},
	"eqref":     {"i31", "struct", "array"},
	"i31ref":    {"i31"},
	"structref": {"struct"},
	"arrayref":  {"array"},
	"exnref":    {"exn"},
}

// kindOf tells what a reference refers to.
func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case HostRef:
		return "host"
	case rt.I31:
		return "i31"
	case *rt.Func:
		return unlessNull(v == nil, "func")
	case *rt.Exception:
		return unlessNull(v == nil, "exn")
	case *rt.Object:
		if v != nil && v.Type().Ref().Matches(rt.ArrayRef) {
			return "array"
		}
		return unlessNull(v == nil, "struct")
	}
	return fmt.Sprintf("%T", v)
}

func unlessNull(null bool, kind string) string {
	if null {
		return "null"
	}
	return kind
}

// text is a scalar's text, "" where the script leaves the value open.
func (v Value) text() string {
	if len(v.Value) == 1 {
		return v.Value[0]
	}
	return ""
}

// String is for messages: "i32:7", "f64:nan:canonical".
func (v Value) String() string {
	if v.Type == "either" {
		return fmt.Sprint(v.Values)
	}
	return v.Type + ":" + strings.Join(v.Value, ",")
}

func isRef(typ string) bool { return strings.Contains(typ, "ref") }

// show prints a result the way String prints what was expected.
func show(v any) string {
	switch v := v.(type) {
	case int32:
		return fmt.Sprintf("i32:%d", uint32(v))
	case int64:
		return fmt.Sprintf("i64:%d", uint64(v))
	case float32:
		return fmt.Sprintf("f32:%d (%v)", math.Float32bits(v), v)
	case float64:
		return fmt.Sprintf("f64:%d (%v)", math.Float64bits(v), v)
	}
	return fmt.Sprintf("%T:%v", v, v)
}
