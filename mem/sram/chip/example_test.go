package chip_test

import (
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// The table knows what a data sheet says.
func ExampleLookup() {
	c, err := chip.Lookup("23LC1024")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Family, c.Size, c.MaxClock)
	// Output: serial SRAM 131072 20MHz
}
