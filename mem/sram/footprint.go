package sram

import (
	"unsafe"

	"github.com/wasm2go/wasm2go/mem"
)

// A shape is how large the parts of a cache are. New makes a cache of it, Footprint adds it up.
type shape struct {
	line    uint64 // bytes
	lines   uint64 // cached
	tags    uint64 // of the front
	heads   uint64 // of chains of slots
	leavers uint64
	batch   uint64 // lines that are read ahead, or written along on each side, at most
	bulk    uint64 // bytes that bulk operations stage in
}

// shape is that of the cache of a memory that comes to have most bytes: of no more lines than that, but two at least.
func (o *ArrayOpts) shape(most uint64) shape {
	cached := o.Cache
	if most < cached {
		cached = max(2*o.Line, (most+o.Line-1)&^(o.Line-1))
	}
	lines := cached / o.Line
	return shape{
		line: o.Line, lines: lines,
		tags: tagsFor(cached), heads: powerOf2(lines), leavers: min(lines/2, maxLeavers),
		batch: min(maxBatch, cached/8) / o.Line, bulk: max(o.Line, min(maxBulk, cached/16)),
	}
}

// staged are the bytes for lines on their way from the device, and to it.
func (s shape) staged() (in, out uint64) { return (s.batch + 1) * s.line, (2*s.batch + 1) * s.line }

// Footprint is how much processor memory a memory of type t takes with these options, on an array that has room bytes for it: cached lines,
// and the tables and buffers besides, which grow with the cache, but for a bit for each line of the memory, and 4 bytes with Checksum. These
// are counted for t.Min pages; a memory that grows takes more, with room for a quarter.
func (o ArrayOpts) Footprint(t mem.Type, room uint64) (cached, tables uint64) {
	o = o.withDefaults()
	s := o.shape(mostBytes(t, room))
	in, out := s.staged()
	lines := (t.Min*t.PageBytes() + o.Line - 1) / o.Line
	words := func(n uint64) uint64 { return (n + 63) / 64 * 8 }
	tables = uint64(unsafe.Sizeof(cache{})) + s.tags*tagSize + in + out + s.bulk +
		s.lines*uint64(unsafe.Sizeof(slot{})) + 4*(s.lines+s.heads+s.leavers+s.batch+1) +
		uint64(unsafe.Sizeof(extent{})) + words(lines)
	if o.Checksum {
		tables += 4 * lines
	}
	return s.lines * s.line, tables
}

// mostBytes is how large a memory may become on an array that has room bytes for it.
func mostBytes(t mem.Type, room uint64) uint64 {
	return min(t.MaxPages(), MaxMemory/t.PageBytes(), room/t.PageBytes()) * t.PageBytes()
}
