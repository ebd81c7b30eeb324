package rt_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A randomType is an open struct type, of references alone, written down without any sharing.
type randomType struct {
	group  []int // labels of its group
	fields []int // labels
}

// equal is equality by the rules (spec 2.3.11): the same place in groups of the same size, whose types refer to the same
// places of their own group, or outside to types that are equal.
func equal(types []randomType, a, b int) bool {
	ga, gb := types[a].group, types[b].group
	if len(ga) != len(gb) || a-ga[0] != b-gb[0] {
		return false
	}
	for i := range ga {
		fa, fb := types[ga[i]].fields, types[gb[i]].fields
		if len(fa) != len(fb) {
			return false
		}
		for k := range fa {
			insideA, insideB := fa[k] >= ga[0], fb[k] >= gb[0]
			switch {
			case insideA != insideB:
				return false
			case insideA && fa[k]-ga[0] != fb[k]-gb[0]:
				return false
			case !insideA && !equal(types, fa[k], fb[k]):
				return false
			}
		}
	}
	return true
}

// TestRandomGroups compares the identity of types with equality as the specification defines it.
func TestRandomGroups(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	same, different := 0, 0
	for range 200 {
		var types []randomType
		var text strings.Builder
		for range 12 {
			first, n := len(types), 1+r.IntN(2)
			var group []int
			text.WriteString("rec {\n")
			for i := range n {
				group = append(group, first+i)
			}
			for _, label := range group {
				typ := randomType{group: group}
				fmt.Fprintf(&text, "%d: sub struct", label)
				for range r.IntN(3) {
					f := max(first+n-1-r.IntN(4), 0)
					typ.fields = append(typ.fields, f)
					fmt.Fprintf(&text, " (ref null %d)", f)
				}
				text.WriteByte('\n')
				types = append(types, typ)
			}
			text.WriteString("}\n")
		}
		made := mustTypes(t, text.String())
		for a := range types {
			for b := range a {
				want := equal(types, a, b)
				require.Equal(t, want, made[a] == made[b], "%d and %d of\n%s", a, b, text.String())
				if want {
					same++
				} else {
					different++
				}
			}
		}
	}
	require.Greater(t, same, 500)
	require.Greater(t, different, 1000)
}
