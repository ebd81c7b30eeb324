package chip_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// TestFitting: chips that are just large enough alone, or together, and too small by a byte.
func TestFitting(t *testing.T) {
	const mib = 1 << 20
	for need, want := range map[uint64][]string{
		0:              {"any", "any", "any"},
		8 << 10:        {"any", "any", "any"},
		4 * 128 << 10:  {"4 of 23LC1024, 23A1024, 23LCV1024, N01S830, N01S818", "any", "MB85RS4MT, MR25H40; 2 of MB85RS2MTA, FM25V20A; 4 of MB85RS1MT, FM25V10, MR25H10"},
		4*128<<10 + 1:  {"none, nor 4 together", "any", "2 of MB85RS4MT, MR25H40; 3 of MB85RS2MTA, FM25V20A"},
		4 * 16 * mib:   {"none, nor 4 together", "4 of IS66WVS16M8", "none, nor 4 together"},
		4*16*mib + 1:   {"none, nor 4 together", "none, nor 4 together", "none, nor 4 together"},
		math.MaxUint64: {"none, nor 4 together", "none, nor 4 together", "none, nor 4 together"},
	} {
		var got []string
		for _, f := range chip.Fitting(need, 0) {
			got = append(got, f.Chips)
		}
		require.Equal(t, want, got, need)
	}
	require.Equal(t, "PSRAM       any", chip.Fitting(1, 0)[1].String())
}
