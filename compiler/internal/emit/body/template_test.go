package body

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/op/template"
)

// TestImmediates: a template gets the immediates of its instruction, also those that no row uses yet.
func TestImmediates(t *testing.T) {
	for column, want := range map[string]string{
		"abi.Lane($0, $lane)":         "abi.Lane(v0, 7)",
		"abi.Get($0, $type, $field)":  "abi.Get(v0, 3, 5)",
		"abi.Shuffle($0, $1, $v128)":  "abi.Shuffle(v0, v1, vec.Of(0x1, 0x2))",
		"mem.Load8(ea($0, $offset))":  "mem1.Load8(uint64(v0) + 5)",
		"uint64(int64($0.Lo()))":      "v0.Lo()",
		"$0 << ($1 & 31)":             "v0 << (v1 & 31)",
		"?uint32($0) < uint32($lane)": "uint32(v0) < uint32(7)",
	} {
		parsed, err := template.Parse(column)
		require.NoError(t, err)
		in := instance{
			immediates: immediates{a: 3, b: 5, lane: 7},
			args:       []*gotext.Expr{gotext.Atom("v0"), gotext.Atom("v1")},
			vectors:    [][16]byte{3: {0: 1, 8: 2}},
			memory:     &memory{view: "mem1"},
			offset:     5,
		}
		text, uses := in.expr(parsed.Expr).Print()
		require.Equal(t, want, text, column)
		require.Equal(t, strings.Contains(want, "vec."), uses&gotext.Vec != 0, column)
	}
}
