package open_test

import (
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// Emulated chips need no hardware, and no package that looks for some.
func ExampleSimulate() {
	s, err := spec.Parse("sim:chip=23LC1024*2,cache=4K")
	if err != nil {
		log.Fatal(err)
	}
	array, err := open.Simulate(s)
	if err != nil {
		log.Fatal(err)
	}
	defer array.Halt()
	fmt.Println(array.Size(), array.Opts().Cache)
	// Output: 262144 4096
}
