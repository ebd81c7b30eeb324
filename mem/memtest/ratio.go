package memtest

import (
	"testing"
	"time"
)

// Ratio measures how much longer f takes than with, both of which do something n times. They take turns, so that what else the machine does
// concerns both.
func Ratio(b *testing.B, f, with func(n int)) {
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
