package selftest_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/selftest"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// cells are a device with something wrong.
type cells struct {
	b     []byte
	place func(at uint64) uint64       // where an address leads
	read  func(at uint64, b byte) byte // what is read of a cell
	err   error
}

func (*cells) String() string { return "cells" }
func (c *cells) Size() uint64 { return uint64(len(c.b)) }
func (*cells) Halt() error    { return nil }

func (c *cells) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	place := func(at uint64) uint64 {
		if c.place != nil {
			return c.place(at)
		}
		return at
	}
	for i, b := range w {
		c.b[place(waddr+uint64(i))] = b
	}
	for i := range r {
		at := raddr + uint64(i)
		r[i] = c.b[place(at)]
		if c.read != nil {
			r[i] = c.read(at, r[i])
		}
	}
	return c.err
}

// TestWalkFaults: each kind of fault is found, wherever it is, and called by its name.
func TestWalkFaults(t *testing.T) {
	const size = 40<<10 + 24
	at := func(bad uint64, change func(byte) byte) func(uint64, byte) byte {
		return func(at uint64, b byte) byte {
			if at == bad {
				return change(b)
			}
			return b
		}
	}
	flips := 0
	for want, c := range map[string]*cells{
		"": {},
		"walking ones: no chip answers (all ones)":                                         {read: func(uint64, byte) byte { return 0xff }},
		"walking ones: no chip answers (all zeros)":                                        {read: func(uint64, byte) byte { return 0 }},
		"addresses: at 0x0 is read what was written at 0x4000: two chip selects":           {place: func(at uint64) uint64 { return at &^ 0x4000 }},
		"addresses: at 0x0 is read what was written at 0x8000: two":                        {place: func(at uint64) uint64 { return at &^ 0x8000 }},
		"addresses: at 0x0 is read what was written at 0x8: two":                           {place: func(at uint64) uint64 { return at &^ 8 }},
		"walking ones: bit 3 of all bytes is always 0 from 0x3 on":                         {read: func(_ uint64, b byte) byte { return b &^ 8 }},
		"walking ones: bit 7 of all bytes is always 1 from 0x0 on":                         {read: func(_ uint64, b byte) byte { return b | 0x80 }},
		"walking ones: 1 of 40984 bytes are wrong, the first at 0xa017: wrote 80, read 00": {read: at(size-1, func(b byte) byte { return b & 0x7f })},
		"walking ones: 1 of 40984 bytes are wrong, the first at 0x1000: wrote 01, read 03": {read: at(0x1000, func(b byte) byte { return b | 2 })},
		"random: 1 of 40984 bytes are wrong, the first at 0x2005":                          disturbed(size),
		"walking ones: 1 of 40984 bytes were wrong, the first at 0x64, and right when they were read again": {read: at(100, func(b byte) byte {
			if flips++; flips == 1 {
				return ^b
			}
			return b
		})},
	} {
		c.b = make([]byte, size)
		err := selftest.Walk(t.Context(), c, nil)
		if want == "" {
			require.NoError(t, err)
			require.NoError(t, selftest.Sample(t.Context(), c))
			continue
		}
		require.ErrorContains(t, err, want)
	}
}

// disturbed has a cell that changes with what its neighbour holds.
func disturbed(size int) *cells {
	c := &cells{}
	c.read = func(at uint64, b byte) byte {
		if n := c.b[0x2004]; at == 0x2005 && n != 0x10 && n != 0xef && n != 0 {
			return b ^ 1
		}
		return b
	}
	return c
}

