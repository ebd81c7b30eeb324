package slice

import (
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// What hosts and the bulk instructions need is in zhostshared.go, made of the following.

// bytes are all there are now.
func (m Shared) bytes() mem.Bytes { return *m.s.view.Load() }

// Size returns the size in bytes.
func (m Shared) Size() uint64 { return uint64(len(m.bytes())) }

// PageSize returns the bytes of a page.
func (m Shared) PageSize() uint64 { return m.s.typ.PageBytes() }

// Pages returns the size in pages: memory.size.
func (m Shared) Pages() uint64 { return m.Size() / m.PageSize() }

// within returns the n bytes at addr, and traps unless they exist.
func (m Shared) within(addr, n uint64) []byte {
	b := m.bytes()
	if !mem.InRange(addr, n, uint64(len(b))) {
		abi.Throw(rt.OutOfBoundsMemory)
	}
	return b[addr : addr+n]
}
