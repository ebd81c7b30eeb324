package diff

import (
	"context"
	"strconv"
	"testing"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/diff/trial"
	"github.com/wasm2go/wasm2go/golden/floats"
)

// TestFloats compares float arithmetic on V8 with the interpreter, with which package floats compares translated code. Other tests here take
// all NaNs for the same; this one tells signalling ones apart, and the bits where they are certain.
func TestFloats(t *testing.T) {
	v := theV8(t)
	if v == nil {
		t.Skip("no V8")
	}
	wasm, funcs := floats.Make()
	for _, request := range []v8Request{{Op: "compile", Wasm: wasm}, {Op: "instantiate"}} {
		if a, err := v.ask(request); err != nil || a.Error != "" {
			t.Fatal(err, a.Error)
		}
	}
	m, err := interp.Compile(wasm, interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	i, err := m.Instantiate(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer i.Close()
	ours := floats.Transcript(i, funcs, false)
	for _, f := range funcs {
		typ := []string{"i32"}
		if f.Double {
			typ = []string{"i64"}
		}
		for _, bits := range f.Values() {
			a, err := v.ask(v8Request{Op: "call", Func: trial.Func{Name: f.Name, Params: typ, Results: typ}, Args: []string{strconv.FormatUint(bits, 10)}})
			if err != nil || a.Error != "" {
				t.Fatal(f.Name, err, a.Error)
			}
			if line := f.Line(bits, number(a.Results[0]), false); line != ours[0] {
				t.Errorf("V8: %s\nwe: %s", line, ours[0])
			}
			ours = ours[1:]
		}
	}
}
