package rt

import (
	"math"
	"reflect"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// A form is how hosts see values, and how these are passed: numbers and vectors in slots, references in a list of their own.
type form struct {
	goType      reflect.Type
	slots, refs int // what a value takes of each

	// to passes v, a value of goType, in the first slots or as the first reference; from undoes that.
	to   func(v reflect.Value, s []uint64, refs []Ref)
	from func(s []uint64, refs []Ref) reflect.Value
}

var (
	formI32    = form{goType: reflect.TypeFor[int32](), slots: 1, to: i32To, from: i32From}
	formI64    = form{goType: reflect.TypeFor[int64](), slots: 1, to: i64To, from: i64From}
	formF32    = form{goType: reflect.TypeFor[float32](), slots: 1, to: f32To, from: f32From}
	formF64    = form{goType: reflect.TypeFor[float64](), slots: 1, to: f64To, from: f64From}
	formV128   = form{goType: reflect.TypeFor[vec.V128](), slots: 2, to: v128To, from: v128From}
	formFunc   = form{goType: reflect.TypeFor[*Func](), refs: 1, to: funcTo, from: funcFrom}
	formExn    = form{goType: reflect.TypeFor[*Exception](), refs: 1, to: exnTo, from: exnFrom}
	formAny    = form{goType: reflect.TypeFor[any](), refs: 1, to: anyTo, from: anyFrom}
	formExtern = form{goType: reflect.TypeFor[any](), refs: 1, to: externTo, from: externFrom}
)

func i32To(v reflect.Value, s []uint64, _ []Ref) { s[0] = uint64(uint32(v.Int())) }

func i32From(s []uint64, _ []Ref) reflect.Value { return reflect.ValueOf(int32(s[0])) }

func i64To(v reflect.Value, s []uint64, _ []Ref) { s[0] = uint64(v.Int()) }

func i64From(s []uint64, _ []Ref) reflect.Value { return reflect.ValueOf(int64(s[0])) }

// v.Float() would make a signalling NaN quiet.
func f32To(v reflect.Value, s []uint64, _ []Ref) {
	s[0] = uint64(math.Float32bits(v.Interface().(float32)))
}

func f32From(s []uint64, _ []Ref) reflect.Value {
	return reflect.ValueOf(math.Float32frombits(uint32(s[0])))
}

func f64To(v reflect.Value, s []uint64, _ []Ref) { s[0] = math.Float64bits(v.Float()) }

func f64From(s []uint64, _ []Ref) reflect.Value { return reflect.ValueOf(math.Float64frombits(s[0])) }

func v128To(v reflect.Value, s []uint64, _ []Ref) {
	vector := v.Interface().(vec.V128)
	s[0], s[1] = vector.Lo(), vector.Hi()
}

func v128From(s []uint64, _ []Ref) reflect.Value { return reflect.ValueOf(vec.Of(s[0], s[1])) }

func funcTo(v reflect.Value, _ []uint64, refs []Ref) { refs[0] = RefFunc(v.Interface().(*Func)) }

func funcFrom(_ []uint64, refs []Ref) reflect.Value { return reflect.ValueOf(refs[0].Func()) }

func externTo(v reflect.Value, _ []uint64, refs []Ref) { refs[0] = RefExtern(v.Interface()) }

func exnTo(v reflect.Value, _ []uint64, refs []Ref) {
	refs[0] = RefException(v.Interface().(*Exception))
}

func exnFrom(_ []uint64, refs []Ref) reflect.Value { return reflect.ValueOf(refs[0].Exception()) }

func anyTo(v reflect.Value, _ []uint64, refs []Ref) { refs[0] = RefAny(v.Interface()) }

func anyFrom(_ []uint64, refs []Ref) reflect.Value { return anyValue(refs[0].Any()) }

func externFrom(_ []uint64, refs []Ref) reflect.Value {
	return anyValue(refs[0].Extern())
}

// anyValue is v as a value of type any, also where it is nil.
func anyValue(v any) reflect.Value { return reflect.ValueOf(&v).Elem() }
