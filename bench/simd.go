package main

import (
	"strings"

	"github.com/wasm2go/wasm2go/compiler/interp"
)

// simdDir has kernels in vectors, NAME.wasm, and the same work without, NAME_scalar.wasm: both are built of NAME.c.
const simdDir, scalar = "simd", "_scalar"

// simd are the kernels in vectors, each followed by the one without.
var simd = withScalar([]kernel{
	{"dot", 25000, 1250, simdDir},
	{"dot8", 15000, 750, simdDir},
	{"gemm", 480, 180, simdDir},
	{"blur", 200, 10, simdDir},
	{"yuv", 500, 25, simdDir},
	{"memchr", 2000, 100, simdDir},
	{"base64", 1500, 75, simdDir},
	{"utf8", 1000, 50, simdDir},
	{"chacha", 300000, 15000, simdDir},
	{"adler", 2500, 125, simdDir},
	{"mandel", 5000, 250, simdDir},
	{"half", 4000, 200, simdDir},

	// Held out, as some of kernels are.
	{"hex", 5000, 250, simdDir},
	{"hamming", 12000, 600, simdDir},
	{"fir", 2000, 100, simdDir},
	{"argmax", 6000, 300, simdDir},
	{"sepia", 500, 25, simdDir},
})

func withScalar(vectors []kernel) (both []kernel) {
	for _, k := range vectors {
		plain := k
		plain.name += scalar
		both = append(both, k, plain)
	}
	return both
}

// simdPairs are what vectors gain, in each engine.
func simdPairs() (pairs [][2]string) {
	for _, k := range simd {
		if plain, ok := strings.CutSuffix(k.name, scalar); ok {
			pairs = append(pairs, [2]string{plain, k.name})
		}
	}
	return pairs
}

// simdEngines are the engines that have vectors.
func simdEngines(backends []string) []engine {
	list := []engine{{name: "clang", build: func(dir string, ks []kernel) (runner, error) { return buildNative("clang-22", dir, ks) }}}
	return append(append(list, translations(backends)...),
		engine{name: "v8", build: func(string, []kernel) (runner, error) { return newV8(simdDir) }},
		engine{name: "wazero", build: newWazeroCompiler},
		interpreter("interp", interp.Guard),
		engine{name: "wazero interp", slow: true, build: newWazeroInterpreter},
	)
}
