package compiler_test

import (
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
)

// TestProgress: each stage is told of all functions once, the stages come in order, and the output is what it is without.
func TestProgress(t *testing.T) {
	file, err := os.ReadFile("../testdata/sample/ignores.wasm")
	require.NoError(t, err)
	o := compiler.Options{Name: "ignores"}
	plain, err := compiler.Translate(file, o)
	require.NoError(t, err)

	var mu sync.Mutex
	var stages []string
	told := map[string][]int{}
	total := 0
	o.Progress = func(stage string, done, of int) {
		mu.Lock()
		defer mu.Unlock()
		if done == 0 {
			stages = append(stages, stage)
		}
		told[stage] = append(told[stage], done)
		total = of
	}
	out, err := compiler.Translate(file, o)
	require.NoError(t, err)
	require.Equal(t, plain, out)
	require.Equal(t, []string{compiler.Validating, compiler.Translating, compiler.Writing}, stages)
	require.Greater(t, total, 1)
	all := make([]int, total+1)
	for i := range all {
		all[i] = i
	}
	require.ElementsMatch(t, all, told[compiler.Validating])
	require.ElementsMatch(t, all, told[compiler.Translating])
	require.Equal(t, []int{0}, told[compiler.Writing])
}
