package main

import (
	"bytes"
	"fmt"
	"math"
)

// The plot's measures, in pixels.
const (
	left, right, top, bottom = 56, 16, 74, 84
	plotHeight               = 300
	barWidth, groupGap       = 10, 14
)

// A series is an engine of the plot. The native engine is the line at 1, and interpreters are off the scale.
type series struct{ engine, label, colour string }

var plotted = []series{
	{"guard", "wasm2go, guard", "#0b5394"},
	{"slice", "wasm2go, slice", "#6fa8dc"},
	{"wasm2c", "wasm2c + gcc", "#9e9e9e"},
	{"wazero", "wazero compiler", "#e69138"},
}

const plotBase, plotBaseLabel = "clang", "clang -O2"

// plot draws each engine's time relative to native code, kernel by kernel and their geometric mean, on a logarithmic scale.
func (r *report) plot() []byte {
	var shown []series
	for _, s := range plotted {
		if !math.IsNaN(r.mean(s.engine, plotBase)) {
			shown = append(shown, s)
		}
	}
	group := len(shown)*barWidth + groupGap
	width := left + right + group*(len(r.kernels)+1) + groupGap
	width = max(width, 900) // the legend wants that much
	scale := r.scale(shown)

	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="Helvetica,Arial,sans-serif" font-size="12" fill="#333">`+"\n",
		width, top+plotHeight+bottom)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="#fff"/>`+"\n")
	fmt.Fprintf(&b, `<text x="%d" y="22" font-size="15" font-weight="bold">Time relative to native code (%s = 1, logarithmic, lower is better)</text>`+"\n", left, plotBaseLabel)
	x := left
	for _, s := range shown {
		fmt.Fprintf(&b, `<rect x="%d" y="36" width="12" height="12" fill="%s"/><text x="%d" y="46">%s (mean %.2f)</text>`+"\n",
			x, s.colour, x+17, s.label, r.mean(s.engine, plotBase))
		x += 210
	}
	scale.draw(&b, width)
	for i, k := range r.kernels {
		bars(&b, left+groupGap+i*group, k.name, "normal", shown, func(engine string) float64 {
			return scale.y(r.time(engine, k) / r.time(plotBase, k))
		}, scale.y(1))
	}
	bars(&b, left+2*groupGap+len(r.kernels)*group, "mean", "bold", shown, func(engine string) float64 {
		return scale.y(r.mean(engine, plotBase))
	}, scale.y(1))
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// bars draws a group with its label below; bars start at the line of 1, upwards if slower than that.
func bars(b *bytes.Buffer, x int, label, weight string, shown []series, y func(engine string) float64, base float64) {
	for i, s := range shown {
		at := y(s.engine)
		fmt.Fprintf(b, `<rect x="%d" y="%.1f" width="%d" height="%.1f" fill="%s"/>`+"\n",
			x+i*barWidth, min(at, base), barWidth-1, max(math.Abs(at-base), 1), s.colour)
	}
	middle, below := x+len(shown)*barWidth/2+4, top+plotHeight+14
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end" font-weight="%s" transform="rotate(-40 %d %d)">%s</text>`+"\n",
		middle, below, weight, middle, below, label)
}

// An axis maps a ratio to a height, logarithmically.
type axis struct{ low, high float64 }

// scale covers all bars and ends at grid lines.
func (r *report) scale(shown []series) axis {
	a := axis{low: 0.5, high: 2}
	for _, s := range shown {
		for _, k := range r.kernels {
			ratio := r.time(s.engine, k) / r.time(plotBase, k)
			for ratio < a.low {
				a.low /= 2
			}
			for ratio > a.high {
				a.high *= 2
			}
		}
	}
	return a
}

func (a axis) y(ratio float64) float64 {
	return top + plotHeight*math.Log(a.high/ratio)/math.Log(a.high/a.low)
}

// draw draws a grid line for every power of two, a stronger one at 1.
func (a axis) draw(b *bytes.Buffer, width int) {
	for ratio := a.low; ratio <= a.high; ratio *= 2 {
		stroke := "#ddd"
		if ratio == 1 {
			stroke = "#333"
		}
		y := a.y(ratio)
		fmt.Fprintf(b, `<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="%s"/>`+"\n", left, width-right, y, y, stroke)
		fmt.Fprintf(b, `<text x="%d" y="%.1f" text-anchor="end">%gx</text>`+"\n", left-6, y+4, ratio)
	}
}
