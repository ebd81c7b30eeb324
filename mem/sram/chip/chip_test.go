package chip_test

import (
	"math/bits"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

const mhz = physic.MegaHertz

// TestTable holds the table to what must be so of any chip.
func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range chip.Table() {
		require.False(t, seen[c.Name], c.Name)
		seen[c.Name] = true
		require.Equal(t, 1, bits.OnesCount64(c.Size), c.Name)
		require.LessOrEqual(t, c.Size, uint64(1)<<(8*c.AddrBytes), c.Name)
		require.GreaterOrEqual(t, c.MaxClock, 16*mhz, c.Name)
		require.Equal(t, len(c.ID), len(c.IDMask), c.Name)
		require.NotEmpty(t, c.Supplies, c.Name)
		for _, v := range c.Supplies {
			require.Less(t, v.Min, v.Max, c.Name)
			require.GreaterOrEqual(t, v.Min, 1500*physic.MilliVolt, c.Name)
			require.LessOrEqual(t, v.Max, 5500*physic.MilliVolt, c.Name)
		}
		require.Equal(t, c.Family == chip.PSRAM, c.TCEM > 0 && c.Page > 0 && c.ReadClock > 0, c.Name)
		if c.ID != nil {
			found, err := unnamed(t, c.Family).Identify(append(c.ID, 1, 2, 3))
			require.NoError(t, err)
			require.Equal(t, c.Size, found.Size, c.Name)
			require.Equal(t, c.ID[0], found.ID[0], c.Name)
		}
	}
	require.Len(t, chip.Names(), len(seen))
	require.Len(t, seen, 36)
}

func TestLookup(t *testing.T) {
	c, err := chip.Lookup("esp-psram64h")
	require.NoError(t, err)
	require.Equal(t, "ESP-PSRAM64H", c.Name)
	require.False(t, c.NonVolatile())
	c, err = chip.Lookup("mr25h10")
	require.NoError(t, err)
	require.True(t, c.NonVolatile())
	require.False(t, c.MatchesID([]byte{0xff}))
	_, err = chip.Lookup("")
	require.ErrorContains(t, err, `unknown chip ""`)
}

// TestSupply: what a board of 3.3 V can have on it, and what is said of the others.
func TestSupply(t *testing.T) {
	not := map[string]string{}
	for _, c := range chip.Table() {
		if w := c.SupplyWarning(chip.BoardVolts); w != "" {
			require.NotEmpty(t, c.NotAt(chip.BoardVolts), c.Name)
			not[c.Name] = w
		} else {
			require.Empty(t, c.NotAt(chip.BoardVolts), c.Name)
		}
	}
	for _, name := range []string{"23A640", "23A256", "23A512", "23A1024", "N01S818", "ESP-PSRAM64"} {
		require.Contains(t, not[name], "may destroy it", name)
	}
	for _, name := range []string{"APS6404L", "APS1604M", "APS3204L", "IS66WVS1M8", "IS66WVS2M8", "IS66WVS4M8", "IS66WVS8M8", "IS66WVS16M8"} {
		require.Contains(t, not[name], "look at the part number", name)
	}
	require.Len(t, not, 14)
	for name, warning := range not {
		_, named, ok := strings.Cut(warning, "as in chip=")
		if !ok {
			continue
		}
		c, err := chip.Lookup(named)
		require.NoError(t, err)
		require.NotEqual(t, name, c.Name)
		require.Equal(t, named, c.Name)
		require.Empty(t, c.SupplyWarning(chip.BoardVolts))
	}
	c, err := chip.Lookup("aps6404l-sq")
	require.NoError(t, err)
	require.Equal(t, "APS6404L-SQ works at 1.62 to 1.98 V (R): the 3.3 V of a board may destroy it, or it reads wrong bytes", c.SupplyWarning(chip.BoardVolts))
	require.Equal(t, "23A1024 works at 1.7 to 2.2 V: the 3.3 V of a board may destroy it, or it reads wrong bytes", not["23A1024"])
	require.Equal(t, "APS6404L is sold for 1.62 to 1.98 V (-SQ) (R), 2.7 to 3.6 V (-3SQ): look at the part number, give it no 3.3 V if it is not for that, "+
		"and name the chip by it, as in chip=APS6404L-3SQ",
		not["APS6404L"])
}

// TestBattery: what a battery may keep, or the chip itself, is not to be overwritten without a word.
func TestBattery(t *testing.T) {
	var names []string
	for _, c := range chip.Table() {
		if c.Battery {
			require.True(t, c.Keeps())
			names = append(names, c.Name)
		} else {
			require.Equal(t, c.NonVolatile(), c.Keeps())
		}
	}
	require.Equal(t, []string{"23LCV512", "23LCV1024", "N01S830"}, names)
}

func TestUnknownID(t *testing.T) {
	for _, id := range [][]byte{{0x0d, 0x5d}, {0x0d, 0x5d, 0xe0}} {
		_, err := unnamed(t, chip.PSRAM).Identify(id)
		require.ErrorContains(t, err, "unknown ID 0d5d")
	}
}

// unnamed is a place for a chip of a family.
func unnamed(t *testing.T, f chip.Family) *chip.Site {
	s, err := chip.Open(chip.OnBus(nil), "", chip.Chip{Name: "any", Family: f, MaxClock: mhz}, 0)
	require.NoError(t, err)
	return s
}

// TestFrameBudget: data bytes of PSRAM frames at 8 us, behind a header of 4 bytes. At half the clock they take no longer.
func TestFrameBudget(t *testing.T) {
	const tcem = 8 * time.Microsecond
	for clock, want := range map[physic.Frequency]int{20 * mhz: 6, 33 * mhz: 12, 84 * mhz: 38, 133 * mhz: 62} {
		n := chip.FrameBudget(tcem, clock)
		require.Equal(t, want, n-4, clock)
		require.LessOrEqual(t, float64(8*n)/(float64(clock/2)/float64(physic.Hertz)), tcem.Seconds())
	}
	require.Equal(t, 4, chip.FrameBudget(3*time.Microsecond, 26*mhz))
	require.Greater(t, chip.FrameBudget(time.Hour, 133*mhz), 1<<20, "no limit")
}
