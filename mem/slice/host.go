package slice

import (
	"encoding/binary"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

var _ mem.Memory = (*Memory)(nil)

// Type returns the limits; Min is the current size in pages.
func (v view) Type() mem.Type {
	t := v.s.typ
	t.Min = v.Pages()
	return t
}

// Size returns the size in bytes.
func (v view) Size() uint64 { return uint64(len(v.b)) }

// PageSize returns the bytes of a page.
func (v view) PageSize() uint64 { return v.s.typ.PageBytes() }

// Pages returns the size in pages: memory.size.
func (v view) Pages() uint64 { return v.Size() / v.PageSize() }

// Fill is memory.fill: n bytes from dst become val.
func (v view) Fill(dst uint64, val uint8, n uint64) {
	v.check(dst, n)
	b := v.b[dst : dst+n]
	if val == 0 {
		clear(b)
		return
	}
	for i := range b {
		b[i] = val
	}
}

// Copy is memory.copy within the memory: n bytes from src go to dst. The ranges may overlap.
func (v view) Copy(dst, src, n uint64) {
	v.check(src, n)
	v.check(dst, n)
	copy(v.b[dst:dst+n], v.b[src:src+n])
}

// CopyFrom is memory.copy from another memory.
func (v view) CopyFrom(from mem.Memory, dst, src, n uint64) {
	if !mem.InRange(src, n, from.Size()) {
		rt.Throw(rt.OutOfBoundsMemory)
	}
	v.check(dst, n)
	if err := from.ReadAt(v.b[dst:dst+n], src); err != nil {
		rt.ThrowDevice(err)
	}
}

// Init is memory.init: n bytes of a data segment, from src, go to dst.
func (v view) Init(dst uint64, data string, src, n uint64) {
	if !mem.InRange(src, n, uint64(len(data))) {
		rt.Throw(rt.OutOfBoundsMemory)
	}
	v.check(dst, n)
	copy(v.b[dst:dst+n], data[src:src+n])
}

// check traps unless n bytes at addr exist.
func (v view) check(addr, n uint64) {
	if !mem.InRange(addr, n, v.Size()) {
		rt.Throw(rt.OutOfBoundsMemory)
	}
}

// at returns the n bytes at addr for the host.
func (v view) at(addr, n uint64) ([]byte, error) {
	if err := mem.Check(addr, n, v.Size()); err != nil {
		return nil, err
	}
	return v.b[addr : addr+n], nil
}

// ReadAt copies len(p) bytes from addr on.
func (v view) ReadAt(p []byte, addr uint64) error {
	b, err := v.at(addr, uint64(len(p)))
	copy(p, b)
	return err
}

// WriteAt copies p to addr.
func (v view) WriteAt(p []byte, addr uint64) error {
	b, err := v.at(addr, uint64(len(p)))
	copy(b, p)
	return err
}

// Uint8 reads 8 bits for the host.
func (v view) Uint8(addr uint64) (uint8, error) {
	b, err := v.at(addr, 1)
	if err != nil {
		return 0, err
	}
	return b[0], nil
}

// Uint16 reads 16 bits for the host.
func (v view) Uint16(addr uint64) (uint16, error) {
	b, err := v.at(addr, 2)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint16(b), nil
}

// Uint32 reads 32 bits for the host.
func (v view) Uint32(addr uint64) (uint32, error) {
	b, err := v.at(addr, 4)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint32(b), nil
}

// Uint64 reads 64 bits for the host.
func (v view) Uint64(addr uint64) (uint64, error) {
	b, err := v.at(addr, 8)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint64(b), nil
}

// PutUint8 writes 8 bits for the host.
func (v view) PutUint8(addr uint64, x uint8) error {
	b, err := v.at(addr, 1)
	if err == nil {
		b[0] = x
	}
	return err
}

// PutUint16 writes 16 bits for the host.
func (v view) PutUint16(addr uint64, x uint16) error {
	b, err := v.at(addr, 2)
	if err == nil {
		binary.LittleEndian.PutUint16(b, x)
	}
	return err
}

// PutUint32 writes 32 bits for the host.
func (v view) PutUint32(addr uint64, x uint32) error {
	b, err := v.at(addr, 4)
	if err == nil {
		binary.LittleEndian.PutUint32(b, x)
	}
	return err
}

// PutUint64 writes 64 bits for the host.
func (v view) PutUint64(addr uint64, x uint64) error {
	b, err := v.at(addr, 8)
	if err == nil {
		binary.LittleEndian.PutUint64(b, x)
	}
	return err
}
