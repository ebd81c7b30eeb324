package emit

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFileBase(t *testing.T) {
	for name, want := range map[string]string{
		"fib": "fib", "foo_wasm": "foo_wasm_", "x_test": "x_test_", "a b": "a_b", "_x": "wasm_x", "lib.so": "lib.so", "": "wasm",
	} {
		f := &frame{Program: &Program{Options: Options{Name: name}}}
		require.Equal(t, want, f.base())
	}
}
