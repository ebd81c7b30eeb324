package random

import (
	"bytes"
	"testing"

	"github.com/wasm2go/wasm2go/compiler/front"
)

// TestValid validates modules with both values of each feature: engines that lack one must be able to run the others.
func TestValid(t *testing.T) {
	for seed := range uint64(200) {
		for i := range 8 {
			f := Features{Large: i&1 != 0, Bytes: i&2 != 0, Plain: i&4 != 0, Vectors: seed%8 == 1, Relaxed: seed%16 == 1}
			wasm := Module(seed, f)
			if _, _, err := front.Check(wasm); err != nil {
				t.Fatalf("seed %d, %+v: %v", seed, f, err)
			}
			if !bytes.Equal(wasm, Module(seed, f)) {
				t.Fatalf("seed %d, %+v: not always the same", seed, f)
			}
			first, second := Pair(seed, f)
			for _, wasm := range [][]byte{first, second} {
				if _, _, err := front.Check(wasm); err != nil {
					t.Fatalf("pair %d, %+v: %v", seed, f, err)
				}
			}
		}
	}
}
