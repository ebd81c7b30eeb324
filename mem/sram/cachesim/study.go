package cachesim

import (
	"math"
	"sync"
)

// Sizes are the caches that are compared, in bytes.
var Sizes = []int{4 << 10, 16 << 10, 64 << 10, 256 << 10}

var lineLengths = []int{32, 64, 128, 256}

// readAhead is how many bytes mem/sram reads ahead and gathers at most.
func readAhead(size int) int { return min(1024, size/8) }

// A Candidate is a design without its measures: with read-ahead and gathered write-backs, or without both.
type Candidate struct {
	Policy  Policy
	Streams bool
}

func (c Candidate) String() string {
	if c.Streams {
		return c.Policy.String() + ", read-ahead"
	}
	return c.Policy.String()
}

func (c Candidate) design(size, line int) Design {
	d := Design{Size: size, Line: line, Policy: c.Policy}
	if c.Streams {
		d.Ahead, d.Gather = readAhead(size), readAhead(size)
	}
	return d
}

// A Score is what a candidate takes with a cache of one size: the geometric mean over programs of the bus's time for an access.
type Score struct {
	Line int     // bytes, the best one
	Time float64 // nanoseconds
}

// relevantTime is what an access takes at least, in nanoseconds and with MIN, if a program counts for a size: others fit the cache.
const relevantTime = 20

// A Study compares candidates on the traces of programs.
type Study struct {
	traces   []Trace
	relevant map[int][]bool // by size
}

// NewStudy chooses the programs that count for each size.
func NewStudy(traces []Trace) *Study {
	s := &Study{traces, map[int][]bool{}}
	for _, size := range Sizes {
		all := make([]bool, len(traces))
		for i := range all {
			all[i] = true
		}
		s.relevant[size] = all
		times := s.times(size, func(t Trace) Result { return Simulate(t, Design{Size: size, Line: 128, Policy: Min}) })
		for i := range all {
			all[i] = times[i] >= relevantTime
		}
	}
	return s
}

// Programs is how many programs count for a size.
func (s *Study) Programs(size int) int {
	n := 0
	for _, relevant := range s.relevant[size] {
		if relevant {
			n++
		}
	}
	return n
}

// times runs all programs that count, two at a time.
func (s *Study) times(size int, run func(Trace) Result) []float64 {
	times := make([]float64, len(s.traces))
	var wait sync.WaitGroup
	turn := make(chan struct{}, 2)
	for i, t := range s.traces {
		if !s.relevant[size][i] {
			continue
		}
		turn <- struct{}{}
		wait.Go(func() {
			times[i] = run(t).PerAccess()
			<-turn
		})
	}
	wait.Wait()
	return times
}

// Mean is the geometric mean of the times of all programs that count.
func (s *Study) Mean(size int, run func(Trace) Result) float64 {
	sum := 0.0
	for i, time := range s.times(size, run) {
		if s.relevant[size][i] {
			sum += math.Log(time)
		}
	}
	return math.Exp(sum / float64(s.Programs(size)))
}

// Score is the candidate's with the best line.
func (s *Study) Score(c Candidate, size int) Score {
	best := Score{Time: math.Inf(1)}
	for _, line := range lineLengths {
		time := s.Mean(size, func(t Trace) Result { return Simulate(t, c.design(size, line)) })
		if time < best.Time {
			best = Score{line, time}
		}
	}
	return best
}
