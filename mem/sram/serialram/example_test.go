package serialram_test

import (
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem/sram/serialram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// On a Linux board the port comes from host.Init() and spireg.Open("SPI0.0") of periph.io; here the chip is emulated.
func Example() {
	bus, err := sim.New(sim.Opts{Name: "SPI0"}, sim.Chip{Name: "23LC1024"})
	if err != nil {
		log.Fatal(err)
	}
	port := bus.Port(0)
	defer port.Close()

	chip, err := serialram.NewSPI(port, &serialram.DefaultOpts)
	if err != nil {
		log.Fatal(err)
	}
	defer chip.Halt()

	hello := make([]byte, 5)
	if err := chip.Transfer(0x100, []byte("hello"), 0x100, hello); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%v of %d bytes: %s\n", chip, chip.Size(), hello)
	// Output: 23LC1024{SPI0.0} of 131072 bytes: hello
}
