package sram_test

import (
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
)

// A spare is memory that the program has to spare, as a device.
type spare struct{ bytes []byte }

func (d *spare) String() string { return "spare memory" }
func (d *spare) Size() uint64   { return uint64(len(d.bytes)) }
func (d *spare) Halt() error    { return nil }

func (d *spare) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if err := sram.CheckTransfer(d, waddr, w, raddr, r); err != nil {
		return err
	}
	copy(d.bytes[waddr:], w)
	copy(r, d.bytes[raddr:])
	return nil
}

// A device of one's own: String, Size, Transfer and Halt are all that a memory needs.
func ExampleDevice() {
	array, err := sram.NewArray(sram.ArrayOpts{NoBus: true}, &spare{make([]byte, 1<<20)})
	if err != nil {
		log.Fatal(err)
	}
	memory, err := array.NewMemory(mem.Type{Min: 16}) // a translated package calls it: New(sram.On(array))
	if err != nil {
		log.Fatal(err)
	}
	if err := memory.PutUint32(1<<20-4, 7); err != nil {
		log.Fatal(err)
	}
	fmt.Println(memory.Uint32(1<<20 - 4))
	fmt.Println(memory.Grow(1))
	fmt.Println(array.Halt())
	// Output:
	// 7 <nil>
	// -1
	// <nil>
}
