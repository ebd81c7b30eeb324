package guard_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/guard"
	"github.com/wasm2go/wasm2go/mem/memtest"
	"github.com/wasm2go/wasm2go/rt/abi/atomics"
)

// BenchmarkAtomics compares i32.atomic.rmw.add and its like, as functions of generated code have them, with sync/atomic on a Go variable.
func BenchmarkAtomics(b *testing.B) {
	m, err := guard.NewShared(mem.Type{Min: 1, Max: 1, HasMax: true, Shared: true})
	require.NoError(b, err)
	memtest.Atomics(b, map[string]func(n int){
		"add":     func(n int) { add(m, 64, n) },
		"load":    func(n int) { loadAtomic(m, 64, n) },
		"add8":    func(n int) { add8(m, 65, n) },
		"cmpxchg": func(n int) { cmpxchg(m, 64, n) },
	})
}

// The functions stand with each backend, since Go inlines no methods of a type parameter.

//go:noinline
func add(p *guard.Shared, a uint32, n int) {
	m := *p
	for range n {
		atomics.Add32(m.Word32(uint64(a)), 1)
	}
}

//go:noinline
func loadAtomic(p *guard.Shared, a uint32, n int) {
	m := *p
	for range n {
		atomics.Load32(m.Word32(uint64(a)))
	}
}

//go:noinline
func add8(p *guard.Shared, a uint32, n int) {
	m := *p
	for range n {
		atomics.Add8(m.Word8(uint64(a)), 1)
	}
}

//go:noinline
func cmpxchg(p *guard.Shared, a uint32, n int) {
	m := *p
	for range n {
		atomics.Cmpxchg32(m.Word32(uint64(a)), 1, 1)
	}
}
