// Package slice keeps a linear memory in an ordinary Go slice: no unsafe, every access checked by Go itself, on every
// platform. It serves 32-bit and 64-bit addresses and every page size.
package slice

import (
	"fmt"
	"math"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// Memory is a memory. Generated code holds a copy of the struct in a local variable, the view, and
// takes a new one after whatever may have grown the memory: an older view still sees the old bytes only.
type Memory struct{ view }

// Memory64 is a memory with 64-bit addresses.
type Memory64 = Memory

// view is a slice of the whole memory. Its capacity is its length, because a slice expression is checked against the capacity.
type view struct {
	b []byte
	s *state
}

// state is what does not change from one view to the next.
type state struct {
	typ  mem.Type
	room []byte // what b was cut from: the bytes behind it are zero
}

// New makes a memory of t.Min pages. It fails where the platform cannot have as much.
func New(t mem.Type) (*Memory, error) {
	rt.RegisterMemory[Memory]()
	v, err := newView(t)
	if err != nil {
		return nil, err
	}
	return &Memory{v}, nil
}

// New64 is New for 64-bit addresses.
func New64(t mem.Type) (*Memory64, error) { return New(t) }

func newView(t mem.Type) (view, error) {
	size, ok := byteSize(t.Min, t.PageBytes())
	if !ok || t.Min > t.MaxPages() {
		return view{}, fmt.Errorf("%v: too large for this platform", t)
	}
	room, ok := allocate(size)
	if !ok {
		return view{}, fmt.Errorf("%v: out of memory", t)
	}
	return view{b: room, s: &state{typ: t, room: room}}, nil
}

// byteSize is the size of so many pages, where an int can hold it.
func byteSize(pages, page uint64) (int, bool) {
	if pages > math.MaxInt/page {
		return 0, false
	}
	return int(pages * page), true
}

// allocate makes a slice whose capacity is its length. Go reports sizes beyond the address space by a panic.
func allocate(n int) (b []byte, ok bool) {
	defer func() {
		if recover() != nil {
			b, ok = nil, false
		}
	}()
	return make([]byte, n)[:n:n], true
}

// headroom is how many bytes to allocate for a memory that grew to n: an eighth more, as there will be more growth, but
// no more than 64 MiB, and no more than the memory may become.
func (v *view) headroom(n int) int {
	const most = 64 << 20
	room := n + min(n/8, most)
	if limit, ok := byteSize(v.s.typ.MaxPages(), v.s.typ.PageBytes()); ok {
		room = min(room, limit)
	}
	return max(room, n)
}

// Grow is memory.grow. It must be called through the instance's pointer to the memory, and views be renewed.
func (v *view) Grow(delta uint64) int64 {
	old, limit := v.Pages(), v.s.typ.MaxPages()
	if old > limit || delta > limit-old || v.s.room == nil {
		return -1
	}
	n, ok := byteSize(old+delta, v.s.typ.PageBytes())
	if !ok {
		return -1
	}
	if n > len(v.s.room) {
		room, ok := allocate(v.headroom(n))
		if !ok {
			return -1
		}
		copy(room, v.b)
		v.s.room = room
	}
	v.b = v.s.room[:n:n]
	return int64(old)
}

// Close drops the bytes.
func (v *view) Close() error {
	v.b, v.s.room = nil, nil
	return nil
}
