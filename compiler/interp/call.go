package interp

import (
	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// ready is the code of a function.
func (m *Module) ready(fn *function) *code.Func {
	if c := fn.code.Load(); c != nil {
		return c
	}
	return m.lower(fn)
}

// call is the call in, where the function is not lowered yet or the stack has no room. It returns where to go on.
func (i *Instance) call(s *stack, fn *function, pc, in *code.Instr, r window, d int) (*code.Instr, window, int) {
	c := i.mod.ready(fn)
	if d -= c.Cost; d < 0 {
		d, r = s.grow(d, r)
	}
	s.frames[s.n] = frame{pc, c}
	s.n++
	return c.Start, r.move(int(in.A)), d
}

// callOther is the call in of an imported function, or of one that is left to others.
func (i *Instance) callOther(s *stack, pc, in *code.Instr, r window, d int) (*code.Instr, window, int) {
	room := wasm.Slots{Words: int(in.C), Refs: int(in.Imm >> 32)}
	return i.callForeign(s, i.imports[uint32(in.Imm)], room, pc, in, r, d)
}

// callElement is the indirect call in: of one of the instance's functions, of somebody else's, or a trap.
func (i *Instance) callElement(s *stack, pc, in *code.Instr, r window, d int) (*code.Instr, window, int) {
	return i.callFunc(s, i.element(in.Imm, *r.at(in.C)), uint32(in.Imm), pc, in, r, d)
}

// callRef is the call in by reference.
func (i *Instance) callRef(s *stack, pc, in *code.Instr, r window, d int) (*code.Instr, window, int) {
	return i.callFunc(s, s.callee(in), uint32(in.Imm>>32), pc, in, r, d)
}

// callFunc is the call in of a function of canonical type t, whoever runs it.
func (i *Instance) callFunc(s *stack, f *rt.Func, t uint32, pc, in *code.Instr, r window, d int) (*code.Instr, window, int) {
	if fn := i.own(f); fn != nil {
		return i.call(s, fn, pc, in, r, d)
	}
	return i.callForeign(s, f, i.mod.rooms[t], pc, in, r, d)
}

// callForeign is the call in of a function of somebody else.
func (i *Instance) callForeign(s *stack, f *rt.Func, room wasm.Slots, pc, in *code.Instr, r window, d int) (*code.Instr, window, int) {
	r = i.callOut(s, f, r, in.A, room, d)
	if e := i.core.Thrown; e != nil {
		i.trace(e, s, in)
		return i.unwind(s, in, r, d)
	}
	*r.at(in.B) = *r.at(in.A)
	return pc, r, d
}

// tailCall goes on with another function in place of the running one.
func (i *Instance) tailCall(s *stack, fn *function, r window, d int) (*code.Instr, window, int) {
	c := i.mod.ready(fn)
	f := &s.frames[s.n-1]
	if d += f.fn.Cost - c.Cost; d < 0 {
		d, r = s.grow(d, r)
		f = &s.frames[s.n-1]
	}
	f.fn = c
	return c.Start, r, d
}

// tailCallElement is the indirect tail call in.
func (i *Instance) tailCallElement(s *stack, pc, in *code.Instr, r window, d int) (*code.Instr, window, int) {
	return i.tailCallFunc(s, i.element(in.Imm, *r.at(in.C)), uint32(in.Imm), pc, in, r, d)
}

// tailCallRef is the tail call in by reference.
func (i *Instance) tailCallRef(s *stack, pc, in *code.Instr, r window, d int) (*code.Instr, window, int) {
	return i.tailCallFunc(s, s.callee(in), uint32(in.Imm>>32), pc, in, r, d)
}

// tailCallFunc is callFunc for the tail call in. A function of somebody else is called; the code behind in returns its results.
func (i *Instance) tailCallFunc(s *stack, f *rt.Func, t uint32, pc, in *code.Instr, r window, d int) (*code.Instr, window, int) {
	if fn := i.own(f); fn != nil {
		return i.tailCall(s, fn, r, d)
	}
	return i.callForeign(s, f, i.mod.rooms[t], pc, in, r, d)
}

// callee is the function that the instruction in calls by reference.
func (s *stack) callee(in *code.Instr) *rt.Func {
	f := s.q.far(int(int32(in.Imm))).Func()
	if f == nil {
		abi.Throw(rt.NullFunctionReference)
	}
	return f
}

// element looks up the function for an indirect call: k is the table and the type.
func (i *Instance) element(k, index uint64) *rt.Func {
	elems := i.funcTables[k>>32].Elems
	if index >= uint64(len(elems)) {
		abi.Throw(rt.UndefinedElement)
	}
	f := elems[index]
	if f == nil {
		abi.Throw(rt.IndirectCallNull)
	}
	if sig := i.mod.sig(uint32(k)); f.Sig != sig && !f.Sig.Type().Is(sig.Type()) {
		abi.Throw(rt.IndirectCallType)
	}
	return f
}

// own is the function that f refers to, if it is one that the instance runs itself.
func (i *Instance) own(f *rt.Func) *function {
	if f.Owner != i.owner {
		return nil
	}
	fn, ok := f.Code.(*function)
	if !ok {
		fn, _ = f.Interp.(*function) // Code is how generated code calls it
	}
	return fn
}
