package main

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/layout"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem/sram/memmap"
)

// regions are the parts of a module's memory, for a picture of it.
func regions(m *wasm.Module) []memmap.Region {
	var list []memmap.Region
	for _, r := range layout.Find(m) {
		list = append(list, memmap.Part(r.Name, r.From, r.To))
	}
	return list
}

// count is "1 byte", "2 bytes".
func count[T int | uint64](n T, what string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, what)
	}
	return fmt.Sprintf("%d %ss", n, what)
}
