package compiler

import (
	"fmt"
	"math"
	"sync/atomic"

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/internal/emit"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/lanes"
	"github.com/wasm2go/wasm2go/compiler/internal/lower"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A writer makes the Go text of functions.
type writer struct {
	*translation
	printer *body.Printer
	faults  []bool // by memory: page faults alone guard it
	nans    passes.Pass
	cutter  *passes.Cutter // finds what there can be assembly of, nil where there is none
}

// all translates the bodies, in parallel, and lets go of them one by one: then it calls done. It ends early where the texts have more bytes
// than room.
func (w *writer) all(room int, done func()) ([]body.Body, error) {
	bodies := w.kept.Bodies
	texts := make([]body.Body, len(bodies))
	var size atomic.Int64
	err := front.Parallel(len(bodies), func(i int) error {
		f := w.Module.ImportedFuncs + i
		switch {
		case !w.kept.Live[f] && !w.kept.Mentioned[f]: // no text
		case w.Interp != nil && w.Interp.Funcs[f]:
			texts[i] = w.printer.Interpreted(uint32(f), w.Module.Codes[i].Offset)
		default:
			texts[i] = w.function(i, bodies[i])
		}
		bodies[i] = nil
		done()
		if size.Add(int64(len(texts[i].Text))) > int64(room) {
			return emit.ErrTooLarge
		}
		return nil
	})
	return texts, err
}

// function translates one body: with its structure, or as basic blocks where the Go compiler would not take it otherwise.
func (w *writer) function(i int, code *wasm.Body) body.Body {
	at := place{m: w.Module, index: w.Module.ImportedFuncs + i, stage: "lower"}
	defer at.name()
	f := lower.Func(w.Module, uint32(at.index), code, w.Options.Metering)
	f.Offset = w.Module.Codes[i].Offset
	if f.Tails {
		at.stage = "tail loop"
		passes.TailLoop(f)
	}
	at.stage = "unroll"
	passes.Unroll(f)
	at.stage = "raise"
	passes.Raise(f, w.graph)
	assembly := w.cut(&at, f)
	at.stage = "lanes"
	lanes.Split(f)
	limit, part := w.limits()
	nodes, depth := f.Measure()
	chain := passes.Chain(f)
	if nodes <= limit && depth <= maxDepth && chain <= maxChain {
		w.structured(&at, f)
		at.stage = "emit"
		return w.printer.Func(f, assembly)
	}
	at.run(f, passes.Early(w.nans))
	at.stage = "floats"
	passes.IntegersOnly(f, w.faults)
	at.stage = "flatten"
	flat := passes.Flatten(f)
	switch {
	case chain > maxChain:
		part = min(part, maxChain)
	case nodes <= limit:
		part = math.MaxInt // it is only nested too deep
	}
	at.stage = "split"
	passes.Split(f, flat, part)
	at.stage = "emit"
	return w.printer.Flat(f, flat, assembly)
}

// structured prepares a function to be printed with its structure.
func (w *writer) structured(at *place, f *ir.Func) {
	at.run(f, passes.All(w.nans))
	at.stage = "floats"
	passes.Floats(f, w.faults)
}

// limits are the sizes from which on a function is divided, and of its parts.
func (w *writer) limits() (limit, part int) {
	if at := w.o.SplitAt; at > 0 {
		return at, min(at, partNodes)
	}
	return maxNodes, partNodes
}

// What a Go function may have: the compiler's time and memory grow faster
// than linearly with its size, and go/parser refuses 1000 levels of nesting.
const (
	maxNodes  = 60_000 // statements and expressions
	maxDepth  = 200    // ifs and loops inside one another
	partNodes = 8_000  // in each part of a larger function
	maxValues = 1_000  // parameters, and results, of a routine: as of a module's functions
	maxChain  = 2_000  // times that one instruction is applied to its own result
)

// A place is a stage of the translation of a function.
type place struct {
	m     *wasm.Module
	index int
	stage string
}

func (at *place) run(f *ir.Func, list []passes.Pass) {
	for _, p := range list {
		at.stage = p.Name
		p.Run(f)
	}
}

// name, when deferred, says in a panic where it happened: an invariant is broken, and there are many functions.
func (at *place) name() {
	if v := recover(); v != nil {
		panic(fmt.Sprintf("%s of func %d %q: %v", at.stage, at.index, at.m.FuncName(at.index), v))
	}
}
