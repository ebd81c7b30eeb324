package linked_test

import (
	"fmt"
	"log"
	"math"
	"testing"

	"example.com/linked"
	"example.com/linked/internal/ring"
	"example.com/linked/internal/stats"
	"github.com/wasm2go/wasm2go/rt"
)

func Example() {
	r, err := linked.New()
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()

	for _, sample := range []float64{1, 2, 6} {
		if err := r.Add(sample); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(r.Mean())
	fmt.Println(r.Peak())
	// Output:
	// 3 <nil>
	// 6 <nil>
}

func TestEmpty(t *testing.T) {
	r, err := linked.New()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if mean, err := r.Mean(); !math.IsNaN(mean) || err != nil {
		t.Errorf("mean %v, %v; want NaN", mean, err)
	}
	if peak, err := r.Peak(); !math.IsInf(peak, -1) || err != nil {
		t.Errorf("peak %v, %v; want -Inf", peak, err)
	}
}

func TestOldSamplesGo(t *testing.T) {
	r, err := linked.New()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for i := range 1025 {
		if err := r.Add(float64(-i)); err != nil {
			t.Fatal(err)
		}
	}
	if peak, err := r.Peak(); peak != -1 || err != nil {
		t.Errorf("peak %v, %v; want -1, since 0 was overwritten", peak, err)
	}
}

// The other way to link finds imports by name, which suits programs that know only at run time what there is.
func TestLinkByName(t *testing.T) {
	r, err := ring.New()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	s, err := stats.Link(rt.Store{"ring": r})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := r.Push(4); err != nil {
		t.Fatal(err)
	}
	if mean, err := s.Mean(); mean != 4 || err != nil {
		t.Errorf("mean %v, %v; want 4", mean, err)
	}
}
