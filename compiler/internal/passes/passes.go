// Package passes rewrites functions between lowering and printing.
package passes

import "github.com/wasm2go/wasm2go/compiler/internal/ir"

// A Pass rewrites one function in place.
type Pass struct {
	Name string // for panics
	Run  func(*ir.Func)
}

// All returns the passes in the order they must run, behind TailLoop, Unroll, which wants branches and throws as lowering left them, and Raise:
// Thread makes branches that need no label, Structure finds the code that nothing reaches, Coalesce saves copies of results, Prune finds the variables
// that nothing reads. nans, one of NaNs, looks at what is left.
func All(nans Pass) []Pass {
	return []Pass{
		{"thread", Thread},
		{"structure", Structure},
		{"coalesce", Coalesce},
		{"prune", Prune},
		nans,
	}
}

// Early returns the passes for a function that goes to Flatten.
func Early(nans Pass) []Pass {
	return []Pass{
		{"prune", Prune},
		nans,
	}
}

// NaNs is the pass that makes the NaNs of arithmetic what they have to be: no signalling ones, or the canonical one.
func NaNs(canonical bool) Pass {
	if canonical {
		return Pass{"canonical", Canonical}
	}
	return Pass{"quiet", Quiet}
}
