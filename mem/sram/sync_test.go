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
	behind, err := sram.After(5, join(t, newRAM(10), join(t, one, two)))
	require.NoError(t, err)
	require.NoError(t, sram.Sync(behind))
	require.NoError(t, sram.Sync(behind))
	require.ErrorIs(t, sram.Sync(behind), errBus)
	require.Equal(t, []int{3, 3}, []int{one.synced, two.synced}, "one that fails does not keep the others from it")
}

// An answering device is asked whether it is there.
type answering struct {
	*ram
	asked [][2]uint64
	err   error
}

func (d *answering) Answers(addr, n uint64) (int, error) {
	d.asked = append(d.asked, [2]uint64{addr, n})
	if d.err != nil {
		return 0, d.err
	}
	return 1, nil
}

// TestAnswers: of several devices those are asked that have some of the bytes; one that cannot be asked leaves it open.
func TestAnswers(t *testing.T) {
	one, two := &answering{ram: newRAM(64)}, &answering{ram: newRAM(64)}
	all, err := sram.After(4, join(t, one, two, newRAM(64)))
	require.NoError(t, err)
	for _, tt := range []struct {
		addr, n       uint64
		chips, answer int
	}{{0, 60, 1, 1}, {0, 61, 2, 2}, {60, 64, 1, 1}, {60, 65, 2, 0}, {150, 3, 1, 0}} {
		require.Equal(t, tt.chips, sram.Chips(all, tt.addr, tt.n))
		answer, err := sram.Answers(all, tt.addr, tt.n)
		require.NoError(t, err)
		require.Equal(t, tt.answer, answer)
	}
	require.Equal(t, [][2]uint64{{4, 60}, {4, 60}}, one.asked)
	require.Equal(t, [][2]uint64{{0, 1}, {0, 64}, {0, 64}}, two.asked)

	two.err = errBus
	_, err = sram.Answers(all, 0, 61)
	require.ErrorIs(t, err, errBus)
	both := join(t, one, two)
	require.Equal(t, 2, sram.Chips(both, 0, 128))
	require.Equal(t, 1, sram.Chips(both, 16, 16))
	_, err = sram.Answers(both, 0, 64)
	require.NoError(t, err)
	_, err = sram.Answers(both, 0, 65)
	require.ErrorIs(t, err, errBus)
	require.Equal(t, 1, sram.Chips(newRAM(5), 0, 5))
}
