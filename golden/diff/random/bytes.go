package random

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/golden/diff/trial"
)

// A plain module has for a memory with pages of a byte one with the usual pages that is large enough, and a global variable with the
// size in bytes. Every access is preceded by a call that traps unless the access is inside that size; size and growth are computed.

// byteMemory chooses a memory with pages of a byte. A few are tiny.
func (m *module) byteMemory() memory {
	size := pick(m.r, []uint64{tiny + uint64(m.r.IntN(1000)), 1 << 16, 1<<16 + 1, 40_000 + uint64(m.r.IntN(100_000))})
	if chance(m.r, 0.1) {
		size = uint64(m.r.IntN(20))
	}
	return memory{pages: size, max: pick(m.r, []uint64{0, size, size + 1 + uint64(m.r.IntN(200_000)), 1<<32 - 1}), index: i32}
}

// tiny is the bytes of a memory that is large enough for what bodies do: most accesses to smaller ones trap.
const tiny = 1000

func (m memory) isTiny() bool { return m.bytes() < tiny }

// tinyAddress is address for a tiny memory.
func (f *function) tinyAddress(k int) (offset uint64) {
	r, mem := f.m.r, f.m.memories[k]
	if r.IntN(2) == 0 {
		f.masked(mem.index, 15)
	} else {
		f.code.address(mem.index, uint64(r.IntN(int(mem.bytes())+2)))
	}
	return pick(r, []uint64{0, 0, 0, uint64(r.IntN(20))})
}

// imitated tells whether memory k is one with usual pages that stands for one with pages of a byte.
func (m *module) imitated(k int) bool { return m.features.Plain && m.memories[k].page == 0 }

// imitations are the memories that are.
func (m *module) imitations() (list []int) {
	for k := range m.memories {
		if m.imitated(k) {
			list = append(list, k)
		}
	}
	return list
}

// sizeGlobal is the global variable with the bytes of an imitated memory. These are behind all others.
func (m *module) sizeGlobal(k int) uint64 {
	n := len(m.globals)
	for _, i := range m.imitations() {
		if i < k {
			n++
		}
	}
	return uint64(n)
}

// sizeName is the name under which it is exported.
func sizeName(k int) string { return memoryName(k) + trial.SizeSuffix }

// usual is a memory as a module without pages of a byte has it.
func (m memory) usual() memory {
	const page = 1 << 16
	if m.page == 0 {
		m.pages, m.max, m.page = (m.pages+page-1)/page, (m.max+page-1)/page, 16
	}
	return m
}

// standInFor returns the index of the function of that name, and makes it if there is none yet.
func (m *module) standInFor(name string, s signature, locals int, write func(c *code)) uint64 {
	if i, ok := m.standIn[name]; ok {
		return i
	}
	c := code{1, byte(locals), i64}
	write(&c) // may make others
	c.op(op.End)
	i := uint64(len(m.funcs))
	m.funcs = append(m.funcs, s)
	m.standIns = append(m.standIns, c)
	if m.standIn == nil {
		m.standIn = map[string]uint64{}
	}
	m.standIn[name] = i
	return i
}

// inside is the function that takes an address and a number of bytes (i64), and returns the address or traps.
func (m *module) inside(k int) uint64 {
	t := m.memories[k].index
	size := m.sizeGlobal(k)
	return m.standInFor(fmt.Sprint("inside ", k), signature{[]byte{t, i64}, []byte{t}}, 0, func(c *code) {
		c.op(op.LocalGet, 1) // bytes > size || address > size - bytes
		c.op(op.GlobalGet, size)
		c.op(op.I64GtU)
		c.long(t, 0)
		c.op(op.GlobalGet, size)
		c.op(op.LocalGet, 1)
		c.op(op.I64Sub)
		c.op(op.I64GtU)
		c.op(op.I32Or)
		c.op(op.If)
		c.byte(0x40)
		c.address(t, 1<<64-1) // beyond any memory
		c.i32(0)
		c.memoryOp(op.I32Store, 0, k, 0)
		c.op(op.End)
		c.op(op.LocalGet, 0)
	})
}

