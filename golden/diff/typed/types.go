package typed

import (
	"math/rand/v2"
	"slices"
)

// Value types and heap types, as the binary format has them (spec 5.3).
const (
	i32 = 0x7f
	i64 = 0x7e
	f32 = 0x7d
	f64 = 0x7c
	i8  = 0x78 // packed
	i16 = 0x77

	formFunc   = 0x60
	formStruct = 0x5f
	formArray  = 0x5e
)

// A heap is a heap type: the number of a type in the world, or an abstract one, which is negative as in the file.
type heap int

const (
	hNoExn    heap = 0x74 - 0x80
	hNoFunc   heap = 0x73 - 0x80
	hNoExtern heap = 0x72 - 0x80
	hNone     heap = 0x71 - 0x80
	hFunc     heap = 0x70 - 0x80
	hExtern   heap = 0x6f - 0x80
	hAny      heap = 0x6e - 0x80
	hEq       heap = 0x6d - 0x80
	hI31      heap = 0x6c - 0x80
	hStruct   heap = 0x6b - 0x80
	hArray    heap = 0x6a - 0x80
	hExn      heap = 0x69 - 0x80
)

// A valType is a number type, or a reference type.
type valType struct {
	num  byte // 0 for references
	heap heap
	null bool
}

func num(t byte) valType { return valType{num: t} }

func ref(h heap) valType { return valType{heap: h} }

func refNull(h heap) valType { return valType{heap: h, null: true} }

func (t valType) isRef() bool { return t.num == 0 }

func (t valType) nonNull() valType { t.null = false; return t }

var numbers = []valType{num(i32), num(i64), num(f32), num(f64)}

type signature struct{ params, results []valType }

func (s signature) equal(t signature) bool {
	return slices.Equal(s.params, t.params) && slices.Equal(s.results, t.results)
}

// A field is a field of a struct, or the elements of an array.
type field struct {
	typ     valType
	packed  byte // i8, i16 or 0
	mutable bool
}

// A typ is a defined type.
type typ struct {
	form   byte
	open   bool // it may have subtypes
	super  int  // -1 for none
	fields []field
	sig    signature
}

// abstract is the abstract heap type right above.
func (t *typ) abstract() heap {
	switch t.form {
	case formFunc:
		return hFunc
	case formStruct:
		return hStruct
	}
	return hArray
}

// A world is the types that all modules of a program know. A group refers to itself and to groups before it.
type world struct {
	r      *rand.Rand
	types  []typ
	groups [][]int
	exn    bool // fields may be exceptions

	node  int   // a list: a number, the next node, anything
	funcs []int // types of functions with subtypes among them
}

// group adds a recursion group.
func (w *world) group(types ...typ) (first int) {
	first = len(w.types)
	var ids []int
	for i := range types {
		ids = append(ids, first+i)
	}
	w.types = append(w.types, types...)
	w.groups = append(w.groups, ids)
	return first
}

func newWorld(r *rand.Rand, exn bool) *world {
	w := &world{r: r, exn: exn}
	plain := w.group(typ{form: formStruct, open: true, super: -1, fields: []field{{typ: num(i32), mutable: true}}})
	w.arrays()
	w.node = len(w.types)
	w.group(
		typ{form: formStruct, open: true, super: -1, fields: []field{
			{typ: num(i32), mutable: true}, {typ: refNull(heap(w.node)), mutable: true}, {typ: refNull(hAny), mutable: true}}},
		typ{form: formArray, super: -1, fields: []field{{typ: refNull(heap(w.node)), mutable: true}}},
	)
	w.chain(plain, pick(r, []int{1, 2, 4, 8, 20, 62}))
	w.chain(w.node, 1+r.IntN(4))
	for range r.IntN(5) {
		w.chain(pick(r, w.openStructs()), 1)
	}
	w.twins()
	w.functions()
	return w
}

