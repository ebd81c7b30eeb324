package sram

import (
	"encoding/binary"

	"github.com/wasm2go/wasm2go/mem"
)

var _ mem.Memory = (*Memory)(nil)

// get reads n bytes, at most a word, for the host.
func (m Memory) get(addr, n uint64) (uint64, error) {
	if err := mem.Check(addr, n, m.c.size); err != nil {
		return 0, err
	}
	at, err := m.c.loadPlace(addr, n)
	if err != nil {
		return 0, err
	}
	var b [word]byte
	copy(b[:], m.c.bytes(at, n))
	return binary.LittleEndian.Uint64(b[:]), nil
}

// put writes n bytes, at most a word, for the host.
func (m Memory) put(addr, n, v uint64) error {
	if err := mem.Check(addr, n, m.c.size); err != nil {
		return err
	}
	return m.c.storeWord(addr, n, v)
}

// Uint8 reads 8 bits for the host.
func (m Memory) Uint8(addr uint64) (uint8, error) {
	v, err := m.get(addr, 1)
	return uint8(v), err
}

// Uint16 reads 16 bits for the host.
func (m Memory) Uint16(addr uint64) (uint16, error) {
	v, err := m.get(addr, 2)
	return uint16(v), err
}

// Uint32 reads 32 bits for the host.
func (m Memory) Uint32(addr uint64) (uint32, error) {
	v, err := m.get(addr, 4)
	return uint32(v), err
}

// Uint64 reads 64 bits for the host.
func (m Memory) Uint64(addr uint64) (uint64, error) { return m.get(addr, 8) }

// PutUint8 writes 8 bits for the host.
func (m Memory) PutUint8(addr uint64, v uint8) error { return m.put(addr, 1, uint64(v)) }

// PutUint16 writes 16 bits for the host.
func (m Memory) PutUint16(addr uint64, v uint16) error { return m.put(addr, 2, uint64(v)) }

// PutUint32 writes 32 bits for the host.
func (m Memory) PutUint32(addr uint64, v uint32) error { return m.put(addr, 4, uint64(v)) }

// PutUint64 writes 64 bits for the host.
func (m Memory) PutUint64(addr uint64, v uint64) error { return m.put(addr, 8, v) }

// ReadAt copies len(p) bytes from addr on.
func (m Memory) ReadAt(p []byte, addr uint64) error {
	if err := mem.Check(addr, uint64(len(p)), m.c.size); err != nil {
		return err
	}
	return m.c.read(p, addr)
}

// WriteAt copies p to addr.
func (m Memory) WriteAt(p []byte, addr uint64) error {
	if err := mem.Check(addr, uint64(len(p)), m.c.size); err != nil {
		return err
	}
	return m.c.write(p, addr)
}
