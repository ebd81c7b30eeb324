package mem

import "encoding/binary"

// Bytes gives a backend that keeps its memory in a Go slice the accesses of hosts: see Memory and Local.
type Bytes []byte

// at returns the n bytes at addr.
func (b Bytes) at(addr, n uint64) ([]byte, error) {
	if err := Check(addr, n, uint64(len(b))); err != nil {
		return nil, err
	}
	return b[addr : addr+n], nil
}

// ReadAt copies len(p) bytes from addr on.
func (b Bytes) ReadAt(p []byte, addr uint64) error {
	from, err := b.at(addr, uint64(len(p)))
	copy(p, from)
	return err
}

// WriteAt copies p to addr.
func (b Bytes) WriteAt(p []byte, addr uint64) error {
	to, err := b.at(addr, uint64(len(p)))
	copy(to, p)
	return err
}

// Borrow calls f with the n bytes at addr, see Local.
func (b Bytes) Borrow(addr, n uint64, f func(b []byte) error) error {
	lent, err := b.at(addr, n)
	if err != nil {
		return err
	}
	return f(lent[:n:n])
}

// Uint8 reads 8 bits.
func (b Bytes) Uint8(addr uint64) (uint8, error) {
	var p [1]byte
	err := b.ReadAt(p[:], addr)
	return p[0], err
}

// Uint16 reads 16 bits.
func (b Bytes) Uint16(addr uint64) (uint16, error) {
	var p [2]byte
	err := b.ReadAt(p[:], addr)
	return binary.LittleEndian.Uint16(p[:]), err
}

// Uint32 reads 32 bits.
func (b Bytes) Uint32(addr uint64) (uint32, error) {
	var p [4]byte
	err := b.ReadAt(p[:], addr)
	return binary.LittleEndian.Uint32(p[:]), err
}

// Uint64 reads 64 bits.
func (b Bytes) Uint64(addr uint64) (uint64, error) {
	var p [8]byte
	err := b.ReadAt(p[:], addr)
	return binary.LittleEndian.Uint64(p[:]), err
}

// PutUint8 writes 8 bits.
func (b Bytes) PutUint8(addr uint64, v uint8) error { return b.WriteAt([]byte{v}, addr) }

// PutUint16 writes 16 bits.
func (b Bytes) PutUint16(addr uint64, v uint16) error {
	return b.WriteAt(binary.LittleEndian.AppendUint16(nil, v), addr)
}

// PutUint32 writes 32 bits.
func (b Bytes) PutUint32(addr uint64, v uint32) error {
	return b.WriteAt(binary.LittleEndian.AppendUint32(nil, v), addr)
}

// PutUint64 writes 64 bits.
func (b Bytes) PutUint64(addr uint64, v uint64) error {
	return b.WriteAt(binary.LittleEndian.AppendUint64(nil, v), addr)
}
