package front

import (
	"github.com/wasm2go/wasm2go/compiler/internal/lower"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// An UnsupportedError says that a valid module uses a proposal that is not
// translated yet. Unwrap gives the *wasm.Error that says where.
type UnsupportedError struct {
	Proposal op.Proposal
	where    *wasm.Error
}

func (e *UnsupportedError) Error() string { return e.where.Error() }

// Unwrap returns the *wasm.Error.
func (e *UnsupportedError) Unwrap() error { return e.where }

func unsupported(offset uint32, fn int, name, what string, proposal op.Proposal) error {
	return &UnsupportedError{proposal, &wasm.Error{
		Offset: offset, Func: fn, FuncName: name,
		Msg: what + ": the " + proposal.String() + " proposal is not translated yet",
	}}
}

// supported refuses, with the proposal's name and the place, what a valid
// module may use and the later stages do not know.
func supported(m *wasm.Module, bodies []*wasm.Body) error {
	if err := moduleTypes(m); err != nil {
		return err
	}
	for i, body := range bodies {
		if err := bodyOps(m, m.ImportedFuncs+i, body); err != nil {
			return err
		}
	}
	return nil
}

// moduleTypes looks at everything outside bodies.
func moduleTypes(m *wasm.Module) error {
	for i := range m.Tags {
		return unsupported(m.Tags[i].Offset, -1, "", "tag", op.Exceptions)
	}
	for i := range m.Memories {
		if m.Memories[i].Shared {
			return unsupported(m.Memories[i].Offset, -1, "", "shared memory", op.Threads)
		}
	}
	for i := range m.Funcs {
		t := m.FuncType(i)
		for _, v := range append(t.Params[:len(t.Params):len(t.Params)], t.Results...) {
			if err := valueType(m, v, m.Funcs[i].Offset, i); err != nil {
				return err
			}
		}
	}
	for i := range m.Tables {
		if err := valueType(m, m.Tables[i].Elem, m.Tables[i].Offset, -1); err != nil {
			return err
		}
	}
	for i := range m.Globals {
		if err := valueType(m, m.Globals[i].Type, m.Globals[i].Offset, -1); err != nil {
			return err
		}
		if err := constant(m, m.Globals[i].Init); err != nil {
			return err
		}
	}
	return nil
}

// valueType accepts numbers, references to functions and references of the
// host.
func valueType(m *wasm.Module, t wasm.ValType, offset uint32, fn int) error {
	proposal := op.GC
	switch {
	case t.IsNum():
		return nil
	case t == wasm.V128:
		proposal = op.SIMD
	case t.IsRef():
		switch h := t.HeapType(); {
		case h == wasm.HeapFunc, h == wasm.HeapNoFunc, h == wasm.HeapExtern, h == wasm.HeapNoExtern:
			return nil
		case h == wasm.HeapExn, h == wasm.HeapNoExn:
			proposal = op.Exceptions
		case !h.IsAbstract() && m.Types[h.Index()].Kind == wasm.KindFunc:
			proposal = op.FunctionReferences
		}
	}
	name := ""
	if fn >= 0 {
		name = m.FuncName(fn)
	}
	return unsupported(offset, fn, name, "type "+t.String(), proposal)
}

// constant looks at a constant expression.
func constant(m *wasm.Module, x *wasm.Expr) error {
	if x == nil {
		return nil
	}
	for _, in := range x.Instrs {
		if p := op.Table[in.Op].Proposal; p == op.GC || p == op.SIMD {
			return unsupported(in.Offset, -1, "", in.Op.String(), p)
		}
	}
	return nil
}

func bodyOps(m *wasm.Module, fn int, body *wasm.Body) error {
	for i := range body.Instrs {
		in := &body.Instrs[i]
		if !lower.Handled(in.Op) {
			return unsupported(in.Offset, fn, m.FuncName(fn), in.Op.String(), op.Table[in.Op].Proposal)
		}
	}
	for _, t := range body.Locals {
		if err := valueType(m, t, m.Codes[fn-m.ImportedFuncs].Offset, fn); err != nil {
			return err
		}
	}
	for i := range body.Blocks {
		for _, t := range body.Blocks[i].Results {
			if err := valueType(m, t, m.Codes[fn-m.ImportedFuncs].Offset, fn); err != nil {
				return err
			}
		}
	}
	return nil
}
