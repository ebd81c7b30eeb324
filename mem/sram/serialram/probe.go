package serialram

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// extent is what a probe finds out.
type extent struct {
	addrBytes int
	size      uint64
}

// A probe finds out how many bytes of address a chip takes, and where addresses begin to repeat. Reading tells, unless what is read is the
// same everywhere. Then the probe writes a byte, looks where it shows, and puts back what was there.
type probe struct {
	send   chip.Sender
	look   int        // bytes that are read at a place
	expect *chip.Chip // not to be written to: what reading does not tell is believed; nil: may be written to
}

// lookBytes is what is read at a place, where the bus takes that much. The more, the seldomer they are alike.
const lookBytes = 64

func newProbe(s *chip.Site, send chip.Sender, named bool) *probe {
	p := &probe{send: send, look: max(2, min(lookBytes, s.Bus.MaxFrame()-4))}
	if named && s.Chip.Battery {
		p.expect = s.Chip
	}
	return p
}

func (p *probe) measure() (extent, error) {
	n, err := p.addrBytes()
	switch {
	case err != nil:
		return extent{}, err
	case n == 3:
		return extent{3, 128 << 10}, nil // all chips with three bytes
	case p.expect != nil:
		return extent{2, p.expect.Size}, nil
	}
	for _, size := range []uint64{8 << 10, 32 << 10} {
		if repeats, err := p.repeats(uint16(size)); err != nil || repeats {
			return extent{2, size}, err
		}
	}
	return extent{2, 64 << 10}, nil
}

// addrBytes is 2 or 3.
func (p *probe) addrBytes() (int, error) {
	n, err := p.shown()
	switch {
	case err != nil || n != 0:
		return n, err
	case p.expect != nil:
		return p.expect.AddrBytes, nil
	}
	return p.written()
}

// shown reads at 0 and at 1 as from a chip with three bytes of address. If it has three, the second reading is the first one, a byte
// later. If it has two, the third passes while the first byte of data does, and both readings are the same. Where both hold, all bytes are
// alike, and it returns 0.
func (p *probe) shown() (int, error) {
	got, err := p.read(long(chip.CmdRead, 0), long(chip.CmdRead, 1))
	if err != nil {
		return 0, err
	}
	later := bytes.Equal(got[0][1:], got[1][:p.look-1])
	same := bytes.Equal(got[0], got[1])
	switch {
	case later && same:
		return 0, nil
	case later:
		return 3, nil
	case same:
		return 2, nil
	}
	return 0, fmt.Errorf("reading at 0 gives %x, and at 1 %x, which no chip would send: look at the wires, or lower the clock", got[0], got[1])
}

// written is shown after a byte was changed. To a chip with two bytes of address all that is written has the third as its first byte of
// data, so what there was at 0 is put back as an address. A chip with three then gets, at that address, what it had there.
func (p *probe) written() (int, error) {
	got, err := p.read(short(chip.CmdRead, 0), long(chip.CmdRead, 0))
	if err != nil {
		return 0, err
	}
	old, first := got[0][0], got[1][:1] // of a chip with two, at 0 and 1; of one with three, first is at 0
	if got, err = p.read(long(chip.CmdRead, old)); err != nil {
		return 0, err
	}
	change := chip.Frame{Header: long(chip.CmdWrite, 0), Write: []byte{^first[0]}}
	undo := []chip.Frame{
		{Header: long(chip.CmdWrite, 0), Write: first},
		{Header: long(chip.CmdWrite, old), Write: got[0][:1]},
	}
	n := 0
	err = p.try(change, undo, func() (err error) {
		if n, err = p.shown(); err == nil && n == 0 {
			err = fmt.Errorf("wrote %x, and read %x: the chip does not keep what is written", ^first[0], first)
		}
		return err
	})
	return n, err
}

// repeats reports whether a chip with two bytes of address has the same cells at 0 and at another address.
func (p *probe) repeats(at uint16) (bool, error) {
	got, err := p.read(short(chip.CmdRead, 0), short(chip.CmdRead, at))
	if err != nil || !bytes.Equal(got[0], got[1]) {
		return false, err
	}
	old := got[1][:1]
	change := chip.Frame{Header: short(chip.CmdWrite, at), Write: []byte{^old[0]}}
	undo := []chip.Frame{{Header: short(chip.CmdWrite, at), Write: old}}
	repeats := false
	err = p.try(change, undo, func() error {
		got, err := p.read(short(chip.CmdRead, 0), short(chip.CmdRead, at))
		switch {
		case err != nil:
			return err
		case got[1][0] == old[0]:
			return fmt.Errorf("wrote %x, and read %x: the chip does not keep what is written", ^old[0], old)
		}
		repeats = got[0][0] != old[0]
		return nil
	})
	return repeats, err
}

// read reads at the places that the headers name, all of them twice, so that a bit that flips is not taken for a difference.
func (p *probe) read(headers ...[]byte) ([][]byte, error) {
	var frames []chip.Frame
	var got [][]byte
	for range 2 {
		for _, h := range headers {
			b := make([]byte, p.look)
			frames, got = append(frames, chip.Frame{Header: h, Read: b}), append(got, b)
		}
	}
	if _, err := p.send(frames); err != nil {
		return nil, err
	}
	for i := range headers {
		if !bytes.Equal(got[i], got[len(headers)+i]) {
			return nil, errors.New("reading twice gives different bytes: look at the wires, or lower the clock")
		}
	}
	return got[:len(headers)], nil
}

// try changes a byte, looks, and undoes the change, whatever fails.
func (p *probe) try(change chip.Frame, undo []chip.Frame, look func() error) error {
	_, err := p.send([]chip.Frame{change})
	if err == nil {
		err = look()
	}
	if failed := chip.Insist(p.send, undo); failed != nil {
		return fmt.Errorf("a byte that was overwritten to find out the size could not be put back: %w", failed)
	}
	return err
}

// long is the header of a frame for a chip with three bytes of address, short for one with two.
func long(cmd, addr byte) []byte         { return []byte{cmd, 0, 0, addr} }
func short(cmd byte, addr uint16) []byte { return []byte{cmd, byte(addr >> 8), byte(addr)} }
