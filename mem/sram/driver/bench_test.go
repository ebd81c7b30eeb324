package driver_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// BenchmarkTransfer is what a miss costs the processor, emulated chip included.
func BenchmarkTransfer(b *testing.B) {
	for _, name := range []string{"23LC1024", "APS6404L", "MR25H40"} {
		b.Run(name, func(b *testing.B) {
			bus, err := sim.New(sim.Opts{}, sim.Chip{Name: name})
			require.NoError(b, err)
			d, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: name})
			require.NoError(b, err)
			line := make([]byte, 128)
			b.ReportAllocs()
			for b.Loop() {
				if err := d.Transfer(1024, line, 4096, line); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
