package sram

import (
	"encoding/binary"
	"math"
	"unsafe"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// The accesses of generated code. They are inlined, but for what the tags do not know. Where the data lies if it is at home is known
// without the tag: the processor fetches both at once.
//
// The Go compiler inlines what costs at most 80, of which a call that stays one takes 57. For the call of a parameter it takes 17, since
// inlining may show what that is. Here it does: the parameter miss is always the same method. (cmd/compile/internal/inline)

// Load8 reads 8 bits at ea.
func (m Memory) Load8(ea uint64) uint8 { return load8(m, ea, (*cache).load) }

func load8(m Memory, ea uint64, miss func(*cache, uint64, uint64) uintptr) uint8 {
	at := uintptr(ea) & m.front
	if ea^uint64((*tag)(unsafe.Add(m.tags, at>>granuleShift*tagSize)).load) > granule-1 {
		at = miss(m.c, ea, 1)
	}
	return get8(unsafe.Add(m.block, at))
}

// Load16 reads 16 bits at ea.
func (m Memory) Load16(ea uint64) uint16 { return load16(m, ea, (*cache).load) }

func load16(m Memory, ea uint64, miss func(*cache, uint64, uint64) uintptr) uint16 {
	at := uintptr(ea) & m.front
	if ea^uint64((*tag)(unsafe.Add(m.tags, at>>granuleShift*tagSize)).load) > granule-2 {
		at = miss(m.c, ea, 2)
	}
	return get16(unsafe.Add(m.block, at))
}

// Load32 reads 32 bits at ea.
func (m Memory) Load32(ea uint64) uint32 { return load32(m, ea, (*cache).load) }

func load32(m Memory, ea uint64, miss func(*cache, uint64, uint64) uintptr) uint32 {
	at := uintptr(ea) & m.front
	if ea^uint64((*tag)(unsafe.Add(m.tags, at>>granuleShift*tagSize)).load) > granule-4 {
		at = miss(m.c, ea, 4)
	}
	return get32(unsafe.Add(m.block, at))
}

// Load64 reads 64 bits at ea.
func (m Memory) Load64(ea uint64) uint64 { return load64(m, ea, (*cache).load) }

func load64(m Memory, ea uint64, miss func(*cache, uint64, uint64) uintptr) uint64 {
	at := uintptr(ea) & m.front
	if ea^uint64((*tag)(unsafe.Add(m.tags, at>>granuleShift*tagSize)).load) > granule-8 {
		at = miss(m.c, ea, 8)
	}
	return get64(unsafe.Add(m.block, at))
}

// LoadF32 reads a float at ea.
func (m Memory) LoadF32(ea uint64) float32 { return loadF32(m, ea, (*cache).load) }

func loadF32(m Memory, ea uint64, miss func(*cache, uint64, uint64) uintptr) float32 {
	at := uintptr(ea) & m.front
	if ea^uint64((*tag)(unsafe.Add(m.tags, at>>granuleShift*tagSize)).load) > granule-4 {
		at = miss(m.c, ea, 4)
	}
	return getF32(unsafe.Add(m.block, at))
}

// LoadF64 reads a float at ea.
func (m Memory) LoadF64(ea uint64) float64 { return loadF64(m, ea, (*cache).load) }

func loadF64(m Memory, ea uint64, miss func(*cache, uint64, uint64) uintptr) float64 {
	at := uintptr(ea) & m.front
	if ea^uint64((*tag)(unsafe.Add(m.tags, at>>granuleShift*tagSize)).load) > granule-8 {
		at = miss(m.c, ea, 8)
	}
	return getF64(unsafe.Add(m.block, at))
}

// Store8 writes 8 bits at ea.
func (m Memory) Store8(ea uint64, v uint8) { store8(m, ea, v, (*cache).store) }

func store8(m Memory, ea uint64, v uint8, miss func(*cache, uint64, uint64, uint64) uintptr) {
	at := uintptr(ea) & m.front
	if ea^uint64((*tag)(unsafe.Add(m.tags, at>>granuleShift*tagSize)).store) > granule-1 {
		at = miss(m.c, ea, 1, uint64(v))
	}
	put8(unsafe.Add(m.block, at), v)
}

// Store16 writes 16 bits at ea.
func (m Memory) Store16(ea uint64, v uint16) { store16(m, ea, v, (*cache).store) }

func store16(m Memory, ea uint64, v uint16, miss func(*cache, uint64, uint64, uint64) uintptr) {
	at := uintptr(ea) & m.front
	if ea^uint64((*tag)(unsafe.Add(m.tags, at>>granuleShift*tagSize)).store) > granule-2 {
		at = miss(m.c, ea, 2, uint64(v))
	}
	put16(unsafe.Add(m.block, at), v)
}

// Store32 writes 32 bits at ea.
func (m Memory) Store32(ea uint64, v uint32) { store32(m, ea, v, (*cache).store) }

func store32(m Memory, ea uint64, v uint32, miss func(*cache, uint64, uint64, uint64) uintptr) {
	at := uintptr(ea) & m.front
	if ea^uint64((*tag)(unsafe.Add(m.tags, at>>granuleShift*tagSize)).store) > granule-4 {
		at = miss(m.c, ea, 4, uint64(v))
	}
	put32(unsafe.Add(m.block, at), v)
}

// Store64 writes 64 bits at ea.
func (m Memory) Store64(ea uint64, v uint64) { store64(m, ea, v, (*cache).store) }

func store64(m Memory, ea uint64, v uint64, miss func(*cache, uint64, uint64, uint64) uintptr) {
	at := uintptr(ea) & m.front
	if ea^uint64((*tag)(unsafe.Add(m.tags, at>>granuleShift*tagSize)).store) > granule-8 {
		at = miss(m.c, ea, 8, v)
	}
	put64(unsafe.Add(m.block, at), v)
}

// StoreF32 writes a float at ea.
func (m Memory) StoreF32(ea uint64, v float32) { storeF32(m, ea, v, (*cache).storeF32) }

func storeF32(m Memory, ea uint64, v float32, miss func(*cache, uint64, float32) uintptr) {
	at := uintptr(ea) & m.front
	if ea^uint64((*tag)(unsafe.Add(m.tags, at>>granuleShift*tagSize)).store) > granule-4 {
		at = miss(m.c, ea, v)
	}
	putF32(unsafe.Add(m.block, at), v)
}

// StoreF64 writes a float at ea.
func (m Memory) StoreF64(ea uint64, v float64) { storeF64(m, ea, v, (*cache).storeF64) }

func storeF64(m Memory, ea uint64, v float64, miss func(*cache, uint64, float64) uintptr) {
	at := uintptr(ea) & m.front
	if ea^uint64((*tag)(unsafe.Add(m.tags, at>>granuleShift*tagSize)).store) > granule-8 {
		at = miss(m.c, ea, v)
	}
	putF64(unsafe.Add(m.block, at), v)
}

// Touch traps unless n bytes at ea exist: the load whose value nobody wants. The device is not asked.
func (m Memory) Touch(ea, n uint64) { m.c.check(ea, n) }

// load returns the place of n bytes, at most a word, for accesses that the tags do not know.
func (c *cache) load(ea, n uint64) uintptr {
	c.check(ea, n)
	at, err := c.loadPlace(ea, n)
	if err != nil {
		abi.ThrowDevice(err)
	}
	return at
}

// loadPlace is in the line that has the bytes; where two lines have them, it is the spare word.
func (c *cache) loadPlace(ea, n uint64) (uintptr, error) {
	at := ea & (c.line - 1)
	first, err := c.resident(ea>>c.shift, none)
	if err != nil {
		return 0, err
	}
	if at+n <= c.line {
		c.visit(first)
		c.tell(first, ea)
		return c.place(first) + uintptr(at), nil
	}
	second, err := c.resident(ea>>c.shift+1, first)
	if err != nil {
		return 0, err
	}
	spare := c.bytes(c.spare, n)
	copied := copy(spare, c.content(first)[at:])
	copy(spare[copied:], c.content(second))
	return c.spare, nil
}

// store writes the lower n bytes of v, for accesses that the tags do not know. It returns a place where to write them once more.
func (c *cache) store(ea, n, v uint64) uintptr {
	c.check(ea, n)
	if err := c.storeWord(ea, n, v); err != nil {
		abi.ThrowDevice(err)
	}
	return c.spare
}

func (c *cache) storeF32(ea uint64, v float32) uintptr {
	return c.store(ea, 4, uint64(math.Float32bits(v)))
}
func (c *cache) storeF64(ea uint64, v float64) uintptr { return c.store(ea, 8, math.Float64bits(v)) }

// storeWord brings in all lines it needs before it writes to any.
func (c *cache) storeWord(ea, n, v uint64) error {
	var b [word]byte
	binary.LittleEndian.PutUint64(b[:], v)
	at := ea & (c.line - 1)
	first, err := c.resident(ea>>c.shift, none)
	if err != nil {
		return err
	}
	if at+n <= c.line {
		c.visit(first)
		copy(c.content(first)[at:], b[:n])
		c.dirty(first, at, at+n)
		c.soil(first, at)
		c.tell(first, ea)
		return nil
	}
	second, err := c.resident(ea>>c.shift+1, first)
	if err != nil {
		return err
	}
	copied := copy(c.content(first)[at:], b[:n])
	copy(c.content(second), b[copied:n])
	c.dirty(first, at, c.line)
	c.dirty(second, 0, at+n-c.line)
	return nil
}

// check traps unless n bytes at ea exist.
func (c *cache) check(ea, n uint64) {
	if n > c.size || ea > c.size-n {
		abi.Throw(rt.OutOfBoundsMemory)
	}
}

// content is the bytes of slot i.
func (c *cache) content(i int32) []byte { return c.bytes(c.place(i), c.line) }

// bytes are n bytes at a place in the block.
func (c *cache) bytes(at uintptr, n uint64) []byte {
	return unsafe.Slice((*byte)(unsafe.Add(c.block, at)), n)
}
