package psram_test

import (
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem/sram/psram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// PSRAM has an ID, so it needs no name. On a Linux board the port comes from spireg.Open("SPI0.0") of periph.io.
func Example() {
	bus, err := sim.New(sim.Opts{}, sim.Chip{Name: "APS6404L"})
	if err != nil {
		log.Fatal(err)
	}
	chip, err := psram.NewSPI(bus.Port(0), &psram.DefaultOpts)
	if err != nil {
		log.Fatal(err)
	}
	defer chip.Halt()
	fmt.Println(chip, chip.Size())
	// Output: APS6404L{sim.0} 8388608
}
