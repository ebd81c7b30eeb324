package periph_test

import (
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem/sram/periph"
)

// With "chip=23LC1024" it would look for a chip on the machine's SPI0.0. A translated package takes the array: New(imports, sram.On(array)).
func ExampleOpen() {
	array, err := periph.Open("sim:chip=23LC1024,cache=4K")
	if err != nil {
		log.Fatal(err)
	}
	defer array.Halt()
	fmt.Println(array.Size())
	// Output: 131072
}
