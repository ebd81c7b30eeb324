package fram_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/fram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// TestDetect: without a name, the ID tells which chip it is.
func TestDetect(t *testing.T) {
	for _, c := range chip.Table() {
		if c.Family != chip.FRAM {
			continue
		}
		bus, err := sim.New(sim.Opts{}, sim.Chip{Name: c.Name, Lenient: true})
		require.NoError(t, err)
		d, err := fram.NewSPI(bus.Port(0), &fram.DefaultOpts)
		if c.ID == nil {
			require.ErrorContains(t, err, "FRAM{sim.0}: a chip is there, but it has no ID: it must be named")
			continue
		}
		require.NoError(t, err)
		require.Equal(t, c.Name+"{sim.0}", d.String())
		require.Equal(t, c.Size, d.Size())
	}
}

// TestOpenKeeps: opening a chip changes nothing of its content, and leaves it protected against stray writes.
func TestOpenKeeps(t *testing.T) {
	for _, name := range []string{"MB85RS64V", "MR25H40"} {
		bus, err := sim.New(sim.Opts{}, sim.Chip{Name: name})
		require.NoError(t, err)
		c, err := chip.Lookup(name)
		require.NoError(t, err)
		before, after := make([]byte, c.Size), make([]byte, c.Size)
		bus.Peek(0, 0, before)
		_, err = fram.NewSPI(bus.Port(0), &fram.Opts{Chip: name})
		require.NoError(t, err)
		bus.Peek(0, 0, after)
		require.Equal(t, before, after)

		require.ErrorContains(t, stray(t, bus), "write without WREN")
	}
}

// TestOpenFaults: the bus fails at each transaction of an opening, once or more often, with some bytes still sent. The chip keeps its content,
// and is left protected against stray writes, unless the bus stays dead: then the error says so.
func TestOpenFaults(t *testing.T) {
	for _, name := range []string{"MB85RS64V", "MR25H40"} {
		for _, noPackets := range []bool{false, true} {
			for _, f := range []sim.Fault{{Times: 1}, {Times: 1, After: 1}, {Times: 2}, {Times: 5, After: 1}, {Times: 10}, {Times: 1000}, {Times: 1000, After: 1}} {
				openFaults(t, name, noPackets, f)
			}
		}
	}
}

func openFaults(t *testing.T, name string, noPackets bool, f sim.Fault) {
	c, err := chip.Lookup(name)
	require.NoError(t, err)
	before, after := make([]byte, c.Size), make([]byte, c.Size)
	for f.At = 1; ; f.At++ {
		bus, err := sim.New(sim.Opts{NoPackets: noPackets}, sim.Chip{Name: name})
		require.NoError(t, err)
		bus.Peek(0, 0, before)
		bus.Inject(f)
		_, err = fram.NewSPI(bus.Port(0), &fram.Opts{Chip: name})
		if bus.Counters().Transactions < uint64(f.At) {
			require.NoError(t, err)
			require.Greater(t, f.At, 1)
			return
		}
		bus.Peek(0, 0, after)
		require.Equal(t, before, after)
		strayed := stray(t, bus)
		for errors.Is(strayed, sim.ErrFault) {
			strayed = stray(t, bus)
		}
		if strayed == nil {
			require.Equal(t, 1000, f.Times, "at %d: %v", f.At, err)
			require.ErrorContains(t, err, "the chip may have been left with writes enabled")
		}
	}
}

// TestHalt: MRAM may keep its latch behind a write; after Halt it is clear.
func TestHalt(t *testing.T) {
	bus, err := sim.New(sim.Opts{}, sim.Chip{Name: "MR25H10", KeepWEL: true})
	require.NoError(t, err)
	d, err := fram.NewSPI(bus.Port(0), &fram.Opts{Chip: "MR25H10"})
	require.NoError(t, err)
	require.NoError(t, d.Transfer(0, []byte{1}, 0, nil))
	require.NoError(t, stray(t, bus))
	require.NoError(t, d.Halt())
	require.ErrorContains(t, stray(t, bus), "write without WREN")

	bus.PowerOff()
	require.ErrorContains(t, d.Halt(), "MR25H10{sim.0}: disabling writes: sim.0: no power")
}

