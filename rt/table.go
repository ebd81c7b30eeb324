package rt

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/mem"
)

// maxTable is how many elements a table may grow to, whatever its type says: an engine may refuse, and a module must
// not be able to take all of the host's memory.
const maxTable = 10_000_000

// TableType is a table type: limits in elements, the element type, and the kind of indices.
type TableType struct {
	Elem   ValType
	Min    uint64
	Max    uint64 // only with HasMax
	HasMax bool
	Is64   bool // 64-bit indices (memory64 proposal)

	// Limit is how many elements the table may grow to where that is less than the type allows, 0 for no such limit. It is
	// the implementation's and not part of the type: table.grow may always refuse.
	Limit uint64
}

// Matches reports whether a table of this type, with its current size as Min, may be imported as want. Since both sides write to it, the
// elements must be of the very type (spec 3.3, "Table Types").
func (t TableType) Matches(want TableType) bool {
	if t.Elem != want.Elem || t.Is64 != want.Is64 || t.Min < want.Min {
		return false
	}
	return !want.HasMax || t.HasMax && t.Max <= want.Max
}

// String gives the type as the text format writes it: "table 10 20 funcref".
func (t TableType) String() string {
	var b strings.Builder
	b.WriteString("table ")
	if t.Is64 {
		b.WriteString("i64 ")
	}
	fmt.Fprintf(&b, "%d ", t.Min)
	if t.HasMax {
		fmt.Fprintf(&b, "%d ", t.Max)
	}
	b.WriteString(t.Elem.String())
	return b.String()
}

// Table is a table of references: T is *Func, any (an externref), *Object, Ref or *Exception, the Go type of the element type's Storage, and its zero
// value the null reference.
type Table[T any] struct {
	Elems []T // the host may read them; to write it uses Set

	typ     TableType
	holders []any
	checks  bool // not all of T are of the element type
}

// NewTable makes a table of t.Min elements, all of them v.
func NewTable[T any](t TableType, v T) (*Table[T], error) {
	if t.Min > maxTable {
		return nil, fmt.Errorf("%v: larger than %d elements", t, maxTable)
	}
	if want := storageTypes[t.Elem.Storage()]; want != reflect.TypeFor[T]() {
		return nil, fmt.Errorf("%v: its elements are %v in Go, not %v", t, want, reflect.TypeFor[T]())
	}
	table := &Table[T]{Elems: make([]T, t.Min), typ: t, checks: !t.Elem.isTop()}
	if t.Min > 0 {
		if err := table.accept(v); err != nil {
			return nil, err
		}
	}
	table.Fill(0, v, t.Min)
	return table, nil
}

// Type returns the table's type as of now: Min is the current size.
func (t *Table[T]) Type() TableType {
	typ := t.typ
	typ.Min = t.Size()
	return typ
}

// Hold keeps an instance alive as long as the table: a function of it may stand there and run while nothing else
// refers to the instance any more. It is for generated code and the interpreter.
func (t *Table[T]) Hold(instance any) { t.holders = append(t.holders, instance) }

// Release ends what Hold began: no function of the instance stands in the table any more. It is for the interpreter.
func (t *Table[T]) Release(instance any) {
	t.holders = slices.DeleteFunc(t.holders, func(h any) bool { return h == instance })
}

// Size is the number of elements.
func (t *Table[T]) Size() uint64 { return uint64(len(t.Elems)) }

// At is the lookup of call_indirect, for generated code: an index past the end is Go's own bounds error, which the exported call
// turns into an UndefinedElement trap.
func (t *Table[T]) At(i uint32) T { return t.Elems[i] }

// At64 is At for tables with 64-bit indices, for generated code.
func (t *Table[T]) At64(i uint64) T { return t.Elems[i] }

// Get is table.get: element i. Like the other instructions it traps, by a panic, outside the table.
func (t *Table[T]) Get(i uint64) T {
	t.check(i, 1)
	return t.Elems[i]
}

// Put is table.set, for generated code and the interpreter: element i becomes v, which is of the element type.
func (t *Table[T]) Put(i uint64, v T) {
	t.check(i, 1)
	t.Elems[i] = v
}

// Set has element i become v. It returns an error where v is not of the element type.
func (t *Table[T]) Set(i uint64, v T) error {
	if err := t.accept(v); err != nil {
		return err
	}
	t.Put(i, v)
	return nil
}

// accept returns an error where v is not of the element type.
func (t *Table[T]) accept(v T) error {
	if r := t.typ.Elem.Storage().ref(v); t.checks && !t.typ.Elem.Holds(r) {
		return fmt.Errorf("%v: %s is no %v", t.Type(), short(r.shown(t.typ.Elem)), t.typ.Elem)
	}
	return nil
}

// Grow is table.grow: it adds n elements v and returns the previous size, or -1 where the limits refuse or v is not of the element type.
func (t *Table[T]) Grow(n uint64, v T) int64 {
	old := t.Size()
	limit := uint64(maxTable)
	if t.typ.HasMax {
		limit = min(limit, t.typ.Max)
	}
	if t.typ.Limit > 0 {
		limit = min(limit, t.typ.Limit)
	}
	if old > limit || n > limit-old || n > 0 && t.accept(v) != nil {
		return -1
	}
	t.Elems = slices.Grow(t.Elems, int(n))[:old+n]
	t.Fill(old, v, n)
	return int64(old)
}

// Fill is table.fill: n elements from i become v, which must be of the element type.
func (t *Table[T]) Fill(i uint64, v T, n uint64) {
	t.check(i, n)
	elems := t.Elems[i : i+n]
	for j := range elems {
		elems[j] = v
	}
}

// Copy is table.copy: n elements from index s of src go to index d of t. The ranges may overlap.
func (t *Table[T]) Copy(src *Table[T], d, s, n uint64) {
	src.check(s, n)
	t.check(d, n)
	copy(t.Elems[d:d+n], src.Elems[s:s+n])
}

// Init is table.init: n elements of a segment, from s, go to index d.
func (t *Table[T]) Init(d uint64, segment []T, s, n uint64) {
	if !mem.InRange(s, n, uint64(len(segment))) {
		outOfBounds()
	}
	t.check(d, n)
	copy(t.Elems[d:d+n], segment[s:s+n])
}

// check traps unless n elements from i exist.
func (t *Table[T]) check(i, n uint64) {
	if !mem.InRange(i, n, t.Size()) {
		outOfBounds()
	}
}

// outOfBounds traps. It stays out of line, so that a check costs its caller no more than a compare and a jump.
//
//go:noinline
func outOfBounds() { panic(OutOfBoundsTable) }
