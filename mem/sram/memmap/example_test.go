package memmap_test

import (
	"bytes"
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/memmap"
	"github.com/wasm2go/wasm2go/mem/sram/serialram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// The picture of a memory, whose parts have names.
func ExampleOf() {
	bus, err := sim.New(sim.Opts{}, sim.Chip{Name: "23LC1024"})
	if err != nil {
		log.Fatal(err)
	}
	chip, err := serialram.NewSPI(bus.Port(0), &serialram.DefaultOpts)
	if err != nil {
		log.Fatal(err)
	}
	array, err := sram.NewArray(sram.ArrayOpts{Cache: 4096, Heat: true}, chip)
	if err != nil {
		log.Fatal(err)
	}
	defer array.Halt()
	m, err := array.NewMemory(mem.Type{Min: 1})
	if err != nil {
		log.Fatal(err)
	}
	if err := m.PutUint8(0x5000, 1); err != nil {
		log.Fatal(err)
	}
	var picture bytes.Buffer
	heap := memmap.Part("heap", 0x4000, 0)
	if err := memmap.WriteSVG(&picture, memmap.Of(array, heap)...); err != nil {
		log.Fatal(err)
	}
	fmt.Println(bytes.Contains(picture.Bytes(), []byte(heap.String())))
	// Output: true
}
