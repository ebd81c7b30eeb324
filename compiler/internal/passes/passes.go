// Package passes rewrites functions between lowering and printing.
package passes

import "github.com/wasm2go/wasm2go/compiler/internal/ir"

// A Pass rewrites one function in place.
type Pass struct {
	Name string // for panics
	Run  func(*ir.Func)
}

// All returns the passes in the order they must run: Unroll wants branches as
// lowering left them, Structure finds the code that nothing reaches, Coalesce
// saves copies of results, Prune finds the variables that nothing reads. Quiet looks at what is left.
func All() []Pass {
	return []Pass{
		{"unroll", Unroll},
		{"structure", Structure},
		{"coalesce", Coalesce},
		{"prune", Prune},
		{"quiet", Quiet},
	}
}

// Early returns the passes for a function that goes to Flatten.
func Early() []Pass {
	return []Pass{
		{"prune", Prune},
		{"quiet", Quiet},
	}
}
