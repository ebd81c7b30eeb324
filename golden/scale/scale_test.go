package scale_test

import (
	"context"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/scale"
	"github.com/wasm2go/wasm2go/rt"
)

// TestScale: four times as large a module takes some four times the memory, in all that is allocated for it, and gives some four times the
// output. Time cannot be tested; the benchmark measures it.
func TestScale(t *testing.T) {
	const n = 2500
	for _, s := range scale.Shapes() {
		t.Run(s.Name, func(t *testing.T) {
			small, large := s.Make(n), s.Make(4*n)
			for _, stage := range []struct {
				name string
				run  func(testing.TB, []byte) int
			}{{"translate", translate}, {"interpret", interpret}} {
				var sizes [2]int
				var allocated [2]uint64
				for i, wasm := range [][]byte{small, large} {
					before := allocations()
					sizes[i] = stage.run(t, wasm)
					allocated[i] = allocations() - before
				}
				// Large functions are divided, which costs more; what is quadratic is 16 times as much. What costs little is left alone.
				const mega = 1 << 20
				require.Less(t, allocated[1], 12*allocated[0]+16*mega, "%s: bytes allocated", stage.name)
				require.Less(t, sizes[1], 12*sizes[0]+mega, "%s: bytes of output", stage.name)
			}
		})
	}
}

func allocations() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

func BenchmarkTranslate(b *testing.B) { benchmark(b, translate) }

func BenchmarkInterpret(b *testing.B) { benchmark(b, interpret) }

func benchmark(b *testing.B, run func(testing.TB, []byte) int) {
	for _, s := range scale.Shapes() {
		for _, n := range []struct {
			name string
			n    int
		}{{"5k", 5000}, {"20k", 20_000}} {
			wasm := s.Make(n.n)
			b.Run(strings.ReplaceAll(s.Name, " ", "_")+"/"+n.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					run(b, wasm)
				}
			})
		}
	}
}

// translate returns the size of the output.
func translate(t testing.TB, wasm []byte) (size int) {
	out, err := compiler.Translate(wasm, compiler.Options{Name: "m", ImportPath: "example.com/m"})
	require.NoError(t, err)
	for _, f := range out.Files {
		size += len(f.Data)
	}
	return size
}

// interpret calls the function f, so that it is lowered, where there is one. Nothing is imported. There is no output: 0.
func interpret(t testing.TB, wasm []byte) int {
	m, err := interp.Compile(wasm, interp.Options{})
	require.NoError(t, err)
	i, err := m.Instantiate(context.Background(), nil)
	if err != nil {
		require.ErrorContains(t, err, "unknown import")
		return 0
	}
	defer i.Close()
	if f, ok := i.Export("f"); ok {
		_, err = f.(*rt.Func).Call(int32(0))
		if err != nil {
			require.ErrorContains(t, err, "wasm trap")
		}
	}
	return 0
}
