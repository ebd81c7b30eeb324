package tinygo_test

import (
	"fmt"

	"github.com/wasm2go/wasm2go/mem/sram/serialram"
	"github.com/wasm2go/wasm2go/mem/sram/tinygo"
)

// nothing stands for machine.SPI0 with no chip on it: what is read is all ones.
type nothing struct{}

func (nothing) Tx(w, r []byte) error {
	for i := range r {
		r[i] = 0xff
	}
	return nil
}

func (nothing) Transfer(byte) (byte, error) { return 0xff, nil }

// On a microcontroller the second argument is the Set of the pin that selects the chip.
func ExampleNew() {
	_, err := serialram.New(tinygo.New(nothing{}, func(high bool) {}), &serialram.DefaultOpts)
	fmt.Println(err)
	// Output: 23LC1024: mode register: no chip answers (all ones): check power, chip select and data lines
}
