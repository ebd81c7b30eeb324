package sim_test

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

const mhz = physic.MegaHertz

// wire sends frames, in hexadecimal, to a chip. In a frame, "*100" stands for so many zeros.
type wire struct {
	t *testing.T
	c spi.Conn
}

func connect(t *testing.T, b *sim.Bus, chipSelect int, clock physic.Frequency) wire {
	c, err := b.Port(chipSelect).Connect(clock, spi.Mode0, 8)
	require.NoError(t, err)
	return wire{t, c}
}

func (w wire) send(frame string) ([]byte, error) {
	var out []byte
	for _, word := range strings.Fields(frame) {
		if n, ok := strings.CutPrefix(word, "*"); ok {
			d, err := time.ParseDuration(n + "ns")
			require.NoError(w.t, err)
			out = append(out, make([]byte, d)...)
			continue
		}
		b, err := hex.DecodeString(word)
		require.NoError(w.t, err)
		out = append(out, b...)
	}
	in := make([]byte, len(out))
	return in, w.c.Tx(out, in)
}

// TestRejects: what a chip would not do, or would do wrongly, is an error that names it. Each case is a few good frames and a bad one.
func TestRejects(t *testing.T) {
	for _, tt := range []struct {
		chip  string
		clock physic.Frequency
		good  string // frames, separated by commas
		bad   string
		want  string
	}{
		// Serial SRAM.
		{"23LC1024", 20 * mhz, "01 40", "9f 00", "bad command 9f"},
		{"23LC1024", 20 * mhz, "01 40", "06", "bad command 06"},
		{"23K256", 20 * mhz, "01 40", "ff", "bad command ff"},
		{"23LCV1024", 20 * mhz, "ff,01 40", "38", "bad command 38"},
		{"23LC1024", 20 * mhz, "01 40", "38", "command 38 leaves SPI"},
		{"23LCV1024", 20 * mhz, "01 40", "3b", "command 3b leaves SPI"},
		{"23LC1024", 20 * mhz, "01 40", "ff 00", "wrong frame length: command ff with 2 bytes"},
		{"23LC1024", 20 * mhz, "01 40", "03 0000", "wrong frame length: command 03 with 3 bytes"},
		{"23LC1024", 20 * mhz, "01 40", "03 000000", "wrong frame length: command 03 with 4 bytes"},
		{"23K256", 20 * mhz, "01 40,02 0000 00", "02 0000", "wrong frame length: command 02 with 3 bytes"},
		{"23LC1024", 20 * mhz, "01 40", "05", "wrong frame length: command 05"},
		{"23LC1024", 20 * mhz, "", "01 40 05", "wrong frame length: command 01"},
		{"23LC1024", 20 * mhz, "", "01", "wrong frame length: command 01"},
		{"23LC1024", 20 * mhz, "", "01 c0", "reserved mode c0"},
		{"23LC1024", 20 * mhz, "", "01 41", "reserved mode 41"},
		{"23K640", 20 * mhz, "01 41", "01 42", "reserved mode 42"},
		{"23LC1024", 20 * mhz, "ff,05 00", "03 000000 00", "mode not set since power-up"},
		{"23K256", 20 * mhz, "", "02 0000 00", "mode not set since power-up"},
		{"23LC1024", 20 * mhz, "01 00,02 000000 01", "02 000000 0102", "2 bytes at 0x0 in byte mode"},
		{"23LC1024", 20 * mhz, "01 80,03 000010 *16", "03 000010 *17", "17 bytes at 0x10 wrap in their page of 32"},
		{"23LC1024", 20 * mhz, "01 40,02 01fff0 *16", "02 01fff0 *17", "17 bytes at 0x1fff0 run past the end"},
		{"23LC1024", 21 * mhz, "", "01 40", "clock too high: 21MHz, the chip takes 20MHz"},

		// PSRAM.
		{"APS6404L", 20 * mhz, "66,99", "c0", "command c0 changes the burst length"},
		{"APS6404L", 20 * mhz, "66,99", "05 00", "bad command 05"},
		{"APS6404L", 20 * mhz, "66,99", "66 99", "wrong frame length: command 66"},
		{"APS6404L", 20 * mhz, "66", "99 00", "wrong frame length: command 99"},
		{"APS6404L", 20 * mhz, "", "99", "reset (99) without reset enable"},
		{"APS6404L", 20 * mhz, "66,99,66,9f 000000 00", "99", "reset (99) without reset enable"},
		{"APS6404L", 20 * mhz, "", "03 000000 00", "command 03 before a reset"},
		{"APS6404L", 20 * mhz, "", "9f 000000 00", "command 9f before a reset"},
		{"APS6404L", 20 * mhz, "66,99", "9f 0000", "wrong frame length: command 9f with 3 bytes; it has at least 5"},
		{"APS6404L", 20 * mhz, "66,99", "9f 000000", "wrong frame length: command 9f with 4 bytes; it has at least 5"},
		{"APS6404L", 20 * mhz, "66,99,0b 000000 00 00", "0b 000000 00", "wrong frame length: command 0b with 5 bytes"},
		{"APS6404L", 20 * mhz, "66,99", "02 0000", "wrong frame length: command 02 with 3 bytes"},
		{"APS6404L", 20 * mhz, "66,99,02 0003fe 0102", "02 0003fe 010203", "3 bytes at 0x3fe wrap in their page of 1024"},
		{"APS6404L", 20 * mhz, "66,99,03 0003fe 0000", "03 0003fe 000000", "3 bytes at 0x3fe wrap in their page of 1024"},
		{"APS6404L", 20 * mhz, "66,99,03 000000 *16", "03 000000 *17", "tCEM exceeded: 21 bytes at 20MHz keep the chip selected for 8.4µs, at most 8µs"},
		{"IS66WVS4M8", 20 * mhz, "66,99,03 000000 *6", "03 000000 *7", "tCEM exceeded"},
		{"APS6404L", 33 * mhz, "66,99,03 000000 *29", "03 000000 *30", "tCEM exceeded"},
		{"APS6404L", 34 * mhz, "66,99,0b 000000 00 00", "03 000000 00", "clock too high: command 03 at 34MHz; it works up to 33MHz"},
		{"APS6404L", 134 * mhz, "", "66", "clock too high: 134MHz"},

		// FRAM and MRAM.
		{"MB85RS1MT", 20 * mhz, "06,02 000000 01", "02 000000 01", "write without WREN"},
		{"MB85RS1MT", 20 * mhz, "06,04", "02 000000 01", "write without WREN"},
		{"MR25H10", 20 * mhz, "06,02 000000 01", "02 000000 01", "write without WREN"},
		{"MB85RS1MT", 20 * mhz, "", "01 00", "write of the status register without WREN"},
		{"MB85RS1MT", 20 * mhz, "06,01 04,06,02 017fff 01", "02 018000 01", "write without WREN"},
		{"MB85RS1MT", 20 * mhz, "06,01 04,06", "02 018000 01", "1 bytes at 0x18000: block protection from 0x18000 on"},
		{"MB85RS1MT", 20 * mhz, "06,01 08,06", "02 00ffff 0102", "2 bytes at 0xffff: block protection from 0x10000 on"},
		{"MB85RS1MT", 20 * mhz, "06,01 0c,06", "02 000000 01", "1 bytes at 0x0: block protection from 0x0 on"},
		{"MB85RS64V", 20 * mhz, "06,02 1fff 01,06", "02 1fff 0102", "2 bytes at 0x1fff run past the end"},
		{"MB85RS64V", 20 * mhz, "03 1fff 00", "03 1fff 0000", "2 bytes at 0x1fff run past the end"},
		{"MB85RS64V", 20 * mhz, "06", "02 0000", "wrong frame length: command 02 with 3 bytes"},
		{"MB85RS1MT", 20 * mhz, "", "03 000000", "wrong frame length: command 03 with 4 bytes"},
		{"MB85RS1MT", 20 * mhz, "", "06 02", "wrong frame length: command 06"},
		{"MB85RS1MT", 20 * mhz, "", "04 02", "wrong frame length: command 04"},
		{"MB85RS1MT", 20 * mhz, "06", "01 00 00", "wrong frame length: command 01"},
		{"MB85RS1MT", 20 * mhz, "05 00", "05", "wrong frame length: command 05"},
		{"MB85RS1MT", 20 * mhz, "9f 00", "0b 000000 00", "bad command 0b"},
		{"MR25H10", 20 * mhz, "", "9f 00", "bad command 9f"},
		{"MB85RS64V", 21 * mhz, "", "05 00", "clock too high: 21MHz, the chip takes 20MHz"},
	} {
		t.Run(tt.chip+"/"+tt.bad, func(t *testing.T) {
			b, err := sim.New(sim.Opts{Now: later()}, sim.Chip{Name: tt.chip})
			require.NoError(t, err)
			w := connect(t, b, 0, tt.clock)
			for _, frame := range strings.Split(tt.good, ",") {
				if frame != "" {
					_, err := w.send(frame)
					require.NoError(t, err, frame)
				}
			}
			require.Zero(t, b.Counters().Misuses)
			_, err = w.send(tt.bad)
			require.ErrorContains(t, err, "sim.0: "+tt.chip+": "+tt.want)
			require.EqualValues(t, 1, b.Counters().Misuses)
		})
	}
}

