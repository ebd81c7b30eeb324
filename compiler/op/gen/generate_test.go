package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGeneratedIsFresh(t *testing.T) {
	rows, err := os.ReadFile("../ops.txt")
	require.NoError(t, err)
	want, err := Generate(string(rows))
	require.NoError(t, err)
	got, err := os.ReadFile("../zop.go")
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), "zop.go is stale: run go generate ./compiler/op")
}

func TestGenerateErrors(t *testing.T) {
	for _, test := range []struct{ rows, want string }{
		{"i32.add 6a ii:i - pure mvp", "ops.txt:1: want 7 columns, got 6"},
		{"\ni32.add 6a ii:i - pure mvp $0 + $0", "ops.txt:2: i32.add: the Go template must have $0 once"},
		{"i32.load 28 a:i mem:4 read mvp mem.Load32($0)", "ops.txt:1: i32.load: the Go template has ea($0, $offset) 0 times"},
		{"i8x16.extract_lane_s fd.15 v:i lane:16 pure simd abi.Lane($0)", "ops.txt:1: i8x16.extract_lane_s: the Go template has $lane 0 times"},
		{"struct.set fb.05 * type,field write gc abi.Set($0, $0)", "ops.txt:1: struct.set: the Go template must have $0 once"},
		{"i32.add 6a ii:q - pure mvp -", `ops.txt:1: bad signature "ii:q"`},
		{"i32.add 6a ii:i - pure 1.0 -", "ops.txt:1: unknown immediate, effect or proposal: i32.add 6a ii:i - pure 1.0 -"},
		{"a 6a ii:i - pure mvp -\nb 6a ii:i - pure mvp -", "ops.txt:2: name or opcode is there twice"},
	} {
		_, err := Generate(test.rows)
		require.EqualError(t, err, test.want)
	}
}
