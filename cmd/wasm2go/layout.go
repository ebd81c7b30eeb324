package main

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/layout"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem/sram/memmap"
)

// layoutLines are the rows that inspect prints of how a module uses its memory.
func layoutLines(m *wasm.Module) []string {
	regions, width := layout.Find(m), len("auxiliary stack")
	for _, r := range regions {
		width = max(width, len(r.Name))
	}
	var lines []string
	for _, r := range regions {
		where := fmt.Sprintf("from %#x", r.From)
		if r.To > 0 {
			where = span(r.From, r.To)
		}
		lines = append(lines, fmt.Sprintf("%-*s  %s, %s", width, r.Name, where, r.How))
	}
	return lines
}

// regions are the same for a picture of the memory.
func regions(m *wasm.Module) []memmap.Region {
	var list []memmap.Region
	for _, r := range layout.Find(m) {
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
