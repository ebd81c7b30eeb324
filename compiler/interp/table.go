package interp

import (
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// A table is a table of any type of references.
type table interface {
	size() uint64
	get(n uint64) rt.Ref
	set(n uint64, v rt.Ref)
	grow(n uint64, v rt.Ref) uint64
	fill(n uint64, v rt.Ref, count uint64)
	copy(from table, to, at, n uint64)
	init(to uint64, s segment, at, n uint64)
	value() any // the *rt.Table
}

// A tableOf is a table whose elements are stored as T.
type tableOf[T any] struct {
	*rt.Table[T]
	form form[T]
}

type funcTable = tableOf[*rt.Func]

func (t tableOf[T]) size() uint64                      { return t.Size() }
func (t tableOf[T]) get(n uint64) rt.Ref               { return t.form.load(t.Get(n)) }
func (t tableOf[T]) set(n uint64, v rt.Ref)            { t.Set(n, t.form.store(v)) }
func (t tableOf[T]) fill(n uint64, v rt.Ref, c uint64) { t.Fill(n, t.form.store(v), c) }
func (t tableOf[T]) value() any                        { return t.Table }

func (t tableOf[T]) grow(n uint64, v rt.Ref) uint64 {
	return result(t.Grow(n, t.form.store(v)), t.Type().Is64)
}

// copy is from a table of the same type, or from one whose elements are stored in another way: the types of objects are below anyref.
func (t tableOf[T]) copy(from table, to, at, n uint64) {
	if f, ok := from.(tableOf[T]); ok {
		t.Copy(f.Table, to, at, n)
		return
	}
	t.put(to, at, n, from.size(), from.get)
}

// init is from a segment of the same type, or of one below it.
func (t tableOf[T]) init(to uint64, s segment, at, n uint64) {
	if list, ok := listOf[T](&s); ok {
		t.Init(to, list, at, n)
		return
	}
	t.put(to, at, n, s.size(), func(k uint64) rt.Ref { return s.at(int(k)) })
}

// put sets n elements to what get returns, of size, from at on.
func (t tableOf[T]) put(to, at, n, size uint64, get func(uint64) rt.Ref) {
	if !mem.InRange(at, n, size) || !mem.InRange(to, n, t.Size()) {
		abi.Throw(rt.OutOfBoundsTable)
	}
	for k := range n {
		t.Elems[to+k] = t.form.store(get(at + k))
	}
}

// A segment is an element segment. One of functions, and one of the host's references, is a list of the kind that a table of its type has.
type segment struct {
	funcs  []*rt.Func
	values []any
	refs   []rt.Ref // of all other types
}

func (s *segment) size() uint64 { return uint64(len(s.funcs) + len(s.values) + len(s.refs)) }

// add appends a reference of a class, the same for all.
func (s *segment) add(c wasm.Class, v rt.Ref) {
	switch c {
	case wasm.ClassFunc:
		s.funcs = append(s.funcs, v.Func())
	case wasm.ClassExtern:
		s.values = append(s.values, v.Extern())
	default:
		s.refs = append(s.refs, v)
	}
}

// at is element k.
func (s *segment) at(k int) rt.Ref {
	switch {
	case s.funcs != nil:
		return rt.RefFunc(s.funcs[k])
	case s.values != nil:
		return rt.RefExtern(s.values[k])
	}
	return s.refs[k]
}

// listOf is the segment as a list of T, if it is kept as one.
func listOf[T any](s *segment) (list []T, ok bool) {
	switch p := any(&list).(type) {
	case *[]*rt.Func:
		*p = s.funcs
	case *[]any:
		*p = s.values
	case *[]rt.Ref:
		*p = s.refs
	default:
		return nil, false
	}
	return list, true
}

// state is the list, for checkpoints.
func (s *segment) state(c wasm.Class) any {
	switch c {
	case wasm.ClassFunc:
		return &s.funcs
	case wasm.ClassExtern:
		return &s.values
	}
	return &s.refs
}

// result is the result of a grow instruction as a register has it.
func result(old int64, is64 bool) uint64 {
	if is64 {
		return uint64(old)
	}
	return uint64(uint32(old))
}
