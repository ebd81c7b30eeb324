package memtest

import (
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// access is one way to load and store, with the value's bits in an uint64.
type access struct {
	name  string
	bytes uint64
	load  func(m mem.Linear, ea uint64) uint64
	store func(m mem.Linear, ea, v uint64)
}

var accesses = []access{
	{"8", 1,
		func(m mem.Linear, ea uint64) uint64 { return uint64(m.Load8(ea)) },
		func(m mem.Linear, ea, v uint64) { m.Store8(ea, uint8(v)) }},
	{"16", 2,
		func(m mem.Linear, ea uint64) uint64 { return uint64(m.Load16(ea)) },
		func(m mem.Linear, ea, v uint64) { m.Store16(ea, uint16(v)) }},
	{"32", 4,
		func(m mem.Linear, ea uint64) uint64 { return uint64(m.Load32(ea)) },
		func(m mem.Linear, ea, v uint64) { m.Store32(ea, uint32(v)) }},
	{"64", 8,
		func(m mem.Linear, ea uint64) uint64 { return m.Load64(ea) },
		func(m mem.Linear, ea, v uint64) { m.Store64(ea, v) }},
	{"F32", 4,
		func(m mem.Linear, ea uint64) uint64 { return uint64(math.Float32bits(m.LoadF32(ea))) },
		func(m mem.Linear, ea, v uint64) { m.StoreF32(ea, math.Float32frombits(uint32(v))) }},
	{"F64", 8,
		func(m mem.Linear, ea uint64) uint64 { return math.Float64bits(m.LoadF64(ea)) },
		func(m mem.Linear, ea, v uint64) { m.StoreF64(ea, math.Float64frombits(v)) }},
}

// mask keeps the bits that the access handles.
func (x access) mask(v uint64) uint64 { return v << (64 - 8*x.bytes) >> (64 - 8*x.bytes) }

const sample = 0x8877665544332211

func (s suite) widths(t *testing.T) {
	for _, x := range accesses {
		m := s.memory(t)
		want := pattern(t, m)
		for _, at := range []uint64{0, 1, 2, 3, 5, 8, 63, 255, 1021} {
			word := make([]byte, 8)
			copy(word, want[at:at+x.bytes])
			equal(t, fmt.Sprintf("Load%s at %d", x.name, at), x.load(m, at), binary.LittleEndian.Uint64(word))
			x.store(m, at, sample)
			copy(want[at:at+x.bytes], binary.LittleEndian.AppendUint64(nil, sample))
			unchanged(t, m, want, fmt.Sprintf("Store%s at %d", x.name, at))
		}
	}
}

// edges: everything up to the last byte is there, everything that reaches past it traps and changes nothing.
func (s suite) edges(t *testing.T) {
	m := s.memory(t)
	size := m.Size()
	for _, x := range accesses {
		last := size - x.bytes
		x.store(m, last, sample)
		equal(t, "Load"+x.name+" at the end", x.load(m, last), x.mask(sample))
		m.Touch(last, x.bytes)

		want := pattern(t, m)
		for at := last + 1; at <= size+9; at++ {
			s.mustTrap(t, m, x, at)
		}
		unchanged(t, m, want, "Store"+x.name+" past the end")
	}
}

func (s suite) mustTrap(t *testing.T, m mem.Linear, x access, ea uint64) {
	t.Helper()
	var sink uint64
	if !trapped(t, func() { sink = x.load(m, ea) }) {
		t.Fatalf("Load%s at %#x did not trap but gave %#x", x.name, ea, sink)
	}
	if !trapped(t, func() { x.store(m, ea, 0) }) {
		t.Fatalf("Store%s at %#x did not trap", x.name, ea)
	}
	if !trapped(t, func() { m.Touch(ea, x.bytes) }) {
		t.Fatalf("Touch of %d at %#x did not trap", x.bytes, ea)
	}
}

// wideAddresses: neither the sum of address and offset wraps around, nor that of the effective address and the access's size.
func (s suite) wideAddresses(t *testing.T) {
	m := s.memory(t)
	want := pattern(t, m)
	top := uint64(math.MaxUint32)
	if s.typ.Is64 {
		top = math.MaxUint64
	}
	for _, x := range accesses {
		for _, c := range [][2]uint64{
			{top, 0}, {0, top}, {top, top}, {top, 1}, {1, top}, {top - 15, 0x20}, {0x20, top - 15},
			{top/2 + 1, top/2 + 1}, {top - x.bytes + 1, 0}, {0, top - x.bytes + 1}, {top - 7, m.Size()},
			{math.MaxInt32, 0}, {math.MaxInt32, 1}, {math.MaxInt32 + 1, math.MaxInt32 + 1}, {math.MaxUint32, 0}, {math.MaxUint32, 1},
		} {
			s.mustTrap(t, m, x, abi.Addr64(c[0], c[1])) // with 32-bit addresses, the plain sum
		}
	}
	unchanged(t, m, want, "stores far outside")
}

// negativeAddresses: a signed sum below zero, which stands for an address of 2 GiB or more, is out of bounds, also where
// the access reaches up to address 0 and beyond.
func (s suite) negativeAddresses(t *testing.T) {
	m := s.memory(t)
	want := pattern(t, m)
	for _, x := range accesses {
		for _, n := range []uint64{1, 2, 3, 4, 5, 7, 8, 15, 16, 4096, 65536, 1<<31 - 1, 1 << 31} {
			s.mustTrap(t, m, x, -n)
		}
	}
	unchanged(t, m, want, "stores below zero")
}

// nanPayloads: float accesses move bits, signalling NaNs included.
func (s suite) nanPayloads(t *testing.T) {
	m := s.memory(t)
	for _, bits := range []uint32{0x7fa00000, 0xffa12345, 0x7f800001, 0x7fc00000, 0xffffffff, 0x80000000} {
		m.Store32(8, bits)
		m.StoreF32(16, m.LoadF32(8))
		equal(t, "f32 bits", m.Load32(16), bits)
	}
	for _, bits := range []uint64{0x7ff4000000000000, 0xfff0123456789abc, 0x7ff0000000000001, 0x7ff8000000000000, 1 << 63} {
		m.Store64(8, bits)
		m.StoreF64(16, m.LoadF64(8))
		equal(t, "f64 bits", m.Load64(16), bits)
	}
}
