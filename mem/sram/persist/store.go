package persist

import (
	"errors"
	"fmt"
	"math/bits"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/rt"
)

// Opts say how a device is divided. They count where there is no checkpoint on it: otherwise it stays as it is.
type Opts struct {
	// Block is how many bytes the journal keeps at once, a power of two from 32 to 4096. 0: 128.
	Block int
	// State is how many bytes a checkpoint has for what is not memory. 0: a 64th of the device, at least 512.
	State int
}

// Limits of Opts.
const (
	minBlock     = 32
	maxBlock     = 4096
	defaultBlock = 128
	minState     = 512
)

// Store is the part of a device that memory may use, and keeps one instance on the rest. It must be all that uses the device.
type Store struct {
	device sram.Device
	layout layout
	last   header // the last checkpoint; its number is 0 if there is none
	kept   []byte // its state, until it is resumed
	broken error  // why nothing may be written any more

	saved       []uint64 // a bit for each block that is in the journal
	entries     uint64   // of the journal
	blocks      []byte   // on the way to the journal
	entryBuffer []byte   // likewise, as entries

	instance *rt.State
	resumed  bool
}

var _ sram.Metered = (*Store)(nil)

// Open looks for a checkpoint on the device, and undoes what was written after it. It writes nothing where there is none.
func Open(d sram.Device, o Opts) (*Store, error) {
	s := &Store{device: d}
	if err := s.open(o); err != nil {
		return nil, fmt.Errorf("checkpoints on %v: %w", d, err)
	}
	return s, nil
}

func (s *Store) open(o Opts) error {
	var err error
	if s.last, err = s.readHeaders(); err != nil {
		return err
	}
	if s.last.number == 0 {
		if s.layout, err = o.layout(s.device.Size()); err != nil {
			return err
		}
	} else if s.layout, err = s.last.layout(s.device.Size()); err != nil {
		return err
	}
	s.saved = make([]uint64, (s.layout.blocks+63)/64)
	s.blocks = make([]byte, s.layout.batch()*s.layout.block)
	s.entryBuffer = make([]byte, s.layout.batch()*s.layout.entryBytes())
	if s.last.number == 0 {
		return nil
	}
	if s.kept, err = s.readState(); err != nil {
		return err
	}
	return s.undo()
}

// A layout is where things are on a device.
type layout struct {
	block  uint64 // bytes
	state  uint64 // bytes
	blocks uint64
}

func (o Opts) layout(size uint64) (layout, error) {
	l := layout{block: uint64(o.Block), state: uint64(o.State)}
	if o.Block == 0 {
		l.block = defaultBlock
	}
	if o.State == 0 {
		l.state = max(minState, size/64)
	}
	if bits.OnesCount64(l.block) != 1 || l.block < minBlock || l.block > maxBlock {
		return l, fmt.Errorf("blocks of %d bytes: a power of two from %d to %d is needed", o.Block, minBlock, maxBlock)
	}
	if o.State < 0 || l.state > size {
		return l, fmt.Errorf("%d bytes for states: the device has %d", o.State, size)
	}
	return l.fill(size)
}

// fill computes how many blocks there is room for: what a cache takes as a device, a multiple of its lines, if these are not very long.
func (l layout) fill(size uint64) (layout, error) {
	const align = 256
	if at := l.data(); at < size {
		l.blocks = (size - at) / (l.block + l.entryBytes())
		l.blocks &^= max(1, align/l.block) - 1
	}
	if l.blocks == 0 {
		return l, fmt.Errorf("the device has %d bytes, too few for two states of %d", size, l.state)
	}
	return l, nil
}

// stateAt is where the state of a checkpoint is.
func (l layout) stateAt(number uint64) uint64 { return 2*headerBytes + number%2*l.state }

// data is where the data begins.
func (l layout) data() uint64 { return (l.stateAt(1) + l.state + l.block - 1) &^ (l.block - 1) }

func (l layout) entryBytes() uint64 { return entryHeader + l.block }

// batch is how many blocks go to the journal at once.
func (l layout) batch() uint64 { return max(1, batchBytes/l.block) }

// entryAt is where an entry of the journal is.
func (l layout) entryAt(i uint64) uint64 { return l.data() + l.blocks*l.block + i*l.entryBytes() }

// String names the device.
func (s *Store) String() string { return s.device.String() }

// Size is how many bytes memories may use.
func (s *Store) Size() uint64 { return s.layout.blocks * s.layout.block }

// Transfer writes and reads data, see sram.Device. What is overwritten for the first time since the last checkpoint goes to the journal.
func (s *Store) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if err := errors.Join(s.inRange(waddr, len(w)), s.inRange(raddr, len(r))); err != nil {
		return err
	}
	if len(w) > 0 {
		if s.broken != nil {
			return s.broken
		}
		if err := s.save(waddr, uint64(len(w))); err != nil {
			return err
		}
	}
	return s.device.Transfer(s.layout.data()+waddr, w, s.layout.data()+raddr, r)
}

func (s *Store) inRange(addr uint64, n int) error {
	if size := s.Size(); addr > size || uint64(n) > size-addr {
		return fmt.Errorf("%v: %d bytes at %#x run past the end of the %d bytes for data", s, n, addr, size)
	}
	return nil
}

// Traffic implements sram.Metered.
func (s *Store) Traffic() (transactions, frames, bytes uint64) {
	t := sram.TrafficOf(s.device)
	return t.Transactions, t.Frames, t.Bytes
}

// Halt ends the use of the device.
func (s *Store) Halt() error { return s.device.Halt() }

// retries is how often a transfer is repeated that no array repeats.
const retries = 3

// transfer is one of the Store's own.
func (s *Store) transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	err := s.device.Transfer(waddr, w, raddr, r)
	for n := 0; err != nil && n < retries; n++ {
		err = s.device.Transfer(waddr, w, raddr, r)
	}
	return err
}

func (s *Store) read(addr uint64, n int) ([]byte, error) {
	b := make([]byte, n)
	return b, s.transfer(0, nil, addr, b)
}

func (s *Store) write(addr uint64, b []byte) error { return s.transfer(addr, b, 0, nil) }
