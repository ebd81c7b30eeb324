//go:build (amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows)

package guard

import (
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
