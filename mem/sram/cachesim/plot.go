package cachesim

import (
	"bytes"
	"fmt"
	"math"
	"slices"
)

// A Row is a candidate's scores, by size.
type Row struct {
	Name   string
	Scores []Score // as Sizes
}

// Table writes rows as Markdown: time of an access, ratio to the first row, best line.
func Table(rows []Row) []byte {
	var b bytes.Buffer
	b.WriteString("| cache |")
	for _, size := range Sizes {
		fmt.Fprintf(&b, " %dK |", size>>10)
	}
	b.WriteString("\n|---|")
	for range Sizes {
		b.WriteString("--:|")
	}
	for _, r := range rows {
		fmt.Fprintf(&b, "\n| %s |", r.Name)
		for i, s := range r.Scores {
			fmt.Fprintf(&b, " %.0f (%.2f, %d) |", s.Time, s.Time/rows[0].Scores[i].Time, s.Line)
		}
	}
	b.WriteString("\n")
	return b.Bytes()
}

// The plot's measures, in pixels.
const (
	left, right, top, bottom = 64, 16, 44, 48
	plotWidth, plotHeight    = 560, 320
)

// A drawing is a row in the plot.
type drawing struct{ row, colour string }

var plotted = []drawing{
	{"direct-mapped", "#9e9e9e"},
	{"4-way", "#e69138"},
	{"clock", "#6fa8dc"},
	{"MIN", "#333"},
	{"mem/sram", "#0b5394"},
}

// Plot draws the time of an access over the size of the cache, both logarithmic.
func Plot(rows []Row) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="Helvetica,Arial,sans-serif" font-size="12" fill="#333">`+"\n",
		left+plotWidth+right, top+plotHeight+bottom)
	fmt.Fprintln(&b, `<rect width="100%" height="100%" fill="#fff"/>`)
	fmt.Fprintf(&b, `<text x="%d" y="22" font-size="15" font-weight="bold">Bus time of a load or store (logarithmic, lower is better)</text>`+"\n", left)
	a := axisOf(rows)
	a.draw(&b)
	for key, p := range plotted {
		if i := slices.IndexFunc(rows, func(r Row) bool { return r.Name == p.row }); i >= 0 {
			a.curve(&b, rows[i], p, key)
		}
	}
	fmt.Fprintln(&b, "</svg>")
	return b.Bytes()
}

// An axis maps times to heights. Its ends are 100 ns times powers of two.
type axis struct{ low, high float64 }

func axisOf(rows []Row) axis {
	a := axis{math.Inf(1), 0}
	for _, r := range rows {
		for _, s := range r.Scores {
			a.low, a.high = min(a.low, s.Time), max(a.high, s.Time)
		}
	}
	const unit = 100
	a.low = unit * math.Exp2(math.Floor(math.Log2(a.low/unit)))
	a.high = unit * math.Exp2(math.Ceil(math.Log2(a.high/unit)))
	return a
}

func (a axis) y(time float64) float64 {
	return top + plotHeight*math.Log(a.high/time)/math.Log(a.high/a.low)
}

func x(i int) float64 { return left + 20 + float64(i)*(plotWidth-40)/float64(len(Sizes)-1) }

func (a axis) draw(b *bytes.Buffer) {
	for time := a.low; time <= a.high; time *= 2 {
		y := a.y(time)
		fmt.Fprintf(b, `<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#ddd"/>`+"\n", left, left+plotWidth, y, y)
		fmt.Fprintf(b, `<text x="%d" y="%.1f" text-anchor="end">%g µs</text>`+"\n", left-6, y+4, time/1000)
	}
	for i, size := range Sizes {
		fmt.Fprintf(b, `<text x="%.1f" y="%d" text-anchor="middle">%d KiB</text>`+"\n", x(i), top+plotHeight+18, size>>10)
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle">cache</text>`+"\n", left+plotWidth/2, top+plotHeight+38)
}

// curve draws a row, and its entry of the key at the upper right.
func (a axis) curve(b *bytes.Buffer, r Row, p drawing, key int) {
	fmt.Fprintf(b, `<polyline fill="none" stroke="%s" stroke-width="2" points="`, p.colour)
	for i, s := range r.Scores {
		fmt.Fprintf(b, "%.1f,%.1f ", x(i), a.y(s.Time))
	}
	fmt.Fprintln(b, `"/>`)
	for i, s := range r.Scores {
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>`+"\n", x(i), a.y(s.Time), p.colour)
	}
	kx, ky := left+plotWidth-130, top+10+18*key
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="12" height="12" fill="%s"/><text x="%d" y="%d">%s</text>`+"\n", kx, ky, p.colour, kx+17, ky+10, r.Name)
}
