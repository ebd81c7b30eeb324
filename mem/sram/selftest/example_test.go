package selftest_test

import (
	"context"
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem/sram/selftest"
	"github.com/wasm2go/wasm2go/mem/sram/serialram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// All cells are tried; a bit that did not arrive shows where it is.
func ExampleWalk() {
	bus, err := sim.New(sim.Opts{}, sim.Chip{Name: "23K640"})
	if err != nil {
		log.Fatal(err)
	}
	chip, err := serialram.NewSPI(bus.Port(0), &serialram.Opts{Chip: "23K640"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(selftest.Walk(context.Background(), chip, nil))

	bus.Inject(sim.Fault{Kind: sim.FlipData, At: 2, Bit: 3})
	fmt.Println(selftest.Walk(context.Background(), chip, nil))
	// Output:
	// <nil>
	// walking ones: 1 of 8192 bytes are wrong, the first at 0xffd: wrote 20, read 28
}
