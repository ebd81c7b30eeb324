package validate_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/validate"
)

// BenchmarkModule decodes and validates the module that WASM_FILE names.
func BenchmarkModule(b *testing.B) {
	path := os.Getenv("WASM_FILE")
	if path == "" {
		b.Skip("set WASM_FILE to a module")
	}
	file, err := os.ReadFile(path)
	require.NoError(b, err)
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(int64(len(file)))
		b.ReportAllocs()
		for b.Loop() {
			_, err := decode.Decode(file)
			require.NoError(b, err)
		}
	})
	m, err := decode.Decode(file)
	require.NoError(b, err)
	require.NoError(b, validate.Module(m))
	b.Run("bodies", func(b *testing.B) {
		size := 0
		for i := range m.Codes {
			size += len(m.Codes[i].Bytes)
		}
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			for i := range m.Codes {
				_, err := validate.Func(m, i)
				require.NoError(b, err)
			}
		}
	})
}
