package sram_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
)

// BenchmarkPair measures a load and a store that the cache has, as a function of generated code does them.
func BenchmarkPair(b *testing.B) {
	a, err := sram.NewArray(sram.ArrayOpts{}, newRAM(1<<17))
	require.NoError(b, err)
	m, err := a.NewMemory(mem.Type{Min: 1})
	require.NoError(b, err)
	for b.Loop() {
		pairs(m, 1000)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/pair")
}

//go:noinline
func pairs(p *sram.Memory, n uint32) {
	m := *p
	for i := uint32(0); i < n*8; i += 8 {
		m.Store32(uint64(i)+16, m.Load32(uint64(i)+1024)+i)
	}
}
