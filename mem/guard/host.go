//go:build (amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows)

package guard

import (
	"encoding/binary"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
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
		rt.Throw(rt.OutOfBoundsMemory)
	}
	if err := from.ReadAt(m.within(dst, n), src); err != nil {
		rt.ThrowDevice(err)
	}
}

// Init is memory.init: n bytes of a data segment, from src, go to dst.
func (m Memory) Init(dst uint64, data string, src, n uint64) {
	if !mem.InRange(src, n, uint64(len(data))) {
		rt.Throw(rt.OutOfBoundsMemory)
	}
	copy(m.within(dst, n), data[src:src+n])
}

// within returns the n bytes at addr, and traps unless they exist.
func (m Memory) within(addr, n uint64) []byte {
	if !mem.InRange(addr, n, m.s.size) {
		rt.Throw(rt.OutOfBoundsMemory)
	}
	return m.s.addr[addr : addr+n]
}

// at returns the n bytes at addr for the host.
func (m Memory) at(addr, n uint64) ([]byte, error) {
	if err := mem.Check(addr, n, m.Size()); err != nil {
		return nil, err
	}
	return m.s.addr[addr : addr+n], nil
}

// ReadAt copies len(p) bytes from addr on.
func (m Memory) ReadAt(p []byte, addr uint64) error {
	b, err := m.at(addr, uint64(len(p)))
	copy(p, b)
	return err
}

// WriteAt copies p to addr.
func (m Memory) WriteAt(p []byte, addr uint64) error {
	b, err := m.at(addr, uint64(len(p)))
	copy(b, p)
	return err
}

// Uint8 reads 8 bits for the host.
func (m Memory) Uint8(addr uint64) (uint8, error) {
	b, err := m.at(addr, 1)
	if err != nil {
		return 0, err
	}
	return b[0], nil
}

// Uint16 reads 16 bits for the host.
func (m Memory) Uint16(addr uint64) (uint16, error) {
	b, err := m.at(addr, 2)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint16(b), nil
}

// Uint32 reads 32 bits for the host.
func (m Memory) Uint32(addr uint64) (uint32, error) {
	b, err := m.at(addr, 4)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint32(b), nil
}

// Uint64 reads 64 bits for the host.
func (m Memory) Uint64(addr uint64) (uint64, error) {
	b, err := m.at(addr, 8)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint64(b), nil
}

// PutUint8 writes 8 bits for the host.
func (m Memory) PutUint8(addr uint64, x uint8) error {
	b, err := m.at(addr, 1)
	if err == nil {
		b[0] = x
	}
	return err
}

// PutUint16 writes 16 bits for the host.
func (m Memory) PutUint16(addr uint64, x uint16) error {
	b, err := m.at(addr, 2)
	if err == nil {
		binary.LittleEndian.PutUint16(b, x)
	}
	return err
}

// PutUint32 writes 32 bits for the host.
func (m Memory) PutUint32(addr uint64, x uint32) error {
	b, err := m.at(addr, 4)
	if err == nil {
		binary.LittleEndian.PutUint32(b, x)
	}
	return err
}

// PutUint64 writes 64 bits for the host.
func (m Memory) PutUint64(addr uint64, x uint64) error {
	b, err := m.at(addr, 8)
	if err == nil {
		binary.LittleEndian.PutUint64(b, x)
	}
	return err
}
