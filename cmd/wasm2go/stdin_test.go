package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// pipe runs one command line with something to read.
func pipe(input string, args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(args, strings.NewReader(input), &out, &err)
	return code, out.String(), err.String()
}

// TestStandardInput: a module may come from there, and has the name of the output or of the package.
func TestStandardInput(t *testing.T) {
	inTemp(t, nil)
	for _, test := range []struct{ args, file, pkg string }{
		{"- -pkg sums", "sums/sums.go", "sums"},
		{"-o lib/my-sums -", "lib/my-sums/my-sums.go", "mysums"},
		{"-o lib/x/all.go -", "lib/x/all.go", "all"},
		{"-o y -pkg z -", "y/y.go", "z"},
	} {
		code, stdout, stderr := pipe(addWasm, strings.Fields(test.args)...)
		require.Equal(t, 0, code, stderr)
		require.Empty(t, stdout+stderr)
		require.Contains(t, read(t, filepath.FromSlash(test.file)), "\npackage "+test.pkg+"\n")
		code, _, _ = pipe(addWasm, append(strings.Fields(test.args), "-check")...)
		require.Equal(t, 0, code)
	}
	code, stdout, _ := pipe(addWasm, "-", "-o", "-", "-pkg", "p")
	require.Equal(t, 0, code)
	require.Contains(t, stdout, "\npackage p\n")

	for _, test := range []struct {
		args, input string
		code        int
		want        string
	}{
		{"-", addWasm, 2, "a module from standard input has no name: give -o PATH or -pkg NAME"},
		{"- -o -", addWasm, 2, "a module from standard input has no name"},
		{"- -pkg p", "", 1, "standard input: the file is empty"},
		{"- -pkg p", "(module)", 1, "standard input: this is the text format"},
		{"- -pkg p", badWasm, 1, "standard input: 0x27: func 0: type mismatch"},
		{"inspect -", badWasm, 1, "standard input: 0x27: func 0"},
		{"run -engine interp -", addWasm, 1, "standard input is not a WASI command"},
		{"run -", addWasm, 1, "standard input is not a WASI command"},
	} {
		t.Setenv("XDG_CACHE_HOME", t.TempDir())
		code, _, stderr := pipe(test.input, strings.Fields(test.args)...)
		require.Equal(t, test.code, code, test.args)
		require.True(t, strings.HasPrefix(stderr, "wasm2go: "+test.want), "%s: %s", test.args, stderr)
	}
	code, stdout, _ = pipe(addWasm, "inspect", "-")
	require.Equal(t, 0, code)
	require.Contains(t, stdout, "module      standard input, 41 bytes\n")
	code, _, stderr := pipe(commandWasm, "run", "-engine", "interp", "-")
	require.Equal(t, 0, code, stderr)
}
