package slice

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/park"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Shared is a memory of a shared type (mem.Atomic): several threads use it at once. It has room for its maximum from the beginning, which is
// reserved without being touched, and never moves. A copy of the struct does not go stale: each access looks at what the memory has now, so that
// it finds what another thread has grown it by, and nothing once another one has closed it.
type Shared struct{ s *shared }

// shared is what all copies share.
type shared struct {
	view    atomic.Pointer[[]byte] // all bytes, its capacity is its length; what it points at does not change
	typ     mem.Type
	lot     park.Lot
	growing sync.Mutex // for who sets the view, and for what follows
	room    []byte     // for the maximum, nil once the memory is closed
}

// NewShared makes a memory of t.Min pages. It fails where the platform has no room for the maximum, which may be a lower one than the type's: see
// mem.Type.Limit and rt.MaxMemory.
func NewShared(t mem.Type) (*Shared, error) {
	abi.RegisterMemory[Shared]()
	if !t.Shared {
		return nil, fmt.Errorf("slice.NewShared: %v is not shared", t)
	}
	if err := t.CheckMin(); err != nil {
		return nil, err
	}
	s := &shared{typ: t}
	size, ok := byteSize(t.MaxPages(), t.PageBytes())
	if ok {
		s.room, ok = reserve(size)
	}
	if !ok {
		return nil, fmt.Errorf("%v: no room for the maximum, which a shared memory needs from the beginning: %d pages of %d bytes", t, t.MaxPages(), t.PageBytes())
	}
	if reserves {
		runtime.AddCleanup(s, release, s.room)
	}
	s.show(0)
	m := &Shared{s}
	m.Grow(t.Min)
	return m, nil
}

// show makes size that of the memory.
func (s *shared) show(size int) {
	view := s.room[:size:size]
	s.view.Store(&view)
}

// Grow is memory.grow. Any number of threads may call it at the same time.
func (m Shared) Grow(delta uint64) int64 {
	s := m.s
	s.growing.Lock()
	defer s.growing.Unlock()
	old, limit := m.Pages(), s.typ.MaxPages()
	if s.room == nil || old > limit || delta > limit-old {
		return -1
	}
	if delta > 0 {
		s.show(int((old + delta) * s.typ.PageBytes()))
	}
	return int64(old)
}

// Shortage says why there was no room to grow, see mem.Refused.
func (m Shared) Shortage(uint64) string { return "the memory is closed" }

// Close makes the memory empty: whoever still accesses it, or waits, traps. The pages go back to the system, where it takes them
// one by one, else when nobody has the memory any more, as the address space does.
func (m Shared) Close() error {
	m.empty()
	m.s.lot.Close()
	return nil
}

func (m Shared) empty() {
	s := m.s
	s.growing.Lock()
	defer s.growing.Unlock()
	room := s.room
	s.room = nil
	s.show(0)
	discard(room)
}

// Lot is where threads wait.
func (m Shared) Lot() *park.Lot { return &m.s.lot }

// Image returns a copy of the memory (mem.Imager).
func (m Shared) Image() (mem.Image, error) { return mem.Copied(m) }

// SetImage copies the image (mem.Imager). No thread may run meanwhile.
func (m Shared) SetImage(img mem.Image) error {
	s := m.s
	s.growing.Lock()
	defer s.growing.Unlock()
	if s.room == nil {
		return errors.New("the memory is closed")
	}
	size, old := img.Size(), m.Size()
	if size > uint64(len(s.room)) {
		return fmt.Errorf("%v has no room for an image of %d bytes", s.typ, size)
	}
	clear(s.room[min(img.Held(), old):old]) // also where it grows to again
	s.show(int(size))
	return img.ReadAt(s.room[:img.Held()], 0)
}
