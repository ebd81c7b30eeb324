package psram_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/sram/psram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// TestOpenFaults: the bus fails at each transaction of an opening, with some bytes still sent. A reset that is not complete does nothing:
// the chip keeps what it holds, and the next opening is as any other.
func TestOpenFaults(t *testing.T) {
	for _, noPackets := range []bool{false, true} {
		for after := range 3 {
			for at := 1; ; at++ {
				bus, err := sim.New(sim.Opts{NoPackets: noPackets}, sim.Chip{Name: "APS6404L"})
				require.NoError(t, err)
				before, now := make([]byte, 4096), make([]byte, 4096)
				bus.Peek(0, 0, before)
				bus.Inject(sim.Fault{At: at, Times: 2, After: after})
				_, err = psram.NewSPI(bus.Port(0), &psram.DefaultOpts)
				if bus.Counters().Transactions < uint64(at) {
					require.NoError(t, err)
					break
				}
				for err != nil {
					require.ErrorIs(t, err, sim.ErrFault)
					_, err = psram.NewSPI(bus.Port(0), &psram.DefaultOpts)
				}
				bus.Peek(0, 0, now)
				require.Equal(t, before, now)
			}
		}
	}
}