// arrays are of each kind of elements.
func (w *world) arrays() {
	elems := []field{
		{num(i32), i8, true}, {num(i32), i16, true}, {num(i32), 0, true}, {num(i64), 0, true}, {num(f32), 0, true}, {num(f64), 0, true},
		{refNull(hAny), 0, true}, {refNull(hFunc), 0, true}, {refNull(hExtern), 0, true}, {refNull(hEq), 0, true}, {refNull(0), 0, true},
		{num(i32), 0, false}, {num(i32), i8, false},
	}
	if w.exn {
		elems = append(elems, field{refNull(hExn), 0, true})
	}
	for _, f := range elems {
		w.group(typ{form: formArray, super: -1, fields: []field{f}})
	}
	top := w.group(typ{form: formArray, open: true, super: -1, fields: []field{{typ: refNull(hAny)}}})
	w.group(typ{form: formArray, open: true, super: top, fields: []field{{typ: refNull(0)}}})
}

// chain adds subtypes, one of the other, in recursion groups of one or more.
func (w *world) chain(super, n int) {
	for n > 0 {
		size := min(n, 1+w.r.IntN(3))
		var group []typ
		first := len(w.types)
		for i := range size {
			t := typ{form: formStruct, open: true, super: super, fields: slices.Clone(w.at(super, first, group).fields)}
			for i, f := range t.fields {
				if !f.mutable { // what cannot be written may be of a subtype (spec 3.3, "Field Types")
					t.fields[i].typ = w.narrower(f.typ)
				}
			}
			if len(t.fields) < 12 {
				for range w.r.IntN(3) {
					t.fields = append(t.fields, w.field())
				}
			}
			group = append(group, t)
			super = first + i
		}
		w.group(group...)
		n -= size
	}
}

// at is a type, which may be in a group that is not in the world yet.
func (w *world) at(i, first int, group []typ) typ {
	if i >= first {
		return group[i-first]
	}
	return w.types[i]
}

// twins adds two groups of the same structure, which are one, and one that differs in finality alone.
func (w *world) twins() {
	f := []field{w.field(), {typ: num(i64), mutable: true}}
	for _, open := range []bool{true, true, false} {
		w.group(typ{form: formStruct, open: open, super: -1, fields: f})
	}
	for range 2 {
		n := heap(len(w.types))
		w.group(typ{form: formStruct, super: -1, fields: []field{{typ: refNull(n + 1), mutable: true}, {typ: num(i32)}}},
			typ{form: formStruct, super: -1, fields: []field{{typ: refNull(n), mutable: true}, {typ: num(i32)}}})
	}
}

// functions adds types of functions with subtypes: parameters may be of more types there, results of fewer.
func (w *world) functions() {
	structs := w.openStructs()
	low, high := heap(structs[len(structs)-1]), heap(structs[0])
	if !w.below(low, high) {
		low = high
	}
	for _, s := range []signature{
		{[]valType{num(i32)}, []valType{num(i32)}},
		{[]valType{refNull(low), num(i32)}, []valType{refNull(hAny)}},
		{nil, []valType{refNull(hFunc)}},
		{[]valType{refNull(hEq)}, []valType{num(i64), refNull(high)}},
		{[]valType{ref(high)}, nil},
	} {
		super := w.group(typ{form: formFunc, open: true, super: -1, sig: s})
		w.funcs = append(w.funcs, super)
		for range 1 + w.r.IntN(2) {
			sub := signature{slices.Clone(s.params), slices.Clone(s.results)}
			for i, t := range sub.params {
				sub.params[i] = w.wider(t)
			}
			for i, t := range sub.results {
				sub.results[i] = w.narrower(t)
			}
			super = w.group(typ{form: formFunc, open: true, super: super, sig: sub})
			w.funcs = append(w.funcs, super)
			s = sub
		}
	}
}

func (w *world) wider(t valType) valType {
	if !t.isRef() || chance(w.r, 0.5) {
		return t
	}
	return valType{heap: w.above(t.heap), null: t.null || chance(w.r, 0.5)}
}

