package cachesim

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// built is what mem/sram does, with lines of builtLine bytes.
var built = Candidate{TwoQueues, true}

const builtLine = 64

func newStudy(t *testing.T) *Study {
	var traces []Trace
	for _, p := range programs {
		traces = append(traces, p.trace(t, runs(t)))
	}
	return NewStudy(traces)
}

// TestQuality holds the memory of package sram, as it is where nothing but the size of the cache is said, to its aim: little more bus time
// than Belady's MIN, be it with the same rules for transactions or without them, and none more than a clock at any size. It must also do
// what the design does that was chosen for it.
func TestQuality(t *testing.T) {
	s := newStudy(t)
	limits := map[int]struct{ same, plain float64 }{
		4 << 10:   {1.05, 0.9},
		16 << 10:  {1.15, 0.9},
		64 << 10:  {1.3, 1.25},
		256 << 10: {1.65, 1.75},
	}
	for _, size := range Sizes {
		most := limits[size]
		time := s.Mean(size, func(trace Trace) Result { return replayReal(t, trace, size, 0) })
		same, plain := s.Score(Candidate{Min, true}, size), s.Score(Candidate{Min, false}, size)
		clock := s.Score(Candidate{Clock, false}, size)
		design := s.Mean(size, func(trace Trace) Result { return Simulate(trace, built.design(size, builtLine)) })
		t.Logf("%3dK, %2d programs: %5.0f ns an access; to MIN with the same rules %.2f, to MIN %.2f, to a clock %.2f, to the design %.3f",
			size>>10, s.Programs(size), time, time/same.Time, time/plain.Time, time/clock.Time, time/design)
		require.LessOrEqual(t, time, most.same*same.Time)
		require.LessOrEqual(t, time, most.plain*plain.Time)
		require.LessOrEqual(t, time, clock.Time)
		require.InEpsilon(t, design, time, 0.02)
	}
}
