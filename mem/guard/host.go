//go:build (amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows)

package guard

import (
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

var _ mem.Memory = (*Memory)(nil)

// Type returns the limits; Min is the current size in pages.
func (m Memory) Type() mem.Type {
	t := m.s.typ
	t.Min = m.Pages()
	return t
}

// Size returns the size in bytes.
func (m Memory) Size() uint64 { return m.s.size }

// PageSize returns the bytes of a page.
func (m Memory) PageSize() uint64 { return mem.Page }

// Pages returns the size in pages: memory.size.
func (m Memory) Pages() uint64 { return m.s.size / mem.Page }

// Fill is memory.fill: n bytes from dst become val.
func (m Memory) Fill(dst uint64, val uint8, n uint64) {
	mem.Fill(m.within(dst, n), val)
}

// Copy is memory.copy within the memory: n bytes from src go to dst. The ranges may overlap.
func (m Memory) Copy(dst, src, n uint64) {
	from := m.within(src, n)
	copy(m.within(dst, n), from)
}

// CopyFrom is memory.copy from another memory.
func (m Memory) CopyFrom(from mem.Memory, dst, src, n uint64) {
	if !mem.InRange(src, n, from.Size()) {
		abi.Throw(rt.OutOfBoundsMemory)
	}
	if err := from.ReadAt(m.within(dst, n), src); err != nil {
		abi.ThrowDevice(err)
	}
}

// Init is memory.init: n bytes of a data segment, from src, go to dst.
func (m Memory) Init(dst uint64, data string, src, n uint64) {
	if !mem.InRange(src, n, uint64(len(data))) {
		abi.Throw(rt.OutOfBoundsMemory)
	}
	copy(m.within(dst, n), data[src:src+n])
}

// within returns the n bytes at addr, and traps unless they exist.
func (m Memory) within(addr, n uint64) []byte {
	if !mem.InRange(addr, n, m.s.size) {
		abi.Throw(rt.OutOfBoundsMemory)
	}
	return m.s.addr[addr : addr+n]
}

// bytes are what the host may access.
func (m Memory) bytes() mem.Bytes { return m.s.addr[:m.s.size] }

// ReadAt copies len(p) bytes from addr on.
func (m Memory) ReadAt(p []byte, addr uint64) error { return m.bytes().ReadAt(p, addr) }

// WriteAt copies p to addr.
func (m Memory) WriteAt(p []byte, addr uint64) error { return m.bytes().WriteAt(p, addr) }

// Uint8 reads 8 bits for the host.
func (m Memory) Uint8(addr uint64) (uint8, error) { return m.bytes().Uint8(addr) }

// Uint16 reads 16 bits for the host.
func (m Memory) Uint16(addr uint64) (uint16, error) { return m.bytes().Uint16(addr) }

// Uint32 reads 32 bits for the host.
func (m Memory) Uint32(addr uint64) (uint32, error) { return m.bytes().Uint32(addr) }

// Uint64 reads 64 bits for the host.
func (m Memory) Uint64(addr uint64) (uint64, error) { return m.bytes().Uint64(addr) }

// PutUint8 writes 8 bits for the host.
func (m Memory) PutUint8(addr uint64, v uint8) error { return m.bytes().PutUint8(addr, v) }

// PutUint16 writes 16 bits for the host.
func (m Memory) PutUint16(addr uint64, v uint16) error { return m.bytes().PutUint16(addr, v) }

// PutUint32 writes 32 bits for the host.
func (m Memory) PutUint32(addr uint64, v uint32) error { return m.bytes().PutUint32(addr, v) }

// PutUint64 writes 64 bits for the host.
func (m Memory) PutUint64(addr uint64, v uint64) error { return m.bytes().PutUint64(addr, v) }
