package sram

import (
	"encoding/binary"
	"math"
	"unsafe"

	"github.com/wasm2go/wasm2go/rt"
)

// The accesses of generated code. They are too large to inline: a call costs as much as a hit itself. What n bytes may be short of a
// word is added to the entry's span.

// Load8 reads 8 bits at ea.
//
//go:nosplit
func (m Memory) Load8(ea uint64) uint8 {
	e := m.c.entry(ea)
	if ea-uint64(e.lo) > uint64(e.span)+word-1 {
		return uint8(m.c.load(ea, 1))
	}
	return *(*uint8)(m.c.place(e, ea))
}

// Load16 reads 16 bits at ea.
//
//go:nosplit
func (m Memory) Load16(ea uint64) uint16 {
	e := m.c.entry(ea)
	if ea-uint64(e.lo) > uint64(e.span)+word-2 {
		return uint16(m.c.load(ea, 2))
	}
	return binary.LittleEndian.Uint16((*[2]byte)(m.c.place(e, ea))[:])
}

// Load32 reads 32 bits at ea.
//
//go:nosplit
func (m Memory) Load32(ea uint64) uint32 {
	e := m.c.entry(ea)
	if ea-uint64(e.lo) > uint64(e.span)+word-4 {
		return uint32(m.c.load(ea, 4))
	}
	return binary.LittleEndian.Uint32((*[4]byte)(m.c.place(e, ea))[:])
}

// Load64 reads 64 bits at ea.
//
//go:nosplit
func (m Memory) Load64(ea uint64) uint64 {
	e := m.c.entry(ea)
	if ea-uint64(e.lo) > uint64(e.span) {
		return m.c.load(ea, 8)
	}
	return binary.LittleEndian.Uint64((*[8]byte)(m.c.place(e, ea))[:])
}

// LoadF32 reads a float at ea.
//
//go:nosplit
func (m Memory) LoadF32(ea uint64) float32 {
	e := m.c.entry(ea)
	if ea-uint64(e.lo) > uint64(e.span)+word-4 {
		return math.Float32frombits(uint32(m.c.load(ea, 4)))
	}
	return math.Float32frombits(binary.LittleEndian.Uint32((*[4]byte)(m.c.place(e, ea))[:]))
}

// LoadF64 reads a float at ea.
//
//go:nosplit
func (m Memory) LoadF64(ea uint64) float64 {
	e := m.c.entry(ea)
	if ea-uint64(e.lo) > uint64(e.span) {
		return math.Float64frombits(m.c.load(ea, 8))
	}
	return math.Float64frombits(binary.LittleEndian.Uint64((*[8]byte)(m.c.place(e, ea))[:]))
}

// Store8 writes 8 bits at ea.
//
//go:nosplit
func (m Memory) Store8(ea uint64, v uint8) {
	e := m.c.entry(ea)
	if ea-uint64(e.wlo) > uint64(e.wspan)+word-1 {
		m.c.store(ea, 1, uint64(v))
		return
	}
	*(*uint8)(m.c.place(e, ea)) = v
}

// Store16 writes 16 bits at ea.
//
//go:nosplit
func (m Memory) Store16(ea uint64, v uint16) {
	e := m.c.entry(ea)
	if ea-uint64(e.wlo) > uint64(e.wspan)+word-2 {
		m.c.store(ea, 2, uint64(v))
		return
	}
	binary.LittleEndian.PutUint16((*[2]byte)(m.c.place(e, ea))[:], v)
}

// Store32 writes 32 bits at ea.
//
//go:nosplit
func (m Memory) Store32(ea uint64, v uint32) {
	e := m.c.entry(ea)
	if ea-uint64(e.wlo) > uint64(e.wspan)+word-4 {
		m.c.store(ea, 4, uint64(v))
		return
	}
	binary.LittleEndian.PutUint32((*[4]byte)(m.c.place(e, ea))[:], v)
}

// Store64 writes 64 bits at ea.
//
//go:nosplit
func (m Memory) Store64(ea uint64, v uint64) {
	e := m.c.entry(ea)
	if ea-uint64(e.wlo) > uint64(e.wspan) {
		m.c.store(ea, 8, v)
		return
	}
	binary.LittleEndian.PutUint64((*[8]byte)(m.c.place(e, ea))[:], v)
}

// StoreF32 writes a float at ea.
//
//go:nosplit
func (m Memory) StoreF32(ea uint64, v float32) {
	e := m.c.entry(ea)
	if ea-uint64(e.wlo) > uint64(e.wspan)+word-4 {
		m.c.store(ea, 4, uint64(math.Float32bits(v)))
		return
	}
	binary.LittleEndian.PutUint32((*[4]byte)(m.c.place(e, ea))[:], math.Float32bits(v))
}

// StoreF64 writes a float at ea.
//
//go:nosplit
func (m Memory) StoreF64(ea uint64, v float64) {
	e := m.c.entry(ea)
	if ea-uint64(e.wlo) > uint64(e.wspan) {
		m.c.store(ea, 8, math.Float64bits(v))
		return
	}
	binary.LittleEndian.PutUint64((*[8]byte)(m.c.place(e, ea))[:], math.Float64bits(v))
}

// Touch traps unless n bytes at ea exist: the load whose value nobody wants. The device is not asked.
func (m Memory) Touch(ea, n uint64) { m.c.check(ea, n) }

// load reads n bytes, at most a word, for accesses that the entries do not know.
func (c *cache) load(ea, n uint64) uint64 {
	c.check(ea, n)
	v, err := c.loadWord(ea, n)
	if err != nil {
		rt.ThrowDevice(err)
	}
	return v
}

func (c *cache) loadWord(ea, n uint64) (uint64, error) {
	var b [word]byte
	at := ea & (c.line - 1)
	first, err := c.resident(ea>>c.shift, none)
	if err != nil {
		return 0, err
	}
	if copied := copy(b[:n], c.content(first)[at:]); uint64(copied) < n {
		second, err := c.resident(ea>>c.shift+1, none)
		if err != nil {
			return 0, err
		}
		copy(b[copied:n], c.content(second))
	} else {
		c.remember(first, ea-at, ea)
	}
	return binary.LittleEndian.Uint64(b[:]), nil
}

// store writes the lower n bytes of v, for accesses that the entries do not know.
func (c *cache) store(ea, n, v uint64) {
	c.check(ea, n)
	if err := c.storeWord(ea, n, v); err != nil {
		rt.ThrowDevice(err)
	}
}

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
		copy(c.content(first)[at:], b[:n])
		c.dirty(first, at, at+n)
		c.remember(first, ea-at, ea)
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
		rt.Throw(rt.OutOfBoundsMemory)
	}
}

// content is the bytes of slot i.
func (c *cache) content(i int32) []byte {
	return unsafe.Slice((*byte)(unsafe.Add(c.block, c.offset(i))), c.line)
}
