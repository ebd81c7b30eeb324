//go:build (amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows)

package guard

import (
	"runtime"
	"runtime/debug"
	"unsafe"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// What hosts and the bulk instructions need is in zhost.go, made of the following.

// Base is the address of the first byte, for assembly: as far as the reservation goes, it may access what it likes.
func (m Memory) Base() unsafe.Pointer { return m.base }

// Size returns the size in bytes.
func (m Memory) Size() uint64 { return m.s.size.Load() }

// PageSize returns the bytes of a page.
func (m Memory) PageSize() uint64 { return mem.Page }

// Pages returns the size in pages: memory.size.
func (m Memory) Pages() uint64 { return m.Size() / mem.Page }

// within returns the n bytes at addr, and traps unless they exist.
func (m Memory) within(addr, n uint64) []byte {
	if !mem.InRange(addr, n, m.Size()) {
		abi.Throw(rt.OutOfBoundsMemory)
	}
	return m.s.addr[addr : addr+n]
}

// bytes are what the host may access.
func (m Memory) bytes() mem.Bytes { return m.s.addr[:m.Size()] }

// access calls f with all bytes of a shared memory. Another thread may close it meanwhile, and whoever uses the bytes then faults: that is an error as of
// a memory which was closed before.
func (s *state) access(f func(b mem.Bytes) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			fault, ok := r.(interface{ Addr() uintptr })
			if !ok || !s.holds(fault.Addr()) {
				panic(r)
			}
			err = &mem.RangeError{Addr: uint64(fault.Addr() - s.start()), Len: 1}
		}
	}()
	err = f(s.addr[:s.size.Load()])
	runtime.KeepAlive(s)
	return err
}

// accessed is access for a number.
func accessed[T any](s *state, f func(b mem.Bytes) (T, error)) (v T, err error) {
	err = s.access(func(b mem.Bytes) (err error) {
		v, err = f(b)
		return err
	})
	return v, err
}

// holds tells whether an address is one of the memory's.
func (s *state) holds(addr uintptr) bool { return addr >= s.start() && addr-s.start() < above }

func (s *state) start() uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(s.addr))) }
