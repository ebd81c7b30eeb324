package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

const mhz = physic.MegaHertz

// TestSRAMTest pins what is said of chips that are all right.
func TestSRAMTest(t *testing.T) {
	code, out, stderr := tool("sram", "test", "sim:chip=23LC512*2")
	require.Zero(t, code, stderr)
	require.Equal(t, `chip      2 of 23LC512, serial SRAM of 65536 bytes
supply    2.5 to 5.5 V
ID        none: told by its registers
bus       none: emulated
cells     right, at 1MHz
clock     right up to 20MHz
use       sim:chip=23LC512*2,hz=20MHz
`, out)
	require.Equal(t, `testing [23LC512{sim.0} 23LC512{sim.1}] at 1MHz: what is there is overwritten
  0% walking ones
 25% walking zeros
 50% addresses
 75% random
`, stderr)

	code, out, _ = tool("sram", "test", "sim:chip=fm25v02,hz=500kHz")
	require.Zero(t, code)
	require.Contains(t, out, "ID        7f7f7f7f7f7fc22200, of which ffffffffffffff1f00 count\n")
	require.Contains(t, out, "cells     right, at 500kHz\nclock     right up to 500kHz\nuse       sim:chip=FM25V02,hz=500kHz\n")
}

// TestSRAMTestKeeps: what a chip may have kept without power is overwritten only on request, and never what base leaves alone.
func TestSRAMTestKeeps(t *testing.T) {
	inTemp(t, nil)
	kept := bytes.Repeat([]byte("kept"), 2<<10)
	require.NoError(t, os.WriteFile("fram", kept, 0o666))
	code, out, stderr := tool("sram", "test", "sim:chip=MB85RS64V,file=fram,base=1K")
	require.Equal(t, 2, code)
	require.Contains(t, out, "chip      1 of MB85RS64V, FRAM of 8192 bytes\n")
	require.Contains(t, stderr, "it overwrites what is on the MB85RS64V, which may have been kept without power: say -yes if that may be lost")
	now, err := os.ReadFile("fram")
	require.NoError(t, err)
	require.Equal(t, kept, now)

	code, out, _ = tool("sram", "test", "sim:chip=MB85RS64V,file=fram,base=1K", "-yes")
	require.Zero(t, code)
	require.Contains(t, out, "use       sim:chip=MB85RS64V,hz=20MHz,file=fram,base=1K\n")
	now, err = os.ReadFile("fram")
	require.NoError(t, err)
	require.Equal(t, kept[:1024], now[:1024])
	require.NotContains(t, string(now[1024:]), "kept")

	for _, chip := range []string{"23LCV1024", "N01S830", "MR25H10"} {
		code, _, stderr := tool("sram", "test", "chip="+chip)
		require.Equal(t, 2, code, chip)
		require.Contains(t, stderr, "say -yes", chip)
	}
}

// TestSRAMTestUsage: what is wrong with the command line is said, and which chips a board of 3.3 V does not have.
func TestSRAMTestUsage(t *testing.T) {
	for args, want := range map[string]string{
		"sram":                          "sram: there is sram test SPEC",
		"sram tset":                     "sram: there is sram test SPEC",
		"sram test":                     "sram test: want one memory spec",
		"sram test chip=X":              `unknown chip "X"`,
		"sram test sim:":                "chip is missing, as in chip=23LC1024",
		"sram test file:m.bin,size=1M":  "sram test: m.bin is a file, and has no cells or clock to test: name chips",
		"sram test -no sim:chip=23K256": "flag provided but not defined: -no",
		"sram test sim:chip=23K256 sim:chip=23K640": "want one memory spec",
	} {
		code, _, stderr := tool(strings.Fields(args)...)
		require.Equal(t, 2, code, args)
		require.Contains(t, stderr, want, args)
	}
	code, out, _ := tool("sram", "test", "-h")
	require.Zero(t, code)
	require.Contains(t, out, "wasm2go sram test [-yes] SPEC")

	code, out, stderr := tool("sram", "test", "chip=23A1024,spi=SPI9.0")
	require.Equal(t, 1, code)
	require.Contains(t, out, "bus       SPI9.0\n")
	require.Contains(t, stderr, "23A1024 works at 1.7 to 2.2 V: the 3.3 V of a board may destroy it, or it reads wrong bytes\n")
	require.Contains(t, stderr, "sram test: at 1MHz: no bus SPI9.0")
}

