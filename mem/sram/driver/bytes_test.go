package driver_test

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/conntest"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi/spitest"

	"github.com/wasm2go/wasm2go/mem/sram/driver"
)

// The transactions that bring a chip up: what is sent > what is read.
var (
	up1024 = slices.Concat([]string{
		"ff",            // RSTIO
		"01 40",         // WRMR: sequential
		"05 00 > ff 40", // RDMR
	}, twice(
		look("000000", ramp(0x11)), // what is at 0
		look("000001", ramp(0x12)), // and at 1, which is the same a byte later: three bytes of address
	))
	up256 = slices.Concat([]string{ // no RSTIO
		"01 40",
		"05 00 > ff 40",
	}, twice(
		look("000000", ramp(0x12)), // what is at 1, as the third byte of the address passes while the chip sends that at 0
		look("000001", ramp(0x12)),
	), twice(
		look("0000", ramp(0x11)),
		look("2000", ramp(0x31)), // at 8 K is something else
	), twice(
		look("0000", ramp(0x11)),
		look("8000", ramp(0x11)), // at 32 K it looks as at 0,
	), []string{
		"02 8000 ee", // so a bit is changed there
	}, twice(
		look("0000", "ee"+ramp(0x12)[:126]), // which shows at 0
		look("8000", "ee"+ramp(0x12)[:126]),
	), []string{
		"02 8000 11", // put back
	})
	up1024zeros = slices.Concat(up1024[:3], twice(
		look("000000", zeros),
		look("000001", zeros), // two bytes of address, or three?
	), twice(
		look("0000", "ff"+zeros[2:]), // were it a chip with two, at 0 would be ff
		look("000000", zeros),
	), twice(
		look("0000ff", zeros),
	), []string{
		"02 000000 ff", // a byte is changed
	}, twice(
		look("000000", "ff"+zeros[2:]),
		look("000001", zeros), // it has three
	), []string{
		"02 000000 00", // put back
		"02 0000ff 00", // likewise, were it a chip with two
	})
	upLCV = slices.Concat(up1024[:3], twice(
		look("000000", zeros),
		look("000001", zeros), // and no more, as a battery may keep them
	))
	upPSRAM = []string{
		"66",
		"99",
		"9f 000000 000000 > ffffffff 0d5d40",
	}
	upFRAM = []string{
		"06",            // WREN
		"05 00 > ff 02", // RDSR
		"04",            // WRDI
		"05 00 > ff 00",
	}
)

var zeros = strings.Repeat("00", 64)

// ramp is 64 bytes that count up.
func ramp(from byte) string {
	b := make([]byte, 64)
	for i := range b {
		b[i] = from + byte(i)
	}
	return hex.EncodeToString(b)
}

// look reads 64 bytes.
func look(addr, bytes string) string {
	return "03" + addr + zeros + ">ff" + strings.Repeat("f", len(addr)) + bytes
}

func twice(ops ...string) []string { return slices.Concat(ops, ops) }

// TestBytes pins every byte on the wires: opening a chip, then writing 01 02 03 at 0x1234 and reading 4 bytes from 0x1250, then Halt.
func TestBytes(t *testing.T) {
	for _, tt := range []struct {
		opts driver.Opts
		ops  []string
	}{
		{driver.Opts{Chip: "23LC1024"}, append(up1024,
			"02 001234 010203",
			"03 001250 00000000 > ffffffff 0a0b0c0d")},
		{driver.Opts{Chip: "23LC1024"}, append(up1024zeros,
			"02 001234 010203",
			"03 001250 00000000 > ffffffff 0a0b0c0d")},
		{driver.Opts{Chip: "23LCV1024"}, append(upLCV,
			"02 001234 010203",
			"03 001250 00000000 > ffffffff 0a0b0c0d")},
		{driver.Opts{Chip: "23K256"}, append(up256,
			"02 1234 010203",
			"03 1250 00000000 > ffffff 0a0b0c0d")},
		{driver.Opts{Chip: "APS6404L"}, append(upPSRAM,
			"02 001234 010203",
			"03 001250 00000000 > ffffffff 0a0b0c0d")},
		{driver.Opts{Chip: "APS6404L", Clock: 40 * physic.MegaHertz}, append(upPSRAM,
			"02 001234 010203",
			"0b 001250 00 00000000 > ffffffffff 0a0b0c0d")},
		{driver.Opts{Chip: "MB85RS2MTA"}, append(upFRAM,
			"9f 000000000000000000 > ff 047f4803 047f4803 04",
			"06",
			"02 001234 010203",
			"03 001250 00000000 > ffffffff 0a0b0c0d",
			"04")},
		{driver.Opts{Chip: "FM25V02"}, append(upFRAM,
			"9f 000000000000000000 > ff 7f7f7f7f7f7fc2 2200",
			"06",
			"02 1234 010203",
			"03 1250 00000000 > ffffff 0a0b0c0d",
			"04")},
		{driver.Opts{Chip: "MR25H10"}, append(upFRAM, // no ID
			"06",
			"02 001234 010203",
			"03 001250 00000000 > ffffffff 0a0b0c0d",
			"04")},
	} {
		t.Run(tt.opts.Chip, func(t *testing.T) {
			p := playback(t, tt.ops)
			d, err := driver.NewSPI(p, &tt.opts)
			require.NoError(t, err)
			require.Equal(t, tt.opts.Chip+"{playback}", d.String())
			got := make([]byte, 4)
			require.NoError(t, d.Transfer(0x1234, []byte{1, 2, 3}, 0x1250, got))
			require.Equal(t, []byte{10, 11, 12, 13}, got)
			require.NoError(t, d.Halt())
			require.NoError(t, p.Close(), "all of it was sent")
		})
	}
}

// TestFrameSplit pins where frames end: at 1 KB pages of PSRAM, and at what half of tCEM leaves room for: 6 bytes at 20 MHz and 8 us.
func TestFrameSplit(t *testing.T) {
	p := playback(t, append(upPSRAM,
		"02 0003fe 0102",
		"02 000400 030405060708",
		"02 000406 090a0b0c0d0e",
		"02 00040c 0f1011121314"))
	d, err := driver.NewSPI(p, &driver.Opts{Chip: "APS6404L"})
	require.NoError(t, err)
	w := make([]byte, 20)
	for i := range w {
		w[i] = byte(i + 1)
	}
	require.NoError(t, d.Transfer(0x3fe, w, 0, nil))
	require.NoError(t, p.Close())
}

func playback(t *testing.T, ops []string) *spitest.Playback {
	p := &spitest.Playback{Playback: conntest.Playback{DontPanic: true}}
	for _, op := range ops {
		w, r, _ := strings.Cut(op, ">")
		p.Ops = append(p.Ops, conntest.IO{W: unhex(t, w), R: unhex(t, r)})
	}
	return p
}

func unhex(t *testing.T, s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	require.NoError(t, err)
	return b
}
