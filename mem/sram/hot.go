package sram

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/wasm2go/wasm2go/mem/sram/memmap"
)

const (
	hotPlaces = 16 // that ReportHeat lists of each memory
	hotBar    = 40 // characters of the longest bar
)

// ReportHeat writes for each memory, also those that were closed, the lines that were missing from the cache most often, by address, as a
// histogram. Where a memory has more than 1024 lines, neighbours are counted together. It takes ArrayOpts.Heat.
func (a *Array) ReportHeat(w io.Writer) error {
	for _, h := range a.allHeats() {
		if err := h.report(w); err != nil {
			return err
		}
	}
	return nil
}

// allHeats are those of all memories, also of closed ones.
func (a *Array) allHeats() []Heat {
	heats := slices.Clone(a.heats)
	for _, c := range a.list() {
		heats = append(heats, c.places())
	}
	return heats
}

// WriteMap draws the memories, also those that were closed, as an SVG picture: touched lines, and the hotter the color, the more misses. The
// regions say what the parts of the first memory are for. It takes ArrayOpts.Heat.
func (a *Array) WriteMap(w io.Writer, regions ...memmap.Region) error {
	maps := []memmap.Map{}
	for i, h := range a.allHeats() {
		m := memmap.Map{Title: fmt.Sprintf("memory %d on %v", i, a), Bytes: h.Bytes, Misses: h.Misses, Written: h.Held}
		if i == 0 {
			m.Regions = regions
		}
		maps = append(maps, m)
	}
	return memmap.WriteSVG(w, maps...)
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