// stray is a write that nobody enabled.
func stray(t *testing.T, bus *sim.Bus) error {
	c, err := bus.Port(0).Connect(physic.MegaHertz, 0, 8)
	require.NoError(t, err)
	return c.Tx([]byte{0x02, 0, 0, 0, 1}, nil)
}

// TestWrong: what can be wrong is found out when the chip is opened.
func TestWrong(t *testing.T) {
	for _, tt := range []struct {
		what string
		chip sim.Chip
		opts fram.Opts
		want string
	}{
		{"missing, pulled up", sim.Chip{}, fram.DefaultOpts, "FRAM{sim.0}: status register: no chip answers (all ones)"},
		{"missing, pulled down", sim.Chip{PullDown: true}, fram.Opts{Chip: "MR25H10"},
			"MR25H10{sim.0}: status register: no chip answers (all zeros)"},
		{"serial SRAM", sim.Chip{Name: "23LC1024", Lenient: true}, fram.DefaultOpts,
			"status register reads 40 with writes enabled and 40 without: wrong chip"},
		{"a quarter protected", sim.Chip{Name: "MR25H10", Protect: 0x04}, fram.Opts{Chip: "MR25H10"}, "reads 04: block protection is on"},
		{"half protected", sim.Chip{Name: "MB85RS1MT", Protect: 0x08}, fram.DefaultOpts, "reads 08: block protection is on"},
		{"all protected", sim.Chip{Name: "MB85RS1MT", Protect: 0x0c}, fram.DefaultOpts, "reads 0c: block protection is on"},
		{"too small", sim.Chip{Name: "MB85RS2MTA"}, fram.Opts{Chip: "MB85RS4MT"},
			"MB85RS4MT{sim.0}: wrong chip: its ID is 047f4803; that of MB85RS4MT is 047f4903"},
		{"other maker", sim.Chip{Name: "FM25V10"}, fram.Opts{Chip: "MB85RS1MT"}, "wrong chip: its ID is 7f7f7f7f"},
		{"no ID", sim.Chip{Name: "MR25H10", Lenient: true}, fram.Opts{Chip: "MB85RS1MT"}, "wrong chip: its ID is ffffffff"},
		{"clock", sim.Chip{Name: "MB85RS64V"}, fram.Opts{Chip: "MB85RS64V", Clock: 25 * physic.MegaHertz},
			"MB85RS64V: a clock of 25MHz is out of range: the chip takes at most 20MHz"},
		{"other family", sim.Chip{Name: "MB85RS64V"}, fram.Opts{Chip: "23LC1024"}, "23LC1024 is serial SRAM, not FRAM"},
	} {
		bus, err := sim.New(sim.Opts{}, tt.chip)
		require.NoError(t, err)
		d, err := fram.NewSPI(bus.Port(0), &tt.opts)
		require.ErrorContains(t, err, tt.want, tt.what)
		require.Nil(t, d, tt.what)
	}
}

// TestAnswers: a chip that is gone is found out, whatever the line floats to; one that is there keeps its content.
func TestAnswers(t *testing.T) {
	for _, zeros := range []bool{false, true} {
		bus, err := sim.New(sim.Opts{}, sim.Chip{Name: "MR25H10"})
		require.NoError(t, err)
		d, err := fram.NewSPI(bus.Port(0), &fram.Opts{Chip: "MR25H10"})
		require.NoError(t, err)
		require.NoError(t, d.Transfer(5, []byte("kept"), 0, nil))
		chips, err := sram.Answers(d, 0, d.Size())
		require.NoError(t, err)
		require.Equal(t, 1, chips)
		bus.Inject(sim.Fault{Kind: sim.Silence, At: 1, Times: -1, Zeros: zeros})
		_, err = sram.Answers(d, 0, 1)
		require.ErrorContains(t, err, "no chip answers")
		bus.Mend()
		_, err = sram.Answers(d, 0, 1)
		require.NoError(t, err)
		got := make([]byte, 4)
		require.NoError(t, d.Transfer(0, nil, 5, got))
		require.Equal(t, "kept", string(got))
	}
}
