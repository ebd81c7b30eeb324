package sram

import (
	"math/bits"
	"unsafe"

	"github.com/wasm2go/wasm2go/mem"
)

// cache is a memory: what is cached of it, and where on the array the rest lies.
type cache struct {
	block unsafe.Pointer // the lines, and what is staged of a transfer
	tags  []tag          // see front.go
	front uintptr        // bytes of the block where lines can be at home, less 1
	size  uint64         // of the memory in bytes

	line      uint64  // bytes of a line, a power of two
	shift     uint    // its logarithm
	spare     uintptr // where in the block a word lies that is no line's: where the transfer is staged
	countHits bool

	array   *Array
	typ     mem.Type
	extents []extent // where the lines of the memory lie, by number
	held    bitmap   // lines that the array holds; the others are zero
	sums    []uint32 // of the lines that the array holds, see sums.go; nil without ArrayOpts.Checksum
	closed  bool

	slots    []slot
	owners   []int32 // which slot has its line in which frame of the block
	heads    []int32 // by hash of a line: the first slot of the chain
	newLines queue   // see queues.go
	oldLines queue
	left     leavers
	taken    []int32 // slots that fill is about to replace
	ahead    lookahead
	batch    uint64 // lines that are read ahead or written along at most
	bulkSize uint64

	in, out []byte   // staged for a transfer of several lines
	bulk    []byte   // buffer of bulk operations, once there is one
	count   Counters // of this memory
	heat    heat
}

// A slot is the state of a cached line.
type slot struct {
	line         uint32 // number of the line in the memory, or noLine
	next         int32  // slot whose line has the same hash, or none
	newer, older int32  // in the queue
	frame        int32  // place in the block, in lines
	lo, hi       uint16 // range that is newer than the array's; hi is 0 if the line is clean
	old          bool   // in which queue
	used         bool   // since it was last at the end of the queue of old lines, as far as can be seen
	ahead        bool   // read ahead and not used yet
	slow         uint8  // accesses that the tags did not know, see visit and soil
}

const (
	none   = int32(-1)         // no slot
	noLine = uint32(1<<32 - 1) // no line
)

// newCache makes a cache of the shape.
func newCache(a *Array, t mem.Type, s shape) *cache {
	c := &cache{
		array: a, typ: t, line: s.line, shift: log2(s.line), batch: s.batch, bulkSize: s.bulk, countHits: a.opts.CountHits,
		tags: make([]tag, s.tags), front: uintptr(s.tags<<granuleShift - 1), spare: uintptr(s.lines * s.line),
	}
	in, out := s.staged()
	words := make([]uint64, (uint64(c.spare)+in)/word)
	c.block = unsafe.Pointer(unsafe.SliceData(words))
	c.in, c.out = c.bytes(c.spare, in), make([]byte, 0, out)
	c.forgetAll()

	c.heads = make([]int32, s.heads)
	for i := range c.heads {
		c.heads[i] = none
	}
	c.left = newLeavers(s.leavers)
	c.newLines, c.oldLines = queue{none, none, 0}, queue{none, none, 0}
	c.slots, c.owners = make([]slot, s.lines), make([]int32, s.lines)
	for i := range c.slots {
		c.slots[i].line, c.slots[i].frame, c.owners[i] = noLine, int32(i), int32(i)
		c.push(&c.newLines, int32(i))
	}
	c.taken = make([]int32, 0, c.batch+1)
	if a.opts.Heat {
		c.heat = newHeat()
	}
	return c
}

// tagsFor is how many tags there are for so many bytes of lines: a power of two, of which all have a frame, but at least two, for nowhere.
func tagsFor(lines uint64) uint64 { return 1 << max(1, bits.Len64(lines>>granuleShift)-1) }

// powerOf2 is the least power of two from 2 on that is not less than n.
func powerOf2(n uint64) uint64 { return 1 << max(1, bits.Len64(n-1)) }

// spread makes numbers differ in all bits that differ in some. (Knuth: 2^64 divided by the golden ratio.)
const spread = 0x9e3779b97f4a7c15

// hash spreads line numbers; its lower bits are for use.
func hash(line uint64) uint64 { return line * spread >> 32 }

// head is where the chain of slots begins that may have the line.
func (c *cache) head(line uint64) *int32 { return &c.heads[hash(line)&uint64(len(c.heads)-1)] }

// find returns the slot of a line that is cached, or none.
func (c *cache) find(line uint64) int32 {
	if i := c.atHome(line); i != none {
		return i
	}
	i := *c.head(line)
	for i != none && c.slots[i].line != uint32(line) {
		i = c.slots[i].next
	}
	return i
}

// link makes slot i that of the line.
func (c *cache) link(i int32, line uint64) {
	head := c.head(line)
	c.slots[i] = slot{line: uint32(line), next: *head, frame: c.slots[i].frame}
	*head = i
}

// unlink takes the line away from slot i.
func (c *cache) unlink(i int32) {
	at := c.head(uint64(c.slots[i].line))
	for *at != i {
		at = &c.slots[*at].next
	}
	*at = c.slots[i].next
	c.forgetLine(i)
}

// resident returns the slot that has the line, after fetching it if need be. The line in slot keep stays.
func (c *cache) resident(line uint64, keep int32) (int32, error) {
	if i := c.find(line); i != none {
		c.count.Hits++
		c.use(i)
		return i, nil
	}
	return c.fill(line, keep, true)
}

// base is the address of the line of slot i.
func (c *cache) base(i int32) uint64 { return uint64(c.slots[i].line) << c.shift }

// address is where on the array the byte at ea lies.
func (c *cache) address(ea uint64) uint64 {
	x := findExtent(c.extents, ea)
	return x.addr + (ea - x.at)
}
