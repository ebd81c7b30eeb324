// Package slice keeps a linear memory in an ordinary Go slice: no unsafe but for assembly (base.go) and atomic instructions (words.go), every access
// checked by Go itself, on every platform. It serves 32-bit and 64-bit addresses and every page size.
//
// A memory that grows is a new slice, and the old one lives until the garbage collector finds it: for that long there are both. On
// Linux, macOS and FreeBSD the system is asked for as much before, under whatever limits it has (ulimit -v, no overcommitting), and
// growing is refused where it has less. What cannot be seen before is a limit that ends the process when pages are used (a control
// group's), and what other goroutines take meanwhile: give instances limits (rt.MaxMemory) whose sum fits.
//
// Shared memories (Shared) do not grow that way: they have room for their maximum from the beginning. On Unix that is address space which the
// system gives memory as it is used; elsewhere Go allocates it, which takes what the system counts as used, and the race detector sees there
// what host functions such as ReadAt do to the bytes.
package slice

import (
	"fmt"
	"math"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Memory is a memory: a slice of all its bytes. Generated code holds a copy of the struct in a local variable, and takes a
// new one after whatever may have grown the memory: an older copy still sees the old bytes only. The slice's capacity is its
// length, because a slice expression is checked against the capacity.
type Memory struct {
	b []byte
	s *state
}

// Memory64 is the name of Memory in code with 64-bit addresses.
type Memory64 = Memory

// state is what all copies share.
type state struct {
	typ  mem.Type
	room []byte // what b was cut from: the bytes behind it are zero
}

// New makes a memory of t.Min pages. It fails where the platform cannot have as much.
func New(t mem.Type) (*Memory, error) {
	abi.RegisterMemory[Memory]()
	if t.Shared {
		return nil, fmt.Errorf("slice.New: %v needs slice.NewShared", t)
	}
	if err := t.CheckMin(); err != nil {
		return nil, err
	}
	size, ok := byteSize(t.Min, t.PageBytes())
	if !ok {
		return nil, fmt.Errorf("%v: too large for this platform", t)
	}
	room, ok := allocate(size)
	if !ok {
		return nil, fmt.Errorf("%v: out of memory", t)
	}
	return &Memory{b: room, s: &state{typ: t, room: room}}, nil
}

// New64 is New, under the name that generated code calls for 64-bit addresses.
func New64(t mem.Type) (*Memory64, error) { return New(t) }

// byteSize is the size of so many pages, where an int can hold it.
func byteSize(pages, page uint64) (int, bool) {
	if pages > math.MaxInt/page {
		return 0, false
	}
	return int(pages * page), true
}

// allocate makes a slice whose capacity is its length. Go reports sizes beyond the address space by a panic, but where the system has no
// more to give it ends the process: so the system is asked first.
func allocate(n int) (b []byte, ok bool) {
	if n >= askFrom && !available(n) {
		return nil, false
	}
	defer func() {
		if recover() != nil {
			b, ok = nil, false
		}
	}()
	return make([]byte, n)[:n:n], true
}

// askFrom is the size from which on it takes no time to speak of to ask the system. Below, Go has what it needs, or takes 64 MiB at once.
const askFrom = 1 << 20

// headroom is how many bytes to allocate for a memory that grew to n: an eighth more, as there will be more growth, but
// no more than 64 MiB, and no more than the memory may become.
func (m *Memory) headroom(n int) int {
	const most = 64 << 20
	room := n + min(n/8, most)
	if limit, ok := byteSize(m.s.typ.MaxPages(), m.s.typ.PageBytes()); ok {
		room = min(room, limit)
	}
	return max(room, n)
}

// Grow is memory.grow. It must be called through the instance's pointer to the memory, and copies be renewed.
func (m *Memory) Grow(delta uint64) int64 {
	old, limit := m.Pages(), m.s.typ.MaxPages()
	if old > limit || delta > limit-old || m.s.room == nil {
		return -1
	}
	n, ok := byteSize(old+delta, m.s.typ.PageBytes())
	if !ok {
		return -1
	}
	if n > len(m.s.room) {
		room, ok := allocate(m.headroom(n))
		if !ok {
			room, ok = allocate(n)
		}
		if !ok {
			return -1
		}
		copy(room, m.b)
		m.s.room = room
	}
	m.b = m.s.room[:n:n]
	return int64(old)
}

// Shortage says why there was no room to grow, see mem.Refused.
func (m *Memory) Shortage(uint64) string {
	if m.s.room == nil {
		return "the memory is closed"
	}
	return fmt.Sprintf("the memory has %d bytes, and the system has not enough for a larger copy", m.Size())
}

// Close drops the bytes.
func (m *Memory) Close() error {
	m.b, m.s.room = nil, nil
	return nil
}
