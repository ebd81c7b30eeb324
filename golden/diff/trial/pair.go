package trial

import (
	"slices"
	"strings"
)

// Owner is the name under which the second module of a pair imports from the first.
const Owner = "owner"

// A Pair is two instances of which the second imports from the first. Functions are named first.f4 and second.f4; the state
// is that of the first, to which all of it belongs.
type Pair struct{ First, Second Engine }

// Funcs returns the functions of both; that of the name Unlimited is the first one's.
func (p Pair) Funcs() []Func {
	funcs := slices.Clone(p.First.Funcs())
	for i := range funcs {
		if funcs[i].Name != Unlimited {
			funcs[i].Name = "first." + funcs[i].Name
		}
	}
	for _, f := range p.Second.Funcs() {
		if f.Name != Unlimited {
			f.Name = "second." + f.Name
			funcs = append(funcs, f)
		}
	}
	return funcs
}

// Call calls a function of either.
func (p Pair) Call(name string, args []uint64) ([]uint64, string) {
	if name, ok := strings.CutPrefix(name, "second."); ok {
		return p.Second.Call(name, args)
	}
	return p.First.Call(strings.TrimPrefix(name, "first."), args)
}

// State returns that of the first instance.
func (p Pair) State() State { return p.First.State() }
