package front

import (
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

// Supported refuses, with the proposal's name and the place, what a valid
// module may use and the later stages do not know.
func Supported(m *wasm.Module, bodies []*wasm.Body) error {
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

// typeProposal is the proposal that brought the types of a class.
func typeProposal(c wasm.Class) op.Proposal {
	switch c {
	case wasm.ClassI32, wasm.ClassI64, wasm.ClassF32, wasm.ClassF64:
		return op.MVP
	case wasm.ClassV128:
		return op.SIMD
	case wasm.ClassFunc, wasm.ClassExtern:
		return op.ReferenceTypes
	case wasm.ClassAny, wasm.ClassObject:
		return op.GC
	case wasm.ClassExn:
		return op.Exceptions
	}
	panic("front: no proposal brought " + c.String())
}

// valueType looks at a type.
func valueType(m *wasm.Module, t wasm.ValType, offset uint32, fn int) error {
	class := m.Class(t)
	proposal := typeProposal(class)
	if class == wasm.ClassFunc && !t.HeapType().IsAbstract() {
		proposal = op.FunctionReferences
	}
	if proposal.Translated() {
		return nil
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
		if p := op.Table[in.Op].Proposal; !p.Translated() {
			return unsupported(in.Offset, -1, "", in.Op.String(), p)
		}
		if err := fieldTypes(m, &in, -1); err != nil {
			return err
		}
	}
	return nil
}

// fieldTypes looks at the fields of the struct or array type that an instruction names.
func fieldTypes(m *wasm.Module, in *wasm.Instr, fn int) error {
	switch op.Table[in.Op].Imm {
	case op.ImmType, op.ImmTypeType, op.ImmTypeField, op.ImmTypeCount, op.ImmTypeData, op.ImmTypeElem:
		for _, f := range m.Types[in.A].Fields {
			if err := valueType(m, f.Type, in.Offset, fn); err != nil {
				return err
			}
		}
	}
	return nil
}

func bodyOps(m *wasm.Module, fn int, body *wasm.Body) error {
	for i := range body.Instrs {
		in := &body.Instrs[i]
		if p := op.Table[in.Op].Proposal; !p.Translated() {
			return unsupported(in.Offset, fn, m.FuncName(fn), in.Op.String(), p)
		}
		if err := fieldTypes(m, in, fn); err != nil {
			return err
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