// later is a clock that runs a millisecond each time somebody looks at it.
func later() func() time.Time {
	var now time.Time
	return func() time.Time {
		now = now.Add(time.Millisecond)
		return now
	}
}

// TestTooEarly: a PSRAM takes no command for 150 us after power-up.
func TestTooEarly(t *testing.T) {
	var now time.Time
	b, err := sim.New(sim.Opts{Now: func() time.Time { return now }}, sim.Chip{Name: "LY68L6400"})
	require.NoError(t, err)
	w := connect(t, b, 0, mhz)
	now = now.Add(149 * time.Microsecond)
	_, err = w.send("66")
	require.ErrorContains(t, err, "command 66 149µs after power-up; the chip needs 150µs")
	now = now.Add(time.Microsecond)
	_, err = w.send("66")
	require.NoError(t, err)
}

// TestLenient: a lenient chip does what a real one would.
func TestLenient(t *testing.T) {
	for _, tt := range []struct {
		what, chip string
		frames     string // the last one reads
		want       string
		misuses    uint64
	}{
		{"page mode wraps", "23LC1024", "01 40,02 000000 *64,01 80,02 00001e 010203,01 40,03 000000 00", "ffffffff 03", 1},
		{"byte mode stays", "23LC1024", "01 00,02 000007 010203,03 000007 00", "ffffffff 03", 1},
		{"the array wraps", "23K640", "01 40,02 1fff 0102,03 0000 00", "ffffff 02", 1},
		{"upper address bits are ignored", "23LC1024", "01 40,02 000005 aa,03 fe0005 00", "ffffffff aa", 0},
		{"with two data lines it is deaf", "23LC1024", "01 40,02 000000 07,3b,02 000000 08,ff,03 000000 00", "ffffffff 07", 2},
		{"it powers up in byte mode", "23K256", "05 00", "ff 00", 0},
		{"it powers up in sequential mode", "23LC512", "05 00", "ff 40", 0},
		{"PSRAM pages wrap", "APS6404L", "66,99,02 0003ff 0102,03 000000 00", "ffffffff 02", 1},
		{"a write without WREN is lost", "MB85RS64V", "06,02 0000 05,02 0000 06,03 0000 00", "ffffff 05", 1},
		{"MRAM may keep its latch", "MR25H256", "06,02 0000 05,02 0000 06,03 0000 00", "ffffff 06", 0},
		{"a protected half stays", "MB85RS64V", "06,02 0fff 0506,06,01 08,06,02 0fff 0708,03 0fff 0000", "ffffff 0706", 1},
		{"the mode register repeats", "23LC1024", "01 40,05 000000", "ff 404040", 0},
	} {
		b, err := sim.New(sim.Opts{Now: later()}, sim.Chip{Name: tt.chip, Lenient: true, KeepWEL: tt.chip == "MR25H256"})
		require.NoError(t, err)
		w := connect(t, b, 0, 10*mhz)
		var got []byte
		for _, frame := range strings.Split(tt.frames, ",") {
			got, err = w.send(frame)
			require.NoError(t, err, tt.what)
		}
		require.Equal(t, strings.ReplaceAll(tt.want, " ", ""), hex.EncodeToString(got), tt.what)
		require.Equal(t, tt.misuses, b.Counters().Misuses, tt.what)
	}
}
