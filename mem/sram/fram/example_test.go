package fram_test

import (
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem/sram/fram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// What is on the chip stays there without power. On a Linux board the port comes from spireg.Open("SPI0.0") of periph.io.
func Example() {
	bus, err := sim.New(sim.Opts{}, sim.Chip{Name: "MB85RS64V"})
	if err != nil {
		log.Fatal(err)
	}
	chip, err := fram.NewSPI(bus.Port(0), &fram.Opts{Chip: "MB85RS64V"})
	if err != nil {
		log.Fatal(err)
	}
	if err := chip.Transfer(0, []byte("kept"), 0, nil); err != nil {
		log.Fatal(err)
	}
	bus.PowerOff()
	bus.PowerOn()

	chip, err = fram.NewSPI(bus.Port(0), &fram.Opts{Chip: "MB85RS64V"})
	if err != nil {
		log.Fatal(err)
	}
	text := make([]byte, 4)
	if err := chip.Transfer(0, nil, 0, text); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", text)
	// Output: kept
}
