package memtest

import (
	"bytes"
	"fmt"
	"math"
	"testing"

	"github.com/wasm2go/wasm2go/mem"
)

// ranges are lengths and places, relative to the size, that must trap: the end exceeded by a byte, and sums that wrap.
func badRanges(size uint64) [][2]uint64 {
	return [][2]uint64{{size, 1}, {size - 3, 4}, {size + 1, 0}, {0, size + 1}, {8, math.MaxUint64}, {math.MaxUint64, 8},
		{math.MaxUint64, math.MaxUint64}, {math.MaxUint32, 2}, {2, math.MaxUint32}}
}

func (s suite) fill(t *testing.T) {
	m := s.memory(t)
	want, size := pattern(t, m), m.Size()
	for _, c := range [][2]uint64{{0, 0}, {3, 1}, {100, 300}, {size - 5, 5}, {size, 0}} {
		for _, val := range []uint8{0xa5, 0} {
			m.Fill(c[0], val, c[1])
			copy(want[c[0]:], bytes.Repeat([]byte{val}, int(c[1])))
			unchanged(t, m, want, "Fill")
		}
	}
	for _, c := range badRanges(size) {
		equal(t, "Fill traps", trapped(t, func() { m.Fill(c[0], 1, c[1]) }), true)
	}
	unchanged(t, m, want, "Fill out of bounds")
	m.Fill(0, 7, size)
	equal(t, "all filled", bytes.Count(content(t, m), []byte{7}), int(size))
}

func (s suite) copy(t *testing.T) {
	m := s.memory(t)
	want, size := pattern(t, m), m.Size()
	for _, c := range [][3]uint64{{0, 0, 10}, {10, 20, 100}, {20, 10, 100}, {11, 10, 700}, {10, 11, 700}, {0, size - 9, 9}, {size - 9, 0, 9},
		{0, 1, size - 1}, {1, 0, size - 1}, {size, size, 0}} {
		m.Copy(c[0], c[1], c[2])
		copy(want[c[0]:c[0]+c[2]], want[c[1]:c[1]+c[2]])
		unchanged(t, m, want, "Copy")
	}
	for _, c := range badRanges(size) {
		equal(t, "Copy traps (dst)", trapped(t, func() { m.Copy(c[0], 0, c[1]) }), true)
		equal(t, "Copy traps (src)", trapped(t, func() { m.Copy(0, c[0], c[1]) }), true)
	}
	unchanged(t, m, want, "Copy out of bounds")
}

func (s suite) copyFrom(t *testing.T) {
	m, from := s.memory(t), s.memory(t)
	want, size := pattern(t, m), m.Size()
	source := bytes.Repeat([]byte{1, 2, 3, 4, 5}, int(size/5))
	if err := from.WriteAt(source, 0); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][3]uint64{{0, 2, 10}, {size - 500, 3, 500}, {size, size, 0}} {
		m.CopyFrom(from, c[0], c[1], c[2])
		if c[2] > 0 {
			copy(want[c[0]:c[0]+c[2]], source[c[1]:])
		}
		unchanged(t, m, want, "CopyFrom")
	}
	for _, c := range badRanges(size) {
		equal(t, "CopyFrom traps (dst)", trapped(t, func() { m.CopyFrom(from, c[0], 0, c[1]) }), true)
		equal(t, "CopyFrom traps (src)", trapped(t, func() { m.CopyFrom(from, 0, c[0], c[1]) }), true)
	}
	unchanged(t, m, want, "CopyFrom out of bounds")
}

func (s suite) init(t *testing.T) {
	m := s.memory(t)
	want, size := pattern(t, m), m.Size()
	const data = "data segment"
	for _, c := range [][3]uint64{{0, 0, 12}, {5, 3, 4}, {size - 12, 0, 12}, {size, 12, 0}} {
		m.Init(c[0], data, c[1], c[2])
		copy(want[c[0]:], data[c[1]:c[1]+c[2]])
		unchanged(t, m, want, "Init")
	}
	for _, c := range badRanges(uint64(len(data))) {
		equal(t, "Init traps (segment)", trapped(t, func() { m.Init(0, data, c[0], c[1]) }), true)
	}
	equal(t, "Init traps (memory)", trapped(t, func() { m.Init(size-11, data, 0, 12) }), true)
	equal(t, "Init traps (memory, wrapping)", trapped(t, func() { m.Init(math.MaxUint64, data, 0, 2) }), true)
	equal(t, "Init of nothing past the end", trapped(t, func() { m.Init(size+1, data, 0, 0) }), true)
	unchanged(t, m, want, "Init out of bounds")
}

