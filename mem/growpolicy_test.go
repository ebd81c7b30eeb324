package mem_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
)

// TestGrowPolicy: a warning is said once, a trap each time.
func TestGrowPolicy(t *testing.T) {
	e := mem.Refused(full{typ: mem.Type{Min: 1, Limit: 2}}, 1)
	for text, want := range map[string]struct {
		err  error
		said string
	}{
		"warn":   {nil, "wasm2go: memory.grow by 65536 bytes was refused: there is no room\n"},
		"trap":   {e, ""},
		"silent": {nil, ""},
	} {
		p, err := mem.ParseGrowPolicy(text)
		require.NoError(t, err)
		var said bytes.Buffer
		fn := p.OnRefused(&said)
		for range 3 {
			err := fn(e)
			require.Equal(t, want.err, err, text)
		}
		require.Equal(t, want.said, said.String())
	}
	_, err := mem.ParseGrowPolicy("")
	require.EqualError(t, err, `"": want one of warn, silent, trap`)
}
