package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/mem/sram"
)

const (
	places  = 16 // that Heat lists of each memory
	longest = 40 // characters of a bar
)

// Heat writes for each memory of an array, also those that were closed, the lines that were missing from the cache most often, by address,
// as a histogram. Where a memory has more than 1024 lines, neighbours are counted together. It takes sram.ArrayOpts.Heat.
func Heat(w io.Writer, a *sram.Array) error {
	for _, h := range a.Heats() {
		if err := heat(w, h); err != nil {
			return err
		}
	}
	return nil
}

// heat writes the places of a memory with the most misses.
func heat(w io.Writer, h sram.Heat) error {
	var hot []int
	for i, n := range h.Misses {
		if n > 0 {
			hot = append(hot, i)
		}
	}
	if len(hot) == 0 {
		return nil
	}
	slices.SortStableFunc(hot, func(i, j int) int { return int(h.Misses[j]) - int(h.Misses[i]) })
	most := h.Misses[hot[0]]
	hot = hot[:min(len(hot), places)]
	slices.Sort(hot)
	fmt.Fprintf(w, "misses by address, %d bytes a row:\n", h.Bytes)
	t := newTable(w)
	for _, i := range hot {
		n := h.Misses[i]
		fmt.Fprintf(t, "%#x\t%d\t %s\n", uint64(i)*h.Bytes, n, strings.Repeat("#", int(uint64(n)*longest/uint64(most))))
	}
	return t.Flush()
}
