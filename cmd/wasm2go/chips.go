package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// mostRoom is more than any chips have, in bytes.
const mostRoom = 1 << 40

// chipLines say on which chips -mem sram can put the module's own memories, and, where a spec names some, whether it can there.
func (r *report) chipLines(bodies []*wasm.Body, chips *spec.Spec) ([]string, error) {
	if len(r.Memories) == r.ImportedMemories {
		return nil, nil
	}
	types, trimmed := r.chipMemories(bodies)
	need := uint64(0)
	for _, t := range types {
		if t.Min > mostRoom/t.PageBytes() {
			return []string{"more than any chips have"}, nil
		}
		need += t.Min * t.PageBytes()
	}
	first := count(need, "byte")
	switch {
	case r.grow:
		first += " at the start; memory.grow takes what the chips have left, then returns -1"
	case trimmed:
		first += ": memory ends at __heap_base"
	}
	lines := []string{first}
	asked := chips
	if asked == nil {
		asked = new(spec.Spec)
	}
	for _, f := range asked.Fitting(need) {
		lines = append(lines, fmt.Sprintf("%-16s %s", f.Family, f.Chips))
	}
	if not := chip.NotOnBoard(need); not != "" {
		lines = append(lines, fmt.Sprintf("%-16s %s", "not at 3.3 V", not))
	}
	if chips == nil {
		return append(lines, processorMemory(types, sram.ArrayOpts{}, mostRoom)+", by default"), nil
	}
	room, err := capacity(chips)
	if err != nil {
		return nil, err
	}
	switch {
	case slices.ContainsFunc(types, func(t mem.Type) bool { return t.Min > sram.MaxMemory/t.PageBytes() }):
		return append(lines, fmt.Sprintf("too large: a memory has at most %d bytes here", uint64(sram.MaxMemory))), nil
	case wholeLines(types, chips.ArrayOpts()) > room:
		return append(lines, fmt.Sprintf("%v is too small: %s", chips, count(room, "byte"))), nil
	}
	fits := fmt.Sprintf("%v has room for it: %s", chips, count(room, "byte"))
	return append(lines, fits, processorMemory(types, chips.ArrayOpts(), room)), nil
}

// capacity is how many bytes there are for memories. A file that is there has a size, whether or not the spec says so.
func capacity(s *spec.Spec) (uint64, error) {
	sized := *s
	if info, err := os.Stat(s.Path); s.Path != "" && s.Size == 0 && err == nil && info.Mode().IsRegular() {
		sized.Size = max(uint64(info.Size()), s.Base)
	}
	return sized.Capacity()
}

// wholeLines is what memories take of an array.
func wholeLines(types []mem.Type, o sram.ArrayOpts) (bytes uint64) {
	line := cmp.Or(o.Line, sram.DefaultLine)
	for _, t := range types {
		bytes += (t.Min*t.PageBytes() + line - 1) &^ (line - 1)
	}
	return bytes
}

// chipMemories are the module's own memories as they are on chips, and whether the first ends at __heap_base.
func (r *report) chipMemories(bodies []*wasm.Body) (types []mem.Type, trimmed bool) {
	base, reason := compiler.HeapBase(r.Module, bodies)
	for i := r.ImportedMemories; i < len(r.Memories); i++ {
		if i == 0 && reason == "" {
			types, trimmed = append(types, mem.Type{Min: base, Max: base, HasMax: true, PageSize: 1}), true
			continue
		}
		m := r.Memories[i]
		types = append(types, mem.Type{Min: m.Min, Max: m.Max, HasMax: m.HasMax, PageSize: m.PageSize(), Is64: m.Is64})
	}
	return types, trimmed
}

// processorMemory says what memories take of the processor's memory, each with a cache of its own.
func processorMemory(types []mem.Type, o sram.ArrayOpts, room uint64) string {
	cached, tables := uint64(0), uint64(0)
	for _, t := range types {
		c, more := o.Footprint(t, room)
		cached, tables = cached+c, tables+more
	}
	return fmt.Sprintf("processor memory %s for the cache, and %s for its tables", size(cached), size(tables))
}

// size is a number of bytes, in KB where there are many, rounded up.
func size(n uint64) string {
	if n < 10<<10 {
		return count(n, "byte")
	}
	return fmt.Sprintf("%d KB", (n+1023)>>10)
}
