package passes

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A CallGraph says what the translation of one function has to know about
// the others, by function index.
type CallGraph struct {
	Addressable []bool     // may be called through a table, a reference or by the host
	Cyclic      []bool     // may be running more than once
	Depth       []bool     // takes the remaining stack budget: it needs it, or a function it calls does
	Grows       []bool     // may let a memory grow
	Throws      []bool     // may return with a pending exception
	Catches     bool       // the module has handlers: without one, an exception ends the call as a trap does, and none is ever pending
	Calls       [][]uint32 // by defined function: the functions it calls by name
	Indirect    []uint32   // canonical types that are called through tables or by reference

	throwing map[uint32]bool // of these: what is called may return with a pending exception
}

// Calls builds the call graph of a module from its validated bodies. Some
// functions may be called by reference though nothing in the module says so.
func Calls(m *wasm.Module, bodies []*wasm.Body, byReference ...uint32) *CallGraph {
	n := len(m.Funcs)
	b := graphBuilder{
		m: m,
		g: &CallGraph{
			Addressable: make([]bool, n), Cyclic: make([]bool, n),
			Depth: make([]bool, n), Grows: make([]bool, n), Throws: make([]bool, n),
			throwing: map[uint32]bool{},
		},
		calls:  make([][]uint32, n),
		leaves: map[uint32][]uint32{},
		byType: map[uint32]uint32{},
	}
	b.address()
	for i, body := range bodies {
		b.scan(uint32(m.ImportedFuncs+i), body)
	}
	b.link()
	b.cycles()
	b.spread(byReference)
	for _, calls := range b.calls[m.ImportedFuncs:n] {
		b.g.Calls = append(b.g.Calls, slices.DeleteFunc(calls, func(g uint32) bool { return int(g) >= n }))
	}
	return b.g
}

// graphBuilder has a node for each function and one for each type that is
// called indirectly, which has edges to whatever function may be meant.
type graphBuilder struct {
	m      *wasm.Module
	g      *CallGraph
	calls  [][]uint32          // edges
	leaves map[uint32][]uint32 // by function with calls whose exceptions it catches all: the others
	byType map[uint32]uint32   // canonical type: node
	grows  bool                // some memory may grow
}

// address finds the functions that are not only called by name.
func (b *graphBuilder) address() {
	mark := func(x *wasm.Expr) {
		if x == nil {
			return
		}
		for _, in := range x.Instrs {
			if in.Op == op.RefFunc {
				b.g.Addressable[in.A] = true
			}
		}
	}
	for _, e := range b.m.Exports {
		switch e.Kind {
		case wasm.ExternFunc:
			b.g.Addressable[e.Index] = true
		case wasm.ExternMemory:
			b.grows = true
		}
	}
	b.grows = b.grows || b.m.ImportedMemories > 0
	for i := range b.m.Elems {
		for _, f := range b.m.Elems[i].Funcs {
			b.g.Addressable[f] = true
		}
		for k := range b.m.Elems[i].Exprs {
			mark(&b.m.Elems[i].Exprs[k])
		}
	}
	for i := range b.m.Globals {
		mark(b.m.Globals[i].Init)
	}
	for i := range b.m.Tables {
		mark(b.m.Tables[i].Init)
	}
	for i := range b.m.ImportedFuncs {
		b.g.Addressable[i] = true
	}
}

func (b *graphBuilder) scan(f uint32, body *wasm.Body) {
	around := catchersOf(body)
	var leaves []uint32
	call := func(node uint32, caught bool) {
		b.calls[f] = append(b.calls[f], node)
		if !caught {
			leaves = append(leaves, node)
		}
	}
	for i := range body.Instrs {
		in := &body.Instrs[i]
		caught := around.at(in)
		switch in.Op {
		case op.Call, op.ReturnCall:
			call(in.A, caught)
		case op.CallIndirect, op.ReturnCallIndirect, op.CallRef, op.ReturnCallRef:
			call(b.typeNode(in.A), caught)
		case op.RefFunc:
			b.g.Addressable[in.A] = true
		case op.MemoryGrow:
			b.grows = true
			b.g.Grows[f] = true
		case op.Throw, op.ThrowRef, op.Rethrow:
			b.g.Throws[f] = b.g.Throws[f] || !caught
		case op.Catch, op.CatchAll:
			b.g.Catches = true
		case op.TryTable:
			b.g.Catches = b.g.Catches || body.Blocks[in.A].Count > 0
		}
	}
	if len(leaves) < len(b.calls[f]) {
		b.leaves[f] = leaves
	}
}

func (b *graphBuilder) typeNode(t uint32) uint32 {
	t = b.m.Canon(t)
	node, ok := b.byType[t]
	if !ok {
		node = uint32(len(b.calls))
		b.calls = append(b.calls, nil)
		b.byType[t] = node
		b.g.Indirect = append(b.g.Indirect, t)
	}
	return node
}

// link adds the edges from types to functions.
func (b *graphBuilder) link() {
	for i := range b.m.Funcs {
		if !b.g.Addressable[i] {
			continue
		}
		for t := range b.m.Supers(b.m.Canon(b.m.Funcs[i].Type)) {
			if node, ok := b.byType[t]; ok {
				b.calls[node] = append(b.calls[node], uint32(i))
			}
		}
	}
}

// cycles finds the functions on a cycle.
func (b *graphBuilder) cycles() { components(b.calls, b.component) }

func (b *graphBuilder) component(nodes []uint32) {
	cyclic := len(nodes) > 1
	if !cyclic {
		for _, w := range b.calls[nodes[0]] {
			cyclic = cyclic || w == nodes[0]
		}
	}
	for _, v := range nodes {
		if int(v) < len(b.g.Cyclic) {
			b.g.Cyclic[v] = cyclic
		}
	}
}

