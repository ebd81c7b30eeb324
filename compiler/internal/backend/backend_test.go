package backend

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

func TestFind(t *testing.T) {
	pages := wasm.MemType{PageBits: 16}
	bytes := wasm.MemType{}
	wide := wasm.MemType{PageBits: 16, Limits: wasm.Limits{Is64: true}}
	for name, want := range map[string]string{
		"":           "guard mem/guard: {Memory New false false true true true} {Checked NewChecked true true true false false} {Memory64 New64 true true true false false}",
		"slice":      "slice mem/slice: {Memory New true true true false true} {Memory New true true true false true} {Memory64 New64 true true true false false}",
		"sram":       "sram mem/sram: {Memory New false true false false false} {Memory New false true false false false} {Memory64 New64 false true false false false}",
		"a.b/c.Fast": "a.b/c.Fast a.b/c: {Fast NewFast true false false false false} {Fast NewFast true false false false false} {Fast64 NewFast64 true false false false false}",
		"a/b.Memory": "a/b.Memory a/b: {Memory New true false false false false} {Memory New true false false false false} {Memory64 New64 true false false false false}",
	} {
		b, err := Find(name)
		require.NoError(t, err)
		require.Equal(t, want, fmt.Sprintf("%s %s: %v %v %v", b.Name, b.Path, b.Of(pages), b.Of(bytes), b.Of(wide)))
	}
	for _, name := range []string{"memtest", "nope", "a/b", "a.b/c", "a/b.fast", "a/.Fast", "a/b.", ".Fast", "a/b.Fast-er"} {
		_, err := Find(name)
		require.EqualError(t, err, fmt.Sprintf("unknown memory backend %q: there are guard, slice, sram, or import/path.Type", name))
	}
}

// TestTypes compares the table with the packages: types and constructors are there, and Outlined where a type is said to have it.
func TestTypes(t *testing.T) {
	for _, b := range All() {
		files, err := filepath.Glob(filepath.Join("..", "..", "..", filepath.FromSlash(b.Path), "*.go"))
		require.NoError(t, err)
		source := ""
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			source += string(text)
		}
		for _, typ := range []Type{b.plain, b.pages, b.wide64, b.shared, b.sharedOthers} {
			if typ.Name == "" {
				continue // it has none that threads share
			}
			require.Regexp(t, `(?m)^(type |\t)`+typ.Name+`\b`, source, b.Name)
			require.Regexp(t, `(?m)^func `+typ.New+`\b`, source, b.Name)
			outlined := regexp.MustCompile(`(?m)^func \(\w+ \*?` + typ.Name + `\) Outlined\(`).MatchString(source)
			alias := regexp.MustCompile(`(?m)^(type |\t)` + typ.Name + `\s+= `).MatchString(source)
			require.True(t, alias || outlined == typ.Outlined, "%s.%s", b.Name, typ.Name)
		}
	}
}
