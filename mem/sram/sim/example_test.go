package sim_test

import (
	"errors"
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem/sram/serialram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// A test makes the bus fail when it likes.
func ExampleBus_Inject() {
	bus, err := sim.New(sim.Opts{}, sim.Chip{Name: "23LC512"})
	if err != nil {
		log.Fatal(err)
	}
	chip, err := serialram.NewSPI(bus.Port(0), &serialram.Opts{Chip: "23LC512"})
	if err != nil {
		log.Fatal(err)
	}
	bus.Inject(sim.Fault{Kind: sim.Fail, At: 2})
	for range 3 {
		err := chip.Transfer(0, []byte("data"), 0, nil)
		fmt.Println(errors.Is(err, sim.ErrFault))
	}
	// Output:
	// false
	// true
	// false
}
