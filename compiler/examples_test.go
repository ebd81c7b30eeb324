package compiler_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// hostPackages are those whose API docs/stability.md promises to hosts, but not tests' own.
var hostPackages = []string{"rt/...", "mem/...", "wasitarget", "compiler", "compiler/interp", "compiler/interp/dylink"}

// noExamples are the packages among them that hosts have no use for.
var noExamples = []string{
	"rt/abi",            // for generated code
	"rt/abi/atomics",    // the same
	"rt/abi/cpu",        // the same
	"rt/abi/vector",     // the same
	"mem/sram/cachesim", // judges the cache, in tests
}

// TestExamples: each package that hosts use shows how, in an Example that runs.
func TestExamples(t *testing.T) {
	runs := regexp.MustCompile(`(?s)\nfunc Example.*\n\t// Output:`)
	for dir := range packageImports(t, "..") {
		host := slices.ContainsFunc(hostPackages, func(p string) bool { return matches(p, dir) })
		if !host || strings.Contains(dir, "internal") || strings.HasSuffix(dir, "test") || slices.Contains(noExamples, dir) {
			continue
		}
		files, err := filepath.Glob(filepath.Join("..", dir, "*_test.go"))
		require.NoError(t, err)
		if !slices.ContainsFunc(files, func(file string) bool {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			return runs.Match(text)
		}) {
			t.Errorf("%s has no Example", dir)
		}
	}
}
