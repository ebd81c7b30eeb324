package sram_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// A buffered device counts how often it was synced.
type buffered struct {
	*ram
	synced int
}

func (d *buffered) Sync() error {
	d.synced++
	if d.synced == 3 {
		return errBus
	}
	return nil
}

// TestSync: devices that are made of others pass it on, chips need none.
func TestSync(t *testing.T) {
	require.NoError(t, sram.Sync(newRAM(10)))
	one, two := &buffered{ram: newRAM(64)}, &buffered{ram: newRAM(64)}
	striped, err := sram.Stripe(16, one, two)
	require.NoError(t, err)
	behind, err := sram.After(5, join(t, newRAM(10), striped))
	require.NoError(t, err)
	require.NoError(t, sram.Sync(behind))
	require.NoError(t, sram.Sync(behind))
	require.ErrorIs(t, sram.Sync(behind), errBus)
	require.Equal(t, []int{3, 3}, []int{one.synced, two.synced}, "one that fails does not keep the others from it")
}
