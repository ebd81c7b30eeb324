package driver_test

import (
	"encoding/hex"
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
	up1024 = []string{
		"ff",                                     // RSTIO
		"01 40",                                  // WRMR: sequential
		"05 00 > ff 40",                          // RDMR
		"03 000000 00000000 > ffffffff 11121314", // what is at 0
		"03 000010 00000000 > ffffffff 21222324", // and at 16
		"03 0000 0000000000 > ffffff ff11121314", // and at 0, were it a chip with two bytes of address
		"02 000000 a53c960f",
		"02 000010 5ac369f0",
		"03 000000 00000000 > ffffffff a53c960f",
		"02 000000 11121314", // put back
		"02 000010 21222324",
	}
	up256 = []string{ // no RSTIO
		"01 40",
		"05 00 > ff 40",
		"03 000000 00000000 > ffffff 11 12131415",
		"03 000010 00000000 > ffffff 11 12131415",
		"03 0000 0000000000 > ffffff 1112131415",
		"02 000000 a53c960f",
		"02 000010 5ac369f0",
		"03 000000 00000000 > ffffff 10 5ac369f0",
		"02 0000 1112131415",     // put back
		"03 8000 00 > ffffff 11", // what is at 32 K, an alias of 0
		"03 2000 00 > ffffff 31", // at 8 K
		"03 0000 00 > ffffff 11",
		"02 8000 c0",
		"02 2000 c1",
		"02 0000 c2",
		"03 8000 00 > ffffff c2",
		"03 2000 00 > ffffff c1",
		"02 8000 11",
		"02 2000 31",
		"02 0000 11",
	}
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

// TestBytes pins every byte on the wires: opening a chip, then writing 01 02 03 at 0x1234 and reading 4 bytes from 0x1250, then Halt.
func TestBytes(t *testing.T) {
	for _, tt := range []struct {
		opts driver.Opts
		ops  []string
	}{
		{driver.Opts{Chip: "23LC1024"}, append(up1024,
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
