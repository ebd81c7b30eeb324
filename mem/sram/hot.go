package sram

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

const (
	hotPlaces = 16 // that ReportHeat lists of each memory
	hotBar    = 40 // characters of the longest bar
)

// ReportHeat writes for each memory, also those that were closed, the lines that were missing from the cache most often, by address, as a
// histogram. Where a memory has more than 1024 lines, neighbours are counted together. It takes ArrayOpts.Heat.
func (a *Array) ReportHeat(w io.Writer) error {
	for _, h := range a.Heats() {
		if err := h.report(w); err != nil {
			return err
		}
	}
	return nil
}

// Heats returns where the caches of all memories missed, those that were closed first. It takes ArrayOpts.Heat.
func (a *Array) Heats() []Heat {
	heats := slices.Clone(a.heats)
	for _, c := range a.list() {
		heats = append(heats, c.places())
	}
	return heats
}

// report writes the places with the most misses.
func (h *Heat) report(w io.Writer) error {
	var places []int
	for i, n := range h.Misses {
		if n > 0 {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return nil
	}
	slices.SortStableFunc(places, func(i, j int) int { return int(h.Misses[j]) - int(h.Misses[i]) })
	most := h.Misses[places[0]]
	places = places[:min(len(places), hotPlaces)]
	slices.Sort(places)
	fmt.Fprintf(w, "misses by address, %d bytes a row:\n", h.Bytes)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, i := range places {
		n := h.Misses[i]
		fmt.Fprintf(t, "%#x\t%d\t %s\n", uint64(i)*h.Bytes, n, strings.Repeat("#", int(uint64(n)*hotBar/uint64(most))))
	}
	return t.Flush()
}
