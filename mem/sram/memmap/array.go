package memmap

import (
	"fmt"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// Of returns the maps of an array's memories, also of those that were closed. The regions say what the parts of the first memory are for.
// It takes sram.ArrayOpts.Heat.
func Of(a *sram.Array, regions ...Region) []Map {
	maps := []Map{}
	for i, h := range a.Heats() {
		m := Map{Title: fmt.Sprintf("memory %d on %v", i, a), Bytes: h.Bytes, Misses: h.Misses, Written: h.Held}
		if i == 0 {
			m.Regions = regions
		}
		maps = append(maps, m)
	}
	return maps
}
