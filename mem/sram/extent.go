package sram

import (
	"slices"
	"sort"
)

// An extent is a piece of a memory that lies in one piece on the array.
type extent struct {
	at   uint64 // address in the memory
	addr uint64 // address on the array
	size uint64 // bytes
}

// findExtent returns the extent that has the byte at ea.
func findExtent(list []extent, ea uint64) extent {
	return list[sort.Search(len(list), func(i int) bool { return list[i].at > ea })-1]
}

// A span is a piece of the array.
type span struct{ addr, size uint64 }

// spans are the pieces of an array that no memory has, by address, never touching.
type spans []span

// total is the sum of the sizes.
func (f spans) total() uint64 {
	n := uint64(0)
	for _, s := range f {
		n += s.size
	}
	return n
}

// take removes size bytes and returns them: in one piece that continues at addr if it can be had, else in one piece, else in several.
// The caller has made sure that there are as many.
func (f *spans) take(size, addr uint64) []span {
	var taken []span
	for size > 0 {
		i := f.best(size, addr)
		s := &(*f)[i]
		got := span{s.addr, min(s.size, size)}
		s.addr, s.size = s.addr+got.size, s.size-got.size
		if s.size == 0 {
			*f = slices.Delete(*f, i, i+1)
		}
		taken = append(taken, got)
		size -= got.size
		addr = got.addr + got.size
	}
	return taken
}

// best is the span to take size bytes from.
func (f spans) best(size, addr uint64) int {
	if i := slices.IndexFunc(f, func(s span) bool { return s.addr == addr }); i >= 0 {
		return i
	}
	return max(0, slices.IndexFunc(f, func(s span) bool { return s.size >= size }))
}

// give returns a piece.
func (f *spans) give(s span) {
	i := sort.Search(len(*f), func(i int) bool { return (*f)[i].addr > s.addr })
	*f = slices.Insert(*f, i, s)
	for _, j := range []int{i, i - 1} { // with what follows, then with what is before
		if j >= 0 && j+1 < len(*f) && (*f)[j].addr+(*f)[j].size == (*f)[j+1].addr {
			(*f)[j].size += (*f)[j+1].size
			*f = slices.Delete(*f, j+1, j+2)
		}
	}
}
