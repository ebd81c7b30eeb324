package compiler_test

import (
	"go/parser"
	"go/token"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
)

// TestHostileNames: what a module or its file is called becomes a comment and no more.
func TestHostileNames(t *testing.T) {
	declarations := func(name string, o compiler.Options) int {
		module := "\x00" + string([]byte{byte(len(name) + 1), byte(len(name))}) + name // subsection 0 of the name section
		section := "\x04name" + module
		o.Name, o.Package = "m", "m"
		out, err := compiler.Translate([]byte("\x00asm\x01\x00\x00\x00\x00"+string(rune(len(section)))+section), o)
		require.NoError(t, err, "%q", name)
		f, err := parser.ParseFile(token.NewFileSet(), "m.go", out.Files[0].Data, parser.SkipObjectResolution)
		require.NoError(t, err, "%q", name)
		return len(f.Decls)
	}
	want := declarations("plain", compiler.Options{})
	for _, text := range []string{"a\nb", "a\x00b", "a\nfunc init() {}\n", "a\rb", "a\u2028b", "`", "*/", "a\n//go:build ignore\n"} {
		require.Equal(t, want, declarations(text, compiler.Options{}))
		require.Equal(t, want, declarations("plain", compiler.Options{Input: text, Flags: text, Version: text}))
	}
}
