package validate

import (
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Proposals returns what proposals m uses outside of its function bodies; wasm.Body.Used has those of a body. Module must
// have accepted m.
func Proposals(m *wasm.Module) wasm.ProposalSet {
	used := typeSection(m)
	use := func(condition bool, p op.Proposal) {
		if condition {
			used.Add(p)
		}
	}
	for i, t := range m.Tables {
		used |= typeProposals(m, t.Elem) &^ (1 << op.ReferenceTypes) // a table of funcref is older than that
		use(t.Elem == wasm.ExternRef || i > 0, op.ReferenceTypes)
		use(t.Is64, op.Memory64)
		use(t.Init != nil, op.FunctionReferences)
	}
	for i, mem := range m.Memories {
		use(i > 0, op.MultiMemory)
		use(mem.Is64, op.Memory64)
		use(mem.Shared, op.Threads)
		use(mem.PageBits != 16, op.CustomPageSizes)
	}
	for i, g := range m.Globals {
		used |= typeProposals(m, g.Type)
		use(g.Mutable && i < m.ImportedGlobals, op.MutableGlobals)
	}
	for _, e := range m.Exports {
		use(e.Kind == wasm.ExternGlobal && m.Globals[e.Index].Mutable, op.MutableGlobals)
	}
	use(len(m.Tags) > 0, op.Exceptions)
	for i := range m.Elems {
		use(m.Elems[i].Mode == wasm.Passive, op.BulkMemory)
		use(m.Elems[i].Mode == wasm.Declarative, op.ReferenceTypes)
		if m.Elems[i].Exprs != nil {
			used |= typeProposals(m, m.Elems[i].Type)
		}
	}
	for i := range m.Datas {
		use(m.Datas[i].Mode == wasm.Passive, op.BulkMemory)
	}
	forEachExpr(m, func(e *wasm.Expr) {
		for _, in := range e.Instrs {
			used.Add(constProposal(m, in))
		}
	})
	return used
}

// typeSection returns what the types use.
func typeSection(m *wasm.Module) (used wasm.ProposalSet) {
	for i := range m.Types {
		t := &m.Types[i]
		if t.Kind != wasm.KindFunc || !t.Final || t.HasSuper || t.GroupLen != 1 {
			used.Add(op.GC)
		}
		for _, p := range t.Func.Params {
			used |= typeProposals(m, p)
		}
		for _, r := range t.Func.Results {
			used |= typeProposals(m, r)
		}
		for _, f := range t.Fields {
			used |= typeProposals(m, f.Type)
		}
		if len(t.Func.Results) > 1 {
			used.Add(op.MultiValue)
		}
	}
	return used
}

// typeProposals returns the proposal that brought a type, if any.
func typeProposals(m *wasm.Module, t wasm.ValType) (used wasm.ProposalSet) {
	h := t.HeapType()
	switch {
	case t == wasm.V128:
		used.Add(op.SIMD)
	case !t.IsRef():
	case t == wasm.FuncRef, t == wasm.ExternRef:
		used.Add(op.ReferenceTypes)
	case t == wasm.ExnRef:
		used.Add(op.Exceptions)
	case !h.IsAbstract() && m.Types[h.Index()].Kind == wasm.KindFunc, h == wasm.HeapFunc, h == wasm.HeapExtern:
		used.Add(op.FunctionReferences)
	default:
		used.Add(op.GC)
	}
	return used
}

// constProposal returns the proposal that allows the instruction in constant expressions.
func constProposal(m *wasm.Module, in wasm.Instr) op.Proposal {
	switch in.Op {
	case op.I32Add, op.I32Sub, op.I32Mul, op.I64Add, op.I64Sub, op.I64Mul:
		return op.ExtendedConst
	case op.GlobalGet:
		if uint64(in.A) >= uint64(m.ImportedGlobals) {
			return op.GC
		}
	}
	return op.Table[in.Op].Proposal
}
