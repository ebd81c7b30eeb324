package random

import (
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// An access is a load or store instruction.
type access struct {
	op    op.Op
	value byte // type of what is loaded or stored
	width uint64
}

var loads, stores = makeAccesses()

func makeAccesses() (loads map[byte][]access, stores []access) {
	loads = map[byte][]access{}
	for i := range op.Table {
		in := &op.Table[i]
		if in.Imm != op.ImmMem || strings.Contains(in.Sig, "v") {
			continue
		}
		params, result, _ := strings.Cut(in.Sig, ":")
		if params == "a" {
			t := typeOf(result[0])
			loads[t] = append(loads[t], access{op.Op(i), t, uint64(in.Size)})
		} else {
			stores = append(stores, access{op.Op(i), typeOf(params[1]), uint64(in.Size)})
		}
	}
	return loads, stores
}

// load appends a load of a value of type t.
func (f *function) load(t byte) {
	a := pick(f.m.r, loads[t])
	k := f.m.r.IntN(len(f.m.memories))
	offset := f.address(k, a.width)
	f.loaded(a, k, offset)
}

// store appends a store as a statement.
func (f *function) store() {
	a := pick(f.m.r, stores)
	k := f.m.r.IntN(len(f.m.memories))
	offset := f.address(k, a.width)
	f.stored(a.value)
	f.storeTo(a, k, offset)
}

// stored appends a value whose bits are certain.
func (f *function) stored(t byte) {
	if !f.expr(t) {
		f.canonical(t)
	}
}

// loaded appends a load instruction.
func (f *function) loaded(a access, k int, offset uint64) {
	f.checked(k, 0, offset, a.width)
	f.memoryOp(a.op, f.align(a), k, offset)
}

// storeTo appends a store instruction.
func (f *function) storeTo(a access, k int, offset uint64) {
	f.checked(k, a.value, offset, a.width)
	f.memoryOp(a.op, f.align(a), k, offset)
}

// align is one of the alignments that an access may claim.
func (f *function) align(a access) (align uint64) {
	for 1<<align < a.width && chance(f.m.r, 0.5) {
		align++
	}
	return align
}

// memoryOp appends a load or store of memory k.
func (c *code) memoryOp(o op.Op, align uint64, k int, offset uint64) {
	if k > 0 {
		c.op(o, align|1<<6, uint64(k), offset)
		return
	}
	c.op(o, align, offset)
}

// address appends the address of an access of so many bytes to memory k, and returns the offset that goes with it. Together they
// are inside the memory, but for wild ones.
func (f *function) address(k int, width uint64) (offset uint64) {
	r, mem := f.m.r, f.m.memories[k]
	if mem.isTiny() {
		return f.tinyAddress(k)
	}
	if chance(r, f.m.wild) {
		return f.wildAddress(k, width)
	}
	if offset, ok := f.strided(k, width); ok {
		return offset
	}
	if k == 0 && chance(r, 0.5) {
		if offset, ok := f.pointed(width); ok {
			return offset
		}
	}
	room := mem.bytes() - width // the last address
	if chance(r, 0.4) {
		random := uint64(r.IntN(max(1, int(room)-0x8000)))
		offset = min(room, pick(r, []uint64{1, 2, 4, 8, 16, 100, 1024, room - 0xff, room - 0x7ff, random}))
	}
	room -= offset
	switch n := r.IntN(10); {
	case n < 2:
		f.code.address(mem.index, pick(r, []uint64{room, room - uint64(r.IntN(9)), uint64(r.IntN(int(room) + 1)), 0}))
	case n < 5:
		f.masked(mem.index, room)
	case n < 6 && offset == 0 && !f.hot:
		f.fromEnd(k, min(mem.bytes(), width+pick(r, []uint64{0, 0, 1, 7, 0xffff - width})))
	default:
		f.sum(mem.index, room)
	}
	return offset
}

// masked appends a value from 0 to room.
func (f *function) masked(t byte, room uint64) (most uint64) {
	f.expr(t)
	most = min(1, room)
	for most*2+1 <= room && (most < 0xff || chance(f.m.r, 0.9)) {
		most = most*2 + 1
	}
	f.code.address(t, most)
	f.either(t, op.I32And, op.I64And)
	return most
}

// either appends the instruction for addresses of type t.
func (c *code) either(t byte, on32, on64 op.Op) {
	if t == i64 {
		c.op(on64)
	} else {
		c.op(on32)
	}
}

// sum appends a value from 0 to room: a sum of values and constants, whose parts may wrap.
func (f *function) sum(t byte, room uint64) {
	r := f.m.r
	add := func() { f.either(t, op.I32Add, op.I64Add) }
	sub := func() { f.either(t, op.I32Sub, op.I64Sub) }
	most := f.masked(t, min(room, 0x7fff))
	if chance(r, 0.4) {
		most += f.masked(t, min(room-most, 0xfff))
		add()
	}
	target := pick(r, []uint64{0, room - most, room - most, (room - most) / 2})
	for range r.IntN(3) { // target is to be reached by way of other constants
		step := pick(r, []uint64{8, 1 << 31, 1<<31 - 1, 0xffff0000, 65536, 0x1234, room})
		f.code.address(t, step)
		if r.IntN(2) == 0 {
			add()
			target -= step
		} else {
			sub()
			target += step
		}
	}
	if chance(r, 0.3) {
		f.code.address(t, -target)
		sub()
		return
	}
	f.code.address(t, target)
	add()
}

// fromEnd appends the address that is so many bytes before the memory's current end.
func (f *function) fromEnd(k int, bytes uint64) {
	mem := f.m.memories[k]
	t := mem.index
	f.memorySized(k)
	f.code.address(t, uint64(mem.page))
	f.either(t, op.I32Shl, op.I64Shl)
	f.code.address(t, bytes)
	f.either(t, op.I32Sub, op.I64Sub)
}

// wildAddress appends any address.
func (f *function) wildAddress(k int, width uint64) (offset uint64) {
	r, mem := f.m.r, f.m.memories[k]
	size := mem.bytes()
	edges := []uint64{size, size - 1, size - width + 1, size - width, 1<<32 - 1, 1<<32 - width, 1 << 31, 1<<31 - 1, 1<<32 - size, 0}
	if mem.index == i64 {
		edges = append(edges, 1<<64-1, 1<<63, 1<<32, -width, 1<<33, -size)
	}
	offset = pick(r, []uint64{0, 0, 0, 1, pick(r, edges), pick(r, edges)})
	switch r.IntN(4) {
	case 0:
		f.code.address(mem.index, pick(r, edges))
	case 1:
		f.expr(mem.index)
	default:
		f.expr(mem.index)
		f.code.address(mem.index, pick(r, edges)-uint64(r.IntN(16)))
		o := pick(r, [][2]op.Op{{op.I32Add, op.I64Add}, {op.I32Or, op.I64Or}, {op.I32Sub, op.I64Sub}})
		f.either(mem.index, o[0], o[1])
	}
	return offset
}

// based appends accesses relative to a variable that is itself a sum with a constant.
func (f *function) based() {
	r := f.m.r
	k := r.IntN(len(f.m.memories))
	mem := f.m.memories[k]
	if mem.isTiny() {
		return
	}
	base := f.local(mem.index, true)
	room := mem.bytes() / 2
	f.sum(mem.index, room)
	f.op(op.LocalSet, base)
	for range 1 + r.IntN(3) {
		loaded := loads[pick(r, numeric)]
		from, to := pick(r, loaded), pick(r, stores)
		offset := pick(r, []uint64{0, 0, 8, mem.bytes() - room - 0xff - 8})
		address := func() {
			if chance(r, 0.2) {
				f.op(op.LocalGet, base)
				return
			}
			f.masked(mem.index, 0xff)
			f.op(op.LocalGet, base)
			f.either(mem.index, op.I32Add, op.I64Add)
		}
		address()
		if from.value == to.value {
			address()
			f.loaded(from, k, offset)
		} else {
			f.stored(to.value)
		}
		f.storeTo(to, k, offset)
	}
}

// memorySize appends memory.size, if there is a memory of that type of addresses.
func (f *function) memorySize(t byte) bool {
	k, ok := f.m.memoryOf(t)
	if ok {
		f.memorySized(k)
	}
	return ok
}

// memoryOf finds a memory with addresses of type t.
func (m *module) memoryOf(t byte) (int, bool) {
	start := m.r.IntN(len(m.memories))
	for i := range m.memories {
		if k := (start + i) % len(m.memories); m.memories[k].index == t {
			return k, true
		}
	}
	return 0, false
}

// memoryGrow appends memory.grow: of small memories by up to two pages of the usual size, else by none or too many.
func (f *function) memoryGrow(t byte) bool {
	k, ok := f.m.memoryOf(t)
	if !ok {
		return false
	}
	small, more := uint64(5), uint64(f.m.r.IntN(3))
	tooMany := []uint64{0, 0, 1 << 16, 1<<32 - 1}
	if t == i64 {
		tooMany = []uint64{0, 1 << 48, 1 << 63, 1<<64 - 1}
	}
	if f.m.memories[k].page == 0 {
		small, more = small<<16, pick(f.m.r, []uint64{0, 1, 7, 1 << 16, uint64(f.m.r.IntN(100_000))})
		tooMany[2] = tooMany[3]
	}
	f.memorySized(k)
	f.code.address(t, small)
	f.either(t, op.I32LtU, op.I64LtU)
	f.op(op.If)
	f.byte(t)
	f.code.address(t, more)
	f.memoryGrown(k)
	f.op(op.Else)
	f.code.address(t, pick(f.m.r, tooMany))
	f.memoryGrown(k)
	f.op(op.End)
	return true
}

// bulk appends memory.fill, memory.copy, memory.init or data.drop.
func (f *function) bulk() {
	r := f.m.r
	k := r.IntN(len(f.m.memories))
	t := f.m.memories[k].index
	n := pick(r, []uint64{0, 1, 7, 8, 64, 200, uint64(r.IntN(3000))})
	n = min(n, f.m.memories[k].bytes())
	switch r.IntN(10) {
	case 0, 1, 2:
		f.span(k, n)
		f.expr(i32)
		f.code.address(t, n)
		f.bulkOp(op.MemoryFill, k, -1, []byte{t, i32, t}, uint64(k))
	case 3, 4, 5, 6:
		from := r.IntN(len(f.m.memories))
		n = min(n, f.m.memories[from].bytes())
		f.span(k, n)
		f.span(from, n)
		params := []byte{t, f.m.memories[from].index, t}
		if params[1] == i32 { // the smaller of the two address types
			params[2] = i32
		}
		f.code.address(params[2], n)
		f.bulkOp(op.MemoryCopy, k, from, params, uint64(k), uint64(from))
	case 7, 8:
		segment, size := f.segment()
		n = min(n, size)
		f.span(k, n)
		f.i32(int32(size - n))
		f.i32(int32(n))
		f.bulkOp(op.MemoryInit, k, -1, []byte{t, i32, i32}, segment, uint64(k))
	case 9:
		if chance(r, 0.3) {
			f.op(op.DataDrop, uint64(r.IntN(len(f.m.passive))))
		}
	}
}

// segment chooses a data segment. Engines that are not to be trusted with active ones, which are dropped once they are
// copied, get passive ones.
func (f *function) segment() (index, size uint64) {
	r := f.m.r
	if f.m.features.Large && chance(r, 0.2) {
		return uint64(len(f.m.passive) + r.IntN(f.m.active)), 0
	}
	i := r.IntN(len(f.m.passive))
	return uint64(i), uint64(f.m.passive[i])
}

// span appends where n bytes of memory k begin, in the middle or at the end.
func (f *function) span(k int, n uint64) {
	r, mem := f.m.r, f.m.memories[k]
	room := mem.bytes() - n
	switch {
	case chance(r, f.m.wild):
		f.code.address(mem.index, pick(r, []uint64{room + 1, 1<<32 - 1, 1<<32 - n, mem.bytes(), mem.bytes() + 1}))
	case chance(r, 0.3):
		f.code.address(mem.index, pick(r, []uint64{room, room / 2, 0, 100, 101, 108}))
	case chance(r, 0.3):
		f.fromEnd(k, n)
	default:
		f.masked(mem.index, room)
	}
}