func (w *world) narrower(t valType) valType {
	if !t.isRef() || chance(w.r, 0.5) {
		return t
	}
	below := w.heapsBelow(t.heap)
	if t.null && w.top(t.heap) == hAny {
		below = append(below, hNone)
	}
	h := pick(w.r, below)
	if t.null || h < 0 || w.types[h].form != formFunc { // not every module has a function of the type
		t.heap = h
	}
	return t
}

// field is any field.
func (w *world) field() field {
	f := field{typ: pick(w.r, numbers), mutable: chance(w.r, 0.8)}
	switch n := w.r.IntN(10); {
	case n < 2:
		f.typ, f.packed = num(i32), pick(w.r, []byte{i8, i16})
	case n < 6:
		f.typ = w.reference()
	}
	return f
}

// reference is any type of references that can be made. Few are without null.
func (w *world) reference() valType {
	abstract := []heap{hAny, hEq, hI31, hStruct, hArray, hFunc, hExtern}
	if w.exn {
		abstract = append(abstract, hExn)
	}
	t := refNull(pick(w.r, abstract))
	if chance(w.r, 0.6) && len(w.types) > 0 {
		t.heap = heap(w.r.IntN(len(w.types)))
	}
	isFunc := t.heap >= 0 && w.types[t.heap].form == formFunc // see narrower
	t.null = t.heap == hExn || isFunc || chance(w.r, 0.85)
	return t
}

// value is any type of values.
func (w *world) value() valType {
	if chance(w.r, 0.5) {
		return pick(w.r, numbers)
	}
	return w.reference()
}

func (w *world) values(most int) []valType {
	list := make([]valType, w.r.IntN(most+1))
	for i := range list {
		list[i] = w.value()
	}
	return list
}

func (w *world) openStructs() (list []int) {
	for i, t := range w.types {
		if t.form == formStruct && t.open {
			list = append(list, i)
		}
	}
	return list
}

// top is the heap type above all that have something in common with h.
func (w *world) top(h heap) heap {
	for _, t := range []heap{hAny, hFunc, hExtern, hExn} {
		if w.below(h, t) {
			return t
		}
	}
	panic("typed: a heap type without a top")
}

// above is any heap type that h is below.
func (w *world) above(h heap) heap {
	list := []heap{h}
	for _, a := range []heap{hAny, hEq, hStruct, hArray, hFunc, hExtern, hExn} {
		if w.below(h, a) {
			list = append(list, a)
		}
	}
	if h >= 0 {
		for s := w.types[h].super; s >= 0; s = w.types[s].super {
			list = append(list, heap(s))
		}
	}
	return pick(w.r, list)
}

// heapsBelow are h and those below it that have values which can be made.
func (w *world) heapsBelow(h heap) []heap {
	list := []heap{h}
	for _, a := range []heap{hEq, hI31, hStruct, hArray} {
		if a != h && w.below(a, h) {
			list = append(list, a)
		}
	}
	for i := range w.types {
		if heap(i) != h && w.below(heap(i), h) {
			list = append(list, heap(i))
		}
	}
	return list
}

// below tells whether a is b or a subtype (spec 3.3, "Heap Types").
func (w *world) below(a, b heap) bool {
	if a == b {
		return true
	}
	if a >= 0 {
		t := &w.types[a]
		if b >= 0 {
			return t.super >= 0 && w.below(heap(t.super), b)
		}
		a = t.abstract()
		if a == b {
			return true
		}
	}
	switch a {
	case hNone:
		if b >= 0 {
			return w.types[b].form != formFunc
		}
		return b == hI31 || b == hStruct || b == hArray || b == hEq || b == hAny
	case hI31, hStruct, hArray:
		return b == hEq || b == hAny
	case hEq:
		return b == hAny
	}
	return false
}

func (w *world) matches(a, b valType) bool {
	if !a.isRef() || !b.isRef() {
		return a == b
	}
	return (!a.null || b.null) && w.below(a.heap, b.heap)
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }
