package interp

import (
	"unsafe"

	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// layout is the layout of objects of type t, which is canonical. From then on code can make and test such objects. Only package code asks, under
// the lock of lowering.
func (m *Module) layout(t uint32) *rt.Layout {
	if m.layouts[t] == nil {
		typ := m.types.At(int(t))
		m.layouts[t], m.rtts[t] = typ.Layout(), typ
	}
	return m.layouts[t]
}

// makeLayouts makes room for the layouts, if the module has types of objects.
func (m *Module) makeLayouts() {
	for i := range m.wasm.Types {
		if m.wasm.Types[i].Kind != wasm.KindFunc {
			m.layouts, m.rtts = make([]*rt.Layout, len(m.wasm.Types)), make([]*rt.Type, len(m.wasm.Types))
			return
		}
	}
}

// newStruct is struct.new_default.
func (i *Instance) newStruct(t uint64) rt.Ref { return i.structOf(i.mod.layouts[t]) }

func (i *Instance) structOf(l *rt.Layout) rt.Ref {
	o := l.New()
	i.core.Allocated(o, int(l.Size))
	return rt.RefObject(o)
}

// put sets a field of a struct that was just made.
func put(o *rt.Object, p rt.Place, v value) {
	elements[p.Storage].put(unsafe.Add(unsafe.Pointer(o), p.Offset), v)
}

// arrayTrap is the trap of an instruction on an element that there is not.
func arrayTrap(v *rt.Ref) rt.TrapKind {
	if v.IsNull() {
		return rt.NullReference
	}
	return rt.OutOfBoundsArray
}

// abstract are the types of references to the abstract heap types, by their codes.
var abstract = [...]rt.ValType{
	wasm.HeapExn & 0xf: rt.ExnRef, wasm.HeapArray & 0xf: rt.ArrayRef, wasm.HeapStruct & 0xf: rt.StructRef, wasm.HeapI31 & 0xf: rt.I31Ref,
	wasm.HeapEq & 0xf: rt.EqRef, wasm.HeapAny & 0xf: rt.AnyRef, wasm.HeapExtern & 0xf: rt.ExternRef,
}

// holds tells whether a reference is of type t: what ref.test looks for where it is no type of objects.
func (m *Module) holds(t uint64, v rt.Ref) bool {
	h := wasm.ValType(t).HeapType()
	switch {
	case v.IsNull():
		return wasm.ValType(t).Nullable()
	case !h.IsAbstract():
		return v.Func().Sig.Type().Is(m.types.At(int(h.Index())))
	case h == wasm.HeapFunc:
		return true
	case h == wasm.HeapNone, h == wasm.HeapNoFunc, h == wasm.HeapNoExtern, h == wasm.HeapNoExn:
		return false
	}
	return abstract[h&0xf].Holds(v)
}
