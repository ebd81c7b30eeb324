//go:build (amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows)

package guard

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/park"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Checked is the backend for memories whose pages are not of 64 KiB.
type Checked = slice.Memory

// Memory64 is the backend for memories with 64-bit addresses.
type Memory64 = slice.Memory64

// New64 makes a memory with 64-bit addresses.
func New64(t mem.Type) (*Memory64, error) { return slice.New64(t) }

// NewChecked makes a memory whose pages are not of 64 KiB.
func NewChecked(t mem.Type) (*Checked, error) { return slice.New(t) }

// Shared is the backend for shared memories with 32-bit addresses and pages of 64 KiB.
type Shared = Memory

// SharedChecked is the backend for other shared memories.
type SharedChecked = slice.Shared

// NewShared makes a shared memory with 32-bit addresses and pages of 64 KiB.
func NewShared(t mem.Type) (*Shared, error) { return New(t) }

// NewSharedChecked makes any other shared memory.
func NewSharedChecked(t mem.Type) (*SharedChecked, error) { return slice.NewShared(t) }

// Memory is a memory with 32-bit addresses and pages of 64 KiB. Generated code holds a copy of the struct in a local
// variable; it never goes stale, since the memory does not move.
type Memory struct {
	base unsafe.Pointer
	s    *state
}

// state is what all copies share.
type state struct {
	typ  mem.Type
	size atomic.Uint64
	addr []byte    // the reservation from address 0 on
	lot  *park.Lot // nil unless the type is shared

	changing sync.Mutex // for who changes the size, and for what follows
	closed   bool
	image    *image // which the first pages are mapped from, nil for none
}

// A reservation has room above and below address 0. The largest effective address is 2^33 - 2, and 16 bytes may be accessed
// there; the rest is a page of the largest size there is, 64 KiB. Generated code for a memory of at most 2 GiB may also
// compute an address as a signed sum: what is negative then stands for an address of 2 GiB or more.
const (
	below    = 1 << 31
	above    = 1<<33 + 1<<16
	reserved = below + above
)

// New makes a memory of t.Min pages. It fails where the system refuses the reservation.
func New(t mem.Type) (*Memory, error) {
	if t.Is64 || t.PageBytes() != mem.Page {
		return nil, fmt.Errorf("guard.New: %v needs slice.New", t)
	}
	if err := t.CheckMin(); err != nil {
		return nil, err
	}
	addr, err := reserve()
	if err != nil {
		return nil, fmt.Errorf("guard: cannot reserve 10 GiB of address space (is it limited by ulimit -v?): %w; translate with -mem slice", err)
	}
	s := &state{typ: t, addr: addr[below:]}
	if t.Shared {
		s.lot = new(park.Lot)
	}
	runtime.AddCleanup(s, release, addr)
	start := uintptr(unsafe.Pointer(unsafe.SliceData(addr)))
	abi.Reserve(start, start+reserved)
	m := &Memory{base: unsafe.Pointer(unsafe.SliceData(s.addr)), s: s}
	if m.Grow(t.Min) < 0 {
		m.Close()
		return nil, fmt.Errorf("%v: out of memory", t)
	}
	return m, nil
}

// reserve maps a reservation. What closed and forgotten memories still hold is collected before it gives up.
func reserve() ([]byte, error) {
	addr, err := mapReserved(reserved)
	for wait := time.Millisecond; err != nil && wait < 8*time.Millisecond; wait *= 2 {
		runtime.GC()
		time.Sleep(wait) // cleanups run on a goroutine of their own
		addr, err = mapReserved(reserved)
	}
	return addr, err
}

// release gives a reservation back.
func release(addr []byte) {
	abi.Release(uintptr(unsafe.Pointer(unsafe.SliceData(addr))))
	unmap(addr)
}

// Contains reports whether an address lies in a live reservation: whether a fault there is a module's out of bounds access.
func Contains(addr uintptr) bool { return abi.Reserved(addr) }

// Grow is memory.grow. Of a shared memory any number of threads may call it at the same time.
func (m *Memory) Grow(delta uint64) int64 {
	m.s.changing.Lock()
	defer m.s.changing.Unlock()
	return m.s.grow(delta)
}

func (s *state) grow(delta uint64) int64 {
	size := s.size.Load()
	old, limit := size/mem.Page, s.typ.MaxPages()
	if s.closed || old > limit || delta > limit-old {
		return -1
	}
	grown := size + delta*mem.Page
	if delta > 0 && commit(s.addr[size:grown:grown]) != nil {
		return -1
	}
	s.size.Store(grown)
	return int64(old)
}

// Shortage says why there was no room to grow, see mem.Refused.
func (m *Memory) Shortage(uint64) string {
	m.s.changing.Lock()
	defer m.s.changing.Unlock()
	if m.s.closed {
		return "the memory is closed"
	}
	return fmt.Sprintf("the memory has %d bytes, the system gives no more", m.Size())
}

// Close gives the pages back to the system and makes the memory empty: whoever still accesses it, or waits, traps.
func (m *Memory) Close() error {
	err := m.s.empty()
	if m.s.lot != nil {
		m.s.lot.Close()
	}
	return err
}

func (s *state) empty() error {
	s.changing.Lock()
	defer s.changing.Unlock()
	if s.closed {
		return nil
	}
	size := s.size.Swap(0)
	s.closed, s.image = true, nil
	if size == 0 {
		return nil
	}
	return discard(s.addr[:size:size])
}
