package passes

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/sets"
)

// A varSet is a set of variables.
type varSet = sets.Bits[ir.Var]
