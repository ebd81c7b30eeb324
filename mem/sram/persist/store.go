package persist

import (
	"fmt"
	"math/bits"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/rt"
)

// Opts say how a device is divided. They count where there is no checkpoint on it: otherwise it stays as it is.
type Opts struct {
	// Block is how many bytes the journal keeps at once, a power of two from 32 to 4096. 0: 128.
	Block int
	// State is how many bytes a checkpoint has for what is not memory, at most 1 GiB. Globals and tables take 1 to 10 bytes each, a line of memory a bit, and
	// once it was written 4 bytes with sram.ArrayOpts.Checksum. 0: a 32nd of the device, at least 512, at most 64 MiB, which is enough for a
	// checksum of each line of 64 bytes.
	State int
}

// Limits of Opts.
const (
	minBlock     = 32
	maxBlock     = 4096
	defaultBlock = 128
	minState     = 512
	maxState     = 1 << 30
	defaultState = 64 << 20 // at most
	maxBlocks    = 1 << 31
)

// Store is the part of a device that memory may use, and keeps one instance on the rest. It must be all that uses the device.
type Store struct {
	device sram.Device
	layout layout
	last   header  // the last header on the device; its number is 0 if there is none
	kept   []byte  // the state of the last checkpoint, until it is resumed
	doubt  *header // one whose writing failed: nothing may be written before it is known whether it is complete
	mended int     // bits

	saved   []uint64 // a bit for each block that is in the journal
	entries uint64   // of the journal
	staged  batch    // what is to be the next entries

	blocks      []byte  // on the way to the journal
	entryBuffer []byte  // likewise, as entries
	back        []byte  // what is read back
	mark        [8]byte // likewise, to see that the device is there

	instance *rt.State
	resumed  bool
}

var (
	_ sram.Metered = (*Store)(nil)
	_ sram.Syncer  = (*Store)(nil)
)

// Open looks for a checkpoint on the device, and undoes what was written after it. Where there is none it writes nothing; unless the device
// is all ones or all zeros where a header would be and cannot be asked (see sram.Answerer), since that may be one that is gone.
func Open(d sram.Device, o Opts) (*Store, error) {
	s := &Store{device: withLabels(d)}
	if err := s.open(o); err != nil {
		return nil, fmt.Errorf("checkpoints on %v: %w", d, err)
	}
	return s, nil
}

func (s *Store) open(o Opts) error {
	first, second, doubtful, err := s.readRings()
	if err != nil {
		return err
	}
	if s.last, err = s.decide(&first, &second); err != nil {
		return err
	}
	if s.keeps() {
		s.layout, err = Opts{Block: int(s.last.block), State: int(s.last.state)}.layout(s.device.Size())
	} else {
		s.layout, err = o.layout(s.device.Size())
	}
	if err != nil {
		return err
	}
	s.saved = make([]uint64, (s.layout.blocks+63)/64)
	s.blocks = make([]byte, s.layout.batch()*s.layout.block)
	s.entryBuffer = make([]byte, s.layout.batch()*s.layout.entryBytes())
	s.back = make([]byte, len(s.entryBuffer))
	s.mended = first.mended() + second.mended()
	if err := s.checkLabels(); err != nil {
		return err
	}
	if doubtful && s.last.number == 0 {
		return s.begin()
	}
	if !s.keeps() {
		return s.heal(&first, &second)
	}
	if s.kept, err = s.readState(); err != nil {
		return err
	}
	entries, err := s.journal()
	if err != nil {
		return err
	}
	if err := s.heal(&first, &second); err != nil {
		return err
	}
	return s.undo(entries)
}

// keeps tells whether there is a checkpoint.
func (s *Store) keeps() bool { return s.last.number != 0 && !s.last.empty }

// Mended is how many bits were wrong in what the Store has on the device besides memory, and could be set right. If they become more with
// each Open, the chip is worn or the wires are bad.
func (s *Store) Mended() int { return s.mended }

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
		l.state = min(max(minState, size/32), defaultState)
	}
	if bits.OnesCount64(l.block) != 1 || l.block < minBlock || l.block > maxBlock {
		return l, fmt.Errorf("blocks of %d bytes: a power of two from %d to %d is needed", o.Block, minBlock, maxBlock)
	}
	if o.State < 0 || l.state > size {
		return l, fmt.Errorf("%d bytes for states: the device has %d", o.State, size)
	}
	if l.state > maxState {
		return l, fmt.Errorf("%d bytes for states: at most %d", o.State, maxState)
	}
	return l.fill(size)
}

// fill computes how many blocks there is room for: what a cache takes as a device, a multiple of its lines, if these are not very long.
func (l layout) fill(size uint64) (layout, error) {
	const align = 256
	if at := l.data(); at+ringBytes < size {
		l.blocks = min(maxBlocks, (size-ringBytes-at)/(l.block+l.entryBytes()))
		l.blocks &^= max(1, align/l.block) - 1
	}
	if l.blocks == 0 {
		return l, fmt.Errorf("the device has %d bytes, too few for two states of %d", size, l.state)
	}
	return l, nil
}

// scratchAt is where scratchBytes are that are written and read to see that the device is there.
const (
	scratchAt    = ringBytes
	scratchBytes = 64
)

// stateAt is where the state of a checkpoint is.
func (l layout) stateAt(n number) uint64 { return scratchAt + scratchBytes + uint64(n)%2*l.state }

// data is where the data begins.
func (l layout) data() uint64 { return (l.stateAt(1) + l.state + l.block - 1) &^ (l.block - 1) }

func (l layout) blockAt(b uint64) uint64 { return l.data() + b*l.block }

func (l layout) entryBytes() uint64 { return recordBytes + entryHead + l.block }

// batch is how many blocks go to the journal at once.
func (l layout) batch() uint64 { return max(1, batchBytes/l.block) }

// entryAt is where an entry of the journal is.
func (l layout) entryAt(i uint64) uint64 { return l.blockAt(l.blocks) + i*l.entryBytes() }

// String names the device.
func (s *Store) String() string { return s.device.String() }

// Size is how many bytes memories may use.
func (s *Store) Size() uint64 { return s.layout.blocks * s.layout.block }

// Transfer writes and reads data, see sram.Device. What is overwritten for the first time since the last checkpoint goes to the journal.
// What is written is read back. What is read has no checksum here.
func (s *Store) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if err := sram.CheckTransfer(s, waddr, w, raddr, r); err != nil {
		return err
	}
	if len(w) > 0 {
		if err := s.ready(); err != nil {
			return err
		}
		if err := s.save(waddr, uint64(len(w))); err != nil {
			return err
		}
		if err := s.write(s.layout.data()+waddr, w); err != nil {
			return err
		}
	}
	if len(r) == 0 {
		return nil
	}
	return s.device.Transfer(0, nil, s.layout.data()+raddr, r)
}

// Traffic implements sram.Metered.
func (s *Store) Traffic() (transactions, frames, bytes uint64) {
	t := sram.TrafficOf(s.device)
	return t.Transactions, t.Frames, t.Bytes
}

// Sync implements sram.Syncer.
func (s *Store) Sync() error { return sram.Sync(s.device) }

// Halt ends the use of the device.
func (s *Store) Halt() error { return s.device.Halt() }
