package wasm

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTagNames: the name section goes first, then the first export.
func TestTagNames(t *testing.T) {
	m := &Module{
		Tags: make([]Tag, 4),
		Exports: []Export{
			{Name: "f", Kind: ExternFunc, Index: 3}, {Name: "a", Kind: ExternTag, Index: 1}, {Name: "b", Kind: ExternTag, Index: 1},
			{Name: "c", Kind: ExternTag, Index: 2},
		},
		Names: Names{Tags: NameMap{{Index: 2, Name: "own"}, {Index: 3, Name: ""}, {Index: 9, Name: "none"}}},
	}
	require.Equal(t, []string{"", "a", "own", ""}, m.TagNames())
}
