package typed

import (
	"bytes"
	"testing"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/validate"
)

// TestProgram: modules are valid, and always the same.
func TestProgram(t *testing.T) {
	for seed := range uint64(60) {
		files, again := Program(seed), Program(seed)
		for i, file := range files {
			if !bytes.Equal(file, again[i]) {
				t.Fatalf("seed %d: module %d is another one each time", seed, i)
			}
			m, err := decode.Decode(file)
			if err == nil {
				err = validate.Module(m)
			}
			for k := 0; err == nil && k < len(m.Codes); k++ {
				_, err = validate.Func(m, k)
			}
			if err != nil {
				t.Fatalf("seed %d: module %d: %v", seed, i, err)
			}
		}
	}
}
