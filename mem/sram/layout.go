package sram

import (
	"errors"
	"fmt"
	"slices"
)

// A Layout says where a memory lies and what of it is on the devices: all that has to be known of it, besides the devices' content, to
// find it again.
type Layout struct {
	Size    uint64   // of the memory in bytes
	Line    uint64   // bytes
	Pieces  []Piece  // of the array, in the order of the memory's addresses
	Written []uint64 // a bit for each line, from the lowest on: 0 means all zeros, whatever the array has there
	Sums    []uint32 // a checksum for each line that is written, 0 where it is not known; nil without ArrayOpts.Checksum
}

// A Piece is a piece of an array, in bytes.
type Piece struct{ Addr, Size uint64 }

// Layout flushes the memory and returns its layout.
func (m Memory) Layout() (Layout, error) {
	c := m.c
	if c.closed {
		return Layout{}, errors.New("sram: the memory is closed")
	}
	if err := c.flush(); err != nil {
		return Layout{}, err
	}
	l := Layout{Size: c.size, Line: c.line, Written: slices.Clone(c.held), Sums: slices.Clone(c.sums)}
	for _, x := range c.extents {
		l.Pieces = append(l.Pieces, Piece{x.addr, x.size})
	}
	return l, nil
}

// Place makes the memory what it was when Layout was called, of it or of its predecessor on the same devices: it gives up what it has of
// the array, and takes what the layout says. Checksums that the layout lacks are learned as lines are read. It fails, and changes nothing,
// if the memory was used already, or l is not for such a memory and array.
func (m Memory) Place(l Layout) error {
	c := m.c
	switch lines := c.array.wholeLines(l.Size) / c.line; {
	case c.closed || c.count.Misses > 0:
		return errors.New("sram: the memory was used already")
	case l.Line != c.line:
		return fmt.Errorf("sram: lines of %d bytes, it takes %d", c.line, l.Line)
	case l.Size%m.PageSize() != 0 || l.Size/m.PageSize() > c.typ.MaxPages() || l.Size > MaxMemory:
		return fmt.Errorf("sram: %v cannot have %d bytes", c.typ, l.Size)
	case uint64(len(l.Written)) < (lines+63)/64:
		return fmt.Errorf("sram: %d bits tell what is written of %d lines", 64*len(l.Written), lines)
	case l.Sums != nil && uint64(len(l.Sums)) != lines:
		return fmt.Errorf("sram: %d checksums of %d lines", len(l.Sums), lines)
	}
	extents, err := c.array.move(c.extents, l)
	if err != nil {
		return err
	}
	c.extents, c.size, c.held = extents, l.Size, slices.Clone(l.Written)
	if c.array.opts.Checksum {
		c.sums = grownSums(slices.Clone(l.Sums), c.array.wholeLines(l.Size)/c.line)
	}
	return nil
}

// move gives back what a memory has and takes what the layout says.
func (a *Array) move(old []extent, l Layout) ([]extent, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	free := slices.Clone(a.free)
	for _, x := range old {
		free.give(span{x.addr, x.size})
	}
	var extents []extent
	at := uint64(0)
	for _, p := range l.Pieces {
		if p.Size == 0 || (p.Addr|p.Size)%a.line != 0 || !free.takeAt(span{p.Addr, p.Size}) {
			return nil, fmt.Errorf("sram: %d bytes at %#x of %v are not to be had", p.Size, p.Addr, a)
		}
		extents = append(extents, extent{at, p.Addr, p.Size})
		at += p.Size
	}
	if at != a.wholeLines(l.Size) {
		return nil, fmt.Errorf("sram: pieces of %d bytes for a memory of %d", at, l.Size)
	}
	a.free = free
	return extents, nil
}

// takeAt removes a piece, if all of it is there.
func (f *spans) takeAt(want span) bool {
	for i, s := range *f {
		if want.addr < s.addr || want.addr-s.addr > s.size || want.size > s.size-(want.addr-s.addr) {
			continue
		}
		rest := spans{{s.addr, want.addr - s.addr}, {want.addr + want.size, s.addr + s.size - want.addr - want.size}}
		rest = slices.DeleteFunc(rest, func(s span) bool { return s.size == 0 })
		*f = slices.Replace(*f, i, i+1, rest...)
		return true
	}
	return false
}

// IsOn tells whether the memory lies on an array of this device.
func (m Memory) IsOn(d Device) bool { return m.c.array.device == d }
