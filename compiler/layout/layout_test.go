package layout

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/decode"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// TestFind: what wasm-ld made of C programs, and what is left to guess.
func TestFind(t *testing.T) {
	for path, want := range map[string][]Region{
		"../../testdata/programs/life.wasm": {
			{"static data", 0x2000, 0x2a4c, "2636 bytes of it in segments"}, {"zeroed data", 0x2a4c, 0x8e90, "by __heap_base"},
			{"auxiliary stack", 0, 0x2000, "by __stack_pointer"}, {"heap", 0x8e90, 0, "by __heap_base"},
		},
		"../../testdata/kernels/sieve.wasm":                 nil,
		"../../golden/programs/testdata/sram/heapbase.wasm": {{"static data", 1020, 1024, "4 bytes of it in segments"}, {"heap", 1024, 0, "by __heap_base"}},
		"../../golden/programs/testdata/sram/grow.wasm":     nil,
		"../../mem/sram/persist/testdata/queue.wasm": {
			{"static data", 0, 5, "5 bytes of it in segments"}, {"zeroed data and heap", 5, 0, "where one ends is not known"},
		},
	} {
		require.Equal(t, want, find(t, path), path)
	}
}

func find(t *testing.T, path string) []Region {
	file, err := os.ReadFile(path)
	require.NoError(t, err)
	m, err := decode.Decode(file)
	require.NoError(t, err)
	return Find(m)
}

// TestZeroed: a program with 200,000 bytes of zeroed data, linked with the stack first and last, which exports where its parts end, or some
// of that, or nothing, and has its symbols' names or not. What is told is true, or said to be unknown.
func TestZeroed(t *testing.T) {
	const (
		filled, zeroed, stackSize = 400, 200000, 1 << 16
		data, end                 = 1024, 1024 + filled + zeroed           // with the stack last
		first, firstEnd           = stackSize, stackSize + filled + zeroed // with the stack first
		top                       = end + stackSize
		inSegments, unknown       = "400 bytes of it in segments", "where one ends is not known"
	)
	last := Region{"static data", data, data + filled, inSegments}
	stackFirst := Region{"static data", first, first + filled, inSegments}
	for name, want := range map[string][]Region{
		"last-all": {
			last, {"zeroed data", data + filled, end, "by __data_end"}, {"auxiliary stack", end, top, "by __stack_pointer"}, {"heap", top, 0, "by __heap_base"},
		},
		"last-end": {
			last, {"zeroed data", data + filled, end, "by __data_end"}, {"auxiliary stack", end, top, "by global 0 as a guess"}, {"heap", top, 0, "by the end of the stack"},
		},
		"last-base":  {last, {"zeroed data and auxiliary stack", data + filled, top, unknown}, {"heap", top, 0, "by __heap_base"}},
		"last-none":  {last, {"zeroed data and auxiliary stack", data + filled, top, unknown}, {"heap", top, 0, "by the end of the stack"}},
		"last-names": {last, {"zeroed data and auxiliary stack", data + filled, top, unknown}, {"heap", top, 0, "by the end of the stack"}},
		"first-all": {
			stackFirst, {"zeroed data", first + filled, firstEnd, "by __data_end"}, {"auxiliary stack", 0, first, "by __stack_pointer"}, {"heap", firstEnd, 0, "by __heap_base"},
		},
		"first-end": {
			stackFirst, {"zeroed data", first + filled, firstEnd, "by __data_end"}, {"auxiliary stack", 0, first, "by global 0 as a guess"}, {"heap", firstEnd, 0, "by __data_end"},
		},
		"first-base": {
			stackFirst, {"zeroed data", first + filled, firstEnd, "by __heap_base"}, {"auxiliary stack", 0, first, "by global 0 as a guess"}, {"heap", firstEnd, 0, "by __heap_base"},
		},
		"first-none":  {stackFirst, {"auxiliary stack", 0, first, "by global 0 as a guess"}, {"zeroed data and heap", first + filled, 0, unknown}},
		"first-names": {stackFirst, {"auxiliary stack", 0, first, "by __stack_pointer"}, {"zeroed data and heap", first + filled, 0, unknown}},
	} {
		require.Equal(t, want, find(t, "testdata/"+name+".wasm"), name)
	}
}

// TestStack: where the stack is, as wasm-ld places it, with what it leaves behind for options, debug names and kinds of data.
func TestStack(t *testing.T) {
	const page, big = 1 << 16, 16 << 20
	for _, test := range []struct {
		name       string
		symbols    map[string]int64 // exported globals
		data       []int64          // where segments of 16 bytes begin
		from, size uint64           // of the stack; no size for none
	}{
		{"first", map[string]int64{"__stack_pointer": big}, []int64{big}, 0, big},
		{"first, only zeroed data", map[string]int64{"__stack_pointer": big, "__data_end": big + 4000, "__heap_base": big + 4000}, nil, 0, big},
		{"first, no data", map[string]int64{"__stack_pointer": big, "__data_end": big, "__heap_base": big}, nil, 0, big},
		{"first, nothing known", map[string]int64{"__stack_pointer": big}, nil, 0, big},
		{"first, with a snapshot of it", map[string]int64{"__stack_pointer": big, "__data_end": big + 100}, []int64{big - 1000, big}, 0, big},
		{"first, without names", map[string]int64{"": big}, []int64{big}, 0, big},
		{"last", map[string]int64{"__stack_pointer": big + 1040}, []int64{1024}, 1040, big},
		{"last, unknown zeroed data", map[string]int64{"__stack_pointer": big + 5024}, []int64{1024}, 0, 0},
		{"last, zeroed data", map[string]int64{"__stack_pointer": big + 5024, "__data_end": 5024}, []int64{1024}, 5024, big},
		{"last, only zeroed data", map[string]int64{"__stack_pointer": page + 5024, "__data_end": 5024}, nil, 5024, page},
		{"last, low", map[string]int64{"__stack_pointer": page + 5040, "__data_end": 5024, "__stack_low": 5040}, []int64{1024}, 5040, page},
		{"last, without names", map[string]int64{"": page + 1040}, []int64{1024}, 1040, page},
		{"none", map[string]int64{"__stack_pointer": 1040}, []int64{1024}, 0, 0},
		{"another variable", map[string]int64{"": 2048}, []int64{1024, 4096}, 0, 0},
	} {
		m, err := decode.Decode(linked(test.symbols, test.data))
		require.NoError(t, err)
		var found Region
		for _, r := range Find(m) {
			if r.Name == "auxiliary stack" {
				found = r
			}
		}
		require.Equal(t, test.from, found.From, test.name)
		require.Equal(t, test.size, found.To-found.From, test.name)
	}
}

// linked is a module with exported globals, the stack pointer first, and data. The name "" is that of a global that is not exported.
func linked(symbols map[string]int64, data []int64) []byte {
	constant := func(v int64) []byte { return slices.Concat([]byte{0x42}, Signed(v), []byte{0x0b}) }
	var globals, exports, segments [][]byte
	for _, name := range []string{"", "__stack_pointer", "__data_end", "__heap_base", "__stack_low"} {
		if v, ok := symbols[name]; ok {
			if name != "" {
				exports = append(exports, slices.Concat(Name(name), []byte{3}, Num(len(globals))))
			}
			globals = append(globals, slices.Concat([]byte{0x7e, 1}, constant(v)))
		}
	}
	for _, at := range data {
		segments = append(segments, slices.Concat([]byte{0}, constant(at), Sized(make([]byte, 16))))
	}
	return Module(Vec(Memory, []byte{0x04, 1}), Vec(Global, globals...), Vec(Export, exports...), Vec(Data, segments...))
}
