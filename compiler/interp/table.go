package interp

import (
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// A table is a table of either type of references, which are any here.
type table interface {
	size() uint64
	get(n uint64) any
	set(n uint64, v any)
	grow(n uint64, v any) uint64
	fill(n uint64, v any, count uint64)
	copy(from table, to, at, n uint64)
	init(to uint64, segment []any, at, n uint64)
	value() any // the *rt.Table
}

type (
	funcTable struct{ *rt.Table[*rt.Func] }
	anyTable  struct{ *rt.Table[any] }
)

func (t funcTable) size() uint64                      { return t.Size() }
func (t funcTable) get(n uint64) any                  { return fromFunc(t.Get(n)) }
func (t funcTable) set(n uint64, v any)               { t.Set(n, toFunc(v)) }
func (t funcTable) grow(n uint64, v any) uint64       { return result(t.Grow(n, toFunc(v)), t.Type().Is64) }
func (t funcTable) fill(n uint64, v any, c uint64)    { t.Fill(n, toFunc(v), c) }
func (t funcTable) copy(from table, to, at, n uint64) { t.Copy(from.(funcTable).Table, to, at, n) }
func (t funcTable) value() any                        { return t.Table }

func (t funcTable) init(to uint64, segment []any, at, n uint64) {
	if mem.InRange(at, n, uint64(len(segment))) { // else Init traps
		segment, at = segment[at:at+n], 0
	}
	list := make([]*rt.Func, len(segment))
	for k, v := range segment {
		list[k] = toFunc(v)
	}
	t.Init(to, list, at, n)
}

func (t anyTable) size() uint64                                { return t.Size() }
func (t anyTable) get(n uint64) any                            { return t.Get(n) }
func (t anyTable) set(n uint64, v any)                         { t.Set(n, v) }
func (t anyTable) grow(n uint64, v any) uint64                 { return result(t.Grow(n, v), t.Type().Is64) }
func (t anyTable) fill(n uint64, v any, c uint64)              { t.Fill(n, v, c) }
func (t anyTable) copy(from table, to, at, n uint64)           { t.Copy(from.(anyTable).Table, to, at, n) }
func (t anyTable) init(to uint64, segment []any, at, n uint64) { t.Init(to, segment, at, n) }
func (t anyTable) value() any                                  { return t.Table }

// result is the result of a grow instruction as a register has it.
func result(old int64, is64 bool) uint64 {
	if is64 {
		return uint64(old)
	}
	return uint64(uint32(old))
}
