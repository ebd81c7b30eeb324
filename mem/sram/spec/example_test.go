package spec_test

import (
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// A spec says in a line where memory lives, as users write it.
func ExampleParse() {
	s, err := spec.Parse("chip=23LC1024*2,hz=8MHz,cache=16K")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(s.Chip, s.Ports(), s.Clock, s.Cache)
	fmt.Println(s.Capacity())

	_, err = spec.Parse("chip=23LC1025")
	fmt.Println(err != nil)
	// Output:
	// 23LC1024 [SPI0.0 SPI0.1] 8MHz 16384
	// 262144 <nil>
	// true
}
