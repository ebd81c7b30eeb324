package data_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/data"
	"github.com/wasm2go/wasm2go/mem/guard"
	"github.com/wasm2go/wasm2go/mem/slice"
)

// memories are what the benchmarks work on: 4 MiB each.
func memories(b *testing.B) map[string]mem.Memory {
	typ := mem.Type{Min: 64}
	g, err := guard.New(typ)
	if err != nil {
		b.Fatal(err)
	}
	s, err := slice.New(typ)
	if err != nil {
		b.Fatal(err)
	}
	a, err := simulated()
	if err != nil {
		b.Fatal(err)
	}
	c, err := a.NewMemory(typ)
	if err != nil {
		b.Fatal(err)
	}
	return map[string]mem.Memory{"guard": g, "slice": s, "sram": c}
}

// BenchmarkPass passes a string, by an allocator that does nothing, and compares it with WriteAt.
func BenchmarkPass(b *testing.B) {
	for name, m := range memories(b) {
		for _, n := range []int{16, 64 << 10} {
			text := strings.Repeat("x", n)
			bytes := []byte(text)
			b.Run(fmt.Sprint(name, "/", n, "/WriteAt"), func(b *testing.B) {
				for b.Loop() {
					m.WriteAt(bytes, 1024)
				}
			})
			b.Run(fmt.Sprint(name, "/", n, "/Scope"), func(b *testing.B) {
				heap := data.NewHeap(m, func(int32) (int32, error) { return 1024, nil }, func(int32) error { return nil })
				for b.Loop() {
					var err error
					scope := heap.Scope()
					scope.String(text)
					scope.Free(&err)
				}
			})
		}
	}
}

// BenchmarkCString reads 1 MiB, and compares that with reading byte by byte.
func BenchmarkCString(b *testing.B) {
	for name, m := range memories(b) {
		if err := m.WriteAt([]byte(strings.Repeat("x", 1<<20)+"\x00"), 1000); err != nil {
			b.Fatal(err)
		}
		b.Run(name+"/CString", func(b *testing.B) {
			for b.Loop() {
				if _, err := data.CString(m, 1000, 2<<20); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/bytewise", func(b *testing.B) {
			for b.Loop() {
				var s []byte
				for at := uint64(1000); ; at++ {
					c, err := m.Uint8(at)
					if err != nil {
						b.Fatal(err)
					}
					if c == 0 {
						break
					}
					s = append(s, c)
				}
			}
		})
	}
}

// BenchmarkStruct stores and loads a struct that is copied as it is, and one with padding.
func BenchmarkStruct(b *testing.B) {
	m, err := guard.New(mem.Type{Min: 1})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("plain", func(b *testing.B) { benchmarkStruct(b, m, struct{ a, b uint32 }{1, 2}) })
	b.Run("padded", func(b *testing.B) {
		benchmarkStruct(b, m, struct {
			tag  int8
			x, y float64
		}{1, 2, 3})
	})
	b.Run("uint32", func(b *testing.B) { benchmarkStruct(b, m, uint32(1)) })
	b.Run("PutUint32, Uint32", func(b *testing.B) {
		for b.Loop() {
			m.PutUint32(1024, 1)
			m.Uint32(1024)
		}
	})
}

func benchmarkStruct[T any](b *testing.B, m mem.Memory, v T) {
	b.ReportAllocs()
	for b.Loop() {
		data.Store(m, 1024, v)
		data.Load[T](m, 1024)
	}
}
