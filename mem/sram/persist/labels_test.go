package persist

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/sram"
)

func joined(t *testing.T, chips ...*ram) sram.Device {
	var devices []sram.Device
	for _, c := range chips {
		devices = append(devices, c)
	}
	d, err := sram.Join(devices...)
	require.NoError(t, err)
	return d
}

// TestOrderOfChips: chips in another order than before, or without their first bytes, are refused, whether or not the rings are where they were.
// They are as they were then.
func TestOrderOfChips(t *testing.T) {
	for _, orders := range [][][]int{{{1, 0}}, {{0, 2, 1, 3}, {3, 1, 2, 0}, {1, 0, 2, 3}, {2, 3, 0, 1}}} {
		chips := make([]*ram, len(orders[0]))
		for i := range chips {
			chips[i] = newRAM(8 << 10)
		}
		s, err := Open(joined(t, chips...), Opts{})
		require.NoError(t, err)
		data := make([]byte, s.Size())
		for i := range data {
			data[i] = byte(i >> 7)
		}
		for n := range 3 {
			require.NoError(t, s.Transfer(0, data, 0, nil))
			require.NoError(t, s.commit(fmt.Appendf(nil, "state %d", n)))
		}
		before := clones(chips)
		for _, order := range orders {
			other := make([]*ram, len(chips))
			for i, from := range order {
				other[i] = chips[from]
			}
			_, err := Open(joined(t, other...), Opts{})
			require.Error(t, err, "%v", order)
			require.Equal(t, before, clones(chips))
		}
		behind, err := sram.After(64, joined(t, chips...))
		require.NoError(t, err)
		_, err = Open(behind, Opts{})
		require.ErrorContains(t, err, "they are of a device of")

		s, err = Open(joined(t, chips...), Opts{})
		require.NoError(t, err)
		got := make([]byte, s.Size())
		require.NoError(t, s.Transfer(0, nil, 0, got))
		require.True(t, bytes.Equal(data, got))
		require.Equal(t, "state 2", string(s.kept))
	}
}

func clones(chips []*ram) (all [][]byte) {
	for _, c := range chips {
		all = append(all, bytes.Clone(c.b))
	}
	return all
}

// TestLabels: one copy of a label is enough, and the other is written again. Without either the chip is refused. Erase forgets labels, too.
func TestLabels(t *testing.T) {
	chips := []*ram{newRAM(8 << 10), newRAM(8 << 10), newRAM(8 << 10)}
	all := joined(t, chips...)
	s, err := Open(all, Opts{})
	require.NoError(t, err)
	require.NoError(t, s.commit(nil))
	label := chips[1].b[8<<10-labelBytes:]
	whole := bytes.Clone(label)
	spoil(label, 3, 9)
	s, err = Open(all, Opts{})
	require.NoError(t, err)
	require.Equal(t, whole, label)
	require.Equal(t, 1, s.Mended())

	spoil(label, 3, 9, 3+labelRecord, 20+labelRecord)
	_, err = Open(all, Opts{})
	require.ErrorContains(t, err, "chip 2 of 3 is not one of those that the checkpoints are on, or it is damaged")
	copy(label, whole)

	swapped := joined(t, chips[2], chips[1], chips[0])
	_, err = Open(swapped, Opts{})
	require.ErrorContains(t, err, "chip 1 of 3 was chip 3: put them back in that order, or Erase them")
	require.NoError(t, Erase(swapped))
	s, err = Open(swapped, Opts{})
	require.NoError(t, err)
	require.False(t, s.keeps())
}

// cutting takes so many bytes, then nothing more, on several chips.
type cutting struct {
	sram.Device
	left int
}

func (d *cutting) Ends() []uint64           { return sram.Ends(d.Device) }
func (d *cutting) Chips(addr, n uint64) int { return sram.Chips(d.Device, addr, n) }

func (d *cutting) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if len(w) > 0 && d.left <= len(w) {
		d.Device.Transfer(waddr, w[:d.left], 0, nil)
		d.left = 0
		return errBus
	}
	d.left -= len(w)
	return d.Device.Transfer(waddr, w, raddr, r)
}

// TestLabelsCut: wherever the power goes as labels are written, and until the first checkpoint is complete, the chips can be opened. Where it
// goes as they are erased, they can be erased again, and put in another order then.
func TestLabelsCut(t *testing.T) {
	for left := 1; ; left++ {
		chips := []*ram{newRAM(4 << 10), newRAM(4 << 10), newRAM(4 << 10)}
		all := joined(t, chips...)
		s, err := Open(&cutting{all, left}, Opts{Block: 32, State: 20})
		done := err == nil && s.commit([]byte("state")) == nil
		again, err := Open(all, Opts{})
		require.NoError(t, err, left)
		require.NoError(t, again.commit([]byte("state")))

		swapped := joined(t, chips[1], chips[0], chips[2])
		Erase(&cutting{swapped, left})
		require.NoError(t, Erase(swapped))
		_, err = Open(swapped, Opts{})
		require.NoError(t, err)
		if done {
			return
		}
	}
}

// TestFirstHeaderFails: a bus that fails, with power on, while the first header of all is written, and is right again when the next
// checkpoint is made, which then begins anew. It used to go on from a number that the labels did not have.
func TestFirstHeaderFails(t *testing.T) {
	for at := range 40 {
		chips := []*ram{newRAM(8 << 10), newRAM(8 << 10)}
		for _, c := range chips {
			copy(c.b, bytes.Repeat([]byte("Z"), len(c.b))) // not what a chip that is gone would read as, to which Open writes
		}
		n := 0
		fail := func(uint64, []byte) error {
			if n++; n > at {
				return errBus
			}
			return nil
		}
		chips[0].fail, chips[1].fail = fail, fail
		s, err := Open(joined(t, chips...), Opts{})
		if err != nil {
			continue
		}
		err = s.commit([]byte("state 1"))
		chips[0].fail, chips[1].fail = nil, nil
		if err != nil {
			require.NoError(t, s.commit([]byte("state 2")))
		}
		require.NoError(t, s.commit([]byte("state 3")))
		s, err = Open(joined(t, chips...), Opts{})
		require.NoError(t, err, "the bus failed from transfer %d on", at+1)
		require.Equal(t, "state 3", string(s.kept))
	}
}
