// Package memmap draws a linear memory as an SVG picture: what its parts are for, which lines were touched, and where the cache missed.
package memmap

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
)

// A Map is a memory as a row of cells of equal size.
type Map struct {
	Title   string
	Bytes   uint64   // of memory that a cell stands for
	Misses  []uint32 // of the cache, by cell
	Written []bool   // something in the cell was written to a chip; as many as Misses
	Regions []Region
}

// A Region is a part of the memory with a purpose, in bytes.
type Region struct {
	Name     string
	From, To uint64 // To is 0 for the end of the memory
}

// Part is a region from one address to another, 0 for the end of the memory.
func Part(name string, from, to uint64) Region { return Region{name, from, to} }

// Sizes in pixels.
const (
	columns = 64
	cell    = 11
	pitch   = cell + 1
	strip   = 4 // shows regions, below the cells
	row     = cell + strip + 4
	margin  = 10
	label   = 80 // for addresses, on the left
	width   = margin + label + columns*pitch + margin
	line    = 18 // of text
)

const (
	unused = "#eeeeee"
	quiet  = "#bcd3ea" // touched, but without misses
)

// regionColor is that of a region by its number.
func regionColor(i int) string {
	colors := [...]string{"#2f7d4f", "#7a4fa3", "#2a6fb0", "#8a6d1c", "#555555"}
	return colors[i%len(colors)]
}

// WriteSVG draws the maps one below the other.
func WriteSVG(w io.Writer, maps ...Map) error {
	var body bytes.Buffer
	d := drawing{&body, margin}
	for i := range maps {
		d.draw(&maps[i])
	}
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" font-family="sans-serif" font-size="12">
<rect width="100%%" height="100%%" fill="#ffffff"/>
%s</svg>
`, width, d.y+margin, body.Bytes())
	return err
}

// A drawing grows downwards.
type drawing struct {
	*bytes.Buffer
	y int
}

func (d *drawing) draw(m *Map) {
	d.text(margin, d.y+12, "#000000", "%s", m.Title)
	d.text(margin, d.y+12+line, "#444444", "%s", m.summary())
	d.y += 2*line + 6
	for first := 0; first < len(m.Misses); first += columns {
		d.row(m, first)
	}
	d.y += 6
	d.legend(m)
	d.y += line
}

// summary says in words what the picture shows.
func (m *Map) summary() string {
	touched, misses := 0, uint64(0)
	for i, n := range m.Misses {
		misses += uint64(n)
		if m.touched(i) {
			touched++
		}
	}
	return fmt.Sprintf("%d cells of %d bytes; %d touched; %d misses", len(m.Misses), m.Bytes, touched, misses)
}

func (m *Map) touched(i int) bool { return m.Misses[i] > 0 || m.Written[i] }

// row draws the cells from the first one on, and the regions below them.
func (d *drawing) row(m *Map, first int) {
	last := min(first+columns, len(m.Misses))
	d.text(margin, d.y+cell-1, "#444444", "%#x", uint64(first)*m.Bytes)
	for i := first; i < last; i++ {
		x := margin + label + (i-first)*pitch
		fmt.Fprintf(d, `<rect x="%d" y="%d" width="%d" height="%[3]d" fill="%s">`, x, d.y, cell, m.color(i))
		fmt.Fprintf(d, "<title>%#x: %s</title></rect>\n", uint64(i)*m.Bytes, m.describe(i))
	}
	for i := range m.Regions {
		from, to := m.part(i, first, last)
		if from < to {
			fmt.Fprintf(d, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n",
				margin+label+from*pitch, d.y+cell+1, max(1, (to-from)*pitch), strip, regionColor(i))
		}
	}
	d.y += row
}

// part is what of region i lies in cells first to last, in cells from first on.
func (m *Map) part(i, first, last int) (from, to float64) {
	r := m.Regions[i]
	end := float64(len(m.Misses))
	if r.To != 0 {
		end = min(end, float64(r.To)/float64(m.Bytes))
	}
	from = max(float64(r.From)/float64(m.Bytes), float64(first))
	return from - float64(first), min(end, float64(last)) - float64(first)
}

// describe says what happened to cell i.
func (m *Map) describe(i int) string {
	switch n := m.Misses[i]; {
	case n == 1:
		return "1 miss"
	case n > 0:
		return fmt.Sprintf("%d misses", n)
	case m.Written[i]:
		return "written, no misses"
	}
	return "never touched"
}

// color is that of cell i: the more misses, the hotter.
func (m *Map) color(i int) string {
	switch {
	case !m.touched(i):
		return unused
	case m.Misses[i] == 0:
		return quiet
	}
	return heat(math.Log2(float64(m.Misses[i])) / math.Log2(float64(max(2, m.most()))))
}

// most is the number of misses of the hottest cell.
func (m *Map) most() uint32 {
	most := uint32(0)
	for _, n := range m.Misses {
		most = max(most, n)
	}
	return most
}

// heat goes from light yellow for 0 to dark red for 1.
func heat(t float64) string {
	mix := func(low, high float64) int { return int(math.Round(low + t*(high-low))) }
	return fmt.Sprintf("#%02x%02x%02x", mix(0xff, 0xa0), mix(0xe8, 0x00), mix(0x9c, 0x10))
}

// legend explains the colors.
func (d *drawing) legend(m *Map) {
	x := d.key(margin+label, unused, "never touched")
	x = d.key(x, quiet, "written, no misses")
	most := m.most()
	if most > 0 {
		x = d.key(x, heat(0), "1 miss")
	}
	if most > 3 {
		middle := uint64(math.Round(math.Sqrt(float64(most))))
		x = d.key(x, heat(math.Log2(float64(middle))/math.Log2(float64(most))), fmt.Sprintf("%d misses", middle))
	}
	if most > 1 {
		d.key(x, heat(1), fmt.Sprintf("%d misses", most))
	}
	d.y += line
	for i, r := range m.Regions {
		d.key(margin+label, regionColor(i), r.String())
		d.y += line
	}
}

// String is the region in words: "heap, from 0x4000".
func (r Region) String() string {
	if r.To == 0 {
		return fmt.Sprintf("%s, from %#x", r.Name, r.From)
	}
	return fmt.Sprintf("%s, %#x to %#x", r.Name, r.From, r.To)
}

// key draws a color with its meaning, and returns where the next one may begin.
func (d *drawing) key(x int, color, meaning string) int {
	fmt.Fprintf(d, `<rect x="%d" y="%d" width="%d" height="%[3]d" fill="%s"/>`+"\n", x, d.y, cell, color)
	d.text(x+cell+5, d.y+cell-1, "#444444", "%s", meaning)
	const character = 7 // pixels, about
	return x + cell + 5 + character*len(meaning) + 12
}

func (d *drawing) text(x, y int, color, format string, args ...any) {
	fmt.Fprintf(d, `<text x="%d" y="%d" fill="%s">`, x, y, color)
	xml.EscapeText(d, fmt.Appendf(nil, format, args...))
	d.WriteString("</text>\n")
}
