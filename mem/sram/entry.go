package sram

import "unsafe"

// The table of entries is what makes a hit cheap: it translates addresses as the TLB of a processor does. The address picks the entry,
// by its granule; one comparison with the entry tells that all bytes of the access lie in a line that is cached. No address outside the
// memory passes it, be it the negative sum that stands for one, nor an access across the border of two lines: those take the slow path.
//
// A store is compared with the range of the line that is dirty already. It has nothing to record then. The first store to a clean
// line takes the slow path, and one that extends the range.
//
// Table and cached lines are one block of memory, and the offsets in the entries count from its start: there is one address to load.
type entry struct {
	lo    uint32 // first byte that may be read, as an address of the memory
	wlo   uint32 // first byte that may be written
	off   uint32 // what to add to an address, modulo 2^32, for the place in the block
	span  uint16 // bytes that may be read from lo on, less 8: no access is wider
	wspan uint16 // bytes that may be written from wlo on, less 8
}

const (
	entrySize    = 16
	granuleShift = 6 // an entry serves 64 bytes, and all those that are a multiple of the table's reach away
	indexShift   = granuleShift - 4
	word         = 8 // what the widest access reads
)

// entry returns the entry that an access at ea has to look at. The mask counts in bytes of the table.
func (c *cache) entry(ea uint64) *entry {
	return (*entry)(unsafe.Add(c.block, uintptr(ea>>indexShift)&c.mask))
}

// nowhere is an address that never picks the entry that ea picks, so that nothing matches it: the granule after ea's, if that is not
// the one the table begins with.
func (c *cache) nowhere(ea uint64) uint32 {
	if uintptr(ea>>indexShift)&c.mask == 0 {
		return 1 << granuleShift
	}
	return 0
}

// forgetEntries makes all entries match nothing.
func (c *cache) forgetEntries() {
	for ea := uint64(0); uintptr(ea>>indexShift) <= c.mask; ea += 1 << granuleShift {
		c.forget(ea)
	}
}

func (c *cache) forget(ea uint64) {
	nowhere := c.nowhere(ea)
	*c.entry(ea) = entry{lo: nowhere, wlo: nowhere}
}

// remember lets the entry for ea know slot i, which holds the line at base. An entry needs at least a word; only the end of the
// memory can leave less.
func (c *cache) remember(i int32, base, ea uint64) {
	if c.countHits {
		return
	}
	e, s := c.entry(ea), &c.slots[i]
	e.off = c.offset(i) - uint32(base)
	e.lo, e.span = c.nowhere(ea), 0
	e.wlo, e.wspan = e.lo, 0
	end := min(c.line, c.size-base)
	if end >= word {
		e.lo, e.span = uint32(base), uint16(end-word)
	}
	if lo, hi := uint64(s.lo), min(uint64(s.hi), end); hi >= lo+word {
		e.wlo, e.wspan = uint32(base+lo), uint16(hi-lo-word)
	}
}

// forgetLine makes what entries know of slot i match nothing.
func (c *cache) forgetLine(i int32) {
	base := c.base(i)
	off := c.offset(i) - uint32(base)
	for ea := base; ea < base+c.line; ea += 1 << granuleShift {
		if c.entry(ea).off == off {
			c.forget(ea)
		}
	}
}

// known returns the bytes from ea on, n at most, that lie in one piece in the block and that entries let one read, or write: what came in
// one behind the other lies there one behind the other.
func (c *cache) known(ea, n uint64, write bool) []byte {
	e := c.entry(ea)
	from, end := e.reach(write)
	if ea < from || ea >= end {
		return nil
	}
	off := e.off
	for end < ea+n {
		next := c.entry(end)
		from, to := next.reach(write)
		if from != end || next.off != off {
			break
		}
		end = to
	}
	return c.bytes(off+uint32(ea), min(n, end-ea))
}

// reach is the range that the entry lets one read or write.
func (e *entry) reach(write bool) (from, end uint64) {
	if write {
		return uint64(e.wlo), uint64(e.wlo) + uint64(e.wspan) + word
	}
	return uint64(e.lo), uint64(e.lo) + uint64(e.span) + word
}

// offset is where in the block slot i begins.
func (c *cache) offset(i int32) uint32 { return c.lines + uint32(i)<<c.shift }
