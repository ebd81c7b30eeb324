package dylink

import (
	"fmt"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// A span is a range of addresses, or of table indices.
type span struct{ at, n uint64 }

// spans are ranges that libraries have had and others may get.
type spans []span

// take takes a span with n units from an aligned one on, which is at.
func (s *spans) take(n, align uint64) (block span, at uint64, ok bool) {
	for i, free := range *s {
		at := alignUp(free.at, align)
		if used := at - free.at + n; used <= free.n {
			(*s)[i] = span{free.at + used, free.n - used}
			return span{free.at, used}, at, true
		}
	}
	return span{}, 0, false
}

// alignUp is the next multiple of align, a power of two.
func alignUp(at, align uint64) uint64 { return (at + align - 1) &^ (align - 1) }

// memorySpace is the memory of the program as a source of room for data.
type memorySpace struct {
	memory       mem.Memory
	malloc, free *rt.Func // of the main module, if it has them
	left         spans    // where there is no free
}

// reserve finds room for n zeros at an aligned address, and the span to give back in the end.
func (s *memorySpace) reserve(n, align uint64) (block span, at uint64, err error) {
	if n == 0 {
		return span{}, 0, nil
	}
	block, at, ok := s.left.take(n, align)
	switch {
	case ok:
	case s.malloc != nil:
		if block, err = s.allocate(n + align - 1); err != nil {
			return span{}, 0, err
		}
		at = alignUp(block.at, align)
	default:
		block, at, err = s.grow(n, align)
		return block, at, err // new pages are zero
	}
	if err := s.clear(at, n); err != nil {
		return span{}, 0, err
	}
	return block, at, nil
}

// allocate calls malloc.
func (s *memorySpace) allocate(n uint64) (span, error) {
	results, err := s.malloc.Call(s.word(n))
	if err != nil {
		return span{}, fmt.Errorf("malloc: %w", err)
	}
	if len(results) != 1 {
		return span{}, fmt.Errorf("malloc of the main module is of type %v", s.malloc.Sig.Type())
	}
	at, ok := number(results[0])
	if !ok || at == 0 {
		return span{}, fmt.Errorf("malloc: no room for %d bytes", n)
	}
	return span{at, n}, nil
}

// grow makes the memory larger.
func (s *memorySpace) grow(n, align uint64) (span, uint64, error) {
	page := s.memory.PageSize()
	end := s.memory.Size()
	at := alignUp(end, align)
	pages := (at - end + n + page - 1) / page
	if s.memory.Grow(pages) < 0 {
		return span{}, 0, fmt.Errorf("the memory (%v) cannot grow by %d pages", s.memory.Type(), pages)
	}
	return span{end, pages * page}, at, nil
}

// clear writes n zeros.
func (s *memorySpace) clear(at, n uint64) error {
	zeros := make([]byte, min(n, mem.Page))
	for n > 0 {
		part := zeros[:min(n, mem.Page)]
		if err := s.memory.WriteAt(part, at); err != nil {
			return err
		}
		at, n = at+uint64(len(part)), n-uint64(len(part))
	}
	return nil
}

// release gives a span back.
func (s *memorySpace) release(block span) error {
	switch {
	case block.n == 0:
	case s.malloc == nil || s.free == nil:
		s.left = append(s.left, block)
	default:
		_, err := s.free.Call(s.word(block.at))
		return err
	}
	return nil
}

// word is a number in the type of the memory's addresses.
func (s *memorySpace) word(v uint64) any {
	if s.memory.Type().Is64 {
		return int64(v)
	}
	return int32(v)
}

// number is a value of type i32 or i64, as an address.
func number(v any) (uint64, bool) {
	switch v := v.(type) {
	case int32:
		return uint64(uint32(v)), true
	case int64:
		return uint64(v), true
	}
	return 0, false
}

// tableSpace is the program's table as a source of room for functions.
type tableSpace struct {
	table *rt.Table[*rt.Func]
	left  spans
}

// reserve finds room for n elements, all null, at an aligned index.
func (s *tableSpace) reserve(n, align uint64) (block span, at uint64, err error) {
	if n == 0 {
		return span{}, 0, nil
	}
	if block, at, ok := s.left.take(n, align); ok {
		return block, at, nil
	}
	end := s.table.Size()
	at = alignUp(end, align)
	block = span{end, at - end + n}
	if s.table.Grow(block.n, nil) < 0 {
		return span{}, 0, fmt.Errorf("the table (%v) cannot grow by %d elements: link the main module with --growable-table", s.table.Type(), block.n)
	}
	return block, at, nil
}

// release empties a span.
func (s *tableSpace) release(block span) {
	if block.n > 0 {
		s.table.Fill(block.at, nil, block.n)
		s.left = append(s.left, block)
	}
}

// addresses tells of each function in the table where it stands first.
func (s *tableSpace) addresses() map[*rt.Func]uint64 {
	at := make(map[*rt.Func]uint64, len(s.table.Elems))
	for i, f := range s.table.Elems {
		if _, ok := at[f]; f != nil && !ok {
			at[f] = uint64(i)
		}
	}
	return at
}

// slot is the index of a function, which gets one if known, the addresses, has none. Then the span is that of a new element.
func (s *tableSpace) slot(f *rt.Func, known map[*rt.Func]uint64) (at uint64, block span, err error) {
	if at, ok := known[f]; ok {
		return at, span{}, nil
	}
	block, at, err = s.reserve(1, 1)
	if err == nil {
		s.table.Set(at, f)
		known[f] = at
	}
	return at, block, err
}