// faulty opens emulated chips behind something that spoils what is read.
func faulty(spoil func(clock physic.Frequency, at uint64, b []byte)) func(*spec.Spec) (*sram.Array, error) {
	return func(s *spec.Spec) (*sram.Array, error) {
		wrap := s.Wrap
		s.Wrap = func(d sram.Device) (sram.Device, error) {
			return wrap(&spoiled{d, func(at uint64, b []byte) { spoil(s.Clock, at, b) }})
		}
		return open.Simulate(s)
	}
}

type spoiled struct {
	sram.Device
	spoil func(at uint64, b []byte)
}

func (d *spoiled) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	err := d.Device.Transfer(waddr, w, raddr, r)
	d.spoil(raddr, r)
	return err
}

// testFaulty runs the test on such chips.
func testFaulty(ctx context.Context, t *testing.T, chips string, spoil func(physic.Frequency, uint64, []byte)) (string, error) {
	s, err := spec.Parse(chips)
	require.NoError(t, err)
	var out, stderr bytes.Buffer
	test, err := newChipTest(s, streams{out: &out, err: &stderr})
	require.NoError(t, err)
	test.open = faulty(spoil)
	err = test.run(ctx, false)
	return out.String(), err
}

// TestSRAMTestClock: the highest clock at which nothing flips is found, and a lower one is advised.
func TestSRAMTestClock(t *testing.T) {
	above := func(limit physic.Frequency) func(physic.Frequency, uint64, []byte) {
		n := 0
		return func(f physic.Frequency, _ uint64, b []byte) {
			if n++; f > limit && n%5 == 0 && len(b) > 0 {
				b[n%len(b)] ^= 0x10
			}
		}
	}
	for limit, want := range map[physic.Frequency]string{
		mhz:      "clock     right up to 1MHz\n          2MHz: ",
		2 * mhz:  "clock     right up to 2MHz\n          4MHz: ",
		10 * mhz: "clock     right up to 10MHz\n          12MHz: ",
		20 * mhz: "clock     right up to 20MHz\nuse       sim:chip=23K256,hz=20MHz\n",
	} {
		out, err := testFaulty(t.Context(), t, "sim:chip=23K256", above(limit))
		require.NoError(t, err)
		require.Contains(t, out, want)
		advised := map[physic.Frequency]string{mhz: "1MHz", 2 * mhz: "1MHz", 10 * mhz: "8MHz", 20 * mhz: "20MHz"}[limit]
		require.Contains(t, out, "use       sim:chip=23K256,hz="+advised+"\n")
	}
	out, err := testFaulty(t.Context(), t, "sim:chip=23K256", above(mhz/2))
	require.ErrorContains(t, err, "sram test: at 1MHz: walking ones: ")
	require.ErrorContains(t, err, "bits flip on the wires")
	require.NotContains(t, out, "cells")
	require.NotContains(t, out, "use")
}

// TestSRAMTestBroken: broken cells end it, and so does somebody who does not want to wait.
func TestSRAMTestBroken(t *testing.T) {
	_, err := testFaulty(t.Context(), t, "sim:chip=23K640", func(_ physic.Frequency, at uint64, b []byte) {
		if at == 0x1000 && len(b) > 2 {
			b[2] |= 0x08
		}
	})
	require.EqualError(t, err, "sram test: at 1MHz: walking ones: 1 of 8192 bytes are wrong, the first at 0x1002: wrote 04, read 0c")

	ctx, cancel := context.WithCancel(t.Context())
	_, err = testFaulty(ctx, t, "sim:chip=23K640", func(_ physic.Frequency, at uint64, _ []byte) {
		if at == 0x1000 {
			cancel()
		}
	})
	require.EqualError(t, err, "sram test: interrupted: the 23K640 holds what the test wrote")
}
