package main

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// scripted is a runner that takes the times that it is told, one after the other.
type scripted struct {
	times  []time.Duration
	result int32
}

func (s *scripted) Run(kernel, int32) (int32, time.Duration, error) {
	elapsed := s.times[0]
	s.times = s.times[1:]
	return s.result, elapsed, nil
}

func (s *scripted) Close() error { return nil }

// TestComparison: the least times of the rounds count, kernel by kernel, and the spread is that of the rounds.
func TestComparison(t *testing.T) {
	old := &scripted{times: []time.Duration{10, 20, 100, 100}}
	new := &scripted{times: []time.Duration{20, 10, 200, 400}}
	c := comparison{kernels: kernels[:2], pairs: []pair{{engine: "guard", runners: [2]runner{old, new}}}}
	if err := c.measure(2); err != nil {
		t.Fatal(err)
	}
	p := &c.pairs[0]
	near := func(what string, got, want float64) {
		if math.Abs(got-want) > 1e-9 {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	near("the first kernel's ratio", p.ratio(0), 1)
	near("the second kernel's ratio", p.ratio(1), 2)
	near("the mean", p.mean(), math.Sqrt2)
	low, high := p.spread()
	near("the second round", low, math.Sqrt2)
	near("the first round", high, 2)
	var table strings.Builder
	c.write(&table)
	want := []string{"new", "/", "old", "guard", "matmul", "1.000", "lu", "2.000", "geometric", "mean", "1.414", "of", "single", "rounds", "1.414-2.000"}
	if got := strings.Fields(table.String()); !slices.Equal(got, want) {
		t.Errorf("the table is %q", got)
	}

	wrong := comparison{kernels: kernels[:1], pairs: []pair{{engine: "guard", runners: [2]runner{
		&scripted{times: []time.Duration{1}}, &scripted{times: []time.Duration{1}, result: 7},
	}}}}
	if err := wrong.measure(1); err == nil || !strings.Contains(err.Error(), "guard (new)") {
		t.Errorf("versions that disagree: %v", err)
	}
}

// TestOpenVersion: a directory is taken as it is, a commit is copied, and anything else is an error.
func TestOpenVersion(t *testing.T) {
	if v, err := openVersion("..", t.TempDir()); err != nil || v.root == ".." {
		t.Errorf("%v, %v", v, err)
	}
	if _, err := openVersion("no such thing", t.TempDir()); err == nil || !strings.Contains(err.Error(), "neither") {
		t.Error(err)
	}
}
