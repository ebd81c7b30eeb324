package passes

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Tails says which functions can call each other by tail calls without end.
// Go keeps the caller's frame, so these calls must be handed back to the
// caller's caller (a trampoline); all other tail calls come to an end by
// themselves, and a function's tail calls of itself are a loop.
type Tails struct {
	Group []int          // by function index: its group, from 1, or 0
	Types map[uint32]int // canonical type of return_call_indirect and return_call_ref: its group
}

// Same tells whether a tail call from function f to a function, or through a
// type, of group g stays in a group.
func (t *Tails) Same(f uint32, g int) bool { return g != 0 && t.Group[f] == g }

// Without is t with some functions in no group: somebody else makes their tail calls.
func (t *Tails) Without(funcs []uint32) *Tails {
	rest := &Tails{Group: slices.Clone(t.Group), Types: t.Types}
	for _, f := range funcs {
		rest.Group[f] = 0
	}
	return rest
}

// FindTails finds the groups: the strongly connected components of the tail
// calls of a module.
func FindTails(m *wasm.Module, bodies []*wasm.Body, addressable []bool) *Tails {
	n := len(m.Funcs)
	t := &Tails{Group: make([]int, n), Types: map[uint32]int{}}
	edges := make([][]uint32, n)
	nodes := map[uint32]uint32{} // canonical type: node
	for i, body := range bodies {
		f := uint32(m.ImportedFuncs + i)
		if !body.Used.Has(op.TailCall) && !body.Used.Has(op.FunctionReferences) {
			continue
		}
		for k := range body.Instrs {
			switch in := &body.Instrs[k]; in.Op {
			case op.ReturnCall:
				if in.A != f {
					edges[f] = append(edges[f], in.A)
				}
			case op.ReturnCallIndirect, op.ReturnCallRef:
				typ := m.Canon(in.A)
				node, ok := nodes[typ]
				if !ok {
					node = uint32(len(edges))
					nodes[typ] = node
					edges = append(edges, nil)
				}
				edges[f] = append(edges[f], node)
			}
		}
	}
	if len(nodes) > 0 {
		for i := m.ImportedFuncs; i < n; i++ {
			if !addressable[i] {
				continue
			}
			for typ := range m.Supers(m.Canon(m.Funcs[i].Type)) {
				if node, ok := nodes[typ]; ok {
					edges[node] = append(edges[node], uint32(i))
				}
			}
		}
	}
	typeOf := map[uint32]uint32{}
	for typ, node := range nodes {
		typeOf[node] = typ
	}
	groups := 0
	components(edges, func(nodes []uint32) {
		if len(nodes) < 2 {
			return
		}
		groups++
		for _, v := range nodes {
			if int(v) < n {
				t.Group[v] = groups
			} else {
				t.Types[typeOf[v]] = groups
			}
		}
	})
	return t
}
