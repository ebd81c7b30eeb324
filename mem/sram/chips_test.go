package sram_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/memtest"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// simulated opens emulated chips with their drivers.
func simulated(t *testing.T, names ...string) (*sim.Bus, []sram.Device) {
	t.Helper()
	chips := make([]sim.Chip, len(names))
	for i, name := range names {
		chips[i] = sim.Chip{Name: name, Seed: uint64(i)}
	}
	bus, err := sim.New(sim.Opts{}, chips...)
	require.NoError(t, err)
	devices := make([]sram.Device, len(names))
	for i, name := range names {
		devices[i], err = driver.NewSPI(bus.Port(i), &driver.Opts{Chip: name})
		require.NoError(t, err)
	}
	return bus, devices
}

// Every family of chips serves as memory, alone where it is large enough for the tests' 256 KiB, and several together.
func TestChips(t *testing.T) {
	for _, chips := range [][]string{
		{"APS6404L"}, {"MB85RS4MT"}, {"MR25H40"},
		{"23LC1024", "23LC1024", "N01S830"}, {"FM25V20A", "APS1604M", "23LCV1024"}, {"23LC512", "23LC512", "23LC512", "23LC512", "23LC512", "MB85RS2MTA"},
	} {
		for _, o := range []sram.ArrayOpts{{Cache: 64, Line: 32}, {}} {
			t.Run(chips[0], func(t *testing.T) {
				memtest.Run(t, func(typ mem.Type) (mem.Linear, error) {
					_, devices := simulated(t, chips...)
					a, err := sram.NewArray(o, join(t, devices...))
					require.NoError(t, err)
					return a.NewMemory(typ)
				})
			})
		}
	}
}

// The small chips hold the memories that were trimmed to what a program needs. So does ISSI's PSRAM, which takes one byte of data in a
// frame at 20 MHz: more would take long.
func TestSmallChips(t *testing.T) {
	for _, name := range []string{"23K640", "23LC512", "MB85RS64V", "MR25H256", "FM25V02", "IS66WVS4M8"} {
		t.Run(name, func(t *testing.T) {
			memtest.RunBytePages(t, func(typ mem.Type) (mem.Linear, error) {
				_, devices := simulated(t, name)
				a, err := sram.NewArray(sram.ArrayOpts{Cache: 256, Line: 64}, devices[0])
				require.NoError(t, err)
				return a.NewMemory(typ)
			})
		})
	}
}

// What a bus does to a transaction, a power cut aside, costs no byte.
func TestChipFault(t *testing.T) {
	bus, devices := simulated(t, "23LC1024")
	a := newArray(t, sram.ArrayOpts{Cache: 128, Line: 64, Retries: 1}, devices...)
	m := memoryOn(t, a, mem.Type{Min: 1})
	for i := range uint64(1000) {
		require.NoError(t, m.PutUint64(i*64, i))
	}
	bus.Inject(sim.Fault{At: 1, After: 3})
	require.NoError(t, m.Flush(), "the second try succeeds")
	require.EqualValues(t, 1, a.Counters().Errors)
	bus.Inject(sim.Fault{At: 1, Times: 2})
	_, err := m.Uint64(0)
	require.ErrorIs(t, err, sim.ErrFault)
	var e *sram.DeviceError
	require.ErrorAs(t, err, &e)
	require.Equal(t, "read", e.Op)
	for i := range uint64(1000) {
		v, err := m.Uint64(i * 64)
		require.NoError(t, err)
		require.Equal(t, i, v)
	}
}
