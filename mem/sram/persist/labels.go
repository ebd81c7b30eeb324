package persist

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"sort"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// Of several chips each has a label in its last bytes, with its place among them. So chips in another order, or put together in another way, are
// not taken for what they were, nor for blank ones.

const (
	labelBytes  = 2 * labelRecord
	labelRecord = recordBytes + 12
)

// labelled is a device of several chips, less their labels. These lie behind its end, one after the other.
type labelled struct {
	sram.Device
	labels []uint64 // where they are on the device, from the lowest on
}

// withLabels is d, less what labels take, if there are several chips.
func withLabels(d sram.Device) sram.Device {
	l := &labelled{Device: d}
	ends := sram.Ends(d)
	for _, end := range ends {
		if end >= labelBytes && sram.Chips(d, end-labelBytes, labelBytes) == 1 {
			l.labels = append(l.labels, end-labelBytes)
		}
	}
	if len(ends) < 2 {
		return d
	}
	return l
}

// Size is that of the device without the labels.
func (l *labelled) Size() uint64 { return l.Device.Size() - uint64(len(l.labels))*labelBytes }

// piece is where addr is on the device, and how many of n bytes from there on are not cut by a label.
func (l *labelled) piece(addr, n uint64) (at, has uint64) {
	if size := l.Size(); addr >= size {
		i, in := (addr-size)/labelBytes, (addr-size)%labelBytes
		return l.labels[i] + in, min(n, labelBytes-in)
	}
	before := func(i int) uint64 { return l.labels[i] - uint64(i)*labelBytes }
	i := sort.Search(len(l.labels), func(i int) bool { return before(i) > addr })
	if i < len(l.labels) {
		n = min(n, before(i)-addr)
	}
	return addr + uint64(i)*labelBytes, n
}

// span is the range of the device from the first to the last of n bytes.
func (l *labelled) span(addr, n uint64) (at, size uint64) {
	if n == 0 {
		return 0, 0
	}
	at, _ = l.piece(addr, 1)
	last, _ := l.piece(addr+n-1, 1)
	return at, last + 1 - at
}

// Transfer is one transaction where no label is in the way.
func (l *labelled) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	for len(w) > 0 || len(r) > 0 {
		wat, wn := uint64(0), uint64(0)
		if len(w) > 0 {
			wat, wn = l.piece(waddr, uint64(len(w)))
		}
		rat, rn := uint64(0), uint64(0)
		if wn == uint64(len(w)) && len(r) > 0 { // all is written before anything is read
			rat, rn = l.piece(raddr, uint64(len(r)))
		}
		if err := l.Device.Transfer(wat, w[:wn], rat, r[:rn]); err != nil {
			return err
		}
		w, waddr = w[wn:], waddr+wn
		r, raddr = r[rn:], raddr+rn
	}
	return nil
}

// Answers implements sram.Answerer.
func (l *labelled) Answers(addr, n uint64) (chips int, err error) {
	at, size := l.span(addr, n)
	return sram.Answers(l.Device, at, size)
}

// Chips is on how many chips n bytes lie.
func (l *labelled) Chips(addr, n uint64) int {
	at, size := l.span(addr, n)
	return sram.Chips(l.Device, at, size)
}

// Traffic implements sram.Metered.
func (l *labelled) Traffic() (transactions, frames, bytes uint64) {
	t := sram.TrafficOf(l.Device)
	return t.Transactions, t.Frames, t.Bytes
}

// Sync implements sram.Syncer.
func (l *labelled) Sync() error { return sram.Sync(l.Device) }

// A label says which of how many chips has it, and where it is. The number is that of the first header of those chips.
type label struct {
	number       number
	at           uint64 // on the device, where all chips are addressed as one
	place, count uint16
}

// encode writes it twice: there is nothing else to tell the chip by.
func (l label) encode() []byte {
	b := make([]byte, labelRecord)
	binary.LittleEndian.PutUint64(b[8:], l.at)
	binary.LittleEndian.PutUint16(b[16:], l.place)
	binary.LittleEndian.PutUint16(b[18:], l.count)
	seal(b, l.number)
	return bytes.Repeat(b, 2)
}

// decodeLabel returns the label that one of two copies has, the zero label if neither is whole.
func decodeLabel(b []byte) label {
	for b := range slices.Chunk(b, labelRecord) {
		if r := unseal(b); r.condition == valid && r.endsWith(r.number) {
			return label{r.number, binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint16(b[16:]), binary.LittleEndian.Uint16(b[18:])}
		}
	}
	return label{}
}

// labelOf is what chip i has to have.
func (l *labelled) labelOf(i int, n number) label {
	return label{number: n, at: l.labels[i], place: uint16(i), count: uint16(len(l.labels))}
}

// labelAt is where the label of chip i is.
func (l *labelled) labelAt(i int) uint64 { return l.Size() + uint64(i)*labelBytes }

// readLabel reads what chip i has for a label. Where that is none, it sees that the chip is there, between reading once and again.
func (s *Store) readLabel(l *labelled, i int) ([]byte, error) {
	b := make([]byte, labelBytes)
	err := s.readTwice(func() ([]byte, error) {
		err := s.device.Transfer(0, nil, l.labelAt(i), b)
		if err != nil || decodeLabel(bytes.Clone(b)).number != 0 {
			return b, err
		}
		if s.last.number != 0 {
			return b, s.alive(l.labelAt(i), labelBytes)
		}
		_, err = sram.Answers(s.device, l.labelAt(i), labelBytes)
		return b, err
	})
	return b, err
}

// eachLabel reads the labels, if there are several chips, and has do look at them, until that is an error.
func (s *Store) eachLabel(do func(l *labelled, i int, b []byte) error) error {
	l, several := s.device.(*labelled)
	if !several {
		return nil
	}
	for i := range l.labels {
		b, err := s.readLabel(l, i)
		if err == nil {
			err = do(l, i, b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkLabels is an error where a chip is not in its place. Those without checkpoints need no labels.
func (s *Store) checkLabels() error {
	return s.eachLabel(func(l *labelled, i int, b []byte) error {
		have := decodeLabel(b)
		switch {
		case have.number == 0 && s.last.number == 0:
			return nil
		case have.number == 0 || s.last.number != 0 && s.last.number-have.number >= 1<<40:
			return fmt.Errorf("chip %d of %d is not one of those that the checkpoints are on, or it is damaged", i+1, len(l.labels))
		case have.place != uint16(i):
			return fmt.Errorf("chip %d of %d was chip %d: put them back in that order, or Erase them", i+1, len(l.labels), have.place+1)
		case have != l.labelOf(i, have.number):
			return fmt.Errorf("they were made on %d chips that were put together in another way: see base, or Erase them", have.count)
		}
		return nil
	})
}

// healLabels writes labels once more of which a copy is damaged.
func (s *Store) healLabels() error {
	return s.eachLabel(func(l *labelled, i int, b []byte) error {
		want := l.labelOf(i, decodeLabel(bytes.Clone(b)).number).encode()
		if bytes.Equal(b, want) {
			return nil
		}
		s.mended++
		return s.write(l.labelAt(i), want)
	})
}

// writeLabels labels the chips, before they have a first header with that number.
func (s *Store) writeLabels(n number) error {
	l, several := s.device.(*labelled)
	if !several {
		return nil
	}
	for i := range l.labels {
		if err := s.write(l.labelAt(i), l.labelOf(i, n).encode()); err != nil {
			return err
		}
	}
	return nil
}
