package interp

import (
	"github.com/wasm2go/wasm2go/rt"
)

// A table is a table of either type of references.
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

type (
	funcTable struct{ *rt.Table[*rt.Func] }
	anyTable  struct{ *rt.Table[any] }
)

func (t funcTable) size() uint64                            { return t.Size() }
func (t funcTable) get(n uint64) rt.Ref                     { return rt.RefFunc(t.Get(n)) }
func (t funcTable) set(n uint64, v rt.Ref)                  { t.Set(n, v.Func()) }
func (t funcTable) grow(n uint64, v rt.Ref) uint64          { return result(t.Grow(n, v.Func()), t.Type().Is64) }
func (t funcTable) fill(n uint64, v rt.Ref, c uint64)       { t.Fill(n, v.Func(), c) }
func (t funcTable) copy(from table, to, at, n uint64)       { t.Copy(from.(funcTable).Table, to, at, n) }
func (t funcTable) init(to uint64, s segment, at, n uint64) { t.Init(to, s.funcs, at, n) }
func (t funcTable) value() any                              { return t.Table }

func (t anyTable) size() uint64           { return t.Size() }
func (t anyTable) get(n uint64) rt.Ref    { return rt.RefExtern(t.Get(n)) }
func (t anyTable) set(n uint64, v rt.Ref) { t.Set(n, v.Extern()) }
func (t anyTable) grow(n uint64, v rt.Ref) uint64 {
	return result(t.Grow(n, v.Extern()), t.Type().Is64)
}
func (t anyTable) fill(n uint64, v rt.Ref, c uint64)       { t.Fill(n, v.Extern(), c) }
func (t anyTable) copy(from table, to, at, n uint64)       { t.Copy(from.(anyTable).Table, to, at, n) }
func (t anyTable) init(to uint64, s segment, at, n uint64) { t.Init(to, s.values, at, n) }
func (t anyTable) value() any                              { return t.Table }

// A segment is an element segment: a list of the kind that a table of its type has.
type segment struct {
	funcs  []*rt.Func
	values []any
}

func (s *segment) size() uint64 { return uint64(len(s.funcs) + len(s.values)) }

// state is the list, for checkpoints.
func (s *segment) state(ofFuncs bool) any {
	if ofFuncs {
		return &s.funcs
	}
	return &s.values
}

// result is the result of a grow instruction as a register has it.
func result(old int64, is64 bool) uint64 {
	if is64 {
		return uint64(old)
	}
	return uint64(uint32(old))
}
