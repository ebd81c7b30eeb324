package trial

import (
	"fmt"
	"slices"
	"strings"
)

// Owner is the name under which the modules behind the first one of a group import from that one.
const Owner = "owner"

// OwnerName is the name under which those behind module i of a group import from it.
func OwnerName(i int) string {
	if i == 0 {
		return Owner
	}
	return fmt.Sprint(Owner, i)
}

// A Group is several instances: each may import from those before it. Functions and global variables are named first.f4, second.f4,
// third.f4.
type Group []Engine

var ordinals = []string{"first.", "second.", "third."}

// Together is one instance, or a group.
func Together(instances []Engine) Engine {
	if len(instances) == 1 {
		return instances[0]
	}
	return Group(instances)
}

// Member is what the names of instance i begin with in a group of n.
func Member(i, n int) string {
	if n == 1 {
		return ""
	}
	return ordinals[i]
}

// Funcs returns the functions of all; that of the name Unlimited is the first one's.
func (g Group) Funcs() []Func {
	var funcs []Func
	for i, e := range g {
		for _, f := range slices.Clone(e.Funcs()) {
			if f.Name != Unlimited {
				f.Name = ordinals[i] + f.Name
			} else if i > 0 {
				continue
			}
			funcs = append(funcs, f)
		}
	}
	return funcs
}

// Call calls a function of one of them.
func (g Group) Call(name string, args []uint64) ([]uint64, string) {
	for i, e := range g {
		if name, ok := strings.CutPrefix(name, ordinals[i]); ok {
			return e.Call(name, args)
		}
	}
	return g[0].Call(name, args)
}

// State returns what all have.
func (g Group) State() (all State) {
	for i, e := range g {
		s := e.State()
		all.Memories = append(all.Memories, s.Memories...)
		for _, v := range s.Globals {
			v.Name = ordinals[i] + v.Name
			all.Globals = append(all.Globals, v)
		}
	}
	return all
}
