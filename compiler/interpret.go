package compiler

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/internal/prune"
	"github.com/wasm2go/wasm2go/compiler/internal/reduce"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// An Interpreted function is left to the interpreter.
type Interpreted struct {
	Index  uint32
	Name   string // as Options.Interp gets it
	Reason string // why, though Options.Interp does not ask for it; else ""
}

// interpreted finds the functions that are left to the interpreter, of those that are live.
func interpreted(m *wasm.Module, kept *prune.Pruned, tails *passes.Tails, o Options, b *backend.Backend) []Interpreted {
	bodies := kept.Bodies
	c := chooser{m: m, bodies: bodies, chosen: make([]bool, len(m.Funcs))}
	names := m.FuncNames()
	most := cmp.Or(o.MaxInstrs, b.MaxInstrs)
	for i, body := range bodies {
		f := uint32(m.ImportedFuncs + i)
		name := names.Of(f)
		if !kept.Live[f] {
			continue
		}
		if o.Interp != nil && (o.Interp(f, name) || o.Interp(f, cmp.Or(m.FuncName(int(f)), name))) {
			c.choose(f, name, "")
		} else if reason := indigestible(body, most); reason != "" {
			c.choose(f, name, reason)
		}
	}
	for n := 0; n < len(c.list); {
		n = len(c.list)
		c.follow(tails, names)
	}
	slices.SortFunc(c.list, func(a, b Interpreted) int { return int(a.Index) - int(b.Index) })
	return c.list
}

// chooser collects functions to interpret.
type chooser struct {
	m      *wasm.Module
	bodies []*wasm.Body
	chosen []bool
	list   []Interpreted
}

func (c *chooser) choose(f uint32, name, reason string) {
	if !c.chosen[f] {
		c.chosen[f] = true
		c.list = append(c.list, Interpreted{f, name, reason})
	}
}

// follow adds the functions that one engine must run together with some that are chosen already: those that can tail-call each
// other without end, and those that use the same passive segment.
func (c *chooser) follow(tails *passes.Tails, names wasm.FuncNames) {
	groups, segments := map[int]bool{}, map[wasm.Segment]bool{}
	for _, f := range c.list {
		if g := tails.Group[f.Index]; g != 0 {
			groups[g] = true
		}
		for s := range c.bodies[int(f.Index)-c.m.ImportedFuncs].Segments() {
			segments[s] = true
		}
	}
	for i, body := range c.bodies {
		f := uint32(c.m.ImportedFuncs + i)
		if groups[tails.Group[f]] {
			c.choose(f, names.Of(f), "tail calls lead from it to functions that are interpreted, and back")
		}
		for s := range body.Segments() {
			if segments[s] {
				c.choose(f, names.Of(f), fmt.Sprintf("it shares passive %v with a function that is interpreted", s))
			}
		}
	}
}

// interp is what the emitter has to know of the functions to interpret, nil where there are none.
func interp(file []byte, m *wasm.Module, bodies []*wasm.Body, list []Interpreted, graph *passes.CallGraph) *emit.Interp {
	if len(list) == 0 {
		return nil
	}
	in := &emit.Interp{Funcs: make([]bool, len(m.Funcs)), Datas: make([]bool, len(m.Datas)), Elems: make([]bool, len(m.Elems))}
	for _, f := range list {
		in.Funcs[f.Index] = true
	}
	for _, f := range list {
		i := int(f.Index) - m.ImportedFuncs
		for _, g := range graph.Calls[i] {
			if !in.Funcs[g] {
				in.Calls = append(in.Calls, g)
			}
		}
		for s := range bodies[i].Segments() {
			if s.Elem {
				in.Elems[s.Index] = true
			} else {
				in.Datas[s.Index] = true
			}
		}
	}
	slices.Sort(in.Calls)
	in.Calls = slices.Compact(in.Calls)
	in.Module = reduce.Module(file, m, in.Funcs, in.Datas)
	return in
}

// indigestible says why the Go compiler would not take a body, even in pieces; "" if all is well.
func indigestible(body *wasm.Body, most int) string {
	if n := len(body.Instrs); n > most {
		return fmt.Sprintf("it has %d instructions, %d can be translated", n, most)
	}
	return ""
}

// indices are the function indices.
func indices(list []Interpreted) []uint32 {
	all := make([]uint32, len(list))
	for i, f := range list {
		all[i] = f.Index
	}
	return all
}
