package slice_test

import (
	"testing"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
)

// BenchmarkPair measures a load and a store, as a function of generated code does them.
func BenchmarkPair(b *testing.B) {
	m, _ := slice.New(mem.Type{Min: 1})
	for b.Loop() {
		pairs(m, 1000)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/pair")
}

//go:noinline
func pairs(p *slice.Memory, n uint32) {
	m := *p
	for i := uint32(0); i < n*8; i += 8 {
		m.Store32(uint64(i)+16, m.Load32(uint64(i)+1024)+i)
	}
}
