package main

import (
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// mostChips is how many chips an array has at most that inspect suggests.
const mostChips = 4

// chipLines say on which chips -mem sram can put the module's own memories.
func (r *report) chipLines(bodies []*wasm.Body) []string {
	if len(r.Memories) == r.ImportedMemories {
		return nil
	}
	base, reason := compiler.HeapBase(r.Module, bodies)
	need, end := uint64(0), ""
	for i := r.ImportedMemories; i < len(r.Memories); i++ {
		switch m := r.Memories[i]; {
		case i == 0 && reason == "":
			need, end = base, ": memory ends at __heap_base"
		case m.Min > 1<<40/m.PageSize():
			return []string{"more than any chips have"}
		default:
			need += m.Min * m.PageSize()
		}
	}
	if r.grow {
		end = " at the start; memory.grow takes what the chips have left, then returns -1"
	}
	lines := []string{count(need, "byte") + end}
	for _, f := range []chip.Family{chip.SerialSRAM, chip.PSRAM, chip.FRAM} {
		lines = append(lines, fmt.Sprintf("%-16s %s", f, fitting(f, need)))
	}
	if not := notOnBoard(need); not != "" {
		lines = append(lines, fmt.Sprintf("%-16s %s", "not at 3.3 V", not))
	}
	cached, tables := sram.ArrayOpts{}.Footprint(need)
	return append(lines, fmt.Sprintf("processor memory %d KB for the cache, by default, and %d KB for its tables", cached>>10, (tables+1023)>>10))
}

// notOnBoard lists the part numbers that have so many bytes, alone or as arrays, and that a board of 3.3 V cannot have, by their supply.
func notOnBoard(need uint64) string {
	var order []string
	parts := map[string][]string{}
	for _, c := range chip.Table() {
		if (need+c.Size-1)/c.Size > mostChips {
			continue
		}
		for _, s := range c.NotAt(chip.BoardVolts) {
			part := c.Name + s.Part
			s.Part = ""
			if parts[s.String()] == nil {
				order = append(order, s.String())
			}
			parts[s.String()] = append(parts[s.String()], part)
		}
	}
	for i, supply := range order {
		order[i] = supply + ": " + strings.Join(parts[supply], ", ")
	}
	return strings.Join(order, "; ")
}

// fitting lists the chips of a family that have so many bytes, alone or as arrays.
func fitting(f chip.Family, need uint64) string {
	byCount := make([][]string, mostChips+1)
	total := 0
	for _, c := range chip.Table() {
		if c.Family != f {
			continue
		}
		total++
		if n := max(1, (need+c.Size-1)/c.Size); n <= mostChips {
			byCount[n] = append(byCount[n], c.Name)
		}
	}
	if len(byCount[1]) == total {
		return "any"
	}
	var groups []string
	for n, names := range byCount {
		switch {
		case len(names) == 0:
		case n == 1:
			groups = append(groups, strings.Join(names, ", "))
		default:
			groups = append(groups, fmt.Sprintf("%d of %s", n, strings.Join(names, ", ")))
		}
	}
	if len(groups) == 0 {
		return fmt.Sprintf("none, nor %d together", mostChips)
	}
	return strings.Join(groups, "; ")
}
