package diff

import (
	"strconv"
	"testing"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/diff/random"
	"github.com/wasm2go/wasm2go/golden/diff/translated"
)

// TestVectorEngines compares the interpreter with foreign engines on modules of package random with vectors.
func TestVectorEngines(t *testing.T) {
	first, count := seeds(t, 40)
	calls := 0
	for seed := first; seed < first+count; seed++ {
		m := vectorModule(seed)
		calls += len(agree(t, &m, m.engines(t)))
	}
	t.Logf("%d modules, %d calls and logs", count, calls)
}

// TestVectors compares them translated, too: as assembly, where there is some, and without.
func TestVectors(t *testing.T) {
	first, count := seeds(t, 6)
	var modules []module
	for seed := first; seed < first+count; seed++ {
		modules = append(modules, vectorModule(seed))
	}
	compare(t, modules)
}

// vectorModule makes the module of a seed with vectors. Every eighth has relaxed instructions, of which each engine may make something else:
// these are compared among this project's own.
func vectorModule(seed uint64) module {
	f := random.Features{Vectors: true, Relaxed: seed%8 == 7, Large: seed%6 == 0, Bytes: seed%20 == 0}
	wasm := random.Module(seed, f)
	f.Plain = true
	m := module{
		name: "v" + strconv.FormatUint(seed, 10), wasm: wasm, plain: random.Module(seed, f),
		vectors: true, relaxed: f.Relaxed, large: f.Large, offChips: seed%4 != 1, run: translated.Random,
	}
	if seed%2 == 0 {
		m.translate = func(o *compiler.Options) { variant(seed/2, o) }
	}
	return m
}
