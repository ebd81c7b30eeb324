package file_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/file"
)

// A memory larger than a machine's RAM lives in a file, which takes room on the disk as it is written.
func Example() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	device, err := file.Open(filepath.Join(dir, "memory.bin"), file.Opts{Size: 1 << 30})
	if err != nil {
		log.Fatal(err)
	}
	array, err := sram.NewArray(sram.ArrayOpts{Cache: 1 << 20, Line: 4096, NoBus: true}, device)
	if err != nil {
		log.Fatal(err)
	}
	defer array.Halt()

	m, err := array.NewMemory(mem.Type{Min: 1 << 30 / mem.Page}) // a translated package calls it: New(sram.On(array))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.PutUint8(1<<30-1, 7), m.Size())
	// Output: <nil> 1073741824
}
