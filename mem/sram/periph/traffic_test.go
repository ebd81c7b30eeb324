package periph_test

import (
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram/sim"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// TestTraffic: what stats say of the bus is what went over it, as Linux's driver counted it, for each family; and the time is that of these
// messages, frames and bytes.
func TestTraffic(t *testing.T) {
	for _, text := range []string{
		"chip=23K256*4,spi=SPI0.0+SPI0.1+SPI0.2+SPI0.3,cache=2K,stats", // two bytes of address
		"chip=23LC1024,cache=2K,stats",                                 // three
		"chip=23LC1024,cache=2K,verify,hz=1MHz,stats",
		"chip=23LC1024*2,cache=2K,stats",
		"chip=APS6404L,cache=2K,stats",
		"chip=APS6404L,cache=2K,hz=84MHz,stats",
		"chip=IS66WVS4M8,cache=64K,hz=33MHz,stats",
		"chip=MB85RS1MT,cache=2K,stats",
		"chip=MR25H10,cache=4K,base=1K,stats",
	} {
		t.Run(text, func(t *testing.T) {
			s, err := spec.Parse(text)
			require.NoError(t, err)
			fake, out, err := runOn(t, text, chipsOf(s)...)
			require.NoError(t, err, out)
			said := func(what string) uint64 {
				m := regexp.MustCompile(`(?m)^ *` + what + ` +(\d+)\b`).FindStringSubmatch(out)
				require.NotNil(t, m, "%s\n%s", what, out)
				n, err := strconv.ParseUint(m[1], 10, 64)
				require.NoError(t, err)
				return n
			}
			m := regexp.MustCompile(`(?m)^ *bus time +(\S+)`).FindStringSubmatch(out)
			require.NotNil(t, m, out)
			reckoned, err := time.ParseDuration(m[1])
			require.NoError(t, err)

			sent := fake.Stats()
			clocks := time.Duration(float64(8*sent.Bytes) / float64(s.BusClock()/physic.Hertz) * float64(time.Second))
			took := time.Duration(sent.Messages)*60*time.Microsecond + time.Duration(sent.Frames-sent.Messages)*10*time.Microsecond + clocks
			t.Logf("sent: %+v, %v", sent, took)
			require.InEpsilon(t, took, reckoned, 0.001, "%v, not %v", reckoned, took)
			require.EqualValues(t, sent.Messages, said("transactions"))
			require.EqualValues(t, sent.Frames, said("frames"))
			require.EqualValues(t, sent.Bytes, said("bytes on the bus"))
		})
	}
}

// chipsOf are the emulated chips of a spec.
func chipsOf(s *spec.Spec) []sim.Chip {
	chips := make([]sim.Chip, s.Count)
	for i := range chips {
		chips[i] = sim.Chip{Name: s.Chip, TCEM: s.TCEM}
	}
	return chips
}
