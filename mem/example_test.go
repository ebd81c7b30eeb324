package mem_test

import (
	"errors"
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
)

// Whatever backend it is, a host sees a memory as a mem.Memory: numbers are little endian, and what is outside is an error.
func ExampleMemory() {
	var m mem.Memory
	m, err := slice.New(mem.Type{Min: 1, Max: 2, HasMax: true})
	if err != nil {
		log.Fatal(err)
	}
	defer m.Close()

	if err := m.PutUint32(1000, 0x01020304); err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.Uint8(1000))

	_, err = m.Uint32(mem.Page - 2)
	if outside, ok := errors.AsType[*mem.RangeError](err); ok {
		fmt.Println(outside.Len, "bytes at", outside.Addr, "of", outside.Size)
	}
	fmt.Println(m.Grow(1), m.Grow(1), m.Size())
	// Output:
	// 4 <nil>
	// 4 bytes at 65534 of 65536
	// 1 -1 131072
}
