package main

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/layout"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem/sram/memmap"
)

// layoutLines are the rows that inspect prints of how a module uses its memory.
func layoutLines(l layout.Layout) []string {
	var lines []string
	if l.DataBytes > 0 {
		lines = append(lines, fmt.Sprintf("static data      %s, %s of it in segments", span(l.DataStart, l.DataEnd), count(l.DataBytes, "byte")))
	}
	if l.StackFrom != "" {
		lines = append(lines, fmt.Sprintf("auxiliary stack  %s, from %s", span(l.StackStart, l.StackEnd), l.StackFrom))
	}
	if l.HeapFrom != "" {
		lines = append(lines, fmt.Sprintf("heap             from %#x, by %s", l.HeapStart, l.HeapFrom))
	}
	return lines
}

// regions are the same for a picture of the memory.
func regions(m *wasm.Module) []memmap.Region {
	var list []memmap.Region
	for _, r := range layout.Find(m).Regions() {
		list = append(list, memmap.Part(r.Name, r.From, r.To))
	}
	return list
}

func span(start, end uint64) string {
	return fmt.Sprintf("%#x to %#x (%s)", start, end, count(end-start, "byte"))
}

// count is "1 byte", "2 bytes".
func count[T int | uint64](n T, what string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, what)
	}
	return fmt.Sprintf("%d %ss", n, what)
}
