package serialram_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram/serialram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

func open(t *testing.T, c sim.Chip, o serialram.Opts) (*serialram.Dev, *sim.Bus, error) {
	bus, err := sim.New(sim.Opts{}, c)
	require.NoError(t, err)
	d, err := serialram.NewSPI(bus.Port(0), &o)
	return d, bus, err
}

// TestMeasure: without a name the size is found out, and what the chip held is still there.
func TestMeasure(t *testing.T) {
	for name, size := range map[string]int{"23K640": 8 << 10, "23K256": 32 << 10, "23LC512": 64 << 10, "23LC1024": 128 << 10} {
		bus, err := sim.New(sim.Opts{}, sim.Chip{Name: name, Lenient: true})
		require.NoError(t, err)
		before, after := make([]byte, size), make([]byte, size)
		bus.Peek(0, 0, before)

		d, err := serialram.NewSPI(bus.Port(0), &serialram.Opts{})
		require.NoError(t, err)
		require.EqualValues(t, size, d.Size())
		require.Equal(t, "serial SRAM{sim.0}", d.String())
		bus.Peek(0, 0, after)
		require.Equal(t, before, after)

		_, err = serialram.NewSPI(bus.Port(0), &serialram.Opts{Chip: name})
		require.NoError(t, err)
		bus.Peek(0, 0, after)
		require.Equal(t, before, after)
	}
}

// TestWrong: what can be wrong is found out when the chip is opened.
func TestWrong(t *testing.T) {
	for _, tt := range []struct {
		what string
		chip sim.Chip
		opts serialram.Opts
		want string
	}{
		{"missing, pulled up", sim.Chip{}, serialram.DefaultOpts,
			"23LC1024{sim.0}: mode register: no chip answers (all ones)"},
		{"missing, pulled down", sim.Chip{PullDown: true}, serialram.DefaultOpts,
			"23LC1024{sim.0}: mode register: no chip answers (all zeros)"},
		{"FRAM", sim.Chip{Name: "MB85RS1MT", Lenient: true}, serialram.DefaultOpts,
			"mode register: no chip answers (all zeros)"},
		{"FRAM with block protection", sim.Chip{Name: "MB85RS1MT", Lenient: true, Protect: 0x08}, serialram.DefaultOpts,
			"mode register reads 08 after 40 was written: wrong chip"},
		{"too small", sim.Chip{Name: "23LC512"}, serialram.DefaultOpts,
			"wrong chip: it takes 2 bytes of address; 23LC1024 takes 3"},
		{"too small, two bytes of address", sim.Chip{Name: "23K640"}, serialram.Opts{Chip: "23K256"},
			"wrong chip: it has 8192 bytes; 23K256 has 32768"},
		{"too large", sim.Chip{Name: "23LC1024"}, serialram.Opts{Chip: "23LC512"},
			"wrong chip: it takes 3 bytes of address; 23LC512 takes 2"},
		{"clock", sim.Chip{Name: "23LC1024"}, serialram.Opts{Chip: "23LC1024", Clock: 21 * physic.MegaHertz},
			"23LC1024: a clock of 21MHz is out of range: the chip takes at most 20MHz"},
		{"clock, not named", sim.Chip{Name: "23LC1024"}, serialram.Opts{Clock: 40 * physic.MegaHertz},
			"at most 20MHz"},
		{"negative clock", sim.Chip{Name: "23LC1024"}, serialram.Opts{Clock: -1}, "out of range"},
		{"clock that the bus does not have", sim.Chip{Name: "23LC1024"}, serialram.Opts{Clock: 1},
			"serial SRAM: connecting to sim.0: invalid clock"},
		{"other family", sim.Chip{Name: "23LC1024"}, serialram.Opts{Chip: "aps6404l"},
			"APS6404L is PSRAM, not serial SRAM"},
		{"unknown", sim.Chip{Name: "23LC1024"}, serialram.Opts{Chip: "23LC2048"},
			`unknown chip "23LC2048"`},
	} {
		d, _, err := open(t, tt.chip, tt.opts)
		require.ErrorContains(t, err, tt.want, tt.what)
		require.Nil(t, d, tt.what)
	}
}

// TestOtherMode: a chip that somebody left in another mode or with more data lines is brought back.
func TestOtherMode(t *testing.T) {
	for _, left := range [][]byte{{0x01, 0x80}, {0x01, 0x00}, {0x38}, {0x3b}} {
		bus, err := sim.New(sim.Opts{}, sim.Chip{Name: "23LC1024", Lenient: true})
		require.NoError(t, err)
		c, err := bus.Port(0).Connect(physic.MegaHertz, 0, 8)
		require.NoError(t, err)
		require.NoError(t, c.Tx(left, nil))
		misuses := bus.Counters().Misuses

		d, err := serialram.NewSPI(bus.Port(0), &serialram.DefaultOpts)
		require.NoError(t, err)
		require.NoError(t, d.Transfer(60, make([]byte, 40), 0, nil))
		require.Equal(t, misuses, bus.Counters().Misuses)
	}
}

// TestTinyBus: a bus that cannot carry what is needed is refused.
func TestTinyBus(t *testing.T) {
	bus, err := sim.New(sim.Opts{MaxTxSize: 5, PacketAlign: 1}, sim.Chip{Name: "23LC1024"})
	require.NoError(t, err)
	_, err = serialram.NewSPI(bus.Port(0), &serialram.DefaultOpts)
	require.ErrorContains(t, err, "23LC1024{sim.0}: measuring: sim.0: a transaction of 6 bytes: the limit is 5")
}
