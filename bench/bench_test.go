package main

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/wasm2go/wasm2go/compiler/interp"
)

// TestEnginesAgree runs every kernel with its small argument on the engines that need no C compiler. measure itself is what
// compares results, and it runs with the large arguments.
func TestEnginesAgree(t *testing.T) { agree(t, kernels) }

// TestVectorsAgree does so for the kernels in vectors, which give what the same work without gives.
func TestVectorsAgree(t *testing.T) { agree(t, simd) }

func agree(t *testing.T, ks []kernel) {
	var columns []column
	for _, e := range append(translations([]string{"guard"}),
		engine{name: "compiler", build: newWazeroCompiler},
		engine{name: "interpreter", build: newWazeroInterpreter},
		interpreter("interp", interp.Guard),
	) {
		r, err := e.build(t.TempDir(), ks)
		if err != nil && e.name == "compiler" {
			t.Skip(err)
		} else if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		columns = append(columns, column{engine: e, runner: r})
	}
	var results map[int32]answer
	for _, k := range ks {
		if !strings.HasSuffix(k.name, scalar) { // what follows it gives the same
			results = map[int32]answer{}
		}
		for _, c := range columns {
			if _, err := timed(c, k, k.small, results); err != nil {
				t.Error(err)
			}
		}
	}
}

// sample is a report with made-up times: guard takes twice as long as native code, wasm2c is missing.
func sample() *report {
	r := &report{kernels: kernels[:2], count: 1, times: map[cell]float64{}}
	r.columns = []column{
		{engine: engine{name: "clang"}, runner: &process{}},
		{engine: engine{name: "wasm2c"}, reason: "not found\nmore"},
		{engine: engine{name: "guard"}, runner: &process{}},
	}
	for i, k := range r.kernels {
		r.times[cell{"clang", k.name}] = float64(10 * (i + 1))
		r.times[cell{"guard", k.name}] = float64(20 * (i + 1))
	}
	return r
}

func TestReport(t *testing.T) {
	r := sample()
	if mean := r.mean("guard", "clang"); math.Abs(mean-2) > 1e-9 {
		t.Errorf("the mean of guard/clang is %v, want 2", mean)
	}
	var table strings.Builder
	r.writeTable(&table)
	for _, want := range []string{"matmul", "20.0", "2.00", "n/a", "wasm2c is n/a: not found\n"} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, &table)
		}
	}
}

func TestPlotIsXML(t *testing.T) {
	decoder := xml.NewDecoder(strings.NewReader(string(sample().plot())))
	for {
		_, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