func (s suite) grow(t *testing.T) {
	m := s.memory(t)
	page := m.PageSize()
	equal(t, "page size", page, s.typ.PageSize)
	equal(t, "pages", m.Pages(), s.typ.Min)
	equal(t, "size", m.Size(), s.typ.Min*page)
	unchanged(t, m, make([]byte, m.Size()), "a new memory")

	want := pattern(t, m)
	equal(t, "grow by 0", m.Grow(0), int64(s.typ.Min))
	equal(t, "grow by 1", m.Grow(1), int64(s.typ.Min))
	equal(t, "pages after growth", m.Pages(), s.typ.Min+1)
	equal(t, "current type", m.Type(), mem.Type{Min: s.typ.Min + 1, Max: s.typ.Max, HasMax: true, PageSize: page, Is64: s.typ.Is64, Shared: s.typ.Shared})
	want = append(want, make([]byte, page)...)
	unchanged(t, m, want, "growth keeps the content and adds zeros")

	m.Store8(m.Size()-1, 9)
	want[len(want)-1] = 9
	equal(t, "grow past the maximum", m.Grow(s.typ.Max-s.typ.Min), -1)
	for _, n := range []uint64{math.MaxUint64, math.MaxUint64 - m.Pages() + 1, math.MaxUint32, 1 << 48, 1 << 63} {
		equal(t, "grow by nonsense", m.Grow(n), -1)
	}
	unchanged(t, m, want, "growth that failed")
	equal(t, "grow to the maximum", m.Grow(s.typ.Max-m.Pages()), int64(s.typ.Min+1))
	equal(t, "grow at the maximum", m.Grow(1), -1)
	refused(t, m, 1, mem.GrowError{Asked: page, Size: m.Size(), Bound: mem.TypeBound,
		Why: fmt.Sprintf("the memory has %d bytes, the module's maximum is %[1]d", s.typ.Max*page)})
	equal(t, "grow by 0 at the maximum", m.Grow(0), int64(s.typ.Max))
	unchanged(t, m, append(want, make([]byte, m.Size()-uint64(len(want)))...), "second growth")
}

// refused fails unless the memory has the reason for a growth that it refused.
func refused(t *testing.T, m mem.Memory, delta uint64, want mem.GrowError) {
	t.Helper()
	equal(t, "the reason", *mem.Refused(m, delta), want)
}

func (s suite) limits(t *testing.T) {
	empty := s.typ
	empty.Min = 0
	if !s.typ.Shared { // which must have a maximum
		empty.HasMax, empty.Max = false, 0
	}
	m, err := s.open(empty)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	equal(t, "size of an empty memory", m.Size(), 0)
	for _, x := range accesses {
		s.mustTrap(t, m, x, 0)
	}
	m.Fill(0, 1, 0)
	equal(t, "an empty memory grows", m.Grow(1), 0)
	equal(t, "its size", m.Size(), m.PageSize())

	capped := empty
	capped.Limit = 2
	m, err = s.open(capped)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	equal(t, "growth beyond the limit", m.Grow(3), -1)
	equal(t, "growth up to the limit", m.Grow(2), 0)
	equal(t, "growth at the limit", m.Grow(1), -1)
	page := m.PageSize()
	refused(t, m, 1, mem.GrowError{Asked: page, Size: 2 * page, Bound: mem.HostBound,
		Why: fmt.Sprintf("the memory has %d bytes, the host's limit is %[1]d", 2*page)})
	equal(t, "a maximum from the limit", m.Type().HasMax, s.typ.Shared)

	wrong := s.typ
	wrong.Min = wrong.Max + 1
	if m, err := s.open(wrong); err == nil {
		m.Close()
		t.Error("a minimum above the maximum was accepted")
	}
}
