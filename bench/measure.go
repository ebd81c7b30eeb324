package main

import (
	"fmt"
	"os"
	"path/filepath"
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
				if err != nil {
					return err
				}
				r.keepLeast(cell{c.name, k.name}, elapsed)
			}
		}
		for _, c := range r.columns {
			if c.runner == nil || !c.slow {
				continue
			}
			if err := r.estimate(c, k, results); err != nil {
				return err
			}
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

// estimate runs a slow engine with the small argument and scales its time as that of a fast engine grows.
func (r *report) estimate(slow column, k kernel, results map[int32]answer) error {
	small, err := timed(slow, k, k.small, results)
	if err != nil {
		return err
	}
	for _, fast := range r.columns {
		if fast.runner == nil || fast.slow {
			continue
		}
		least := time.Duration(0)
		for range r.count {
			elapsed, err := timed(fast, k, k.small, results)
			if err != nil {
				return err
			}
			if least == 0 || elapsed < least {
				least = elapsed
			}
		}
		growth := r.times[cell{fast.name, k.name}] / (least.Seconds() * 1000)
		r.times[cell{slow.name, k.name}] = small.Seconds() * 1000 * growth
		return nil
	}
	return nil // without a fast engine the small run says nothing about the large one
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