// TestWalkChips: chips that are all right are found so, of each family and joined, and at the end all was transferred.
func TestWalkChips(t *testing.T) {
	for _, name := range []string{"23K640", "MB85RS64V", "MR25H256"} {
		bus, err := sim.New(sim.Opts{}, sim.Chip{Name: name, Seed: 1}, sim.Chip{Name: name, Seed: 2})
		require.NoError(t, err)
		var devices []sram.Device
		for i := range 2 {
			d, err := driver.NewSPI(bus.Port(i), &driver.Opts{Chip: name, Clock: 20 * physic.MegaHertz})
			require.NoError(t, err)
			devices = append(devices, d)
		}
		d, err := sram.Join(devices...)
		require.NoError(t, err)
		var seen []string
		last, end := uint64(0), uint64(0)
		require.NoError(t, selftest.Walk(t.Context(), d, func(pattern string, done, total uint64) {
			if len(seen) == 0 || seen[len(seen)-1] != pattern {
				seen = append(seen, pattern)
			}
			require.Greater(t, done, last)
			last, end = done, total
		}))
		require.Equal(t, []string{"walking ones", "walking zeros", "addresses", "random"}, seen)
		require.Equal(t, end, last)
		require.Equal(t, 8*d.Size(), end)
		require.NoError(t, selftest.Sample(t.Context(), d))
	}
}

// TestEnds: it ends where a transfer fails, and where the caller does not want to wait any more.
func TestEnds(t *testing.T) {
	bus, err := sim.New(sim.Opts{}, sim.Chip{Name: "23K640"})
	require.NoError(t, err)
	d, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: "23K640"})
	require.NoError(t, err)
	for _, at := range []int{1, 2, 3, 4, 5, 20} {
		bus.Inject(sim.Fault{At: at})
		require.ErrorIs(t, selftest.Walk(t.Context(), d, nil), sim.ErrFault)
	}
	bus.Inject(sim.Fault{At: 7})
	require.ErrorIs(t, selftest.Sample(t.Context(), d), sim.ErrFault)

	ctx, cancel := context.WithCancel(t.Context())
	require.ErrorIs(t, selftest.Walk(ctx, d, func(string, uint64, uint64) { cancel() }), context.Canceled)
	require.ErrorIs(t, selftest.Sample(ctx, d), context.Canceled)
}

// TestSampleFaults: a bit that flips now and then, anywhere, is found.
func TestSampleFaults(t *testing.T) {
	n := 0
	c := &cells{b: make([]byte, 8<<10), read: func(_ uint64, b byte) byte {
		if n++; n%20_000 == 0 {
			return b ^ 4
		}
		return b
	}}
	require.ErrorContains(t, selftest.Sample(t.Context(), c), "1 of 8192 bytes were wrong")
	c = &cells{b: make([]byte, 8<<10), place: func(at uint64) uint64 { return at &^ 0x1000 }}
	require.ErrorContains(t, selftest.Sample(t.Context(), c), " of 8192 bytes are wrong, the first at 0x0: wrote")
}

func TestClocks(t *testing.T) {
	const mhz = physic.MegaHertz
	c, err := chip.Lookup("23A256")
	require.NoError(t, err)
	require.Equal(t, []physic.Frequency{mhz, 2 * mhz, 4 * mhz, 5 * mhz, 8 * mhz, 10 * mhz, 12 * mhz, 16 * mhz}, selftest.Clocks(c, 0, 0))
	require.Equal(t, []physic.Frequency{mhz, 2 * mhz, 3 * mhz}, selftest.Clocks(c, 0, 3*mhz))
	require.Equal(t, []physic.Frequency{500 * physic.KiloHertz}, selftest.Clocks(c, 0, 500*physic.KiloHertz))

	psram, err := chip.Lookup("APS6404L")
	require.NoError(t, err)
	usual, extended := selftest.Clocks(psram, 0, 0), selftest.Clocks(psram, 3*time.Microsecond, 0)
	require.Less(t, usual[0], extended[0])
	for tcem, clocks := range map[time.Duration][]physic.Frequency{0: usual, 3 * time.Microsecond: extended} {
		bus, err := sim.New(sim.Opts{}, sim.Chip{Name: "APS6404L"})
		require.NoError(t, err)
		_, err = driver.NewSPI(bus.Port(0), &driver.Opts{Chip: "APS6404L", Clock: clocks[0], TCEM: tcem})
		require.NoError(t, err)
		require.Equal(t, 133*mhz, clocks[len(clocks)-1])
	}
}
