package persist_test

import (
	"context"
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/fram"
	"github.com/wasm2go/wasm2go/mem/sram/persist"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// A module goes on where it was when the power went. A translated package takes the same two options:
// queue.New(imports, sram.On(array), store.Keep()).
func Example() {
	bus, err := sim.New(sim.Opts{}, sim.Chip{Name: "MB85RS4MT"}) // in place of a bus from periph's spireg.Open
	if err != nil {
		log.Fatal(err)
	}
	module, err := interp.Compile(queueFile, interp.Options{Mem: interp.Backend{
		New: func(t mem.Type, core *abi.Core) (mem.Memory, error) { return sram.New(t, core) },
	}})
	if err != nil {
		log.Fatal(err)
	}
	for range 3 {
		if err := twoSteps(bus, module); err != nil {
			log.Fatal(err)
		}
		bus.PowerOff()
		bus.PowerOn()
	}
	// Output:
	// resumed: false, 0 steps done
	// resumed: true, 2 steps done
	// resumed: true, 4 steps done
}

func twoSteps(bus *sim.Bus, module *interp.Module) error {
	chip, err := fram.NewSPI(bus.Port(0), &fram.Opts{Chip: "MB85RS4MT"})
	if err != nil {
		return err
	}
	store, err := persist.Open(chip, persist.Opts{})
	if err != nil {
		return err
	}
	array, err := sram.NewArray(sram.ArrayOpts{Cache: 4096}, store)
	if err != nil {
		return err
	}
	queue, err := module.Instantiate(context.Background(), nil, sram.On(array), store.Keep())
	if err != nil {
		return err
	}
	done, _ := queue.Export("done")
	fmt.Printf("resumed: %v, %v steps done\n", store.Resumed(), done.(*rt.Global).Get())

	step, err := queue.Func("step")
	if err != nil {
		return err
	}
	for v := range int32(2) {
		if _, err := step.Call(context.Background(), v); err != nil {
			return err
		}
	}
	return store.Checkpoint()
}
