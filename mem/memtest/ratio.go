package memtest

import (
	"sync/atomic"
	"testing"
	"time"
)

// ratio measures how much longer f takes than with, both of which do something n times. They take turns, so that what else the machine does
// concerns both.
func ratio(b *testing.B, f, with func(n int)) {
	const n = 100_000
	var times [2]time.Duration
	for b.Loop() {
		for i, fn := range []func(int){f, with} {
			begin := time.Now()
			fn(n)
			d := time.Since(begin)
			if times[i] == 0 || d < times[i] {
				times[i] = d
			}
		}
	}
	b.ReportMetric(float64(times[0].Nanoseconds())/n, "ns/each")
	b.ReportMetric(float64(times[0])/float64(times[1]), "ratio")
}

// Atomics compares atomic instructions of a backend, n of each, with sync/atomic's addition to a Go variable.
func Atomics(b *testing.B, list map[string]func(n int)) {
	word := new(uint32)
	for name, f := range list {
		b.Run(name, func(b *testing.B) { ratio(b, f, func(n int) { add(word, n) }) })
	}
}

//go:noinline
func add(p *uint32, n int) {
	for range n {
		atomic.AddUint32(p, 1)
	}
}
