package psram_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/psram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

const mhz = physic.MegaHertz

// TestDetect: without a name, the ID tells maker and size.
func TestDetect(t *testing.T) {
	for _, c := range chip.Table() {
		if c.Family != chip.PSRAM {
			continue
		}
		bus, err := sim.New(sim.Opts{}, sim.Chip{Name: c.Name})
		require.NoError(t, err)
		d, err := psram.NewSPI(bus.Port(0), &psram.DefaultOpts)
		require.NoError(t, err)
		require.Equal(t, c.Size, d.Size())
		if c.IDMask[2] != 0 {
			require.Equal(t, c.Name+"{sim.0}", d.String())
		}
	}
}

// TestWrong: what can be wrong is found out when the chip is opened.
func TestWrong(t *testing.T) {
	aps := sim.Chip{Name: "APS6404L"}
	for _, tt := range []struct {
		what string
		chip sim.Chip
		opts psram.Opts
		want string
	}{
		{"missing, pulled up", sim.Chip{}, psram.DefaultOpts, "PSRAM{sim.0}: ID: no chip answers (all ones)"},
		{"missing, pulled down", sim.Chip{PullDown: true}, psram.DefaultOpts, "ID: no chip answers (all zeros)"},
		{"serial SRAM", sim.Chip{Name: "23LC1024", Lenient: true}, psram.DefaultOpts, "ID: no chip answers (all ones)"},
		{"FRAM", sim.Chip{Name: "FM25V10", Lenient: true}, psram.DefaultOpts, "ID 7f7f7f: its second byte must be 5d: wrong chip"},
		{"failed die", sim.Chip{Name: "APS6404L", BadDie: true}, psram.DefaultOpts, "ID 0d5540: its second byte must be 5d"},
		{"too small", sim.Chip{Name: "APS1604M"}, psram.Opts{Chip: "APS6404L"},
			"APS6404L{sim.0}: wrong chip: its ID is 0d5d00; that of APS6404L is 0d5d40"},
		{"other maker", sim.Chip{Name: "IS66WVS8M8"}, psram.Opts{Chip: "ESP-PSRAM64"}, "wrong chip: its ID is 9d5d60"},
		{"clock", aps, psram.Opts{Chip: "APS6404L", Clock: 134 * mhz}, "a clock of 134MHz is out of range: the chip takes at most 133MHz"},
		{"clock, not named", sim.Chip{Name: "IS66WVS1M8", Lenient: true}, psram.Opts{Clock: 133 * mhz}, "the chip takes at most 104MHz"},
		{"slow clock", aps, psram.Opts{Clock: 6 * mhz},
			"clock too low: at 6MHz a frame of 5 bytes takes more than half of 8µs (tCEM)"},
		{"slow clock for the grade", aps, psram.Opts{Clock: 26 * mhz, TCEM: 3 * time.Microsecond}, "a frame of 5 bytes takes more than half of 3µs (tCEM)"},
		{"slow clock for hot chips", aps, psram.Opts{Clock: 80 * mhz, TCEM: time.Microsecond}, "a frame of 6 bytes takes more than half of 1µs (tCEM)"},
		{"slow clock for the maker", sim.Chip{Name: "IS66WVS1M8"}, psram.Opts{Clock: 19 * mhz}, "takes more than half of 4µs (tCEM)"},
		{"other family", aps, psram.Opts{Chip: "MR25H10"}, "MR25H10 is FRAM, not PSRAM"},
	} {
		bus, err := sim.New(sim.Opts{}, tt.chip)
		require.NoError(t, err)
		d, err := psram.NewSPI(bus.Port(0), &tt.opts)
		require.ErrorContains(t, err, tt.want, tt.what)
		require.Nil(t, d, tt.what)
	}
}

// TestGrade: with the smaller tCEM of an extended grade frames are short enough for such a chip, and without it they are not.
func TestGrade(t *testing.T) {
	hot := sim.Chip{Name: "APS6404L", TCEM: 3 * time.Microsecond}
	for _, clock := range []physic.Frequency{33 * mhz, 84 * mhz} {
		bus, err := sim.New(sim.Opts{}, hot)
		require.NoError(t, err)
		d, err := psram.NewSPI(bus.Port(0), &psram.Opts{Clock: clock, TCEM: hot.TCEM})
		require.NoError(t, err)
		require.NoError(t, d.Transfer(0, make([]byte, 500), 0, make([]byte, 500)))

		d, err = psram.NewSPI(bus.Port(0), &psram.Opts{Clock: clock})
		require.NoError(t, err)
		require.ErrorContains(t, d.Transfer(0, make([]byte, 500), 0, nil), "tCEM exceeded")
	}
}

// TestSlowerBus: a bus that runs at half of the clock it was asked for keeps the promise. One that is slower still does not, and the
// emulator notices.
func TestSlowerBus(t *testing.T) {
	for _, tt := range []struct {
		chip        string
		asked, real physic.Frequency
		ok          bool
	}{
		{"APS6404L", 20 * mhz, 20 * mhz, true},
		{"APS6404L", 20 * mhz, 15 * mhz, true},
		{"APS6404L", 20 * mhz, 10 * mhz, true},
		{"APS6404L", 20 * mhz, 9 * mhz, false},
		{"APS6404L", 133 * mhz, 67 * mhz, true},
		{"IS66WVS4M8", 84 * mhz, 42 * mhz, true},
		{"IS66WVS4M8", 84 * mhz, 40 * mhz, false},
	} {
		bus, err := sim.New(sim.Opts{}, sim.Chip{Name: tt.chip})
		require.NoError(t, err)
		p := bus.Port(0)
		require.NoError(t, p.LimitSpeed(tt.real))
		d, err := psram.NewSPI(p, &psram.Opts{Clock: tt.asked})
		require.NoError(t, err)
		err = d.Transfer(0, make([]byte, 2000), 0, make([]byte, 2000))
		if tt.ok {
			require.NoError(t, err, "%+v", tt)
			continue
		}
		require.ErrorContains(t, err, "tCEM exceeded", "%+v", tt)
	}
}
