package slice_test

import (
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
)

// A memory in a Go slice takes no more than it has, and needs nothing of the platform.
func ExampleNew() {
	m, err := slice.New(mem.Type{Min: 1, Max: 100, HasMax: true})
	if err != nil {
		log.Fatal(err)
	}
	defer m.Close()

	if err := m.WriteAt([]byte("shared"), 16); err != nil {
		log.Fatal(err)
	}
	text := make([]byte, 6)
	if err := m.ReadAt(text, 16); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s, %v\n", text, m.Type())
	// Output: shared, memory 1 100
}
