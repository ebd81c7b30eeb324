package snapshot_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt/snapshot"
)

// benchmarked opens an instance whose memory has 2 MiB, none of it zero.
func benchmarked(b *testing.B, k kind) (m snapshot.Instance, memory mem.Memory, snap *snapshot.Snapshot) {
	m = k.instance(b)
	v, _ := m.Export("memory")
	memory = v.(mem.Memory)
	require.NoError(b, mem.GrowTo(memory, 32*mem.Page))
	content := make([]byte, memory.Size())
	for i := range content {
		content[i] = byte(i) | 1
	}
	require.NoError(b, memory.WriteAt(content, 0))
	snap, err := snapshot.Take(m)
	require.NoError(b, err)
	b.Cleanup(func() { snap.Close() })
	return m, memory, snap
}

// BenchmarkRestore sets an instance back that has written to so many pages of 4 KiB, without the writing itself.
func BenchmarkRestore(b *testing.B) {
	for _, k := range []kind{interpreted(b, "guard", interp.Guard), interpreted(b, "slice", interp.Slice)} {
		m, memory, snap := benchmarked(b, k)
		for _, pages := range []uint64{0, 1, 8, 64, 512} {
			b.Run(fmt.Sprintf("%s/%d", k.name, pages), func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					for i := range pages {
						memory.PutUint8(4096*i, 0)
					}
					b.StartTimer()
					if err := snap.Restore(m); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkWrite writes to a page that was just set back, and for the first time to one that was not.
func BenchmarkWrite(b *testing.B) {
	for _, k := range []kind{interpreted(b, "guard", interp.Guard), interpreted(b, "slice", interp.Slice)} {
		m, memory, snap := benchmarked(b, k)
		b.Run(k.name, func(b *testing.B) {
			const pages = 512
			for b.Loop() {
				b.StopTimer()
				snap.Restore(m)
				b.StartTimer()
				for i := range uint64(pages) {
					memory.PutUint8(4096*i, 0)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/pages, "ns/page")
		})
	}
}

// BenchmarkResume makes and closes instances.
func BenchmarkResume(b *testing.B) {
	for _, k := range []kind{interpreted(b, "guard", interp.Guard), interpreted(b, "slice", interp.Slice)} {
		_, _, snap := benchmarked(b, k)
		b.Run(k.name, func(b *testing.B) {
			for b.Loop() {
				m, err := k.open(nothing, snap.Resume())
				if err != nil {
					b.Fatal(err)
				}
				m.Close()
			}
		})
	}
}

func BenchmarkTake(b *testing.B) {
	for _, k := range []kind{interpreted(b, "guard", interp.Guard), interpreted(b, "slice", interp.Slice)} {
		m, _, _ := benchmarked(b, k)
		b.Run(k.name, func(b *testing.B) {
			for b.Loop() {
				snap, err := snapshot.Take(m)
				if err != nil {
					b.Fatal(err)
				}
				snap.Close()
			}
		})
	}
}
