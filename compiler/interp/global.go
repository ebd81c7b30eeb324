package interp

import (
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// A refGlobal is a global that holds a reference.
type refGlobal interface {
	get() rt.Ref
	set(rt.Ref)
	pointer() any // as rt.Global has it
}

// A globalOf is a global whose value is stored as T.
type globalOf[T any] struct {
	p    *T
	form form[T]
}

func (g globalOf[T]) get() rt.Ref  { return g.form.load(*g.p) }
func (g globalOf[T]) set(v rt.Ref) { *g.p = g.form.store(v) }
func (g globalOf[T]) pointer() any { return g.p }

// newGlobalOf makes a global with its first value.
func newGlobalOf[T any](f form[T], v rt.Ref) refGlobal {
	x := f.store(v)
	return globalOf[T]{&x, f}
}

// class is the class of global n.
func (i *Instance) class(n int) wasm.Class { return i.mod.wasm.Class(i.mod.wasm.Globals[n].Type) }

// noGlobal is the panic about a global of a class that nothing is made for.
func noGlobal(c wasm.Class) string { return "interp: no global of type " + c.String() }

// makeGlobals makes room for the lists of globals.
func (i *Instance) makeGlobals() {
	n := len(i.mod.wasm.Globals)
	i.i32s, i.i64s = make([]*int32, n), make([]*int64, n)
	i.f32s, i.f64s, i.v128s = make([]*float32, n), make([]*float64, n), make([]*vec.V128, n)
	i.refGlobals = make([]refGlobal, n)
}

// newGlobal makes global n with its first value.
func (i *Instance) newGlobal(n int, v value) {
	switch c := i.class(n); c {
	case wasm.ClassI32:
		x := v.i32()
		i.i32s[n] = &x
	case wasm.ClassI64:
		x := int64(v.bits)
		i.i64s[n] = &x
	case wasm.ClassF32:
		x := v.f32()
		i.f32s[n] = &x
	case wasm.ClassF64:
		x := v.f64()
		i.f64s[n] = &x
	case wasm.ClassV128:
		x := v.v128()
		i.v128s[n] = &x
	case wasm.ClassFunc:
		i.refGlobals[n] = newGlobalOf(funcForm, v.ref)
	case wasm.ClassExtern:
		i.refGlobals[n] = newGlobalOf(externForm, v.ref)
	case wasm.ClassAny:
		i.refGlobals[n] = newGlobalOf(anyForm, v.ref)
	case wasm.ClassObject:
		i.refGlobals[n] = newGlobalOf(objectForm, v.ref)
	case wasm.ClassExn:
		i.refGlobals[n] = newGlobalOf(exnForm, v.ref)
	default:
		panic(noGlobal(c))
	}
}

// setPointer makes p, a pointer of the type that rt.Global has, global n.
func (i *Instance) setPointer(n int, p any) {
	switch p := p.(type) {
	case *int32:
		i.i32s[n] = p
	case *int64:
		i.i64s[n] = p
	case *float32:
		i.f32s[n] = p
	case *float64:
		i.f64s[n] = p
	case *vec.V128:
		i.v128s[n] = p
	case **rt.Func:
		i.refGlobals[n] = globalOf[*rt.Func]{p, funcForm}
	case *any:
		i.refGlobals[n] = globalOf[any]{p, externForm}
	case *rt.Ref:
		i.refGlobals[n] = globalOf[rt.Ref]{p, anyForm}
	case **rt.Object:
		i.refGlobals[n] = globalOf[*rt.Object]{p, objectForm}
	case **rt.Exception:
		i.refGlobals[n] = globalOf[*rt.Exception]{p, exnForm}
	default:
		panic(noGlobal(i.class(n)))
	}
}

// pointer is the place of global n.
func (i *Instance) pointer(n int) any {
	switch c := i.class(n); c {
	case wasm.ClassI32:
		return i.i32s[n]
	case wasm.ClassI64:
		return i.i64s[n]
	case wasm.ClassF32:
		return i.f32s[n]
	case wasm.ClassF64:
		return i.f64s[n]
	case wasm.ClassV128:
		return i.v128s[n]
	default:
		if !c.IsRef() {
			panic(noGlobal(c))
		}
		return i.refGlobals[n].pointer()
	}
}

// global is global n as it crosses the border of the module.
func (i *Instance) global(n uint32) *rt.Global {
	t := i.mod.GlobalType(n)
	return &rt.Global{Type: t.Type, Mutable: t.Mutable, Ptr: i.pointer(int(n))}
}
