package scale_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/golden/long"
	"github.com/wasm2go/wasm2go/golden/scale"
)

// TestLimits: the front end takes what is at a limit, and refuses what is beyond, without much more memory than the module has.
func TestLimits(t *testing.T) {
	million := 100_000
	if long.Run() {
		million = 1_000_000
	}
	for _, l := range scale.Limits(million) {
		t.Run(l.Name, func(t *testing.T) {
			before := allocations()
			err := check(l.Wasm)
			used := allocations() - before
			t.Logf("%d bytes, %d MiB allocated", len(l.Wasm), used>>20)
			if l.Refused == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, l.Refused)
			}
			require.Less(t, used, uint64(400*len(l.Wasm)+64<<20), "bytes allocated")
		})
	}
}

func check(file []byte) error {
	m, err := decode.Decode(file)
	if err != nil {
		return err
	}
	if err := validate.Module(m); err != nil {
		return err
	}
	for i := range m.Codes {
		if _, err := validate.Func(m, i); err != nil {
			return fmt.Errorf("function %d: %w", i, err)
		}
	}
	return nil
}
