package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"math/bits"
	"os"
	"strings"
	"unicode"
)

// layoutMark begins every picture that this command draws.
const layoutMark = "<!-- Drawn by wasm2go inspect -->\n"

// writeLayout draws how a module uses its first memory into a file, which nobody else has made.
func writeLayout(path string, f *inspection) error {
	if len(f.Memories) == 0 {
		return fmt.Errorf("%s: -svg is given, but the module has no memory", f.File)
	}
	old, err := os.ReadFile(path)
	if err == nil && !bytes.HasPrefix(old, []byte(layoutMark)) {
		return fmt.Errorf("%s exists and was not drawn by wasm2go: remove it, or choose another -svg", path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return replaceFile(path, drawLayout(f))
}

// Sizes in pixels.
const (
	svgWidth  = 860
	svgMargin = 20
	barWidth  = svgWidth - 2*svgMargin
	barHeight = 44
	textLine  = 20
)

// regionColors are those of the parts by their names; others are grey.
var regionColors = map[string]string{
	"static data": "#2f7d4f", "zeroed data": "#7fb894", "auxiliary stack": "#c4722a", "heap": "#2a6fb0",
	"zeroed data and auxiliary stack": "#a98a52", "zeroed data and heap": "#5b94b8", unusedRegion: "#e8e8e8",
}

const unusedRegion = "unused"

// A layoutDrawing is a picture from top to bottom.
type layoutDrawing struct {
	bytes.Buffer
	y int
}

// drawLayout draws the memory as it is at the start: a bar to scale, one more for what is below the heap where that would be too small to be
// seen, and the numbers.
func drawLayout(f *inspection) []byte {
	m := f.Memories[0]
	size := m.Pages * m.PageBytes
	parts := completed(f.Layout, size)
	d := &layoutDrawing{y: svgMargin}
	d.text(svgMargin, "#000000", fmt.Sprintf("%s: memory 0, %s", f.File, m.text()))
	d.bar(parts, 0, size)
	if below, ok := belowHeap(parts); ok && below < size/4 {
		d.text(svgMargin, "#444444", fmt.Sprintf("up to %#x, enlarged:", below))
		d.bar(parts, 0, below)
	}
	for _, p := range parts {
		d.legend(p, size)
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %[2]d %[3]d\" font-family=\"sans-serif\" font-size=\"13\">\n",
		layoutMark, svgWidth, d.y+svgMargin)
	out.WriteString("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n")
	out.Write(d.Bytes())
	out.WriteString("</svg>\n")
	return out.Bytes()
}

// completed are the regions in order of their addresses, with ends, and what is between them. What they say beyond the memory is cut off.
func completed(regions []regionFound, size uint64) (parts []regionFound) {
	rest := append([]regionFound(nil), regions...)
	at := uint64(0)
	for at < size {
		next := -1
		for i, r := range rest {
			if (r.Rest || r.To > at) && (next < 0 || r.From < rest[next].From) {
				next = i
			}
		}
		if next < 0 || rest[next].From >= size {
			return append(parts, regionFound{Name: unusedRegion, From: at, To: size})
		}
		r := rest[next]
		if r.From > at {
			parts = append(parts, regionFound{Name: unusedRegion, From: at, To: r.From})
		}
		r.From = max(r.From, at)
		if r.Rest || r.To > size {
			r.To = size
		}
		parts = append(parts, r)
		at = r.To
		rest = append(rest[:next], rest[next+1:]...)
	}
	return parts
}

// belowHeap is where the last part begins, if it is one that a program fills as it runs.
func belowHeap(parts []regionFound) (uint64, bool) {
	if len(parts) < 2 {
		return 0, false
	}
	last := parts[len(parts)-1]
	return last.From, strings.HasSuffix(last.Name, "heap") || last.Name == unusedRegion
}

// bar draws the parts from one address to another.
func (d *layoutDrawing) bar(parts []regionFound, from, to uint64) {
	if to == from {
		return
	}
	scale := func(at uint64) uint64 { return 100*svgMargin + share(at-from, to-from, 100*barWidth) }
	const least = 200 // a part that is there can be seen
	var small []regionFound
	for _, p := range parts {
		first, end := max(p.From, from), min(p.To, to)
		if first >= end {
			continue
		}
		x := scale(first)
		width := scale(end) - x
		if width < least {
			small = append(small, p)
			continue
		}
		d.part(p, x, width)
		if room := 750 * uint64(len(p.Name)); room < width {
			color := "#ffffff"
			if p.Name == unusedRegion {
				color = "#444444"
			}
			d.printf("<text x=\"%s\" y=\"%d\" fill=\"%s\" text-anchor=\"middle\">%s</text>\n", hundredths(x+width/2), d.y+barHeight/2+5, color, escaped(p.Name))
		}
	}
	for _, p := range small { // over their neighbours
		d.part(p, scale(max(p.From, from)), least)
	}
	d.y += barHeight + 14
	d.printf("<text x=\"%d\" y=\"%d\" fill=\"#444444\" font-size=\"11\">%#x</text>\n", svgMargin, d.y, from)
	d.printf("<text x=\"%d\" y=\"%d\" fill=\"#444444\" font-size=\"11\" text-anchor=\"end\">%#x</text>\n", svgMargin+barWidth, d.y, to)
	d.y += 12
}

// part draws a part of a bar; x and width are in hundredths.
func (d *layoutDrawing) part(p regionFound, x, width uint64) {
	d.printf("<rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" fill=\"%s\"><title>%s</title></rect>\n",
		hundredths(x), d.y, hundredths(width), barHeight, p.color(), escaped(p.describe()))
}

// legend writes a part with its numbers.
func (d *layoutDrawing) legend(p regionFound, size uint64) {
	d.printf("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>\n", svgMargin, d.y+4, p.color())
	d.text(svgMargin+20, "#000000", fmt.Sprintf("%s: %s %%", p.describe(), hundredths(share(p.To-p.From, size, 100*100))))
}

// share is what part of a whole, no more than that, is of scale, which is below 1<<32: rounded down, the same on every machine.
func share(part, whole, scale uint64) uint64 {
	hi, lo := bits.Mul64(part, scale)
	q, _ := bits.Div64(hi, lo, whole)
	return q
}

// hundredths is a number of them as a decimal fraction.
func hundredths(n uint64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

// text writes a line.
func (d *layoutDrawing) text(x int, color, text string) {
	d.printf("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n", x, d.y+14, color, escaped(text))
	d.y += textLine
}

func (d *layoutDrawing) printf(format string, args ...any) { fmt.Fprintf(d, format, args...) }

func (r regionFound) color() string {
	if c := regionColors[r.Name]; c != "" {
		return c
	}
	return "#777777"
}

// describe says where a part with an end is, and how that is known.
func (r regionFound) describe() string {
	text := fmt.Sprintf("%s: %#x to %#x, %s", r.Name, r.From, r.To, count(r.To-r.From, "byte"))
	if r.How != "" {
		text += ", " + r.How
	}
	return text
}

// escaped is text for XML, without what that cannot have or nobody would see.
func escaped(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '\ufffd'
	}, text)
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		panic(err) // writing to a buffer
	}
	return b.String()
}
