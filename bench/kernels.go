package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// kernelDir is where the kernels lie, seen from this directory.
const kernelDir = "../testdata/kernels"

// A kernel is one program of testdata/kernels: NAME.c for the native compilers, NAME.wasm for all others.
type kernel struct {
	name  string
	n     int32 // argument of run that keeps native code busy for 50 to 100 ms
	small int32 // argument for interpreters: about a twentieth of the work
}

var kernels = []kernel{
	{"matmul", 480, 180},
	{"lu", 800, 300},
	{"stencil", 2000, 100},
	{"nbody", 500000, 25000},
	{"mandelbrot", 800, 180},
	{"sieve", 12000000, 600000},
	{"quicksort", 1000000, 60000},
	{"hashtable", 2000000, 100000},
	{"trees", 10, 1},
	{"sha256", 16000, 800},
	{"checksum", 700, 35},
	{"base64", 1500, 75},
	{"search", 50, 3},
	{"tokenizer", 2000, 100},
	{"bytecode", 50000, 3000},
	{"indirect", 25000, 1250},
	{"fib", 37, 31},
	{"blocks", 200000, 10000},

	// Held out: how these fare is looked at when a change is done, not while one is made, so that they tell what it is worth elsewhere.
	{"join", 60, 3},
	{"lz", 250, 12},
	{"dijkstra", 10, 1},
	{"editdistance", 250, 12},
	{"fft", 300, 15},
	{"btree", 100000, 5000},
}

func (k kernel) source() string { return filepath.Join(kernelDir, k.name+".c") }
func (k kernel) wasm() string   { return filepath.Join(kernelDir, k.name+".wasm") }

// selectKernels returns the kernels whose name matches, and fails where there is none or a file is missing.
func selectKernels(pattern string) ([]kernel, error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	var selected []kernel
	for _, k := range kernels {
		if !re.MatchString(k.name) {
			continue
		}
		if _, err := os.Stat(k.wasm()); err != nil {
			return nil, fmt.Errorf("run this in the directory bench: %w", err)
		}
		selected = append(selected, k)
	}
	if selected == nil {
		return nil, fmt.Errorf("no kernel matches %q", pattern)
	}
	return selected, nil
}
