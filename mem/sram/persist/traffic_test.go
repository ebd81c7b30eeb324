package persist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/persist"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// TestTraffic: the counters of an array have the store's own transfers, too: all that went over the bus.
func TestTraffic(t *testing.T) {
	bus, err := sim.New(sim.Opts{}, sim.Chip{Name: "MB85RS1MT"})
	require.NoError(t, err)
	chip, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: "MB85RS1MT"})
	require.NoError(t, err)
	store, err := persist.Open(chip, persist.Opts{})
	require.NoError(t, err)
	array, err := sram.NewArray(sram.ArrayOpts{Cache: 1024}, store)
	require.NoError(t, err)
	m, err := array.NewMemory(mem.Type{Min: 20000, PageSize: 1})
	require.NoError(t, err)
	require.NoError(t, m.WriteAt(make([]byte, 20000), 0))
	require.NoError(t, array.Halt())
	sent, c := bus.Counters(), array.Counters()
	require.Equal(t, sram.Traffic{Transactions: sent.Transactions, Frames: sent.Frames, Bytes: sent.Bytes}, c.Traffic)
	require.Greater(t, c.Transactions, m.Counters().Transactions, "opening looked for a checkpoint")
}
