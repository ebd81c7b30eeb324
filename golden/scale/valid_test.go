package scale_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/golden/scale"
)

// TestValid: all modules are valid.
func TestValid(t *testing.T) {
	for _, s := range scale.Shapes() {
		m, err := decode.Decode(s.Make(100))
		if err == nil {
			err = validate.Module(m)
		}
		for i := 0; err == nil && i < len(m.Codes); i++ {
			_, err = validate.Func(m, i)
		}
		require.NoError(t, err, s.Name)
	}
}