// components visits the strongly connected components of a graph: Tarjan's
// algorithm, without recursion, since call chains can be long.
func components(edges [][]uint32, visit func(nodes []uint32)) {
	n := len(edges)
	index := make([]int, n) // 0: not seen
	low := make([]int, n)
	onStack := make([]bool, n)
	next := make([]int, n) // edge to follow next
	var stack, path []uint32
	count := 0
	for root := range n {
		if index[root] != 0 {
			continue
		}
		path = append(path[:0], uint32(root))
		for len(path) > 0 {
			v := path[len(path)-1]
			if index[v] == 0 {
				count++
				index[v], low[v] = count, count
				stack = append(stack, v)
				onStack[v] = true
			}
			if next[v] < len(edges[v]) {
				w := edges[v][next[v]]
				next[v]++
				if index[w] == 0 {
					path = append(path, w)
				} else if onStack[w] {
					low[v] = min(low[v], index[w])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				u := path[len(path)-1]
				low[u] = min(low[u], low[v])
			}
			if low[v] != index[v] {
				continue
			}
			at := len(stack) - 1
			for stack[at] != v {
				at--
			}
			visit(stack[at:])
			for _, w := range stack[at:] {
				onStack[w] = false
			}
			stack = stack[:at]
		}
	}
}

// spread carries Depth, Grows and Throws from callees to callers. A host function
// may let a memory grow, and so may whatever is called indirectly.
func (b *graphBuilder) spread(byReference []uint32) {
	callers := b.callers(nil)
	depth := make([]bool, len(b.calls))
	grows := make([]bool, len(b.calls))
	throws := make([]bool, len(b.calls))
	foreign := meetsForeign(b.m)
	for i := range b.calls {
		isType := i >= len(b.m.Funcs)
		imported := i < b.m.ImportedFuncs
		depth[i] = isType || b.g.Addressable[i] || b.g.Cyclic[i]
		grows[i] = b.grows && (isType || imported || b.g.Grows[i])
		throws[i] = b.g.Catches && (isType && foreign || imported || !isType && b.g.Throws[i])
	}
	for _, imp := range b.m.Imports {
		if imp.Kind == wasm.ExternFunc && neverThrows(imp.Module) {
			throws[imp.Index] = false
		}
	}
	for _, f := range byReference {
		depth[f] = true
	}
	reach(depth, callers)
	reach(grows, callers)
	if b.g.Catches && len(b.leaves) > 0 {
		callers = b.callers(b.leaves)
	}
	reach(throws, callers)
	for t, node := range b.byType {
		b.g.throwing[t] = throws[node]
	}
	copy(b.g.Depth, depth)
	copy(b.g.Grows, grows)
	copy(b.g.Throws, throws)
}

// callers are the edges the other way round, of some functions those of fewer calls.
func (b *graphBuilder) callers(fewer map[uint32][]uint32) [][]uint32 {
	callers := make([][]uint32, len(b.calls))
	for f, calls := range b.calls {
		if some, ok := fewer[uint32(f)]; ok {
			calls = some
		}
		for _, g := range calls {
			callers[g] = append(callers[g], uint32(f))
		}
	}
	return callers
}

// MayThrow tells whether a call may return with a pending exception.
func (g *CallGraph) MayThrow(x *ir.Expr) bool {
	if x.Kind == ir.Call {
		return g.Throws[x.A]
	}
	return g.throwing[x.A]
}

// neverThrows tells whether the functions of a host module cannot throw: WASI has no exceptions.
func neverThrows(module string) bool {
	return module == "wasi_snapshot_preview1" || module == "wasi_unstable"
}

// meetsForeign tells whether a reference that the module calls by may be to a function of somebody else that is no import: one that the host, or
// another instance, has put into a table, a global, an object or an exception, or has passed.
func meetsForeign(m *wasm.Module) bool {
	given := func(t wasm.ValType) bool {
		return t.IsRef() && m.Class(t) != wasm.ClassExtern
	}
	for i, t := range m.Tables {
		if i < m.ImportedTables && given(t.Elem) {
			return true
		}
	}
	for i, g := range m.Globals {
		if i < m.ImportedGlobals && given(g.Type) {
			return true
		}
	}
	for _, imp := range m.Imports {
		if imp.Kind == wasm.ExternFunc && slices.ContainsFunc(m.FuncType(int(imp.Index)).Results, given) {
			return true
		}
	}
	for i := range m.ImportedTags {
		if slices.ContainsFunc(m.TagType(i).Params, given) {
			return true
		}
	}
	for _, e := range m.Exports {
		switch e.Kind {
		case wasm.ExternFunc:
			if slices.ContainsFunc(m.FuncType(int(e.Index)).Params, given) {
				return true
			}
		case wasm.ExternTable:
			if given(m.Tables[e.Index].Elem) {
				return true
			}
		case wasm.ExternGlobal:
			if g := m.Globals[e.Index]; g.Mutable && given(g.Type) {
				return true
			}
		case wasm.ExternTag:
			if slices.ContainsFunc(m.TagType(int(e.Index)).Params, given) {
				return true
			}
		}
	}
	return false
}

// reach marks all that edges lead to from what is marked: functions, or variables.
func reach[N ~uint32](marked []bool, edges [][]N) {
	var work []N
	for n, is := range marked {
		if is {
			work = append(work, N(n))
		}
	}
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		for _, next := range edges[n] {
			if !marked[next] {
				marked[next] = true
				work = append(work, next)
			}
		}
	}
}
