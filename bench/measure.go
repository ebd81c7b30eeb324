package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A cell of the table: an engine's time for a kernel.
type cell struct{ engine, kernel string }

// A report gathers what was measured.
type report struct {
	kernels []kernel
	count   int
	columns []column
	times   map[cell]float64 // milliseconds
}

// A column is an engine that was asked for: either it is ready, or the reason says why it is missing.
type column struct {
	engine
	runner runner
	reason string
}

// add makes the engine ready, in a directory below dir. The function that it returns ends the engine.
func (r *report) add(e engine, dir string) (end func()) {
	fmt.Fprintf(os.Stderr, "building %s\n", e.name)
	c := column{engine: e}
	own := filepath.Join(dir, strings.ReplaceAll(e.name, "/", "_"))
	err := os.Mkdir(own, 0o777)
	if err == nil {
		c.runner, err = e.build(own, r.kernels)
	}
	if err != nil {
		c.reason = err.Error()
		fmt.Fprintf(os.Stderr, "%s is left out: %v\n", e.name, err)
	}
	r.columns = append(r.columns, c)
	return func() {
		if c.runner != nil {
			c.runner.Close() // all answers are in, nothing can be lost
		}
	}
}

// measure fills in the times, and fails where two engines disagree about a result.
func (r *report) measure() error {
	for _, k := range r.kernels {
		fmt.Fprintf(os.Stderr, "running %s\n", k.name)
		results := map[int32]answer{}
		for range r.count {
			for _, c := range r.columns {
				if c.runner == nil || c.slow {
					continue
				}
				elapsed, err := timed(c, k, k.n, results)
				if errors.Is(err, errNotWritten) {
					continue
				}
				if err != nil {
					return err
				}
				r.keepLeast(cell{c.name, k.name}, elapsed)
			}
		}
		if err := r.estimate(k, results); err != nil {
			return err
		}
	}
	return nil
}

func (r *report) keepLeast(at cell, elapsed time.Duration) {
	ms := elapsed.Seconds() * 1000
	if old, ok := r.times[at]; !ok || ms < old {
		r.times[at] = ms
	}
}

// estimate runs the slow engines with the small argument and scales their times as that of a fast engine grows.
func (r *report) estimate(k kernel, results map[int32]answer) error {
	i := slices.IndexFunc(r.columns, func(c column) bool { return !math.IsNaN(r.time(c.name, k)) })
	if i < 0 {
		return nil // without a fast engine the small run says nothing about the large one
	}
	fast := r.columns[i].name
	least := map[string]time.Duration{}
	for range r.count {
		for _, c := range r.columns {
			if c.runner == nil || !c.slow && c.name != fast {
				continue
			}
			elapsed, err := timed(c, k, k.small, results)
			if err != nil {
				return err
			}
			if old, ok := least[c.name]; !ok || elapsed < old {
				least[c.name] = elapsed
			}
		}
	}
	growth := r.times[cell{fast, k.name}] / (least[fast].Seconds() * 1000)
	for name, elapsed := range least {
		if name != fast {
			r.times[cell{name, k.name}] = elapsed.Seconds() * 1000 * growth
		}
	}
	return nil
}

// An answer is the result of a kernel and who gave it first.
type answer struct {
	result int32
	engine string
}

// timed runs a kernel once and compares the result with those that other engines gave for the same argument.
func timed(c column, k kernel, n int32, results map[int32]answer) (time.Duration, error) {
	result, elapsed, err := c.runner.Run(k, n)
	if err != nil {
		return 0, fmt.Errorf("%s: %s(%d): %w", c.name, k.name, n, err)
	}
	first, ok := results[n]
	if !ok {
		results[n] = answer{result, c.name}
	} else if first.result != result {
		return 0, fmt.Errorf("%s(%d) is %d says %s, but %d says %s", k.name, n, first.result, first.engine, result, c.name)
	}
	return elapsed, nil
}
