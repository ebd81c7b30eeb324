package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// A comparison is of two versions of the same engines.
type comparison struct {
	kernels []kernel
	pairs   []pair
}

// A pair is one engine in two versions, the old one first.
type pair struct {
	engine  string
	slow    bool // runs with the small argument
	runners [2]runner
	times   [][][2]time.Duration // by kernel and round
}

// measure runs all kernels in rounds: in each, every engine runs in both versions, one right after the other. It fails where results
// differ.
func (c *comparison) measure(count int) error {
	for i := range c.pairs {
		c.pairs[i].times = make([][][2]time.Duration, len(c.kernels))
	}
	for at, k := range c.kernels {
		fmt.Fprintf(os.Stderr, "running %s\n", k.name)
		results := map[int32]answer{}
		for round := range count {
			for i := range c.pairs {
				p := &c.pairs[i]
				n := k.n
				if p.slow {
					n = k.small
				}
				var times [2]time.Duration
				for _, j := range order(round) {
					who := column{engine: engine{name: p.engine + [2]string{" (old)", " (new)"}[j]}, runner: p.runners[j]}
					elapsed, err := timed(who, k, n, results)
					if err != nil {
						return err
					}
					times[j] = elapsed
				}
				p.times[at] = append(p.times[at], times)
			}
		}
	}
	return nil
}

// ratio is new over old for one kernel: the least of the rounds' times.
func (p *pair) ratio(kernel int) float64 {
	least := p.times[kernel][0]
	for _, times := range p.times[kernel][1:] {
		least[0], least[1] = min(least[0], times[0]), min(least[1], times[1])
	}
	return ratio(least[1], least[0])
}

// mean is the geometric mean of the kernels' ratios.
func (p *pair) mean() float64 {
	return geometricMean(len(p.times), p.ratio)
}

// spread is the range of the means that single rounds give: a mean of the whole that differs from 1 by less says nothing.
func (p *pair) spread() (low, high float64) {
	var means []float64
	for round := range p.times[0] {
		means = append(means, geometricMean(len(p.times), func(kernel int) float64 {
			return ratio(p.times[kernel][round][1], p.times[kernel][round][0])
		}))
	}
	return slices.Min(means), slices.Max(means)
}

func geometricMean(n int, value func(int) float64) float64 {
	sum := 0.0
	for i := range n {
		sum += math.Log(value(i))
	}
	return math.Exp(sum / float64(n))
}

// write prints the ratios, a row for each kernel and a column for each engine.
func (c *comparison) write(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(name string, cell func(*pair) string) {
		cells := []string{name}
		for i := range c.pairs {
			cells = append(cells, cell(&c.pairs[i]))
		}
		fmt.Fprintln(t, strings.Join(cells, "\t")+"\t")
	}
	row("new / old", func(p *pair) string { return p.engine })
	for i, k := range c.kernels {
		row(k.name, func(p *pair) string { return fmt.Sprintf("%.3f", p.ratio(i)) })
	}
	row("geometric mean", func(p *pair) string { return fmt.Sprintf("%.3f", p.mean()) })
	row("of single rounds", func(p *pair) string {
		low, high := p.spread()
		return fmt.Sprintf("%.3f-%.3f", low, high)
	})
	t.Flush()
}
