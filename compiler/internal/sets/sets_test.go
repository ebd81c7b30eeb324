package sets_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/sets"
)

func TestBits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		n := 1 + r.IntN(200)
		a, b := sets.New[int](n), sets.New[int](n)
		inA, inB := map[int]bool{}, map[int]bool{}
		for range r.IntN(n + 1) {
			x, y := r.IntN(n), r.IntN(n)
			a.Add(x)
			b.Add(y)
			inA[x], inB[y] = true, true
			if z := r.IntN(n); r.IntN(4) == 0 {
				a.Remove(z)
				delete(inA, z)
			}
		}
		joined, met := a.Clone(), a.Clone()
		more, less := joined.Join(b), met.Meet(b)
		var wantA, wantJoined, wantMet []int
		for x := range n {
			require.Equal(t, inA[x], a.Has(x))
			if inA[x] {
				wantA = append(wantA, x)
			}
			if inA[x] || inB[x] {
				wantJoined = append(wantJoined, x)
			}
			if inA[x] && inB[x] {
				wantMet = append(wantMet, x)
			}
		}
		require.Equal(t, wantA, slices.Collect(a.All))
		require.Equal(t, len(wantA), a.Len())
		require.Equal(t, wantJoined, slices.Collect(joined.All))
		require.Equal(t, wantMet, slices.Collect(met.All))
		require.Equal(t, len(wantJoined) > len(wantA), more)
		require.Equal(t, len(wantMet) < len(wantA), less)
	}
}

func TestParts(t *testing.T) {
	var p sets.Parts
	for i := range 6 {
		require.Equal(t, i, p.Add())
	}
	p.Unite(4, 2)
	p.Unite(0, 4)
	p.Unite(5, 3)
	p.Unite(0, 2) // they are one already
	var roots []int
	for i := range p {
		roots = append(roots, p.Root(i))
	}
	require.Equal(t, []int{0, 1, 0, 5, 0, 5}, roots)
}
