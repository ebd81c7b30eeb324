package interp

import (
	"unsafe"

	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// An elems is arrays whose elements are stored in one way, and fields that are.
type elems interface {
	make(c *abi.Core, t *rt.Type, n uint32) *rt.Object
	filled(c *abi.Core, t *rt.Type, v value, n uint32) *rt.Object
	put(p unsafe.Pointer, v value)
	fill(o *rt.Object, at uint32, v value, n uint32)
	copy(dst *rt.Object, d uint32, src *rt.Object, s, n uint32)

	// fromData and initData are for numbers, fromElem and initElem for references.
	fromData(c *abi.Core, t *rt.Type, data string, s, n uint32) *rt.Object
	initData(o *rt.Object, d uint32, data string, s, n uint32)
	fromElem(c *abi.Core, t *rt.Type, e segment, s, n uint32) *rt.Object
	initElem(o *rt.Object, d uint32, e segment, s, n uint32)
}

// elements are the arrays by storage.
var elements = [...]elems{
	rt.StorageI8:     numbers[uint8]{stored[uint8]{func(v value) uint8 { return uint8(v.bits) }}},
	rt.StorageI16:    numbers[uint16]{stored[uint16]{func(v value) uint16 { return uint16(v.bits) }}},
	rt.StorageI32:    numbers[uint32]{stored[uint32]{func(v value) uint32 { return uint32(v.bits) }}},
	rt.StorageI64:    numbers[uint64]{stored[uint64]{func(v value) uint64 { return v.bits }}},
	rt.StorageF32:    numbers[float32]{stored[float32]{value.f32}},
	rt.StorageF64:    numbers[float64]{stored[float64]{value.f64}},
	rt.StorageV128:   numbers[vec.V128]{stored[vec.V128]{value.v128}},
	rt.StorageFunc:   references(funcForm),
	rt.StorageExtern: references(externForm),
	rt.StorageAny:    references(anyForm),
	rt.StorageObject: references(objectForm),
	rt.StorageExn:    references(exnForm),
}

// A stored is what numbers and references have in common.
type stored[T any] struct{ of func(value) T }

func (stored[T]) make(c *abi.Core, t *rt.Type, n uint32) *rt.Object { return abi.NewArray[T](c, t, n) }

func (e stored[T]) filled(c *abi.Core, t *rt.Type, v value, n uint32) *rt.Object {
	return abi.FilledArray(c, t, e.of(v), n)
}

func (e stored[T]) put(p unsafe.Pointer, v value) { *(*T)(p) = e.of(v) }

func (e stored[T]) fill(o *rt.Object, at uint32, v value, n uint32) {
	abi.ArrayFill(o, at, e.of(v), n)
}

func (stored[T]) copy(dst *rt.Object, d uint32, src *rt.Object, s, n uint32) {
	abi.ArrayCopy[T](dst, d, src, s, n)
}

// A numbers is arrays of numbers, or of vectors.
type numbers[T uint8 | uint16 | uint32 | uint64 | float32 | float64 | vec.V128] struct{ stored[T] }

func (numbers[T]) fromData(c *abi.Core, t *rt.Type, data string, s, n uint32) *rt.Object {
	return abi.ArrayOfData[T](c, t, data, s, n)
}

func (numbers[T]) initData(o *rt.Object, d uint32, data string, s, n uint32) {
	abi.ArrayInitData[T](o, d, data, s, n)
}

func (numbers[T]) fromElem(*abi.Core, *rt.Type, segment, uint32, uint32) *rt.Object { panic(noSegment) }
func (numbers[T]) initElem(*rt.Object, uint32, segment, uint32, uint32)             { panic(noSegment) }

const noSegment = "interp: elements cannot be of that segment"

// A refs is arrays of references.
type refs[T any] struct{ stored[T] }

func references[T any](f form[T]) refs[T] {
	return refs[T]{stored[T]{func(v value) T { return f.store(v.ref) }}}
}

func (refs[T]) fromData(*abi.Core, *rt.Type, string, uint32, uint32) *rt.Object { panic(noSegment) }
func (refs[T]) initData(*rt.Object, uint32, string, uint32, uint32)             { panic(noSegment) }

func (r refs[T]) fromElem(c *abi.Core, t *rt.Type, e segment, s, n uint32) *rt.Object {
	return abi.ArrayOfSegment(c, t, r.list(e, s, n), 0, n)
}

func (r refs[T]) initElem(o *rt.Object, d uint32, e segment, s, n uint32) {
	if !within(o, d, n) {
		abi.ArrayFill(o, d, r.of(value{}), n) // traps: the array's trap comes before the segment's
	}
	abi.ArrayInitSegment(o, d, r.list(e, s, n), 0, n)
}

// list is n references of a segment from s on as elements.
func (r refs[T]) list(e segment, s, n uint32) []T {
	if !mem.InRange(uint64(s), uint64(n), e.size()) {
		abi.Throw(rt.OutOfBoundsTable)
	}
	if list, ok := listOf[T](&e); ok {
		return list[s:][:n]
	}
	list := make([]T, n)
	for k := range list {
		list[k] = r.of(value{ref: e.at(int(s) + k)})
	}
	return list
}

// length is the length of an array.
func length(o *rt.Object) uint64 { return uint64(len(abi.AsArray[uint8](o).Elems)) }

// within tells whether n elements of an array exist from index i on.
func within(o *rt.Object, i, n uint32) bool {
	return o != nil && mem.InRange(uint64(i), uint64(n), length(o))
}

// newArray is array.new_default.
func (i *Instance) newArray(t uint64, n uint32) rt.Ref {
	i.charge(n)
	l := i.mod.layouts[t]
	return rt.RefObject(elements[l.Places[0].Storage].make(i.core, l.Type, n))
}

// newFilled is array.new.
func (i *Instance) newFilled(t uint64, v value, n uint32) rt.Ref {
	i.charge(n)
	l := i.mod.layouts[t]
	return rt.RefObject(elements[l.Places[0].Storage].filled(i.core, l.Type, v, n))
}

// newFromData is array.new_data.
func (i *Instance) newFromData(in *code.Instr, r window) rt.Ref {
	s, n := uint32(*r.at(in.B)), uint32(*r.at(in.C))
	i.charge(n)
	l := i.mod.layouts[in.Imm>>32]
	return rt.RefObject(elements[l.Places[0].Storage].fromData(i.core, l.Type, i.data[uint32(in.Imm)], s, n))
}

// newFromElem is array.new_elem.
func (i *Instance) newFromElem(in *code.Instr, r window) rt.Ref {
	s, n := uint32(*r.at(in.B)), uint32(*r.at(in.C))
	i.charge(n)
	l := i.mod.layouts[in.Imm>>32]
	return rt.RefObject(elements[l.Places[0].Storage].fromElem(i.core, l.Type, i.elems[uint32(in.Imm)], s, n))
}

// charge charges for a new array of n elements, which is made at once.
func (i *Instance) charge(n uint32) { i.atOnce(uint64(n)) }

// arrayFill is array.fill.
func (i *Instance) arrayFill(in *code.Instr, array rt.Ref, r window, v value) {
	e, o := elements[in.Imm>>32], array.Object()
	at, n := uint32(*r.at(in.B)), uint32(*r.at(uint16(in.Imm)))
	if i.atOnce(uint64(n)) {
		e.fill(o, at, v, n)
		return
	}
	i.inPieces(uint64(n), within(o, at, n), false, func(k, n uint64) { e.fill(o, at+uint32(k), v, uint32(n)) })
}

// arrayCopy is array.copy.
func (i *Instance) arrayCopy(in *code.Instr, array, source rt.Ref, r window) {
	to, from := rt.Storage(in.Imm>>40), rt.Storage(in.Imm>>32)
	dst, src := array.Object(), source.Object()
	d, s, n := uint32(*r.at(in.B)), uint32(*r.at(uint16(in.Imm >> 16))), uint32(*r.at(uint16(in.Imm)))
	if i.atOnce(uint64(n)) {
		copyArray(to, dst, d, from, src, s, n)
		return
	}
	i.inPieces(uint64(n), within(dst, d, n) && within(src, s, n), s < d, func(k, n uint64) {
		copyArray(to, dst, d+uint32(k), from, src, s+uint32(k), uint32(n))
	})
}

// copyArray copies between arrays that may be stored in two ways: those of objects, and of what may be one.
func copyArray(to rt.Storage, dst *rt.Object, d uint32, from rt.Storage, src *rt.Object, s, n uint32) {
	switch {
	case to == from:
		elements[to].copy(dst, d, src, s, n)
	case from == rt.StorageObject:
		abi.ArrayCopyAs[rt.Ref, *rt.Object](dst, d, src, s, n)
	default: // the elements of src are of type nullref
		if dst != nil && within(src, s, n) {
			elements[to].fill(dst, d, value{}, n)
			return
		}
		abi.Throw(arrayTrapOf(dst, src))
	}
}

// arrayInitData is array.init_data.
func (i *Instance) arrayInitData(in *code.Instr, array rt.Ref, r window) {
	e, o, data := elements[in.Imm>>48], array.Object(), i.data[uint32(in.Imm)]
	d, s, n := uint32(*r.at(in.B)), uint32(*r.at(in.C)), uint32(*r.at(uint16(in.Imm >> 32)))
	i.charge(n)
	e.initData(o, d, data, s, n)
}

// arrayInitElem is array.init_elem.
func (i *Instance) arrayInitElem(in *code.Instr, array rt.Ref, r window) {
	d, s, n := uint32(*r.at(in.B)), uint32(*r.at(in.C)), uint32(*r.at(uint16(in.Imm >> 32)))
	i.charge(n)
	elements[in.Imm>>48].initElem(array.Object(), d, i.elems[uint32(in.Imm)], s, n)
}

// arrayTrapOf is the trap of an instruction on two arrays.
func arrayTrapOf(dst, src *rt.Object) rt.TrapKind {
	if dst == nil || src == nil {
		return rt.NullReference
	}
	return rt.OutOfBoundsArray
}
