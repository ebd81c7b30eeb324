package report_test

import (
	"fmt"
	"log"
	"strings"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram/periph"
	"github.com/wasm2go/wasm2go/mem/sram/report"
)

// What a cache did for a program.
func ExampleCounters() {
	array, err := periph.Open("sim:chip=23LC1024,cache=4K")
	if err != nil {
		log.Fatal(err)
	}
	defer array.Halt()
	m, err := array.NewMemory(mem.Type{Min: 1})
	if err != nil {
		log.Fatal(err)
	}
	for addr := range uint64(mem.Page) {
		if err := m.PutUint8(addr, 1); err != nil {
			log.Fatal(err)
		}
	}
	var table strings.Builder
	if err := report.Counters(&table, array); err != nil {
		log.Fatal(err)
	}
	first, _, _ := strings.Cut(table.String(), "\n")
	fmt.Println(strings.Fields(first)) // what was written, and what that took of the bus, follows
	// Output: [misses 1024]
}
