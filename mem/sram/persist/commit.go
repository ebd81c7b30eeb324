package persist

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// readState reads what the last checkpoint holds besides memory.
func (s *Store) readState() ([]byte, error) {
	if uint64(s.last.length) > s.layout.state {
		return nil, errors.New("the last one is damaged: its state is longer than there is room for")
	}
	b := make([]byte, s.last.length)
	at := s.layout.stateAt(s.last.number)
	if err := s.read(at, b); err != nil || crc32.ChecksumIEEE(b) == s.last.sum {
		return b, err
	}
	err := s.readTwice(func() ([]byte, error) { return b, s.device.Transfer(0, nil, at, b) })
	switch {
	case err != nil || crc32.ChecksumIEEE(b) == s.last.sum:
		return b, err
	case !mend(b, s.last.sum):
		return nil, errors.New("the last one is damaged: its state has the wrong checksum")
	}
	s.mended++
	return b, s.write(at, b)
}

// commit makes a checkpoint of what the device has and of the state.
func (s *Store) commit(state []byte) error {
	if n := uint64(len(state)); n > s.layout.state {
		return fmt.Errorf("globals, tables, the map of memory and its checksums take %d bytes, there are %d: see Opts.State", n, s.layout.state)
	}
	if err := s.ready(); err != nil {
		return err
	}
	next := header{
		number: s.last.number + 1, size: s.device.Size(), block: uint32(s.layout.block), state: uint32(s.layout.state),
		length: uint32(len(state)), sum: crc32.ChecksumIEEE(state), start: uint32((uint64(s.last.start) + s.entries) % s.layout.blocks),
	}
	if err := s.write(s.layout.stateAt(next.number), state); err != nil {
		return err
	}
	return s.change(next)
}

// Erase forgets checkpoints that Open refuses: it writes something else over all headers and labels.
func Erase(d sram.Device) error {
	if d.Size() < 2*ringBytes {
		return nil // Open makes none there
	}
	s := &Store{device: withLabels(d), back: make([]byte, ringBytes)}
	nothing := bytes.Repeat([]byte("erased. "), ringBytes/8) // not what a chip that is gone would read as
	places := []uint64{0, secondRing(s.device.Size())}
	if l, several := s.device.(*labelled); several {
		for i := range l.labels {
			places = append(places, l.labelAt(i))
		}
	}
	for i, at := range places {
		if i == 2 {
			nothing = nothing[:labelBytes]
		}
		if err := s.write(at, nothing); err != nil {
			return fmt.Errorf("erasing the checkpoints on %v: %w", d, err)
		}
	}
	return sram.Sync(d)
}

// Discard forgets the checkpoints on the device: an instance made with Keep after it begins anew.
func (s *Store) Discard() error {
	if !s.keeps() && s.doubt == nil {
		return nil
	}
	if err := s.ready(); err != nil {
		return err
	}
	s.kept = nil
	return s.change(header{number: s.last.number + 1, size: s.device.Size(), empty: true})
}

// ready prepares for writing: it is found out whether a header is complete whose writing failed, and a device without any gets one that says
// so.
func (s *Store) ready() error {
	if err := s.settle(); err != nil || s.last.number != 0 {
		return err
	}
	return s.begin()
}

// change makes next the last header.
func (s *Store) change(next header) error {
	if err := s.alone(next.number); err != nil {
		return err
	}
	if err := sram.Sync(s.device); err != nil {
		return err
	}
	s.doubt = &next
	err := s.write(slotAt(next.number), next.encode())
	if err == nil {
		err = s.second()
	}
	if err != nil {
		err = errors.Join(err, s.settle())
	}
	if s.doubt == nil && s.last == next {
		return nil
	}
	return err
}

// alone is an error if the device has the header of that number already.
func (s *Store) alone(n number) error {
	b := make([]byte, headerBytes)
	if err := s.read(slotAt(n), b); err != nil {
		return err
	}
	if have := decodeSlot(b); have.condition == valid && (have.number == n || have.number.laterThan(n)) {
		return fmt.Errorf("the device has checkpoint %v already, which is not of this Store: something else uses it", have.number)
	}
	return nil
}

// second writes the header in doubt to the second ring, when it is in the first.
func (s *Store) second() error {
	if err := sram.Sync(s.device); err != nil {
		return err
	}
	if err := s.write(secondRing(s.device.Size())+slotAt(s.doubt.number), s.doubt.encode()); err != nil {
		return err
	}
	if err := sram.Sync(s.device); err != nil {
		return err
	}
	s.last, s.doubt = *s.doubt, nil
	s.entries, s.staged = 0, batch{}
	clear(s.saved)
	return nil
}

// settle finds out whether the header in doubt is on the device although writing it failed. If so it becomes the last one; if not, it is as if
// it had never been tried. While that cannot be known, nothing may be written: the journal would be that of the wrong checkpoint.
func (s *Store) settle() error {
	if s.doubt == nil {
		return nil
	}
	if err := s.settled(); err != nil {
		return fmt.Errorf("it is not known whether the last checkpoint is complete: %w", err)
	}
	return nil
}

func (s *Store) settled() error {
	b := make([]byte, headerBytes)
	err := s.readTwice(func() ([]byte, error) {
		if err := s.device.Transfer(0, nil, slotAt(s.doubt.number), b); err != nil || s.last.number == 0 {
			return b, err
		}
		return b, s.alive(slotAt(s.doubt.number), headerBytes)
	})
	if err != nil {
		return err
	}
	if have := decodeSlot(b); have.condition != valid || have.header != *s.doubt {
		s.doubt = nil
		return nil
	}
	if err := s.write(slotAt(s.doubt.number), s.doubt.encode()); err != nil {
		return err
	}
	return s.second()
}

// begin writes the first header to a device that has none. That there was none must not have been a device that did not answer: it has to
// answer before and after that is looked at again.
func (s *Store) begin() error {
	if err := s.scratch(); err != nil {
		return err
	}
	first, second, _, err := s.readRings()
	if err != nil {
		return err
	}
	if h, err := s.decide(&first, &second); err != nil || h.number != 0 {
		return errors.Join(errors.New("there are checkpoints that could not be read before: open the device again"), err)
	}
	if err := s.checkLabels(); err != nil {
		return err
	}
	if err := s.scratch(); err != nil {
		return err
	}
	n := randomNumber()
	if err := s.writeLabels(n); err != nil {
		return err
	}
	return s.change(header{number: n, size: s.device.Size(), empty: true})
}

// scratch sees that the device keeps what is written.
func (s *Store) scratch() error {
	pattern := make([]byte, 16)
	for i := range pattern {
		pattern[i] = byte(rand.Uint32())&0x7e | 1 // neither all ones nor all zeros
	}
	return s.write(scratchAt, pattern)
}
