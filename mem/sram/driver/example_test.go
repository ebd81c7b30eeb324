package driver_test

import (
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// A program that learns at run time which chip there is takes the driver by the chip's name. One that knows it links only that driver.
func ExampleNewSPI() {
	bus, err := sim.New(sim.Opts{Name: "SPI0"}, sim.Chip{Name: "MB85RS256B"})
	if err != nil {
		log.Fatal(err)
	}
	d, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: "MB85RS256B"})
	if err != nil {
		log.Fatal(err)
	}
	defer d.Halt()
	fmt.Println(d, d.Size())
	// Output: MB85RS256B{SPI0.0} 32768
}
