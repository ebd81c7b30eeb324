package serialram_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/serialram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// plains are what the chips hold before they are opened: random bytes, or the same byte in all cells that are looked at, so that reading tells
// nothing, with another one at 0, which a chip with two bytes of address does not show when it is read as one with three.
var plains = map[string][]byte{"random": nil, "zeros": {0, 0}, "zeros behind 5a": {0x5a, 0}, "ones behind 0": {0, 0xff}}

// filled is a bus with a chip that holds such bytes.
func filled(t *testing.T, o sim.Opts, name string, plain []byte) *sim.Bus {
	bus, err := sim.New(o, sim.Chip{Name: name})
	require.NoError(t, err)
	if plain == nil {
		return bus
	}
	d, err := serialram.NewSPI(bus.Port(0), &serialram.Opts{Chip: name})
	require.NoError(t, err)
	block := make([]byte, 512)
	for i := range block {
		block[i] = plain[min(i, 1)]
	}
	for _, at := range []uint64{0, 8 << 10, 32 << 10} {
		if at < d.Size() {
			require.NoError(t, d.Transfer(at, block, 0, nil))
		}
	}
	return bus
}

func content(bus *sim.Bus, size uint64) []byte {
	b := make([]byte, size)
	bus.Peek(0, 0, b)
	return b
}

// TestProbe: the size is found out whatever the chip holds, and nothing of that changes.
func TestProbe(t *testing.T) {
	for _, c := range serialChips() {
		for what, plain := range plains {
			bus := filled(t, sim.Opts{}, c.Name, plain)
			before := content(bus, c.Size)
			for _, o := range []serialram.Opts{{}, {Chip: c.Name}} {
				d, err := serialram.NewSPI(bus.Port(0), &o)
				require.NoError(t, err, "%s %s %+v", c.Name, what, o)
				require.Equal(t, c.Size, d.Size(), "%s %s %+v", c.Name, what, o)
				require.Equal(t, before, content(bus, c.Size), "%s %s %+v", c.Name, what, o)
			}
		}
	}
}

// TestProbeFaults: the bus fails at each transaction of an opening, once or more often, with some bytes still sent. Afterwards a chip that a
// battery may keep holds what it did, and so does any other, unless the bus stays dead: then the error says so.
func TestProbeFaults(t *testing.T) {
	for _, c := range serialChips() {
		for what, plain := range plains {
			for _, noPackets := range []bool{false, true} {
				for _, times := range []int{1, 3, 10, 1000} {
					for _, after := range []int{0, 4, 5} {
						if times == 1000 && (after > 0 || noPackets || what == "random") {
							continue // most of the time is spent waiting
						}
						t.Run(fmt.Sprint(c.Name, what, noPackets, times, after), func(t *testing.T) {
							probeFaults(t, c, plain, sim.Opts{NoPackets: noPackets}, sim.Fault{Times: times, After: after}, c.Name)
							if times == 3 {
								probeFaults(t, c, plain, sim.Opts{NoPackets: noPackets}, sim.Fault{Times: times, After: after}, "")
							}
						})
					}
				}
			}
		}
	}
}

func probeFaults(t *testing.T, c chip.Chip, plain []byte, o sim.Opts, f sim.Fault, named string) {
	for f.At = 1; ; f.At++ {
		bus := filled(t, o, c.Name, plain)
		before, transactions := content(bus, c.Size), bus.Counters().Transactions
		bus.Inject(f)
		_, err := serialram.NewSPI(bus.Port(0), &serialram.Opts{Chip: named})
		if bus.Counters().Transactions-transactions < uint64(f.At) {
			require.NoError(t, err)
			require.Greater(t, f.At, 3)
			return
		}
		after := content(bus, c.Size)
		if f.Times < 1000 || c.Battery {
			require.Equal(t, before, after, "at %d: %v", f.At, err)
		} else if string(before) != string(after) {
			require.ErrorContains(t, err, "could not be put back", "at %d", f.At)
		}
		if err != nil {
			require.ErrorIs(t, err, sim.ErrFault)
		}
	}
}

func serialChips() (all []chip.Chip) {
	for _, c := range chip.Table() {
		if c.Family == chip.SerialSRAM {
			all = append(all, c)
		}
	}
	return all
}

// noisy is a bus on which a bit of one of the frames that read flips, at a byte counted from the end.
type noisy struct {
	chip.Bus
	frame, byte int
}

func (b *noisy) Frame(header, write, read []byte) error {
	err := b.Bus.Frame(header, write, read)
	if len(read) > 0 {
		if b.frame--; b.frame == 0 {
			read[max(0, len(read)-1-b.byte)] ^= 0x04
		}
	}
	return err
}

// TestProbeFlips: a bit that flips while the chip is opened is an error, and never another size or other bytes on the chip.
func TestProbeFlips(t *testing.T) {
	for _, c := range serialChips() {
		for what, plain := range plains {
			for frame := 1; frame < 24; frame++ {
				for _, at := range []int{0, 63} {
					bus := filled(t, sim.Opts{}, c.Name, plain)
					before := content(bus, c.Size)
					wires, err := chip.NewSPI(bus.Port(0), 16*physic.MegaHertz)
					require.NoError(t, err)
					d, err := serialram.New(&noisy{wires, frame, at}, &serialram.Opts{Clock: 16 * physic.MegaHertz})
					if err == nil {
						require.Equal(t, c.Size, d.Size(), "%s %s %d %d", c.Name, what, frame, at)
					}
					require.Equal(t, before, content(bus, c.Size), "%s %s %d %d: %v", c.Name, what, frame, at, err)
				}
			}
		}
	}
}
