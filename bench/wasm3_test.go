package main

import (
	"testing"

	"github.com/wasm2go/wasm2go/compiler/interp"
)

// TestWasm3Agrees: the interpreter gives what Go by hand gives, and both encodings of exceptions what the same work without them does.
func TestWasm3Agrees(t *testing.T) {
	interpreter, err := newInterp(interp.Guard, wasm3)
	if err != nil {
		t.Fatal(err)
	}
	byHand, err := byHand(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer byHand.Close()

	got := map[string]int32{}
	for _, k := range wasm3 {
		n := k.small / 2
		result, _, err := interpreter.Run(k, n)
		if err != nil {
			t.Errorf("%s(%d): %v", k.name, n, err)
			continue
		}
		got[k.name] = result
		if !handWritten[k.name] {
			continue
		}
		want, _, err := byHand.Run(k, n)
		if err != nil {
			t.Fatal(err)
		}
		if result != want {
			t.Errorf("%s(%d) is %d, by hand %d", k.name, n, result, want)
		}
	}
	same := append(wasm3Pairs, [][2]string{
		{"throw_legacy", "throw"}, {"setjmp_hundred_legacy", "setjmp_hundred"}, {"setjmp_each_legacy", "setjmp_each"}, {"frames_each_legacy", "frames_each"},
	}...)
	for _, p := range same {
		if got[p[0]] != got[p[1]] {
			t.Errorf("%s is %d, %s %d", p[0], got[p[0]], p[1], got[p[1]])
		}
	}
}
