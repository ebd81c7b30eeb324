package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// kernelDir is where the kernels lie, seen from this directory.
const kernelDir = "../testdata/kernels"

// A kernel is one program of testdata/kernels: NAME.c for the native compilers, NAME.wasm for all others.
type kernel struct {
	name  string
	n     int32  // argument of run that keeps native code busy for 50 to 100 ms
	small int32  // argument for interpreters: about a twentieth of the work
	dir   string // where it lies
}

var kernels = []kernel{
	{"matmul", 480, 180, kernelDir},
	{"lu", 800, 300, kernelDir},
	{"stencil", 2000, 100, kernelDir},
	{"nbody", 500000, 25000, kernelDir},
	{"mandelbrot", 800, 180, kernelDir},
	{"sieve", 12000000, 600000, kernelDir},
	{"quicksort", 1000000, 60000, kernelDir},
	{"hashtable", 2000000, 100000, kernelDir},
	{"trees", 10, 1, kernelDir},
	{"sha256", 16000, 800, kernelDir},
	{"checksum", 700, 35, kernelDir},
	{"base64", 1500, 75, kernelDir},
	{"search", 50, 3, kernelDir},
	{"tokenizer", 2000, 100, kernelDir},
	{"bytecode", 50000, 3000, kernelDir},
	{"indirect", 25000, 1250, kernelDir},
	{"fib", 37, 31, kernelDir},
	{"blocks", 200000, 10000, kernelDir},

	// Held out: how these fare is looked at when a change is done, not while one is made, so that they tell what it is worth elsewhere.
	{"join", 60, 3, kernelDir},
	{"lz", 250, 12, kernelDir},
	{"dijkstra", 10, 1, kernelDir},
	{"editdistance", 250, 12, kernelDir},
	{"fft", 300, 15, kernelDir},
	{"btree", 100000, 5000, kernelDir},
}

func (k kernel) source() string { return filepath.Join(k.dir, strings.TrimSuffix(k.name, scalar)+".c") }

// flags are what native compilers are told besides.
func (k kernel) flags() []string {
	if k.dir == simdDir && !strings.HasSuffix(k.name, scalar) {
		return []string{"-msse4.1", "-DVECTORS"}
	}
	return nil
}

func (k kernel) wasm() string { return filepath.Join(k.dir, k.name+".wasm") }

// selectFrom returns a choice among all: the kernels whose name matches. It fails where there is none or a file is missing.
func selectFrom(all []kernel) func(pattern string) ([]kernel, error) {
	return func(pattern string) ([]kernel, error) { return selectKernels(all, pattern) }
}

func selectKernels(all []kernel, pattern string) ([]kernel, error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	var selected []kernel
	for _, k := range all {
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
