// Package linked keeps the last samples of a signal, and tells about them.
//
// It is made of two WebAssembly modules, each translated to a Go package of its own: ring has the samples and a memory for them, stats
// imports both that memory and one of ring's functions.
package linked

import (
	"example.com/linked/internal/ring"
	"example.com/linked/internal/stats"
)

//go:generate go tool wasm2go -o internal/ring wasm/ring.wasm
//go:generate go tool wasm2go -o internal/stats wasm/stats.wasm

// A Recorder has the last 1,024 samples of a signal. It serves one goroutine at a time.
type Recorder struct {
	ring  *ring.Instance
	stats *stats.Instance
}

// New makes a Recorder without samples.
func New() (*Recorder, error) {
	r, err := ring.New()
	if err != nil {
		return nil, err
	}
	// What stats imports from "ring" is an interface, and an instance of ring has its methods. Calls from one module to the other are
	// calls of Go functions, and both work on the same memory.
	s, err := stats.New(stats.Imports{Ring: r})
	if err != nil {
		r.Close()
		return nil, err
	}
	return &Recorder{ring: r, stats: s}, nil
}

// Close releases the memory. The module that imports goes first.
func (r *Recorder) Close() error {
	r.stats.Close()
	return r.ring.Close()
}

// Add adds a sample, in place of the oldest one where there are 1,024.
func (r *Recorder) Add(sample float64) error { return r.ring.Push(sample) }

// Mean is the mean of the samples, NaN where there are none.
func (r *Recorder) Mean() (float64, error) { return r.stats.Mean() }

// Peak is the largest sample, -Inf where there are none.
func (r *Recorder) Peak() (float64, error) { return r.stats.Peak() }
