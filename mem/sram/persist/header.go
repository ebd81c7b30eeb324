package persist

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
)

// A header says that a checkpoint is complete. On the device it is
//
//	0   8  magic
//	8   8  number
//	16  8  bytes of the device
//	24  4  bytes of a block
//	28  4  bytes that there are for a state
//	32  4  bytes of the state
//	36  4  checksum of the state
//	60  4  checksum of what is before
type header struct {
	number       uint64
	size         uint64
	block, state uint32
	length, sum  uint32
}

const (
	headerBytes = 64
	magic       = "w2g-ckp1"
)

// headerAt is where the header of a checkpoint is.
func headerAt(number uint64) uint64 { return number % 2 * headerBytes }

func (h header) encode() []byte {
	b := make([]byte, headerBytes)
	copy(b, magic)
	binary.LittleEndian.PutUint64(b[8:], h.number)
	binary.LittleEndian.PutUint64(b[16:], h.size)
	binary.LittleEndian.PutUint32(b[24:], h.block)
	binary.LittleEndian.PutUint32(b[28:], h.state)
	binary.LittleEndian.PutUint32(b[32:], h.length)
	binary.LittleEndian.PutUint32(b[36:], h.sum)
	binary.LittleEndian.PutUint32(b[60:], crc32.ChecksumIEEE(b[:60]))
	return b
}

// decodeHeader returns the zero header for one that is not valid.
func decodeHeader(b []byte) header {
	if string(b[:8]) != magic || binary.LittleEndian.Uint32(b[60:]) != crc32.ChecksumIEEE(b[:60]) {
		return header{}
	}
	return header{
		number: binary.LittleEndian.Uint64(b[8:]),
		size:   binary.LittleEndian.Uint64(b[16:]),
		block:  binary.LittleEndian.Uint32(b[24:]),
		state:  binary.LittleEndian.Uint32(b[28:]),
		length: binary.LittleEndian.Uint32(b[32:]),
		sum:    binary.LittleEndian.Uint32(b[36:]),
	}
}

// layout is how the device is divided.
func (h header) layout(size uint64) (layout, error) {
	if h.size != size {
		return layout{}, fmt.Errorf("they are of a device of %d bytes, this one has %d", h.size, size)
	}
	return Opts{Block: int(h.block), State: int(h.state)}.layout(size)
}

// errNoise is that of a bus that gives other bytes each time.
var errNoise = errors.New("reading twice gives different bytes: look at the wires, or lower the clock")

// readHeaders returns the header of the last checkpoint. It does not trust a single look: to take a valid header for one that is not would
// bring an older checkpoint back.
func (s *Store) readHeaders() (header, error) {
	if s.device.Size() < 2*headerBytes {
		return header{}, fmt.Errorf("the device has only %d bytes", s.device.Size())
	}
	b, err := s.read(0, 2*headerBytes)
	if err != nil {
		return header{}, err
	}
	again, err := s.read(0, 2*headerBytes)
	if err != nil {
		return header{}, err
	}
	if !bytes.Equal(b, again) {
		return header{}, errNoise
	}
	even, odd := decodeHeader(b), decodeHeader(b[headerBytes:])
	if even.number > odd.number {
		return even, nil
	}
	return odd, nil
}

// readState reads what the last checkpoint holds besides memory.
func (s *Store) readState() ([]byte, error) {
	if uint64(s.last.length) > s.layout.state {
		return nil, errors.New("the last one is damaged: its state is longer than there is room for")
	}
	b, err := s.read(s.layout.stateAt(s.last.number), int(s.last.length))
	if err == nil && crc32.ChecksumIEEE(b) != s.last.sum {
		err = errors.New("the last one is damaged: its state has the wrong checksum")
	}
	return b, err
}

// commit makes a checkpoint of what the device has and of the state.
func (s *Store) commit(state []byte) error {
	if n := uint64(len(state)); n > s.layout.state {
		return fmt.Errorf("globals, tables and the map of memory take %d bytes, there are %d: see Opts.State", n, s.layout.state)
	}
	next := header{
		number: s.last.number + 1, size: s.device.Size(), block: uint32(s.layout.block), state: uint32(s.layout.state),
		length: uint32(len(state)), sum: crc32.ChecksumIEEE(state),
	}
	if s.last.number == 0 {
		// No entry that an earlier use has left on the device shall be taken for one of this.
		next.number = rand.Uint64()>>1 + 1
	}
	if s.broken != nil {
		return s.broken
	}
	if err := s.write(s.layout.stateAt(next.number), state); err != nil {
		return err
	}
	if err := s.write(headerAt(next.number), next.encode()); err != nil {
		if err := s.settle(next, err); err != nil {
			return err
		}
	}
	s.last, s.entries = next, 0
	clear(s.saved)
	return nil
}

// settle finds out whether a header is on the device although writing it failed, with err. If that cannot be known, nothing may be written
// any more: the journal would be that of the wrong checkpoint.
func (s *Store) settle(next header, err error) error {
	for range 2 { // a disturbed bus must not hide it
		b, readErr := s.read(headerAt(next.number), headerBytes)
		if readErr != nil {
			s.broken = fmt.Errorf("it is not known whether the last checkpoint is complete, open the device again: %w", err)
			return s.broken
		}
		if decodeHeader(b) == next {
			return nil
		}
	}
	return err
}

// Discard forgets the checkpoints on the device: an instance made with Keep after it begins anew.
func (s *Store) Discard() error {
	if s.last.number == 0 {
		return nil
	}
	for _, number := range []uint64{s.last.number + 1, s.last.number} { // of a cut in between the last one comes back
		if err := s.write(headerAt(number), make([]byte, headerBytes)); err != nil {
			s.broken = fmt.Errorf("it is not known whether the checkpoints are discarded, open the device again: %w", err)
			return s.broken
		}
	}
	s.last, s.kept, s.entries = header{}, nil, 0
	clear(s.saved)
	return nil
}