// long appends a parameter of type t as an i64.
func (c *code) long(t byte, local uint64) {
	c.op(op.LocalGet, local)
	if t == i32 {
		c.op(op.I64ExtendI32U)
	}
}

// checked appends the check of an access of width bytes, of which the address is on the stack, with a value of that type above it, or 0
// for none.
func (f *function) checked(k int, value byte, offset, width uint64) {
	m := f.m
	if !m.imitated(k) {
		return
	}
	end := offset + width
	if end < offset {
		end = 1<<64 - 1 // outside, too
	}
	f.i64(int64(end))
	if value == 0 {
		f.op(op.Call, m.inside(k))
		return
	}
	both := []byte{m.memories[k].index, value}
	f.op(op.Call, m.standInFor(fmt.Sprint("store ", k, value), signature{[]byte{both[0], value, i64}, both}, 0, func(c *code) {
		c.op(op.LocalGet, 0)
		c.op(op.LocalGet, 2)
		c.op(op.Call, m.inside(k))
		c.op(op.LocalGet, 1)
	}))
}

// memorySized appends memory.size.
func (f *function) memorySized(k int) {
	m := f.m
	if !m.imitated(k) {
		f.op(op.MemorySize, uint64(k))
		return
	}
	f.op(op.GlobalGet, m.sizeGlobal(k))
	if m.memories[k].index == i32 {
		f.op(op.I32WrapI64)
	}
}

// memoryGrown appends memory.grow.
func (f *function) memoryGrown(k int) {
	m := f.m
	if !m.imitated(k) {
		f.op(op.MemoryGrow, uint64(k))
		return
	}
	mem, size := m.memories[k], m.sizeGlobal(k)
	t, most := mem.index, mem.max
	if most == 0 {
		most = 1 << 32 // no more is ever asked for that could be had
	}
	f.op(op.Call, m.standInFor(fmt.Sprint("grow ", k), signature{[]byte{t}, []byte{t}}, 2, func(c *code) {
		const old, grown = 1, 2
		fail := func() {
			c.op(op.If)
			c.byte(0x40)
			c.address(t, 1<<64-1)
			c.op(op.Return)
			c.op(op.End)
		}
		c.op(op.GlobalGet, size)
		c.op(op.LocalTee, old)
		c.long(t, 0)
		c.op(op.I64Add)
		c.op(op.LocalTee, grown)
		c.op(op.LocalGet, old) // grown < old || grown > most
		c.op(op.I64LtU)
		c.op(op.LocalGet, grown)
		c.i64(int64(most))
		c.op(op.I64GtU)
		c.op(op.I32Or)
		fail()
		c.op(op.LocalGet, grown) // as many pages as hold that, less those that there are
		c.i64(1<<16 - 1)
		c.op(op.I64Add)
		c.i64(16)
		c.op(op.I64ShrU)
		if t == i32 {
			c.op(op.I32WrapI64)
		}
		c.op(op.MemorySize, uint64(k))
		c.either(t, op.I32Sub, op.I64Sub)
		c.op(op.MemoryGrow, uint64(k))
		c.address(t, 1<<64-1)
		c.either(t, op.I32Eq, op.I64Eq)
		fail()
		c.op(op.LocalGet, grown)
		c.op(op.GlobalSet, size)
		c.op(op.LocalGet, old)
		if t == i32 {
			c.op(op.I32WrapI64)
		}
	}))
}

// bulkOp appends an instruction that takes an address in memory to, something else, and a number of bytes. The second operand is an
// address in memory from, if that is not negative.
func (f *function) bulkOp(o op.Op, to, from int, params []byte, immediates ...uint64) {
	m := f.m
	imitated := func(k int) bool { return k >= 0 && m.imitated(k) }
	if !imitated(to) && !imitated(from) {
		f.op(o, immediates...)
		return
	}
	f.op(op.Call, m.standInFor(fmt.Sprint(op.Table[o].Name, immediates), signature{params: params}, 0, func(c *code) {
		for i, k := range []int{to, from} {
			c.op(op.LocalGet, uint64(i))
			if imitated(k) {
				c.long(params[2], 2)
				c.op(op.Call, m.inside(k))
			}
		}
		c.op(op.LocalGet, 2)
		c.op(o, immediates...)
	}))
}
