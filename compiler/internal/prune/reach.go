package prune

import (
	"iter"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A reacher finds out what may be used, by index.
type reacher struct {
	m      *wasm.Module
	bodies []*wasm.Body

	funcs, tables, globals, memories []bool
	elems                            []bool   // passive segments that code uses
	referred                         []uint32 // functions that code names by ref.func
	work                             []uint32 // functions whose bodies are still to be looked at

	opaque []bool              // by table: anybody may call what is in it
	called map[call]bool       // through tables
	fills  map[uint32][]uint32 // by table: passive segments that code copies into it
	arrays []uint32            // passive segments that code copies into arrays, of which everything may be called
}

// A call is one through a table, of a canonical type.
type call struct{ table, typ uint32 }

func newReacher(m *wasm.Module, bodies []*wasm.Body) *reacher {
	return &reacher{
		m: m, bodies: bodies,
		funcs: make([]bool, len(m.Funcs)), tables: make([]bool, len(m.Tables)), globals: make([]bool, len(m.Globals)),
		memories: make([]bool, len(m.Memories)), elems: make([]bool, len(m.Elems)), opaque: make([]bool, len(m.Tables)),
		called: map[call]bool{}, fills: map[uint32][]uint32{},
	}
}

// roots are the exports that are left, the start function, and what is imported but functions: others have it, too.
func (r *reacher) roots(exports []wasm.Export) {
	for _, e := range exports {
		switch e.Kind {
		case wasm.ExternFunc:
			r.function(e.Index)
		case wasm.ExternTable:
			r.open(e.Index)
		case wasm.ExternMemory:
			r.memories[e.Index] = true
		case wasm.ExternGlobal:
			r.global(e.Index)
		}
	}
	if r.m.Start != nil {
		r.function(r.m.Start.Func)
	}
	for i := range r.m.ImportedTables {
		r.open(uint32(i))
	}
	for i := range r.m.ImportedMemories {
		r.memories[i] = true
	}
	for i := range r.m.ImportedGlobals {
		r.global(uint32(i))
	}
	for i := range r.m.Tables {
		r.expr(r.m.Tables[i].Init)
	}
	for i := range r.m.Globals {
		if g := &r.m.Globals[i]; namesFunction(g.Init) && !isReplaceable(g) {
			r.global(uint32(i))
		}
	}
}

// namesFunction tells whether a constant expression, which may be nil, refers to a function.
func namesFunction(x *wasm.Expr) bool {
	return x != nil && slices.ContainsFunc(x.Instrs, func(in wasm.Instr) bool { return in.Op == op.RefFunc })
}

// isReplaceable tells whether null will do for a global that nobody reads: it is a function alone, and may be null.
func isReplaceable(g *wasm.Global) bool { return len(g.Init.Instrs) == 1 && g.Type.Nullable() }

// reach follows what bodies use, and what tables that they call through hold, until nothing is new.
func (r *reacher) reach() {
	for more := true; more; more = len(r.work) > 0 {
		for len(r.work) > 0 {
			f := r.work[len(r.work)-1]
			r.work = r.work[:len(r.work)-1]
			r.body(r.bodies[int(f)-r.m.ImportedFuncs])
		}
		r.contents()
	}
}

func (r *reacher) function(f uint32) {
	if r.funcs[f] {
		return
	}
	r.funcs[f] = true
	if int(f) >= r.m.ImportedFuncs {
		r.work = append(r.work, f)
	}
}

// open marks a table of which everything may be called.
func (r *reacher) open(table uint32) { r.tables[table], r.opaque[table] = true, true }

func (r *reacher) global(i uint32) {
	if !r.globals[i] {
		r.globals[i] = true
		r.expr(r.m.Globals[i].Init)
	}
}

// expr follows a constant expression, nil for none.
func (r *reacher) expr(x *wasm.Expr) {
	if x == nil {
		return
	}
	for _, in := range x.Instrs {
		switch in.Op {
		case op.RefFunc:
			r.function(in.A)
		case op.GlobalGet:
			r.global(in.A)
		}
	}
}

func (r *reacher) body(body *wasm.Body) {
	for i := range body.Instrs {
		in := &body.Instrs[i]
		switch in.Op {
		case op.Call, op.ReturnCall:
			r.function(in.A)
		case op.RefFunc:
			r.function(in.A)
			r.referred = append(r.referred, in.A)
		case op.GlobalGet, op.GlobalSet:
			r.global(in.A)
		case op.CallIndirect, op.ReturnCallIndirect:
			table := uint32(in.B)
			r.tables[table] = true
			r.called[call{table, r.m.Canon(in.A)}] = true
		case op.TableGet:
			r.open(in.A)
		case op.TableCopy:
			r.tables[in.A] = true
			r.open(uint32(in.B))
		case op.TableInit:
			table := uint32(in.B)
			r.tables[table], r.elems[in.A] = true, true
			r.fills[table] = append(r.fills[table], in.A)
		case op.ElemDrop:
			r.elems[in.A] = true
		case op.ArrayNewElem, op.ArrayInitElem:
			r.elems[in.B] = true
			r.arrays = append(r.arrays, uint32(in.B))
		default:
			r.access(in)
		}
	}
}

// access marks the memories and tables that any other instruction names.
func (r *reacher) access(in *wasm.Instr) {
	info := &op.Table[in.Op]
	switch {
	case info.Accesses() || info.Imm == op.ImmMemory:
		r.memories[in.A] = true
	case info.Imm == op.ImmMemoryMemory:
		r.memories[in.A], r.memories[in.B] = true, true
	case info.Imm == op.ImmDataMemory:
		r.memories[in.B] = true
	case info.Imm == op.ImmTable:
		r.tables[in.A] = true
	}
}

// contents follows what is in tables, where a call of its type goes through the table or anybody may have it.
func (r *reacher) contents() {
	for i := range r.m.Elems {
		if e := &r.m.Elems[i]; e.Mode == wasm.Active {
			r.held(e, e.Table)
		}
	}
	for table, segments := range r.fills {
		for _, i := range segments {
			r.held(&r.m.Elems[i], table)
		}
	}
	for _, i := range r.arrays {
		e := &r.m.Elems[i]
		r.globalsOf(e)
		for f := range elements(e) {
			r.function(f)
		}
	}
	r.arrays = nil
}

func (r *reacher) held(e *wasm.Elem, table uint32) {
	if !r.tables[table] {
		return
	}
	r.globalsOf(e)
	for f := range elements(e) {
		if int(f) < r.m.ImportedFuncs || r.opaque[table] || r.isCalled(f, table) {
			r.function(f)
		}
	}
}

// globalsOf follows the globals that a segment names.
func (r *reacher) globalsOf(e *wasm.Elem) {
	for i := range e.Exprs {
		for _, in := range e.Exprs[i].Instrs {
			if in.Op == op.GlobalGet {
				r.global(in.A)
			}
		}
	}
}

func (r *reacher) isCalled(f, table uint32) bool {
	for t := range r.m.Supers(r.m.Canon(r.m.Funcs[f].Type)) {
		if r.called[call{table, t}] {
			return true
		}
	}
	return false
}

// elements visits the functions of a segment.
func elements(e *wasm.Elem) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for _, f := range e.Funcs {
			if !yield(f) {
				return
			}
		}
		for i := range e.Exprs {
			for _, in := range e.Exprs[i].Instrs {
				if in.Op == op.RefFunc && !yield(in.A) {
					return
				}
			}
		}
	}
}
