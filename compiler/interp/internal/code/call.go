package code

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A callee is what a call expression names.
type callee struct {
	in    Instr // the call, but for its registers
	typ   wasm.FuncType
	room  wasm.Slots
	args  []*ir.Expr
	index *ir.Expr // of an indirect call
	ref   *ir.Expr // of a call by reference
}

func (l *lowerer) callee(x *ir.Expr) callee {
	if x.Kind != ir.Call {
		last := len(x.Args) - 1
		t, canon := l.m.Types[x.A].Func, uint64(l.m.Canon(x.A))
		c := callee{typ: t, room: t.CallSlots(), args: x.Args[:last]}
		if x.Kind == ir.Indirect {
			c.in, c.index = Instr{Op: CallIndirect, Imm: x.B<<32 | canon}, x.Args[last]
		} else {
			c.in, c.ref = Instr{Op: CallRef, Imm: canon << 32}, x.Args[last]
		}
		return c
	}
	t := l.m.FuncType(int(x.A))
	c := callee{in: Instr{Op: Call, Imm: uint64(x.A)}, typ: t, room: t.CallSlots(), args: x.Args}
	if l.opts.Other(x.A) {
		c.in.Op = CallOther
		c.in.C, c.in.Imm = reg(c.room.Words), uint64(c.room.Refs)<<32|uint64(x.A)
	}
	return c
}

// arguments computes the arguments into the registers from base on, and into the references from refBase on.
func (l *lowerer) arguments(c *callee) (base, refBase int) {
	base, refBase = l.next, l.nextRef
	for _, x := range c.args {
		l.compute(x, l.take(x.Type))
	}
	return base, refBase
}

// call lowers a call whose results go to variables, with the handler of exceptions that it may leave.
func (l *lowerer) call(x *ir.Expr, dst []ir.Var, handler *ir.Label) {
	c := l.callee(x)
	base, refBase := l.arguments(&c)
	c.in.A, c.in.B = reg(base), reg(base)
	switch {
	case c.index != nil:
		c.in.C = l.operand(c.index)
	case c.ref != nil:
		c.in.Imm |= uint64(uint32(int(l.refOperand(c.ref)) - refBase))
	}
	l.next = base
	l.reserve(max(c.room.Words, 1))
	results := wasm.SlotCount(c.typ.Results)
	direct := results.Words == 1 && len(dst) == 1 && l.far == 0
	if direct {
		c.in.B = reg(l.home[dst[0]])
	}
	l.offset = x.Offset
	switch {
	case refBase == 0:
		l.emit(c.in)
	case c.in.Op == Call:
		c.in.Op, c.in.Imm = CallShift, uint64(refBase)<<32|c.in.Imm
		l.emit(c.in)
	default:
		l.emit(Instr{Op: RefShift, Imm: uint64(refBase)})
		l.emit(c.in)
	}
	l.handled(handler)
	if refBase > 0 {
		l.emit(Instr{Op: RefReturn, Imm: uint64(-refBase)})
	}
	l.nextRef = refBase
	l.reserveRefs(c.room.Refs)
	if direct {
		return
	}
	at := wasm.Slots{Words: base, Refs: refBase}
	for i, v := range dst {
		l.setVar(v, reg(at.Take(c.typ.Results[i])))
	}
}

// ret returns values: numbers from register 0 on, references from reference 0 on.
func (l *lowerer) ret(xs []*ir.Expr) {
	results := wasm.SlotCount(l.f.Type.Results)
	if results.Words == 1 && len(xs) == 1 && l.far == 0 {
		value := l.operand(xs[0])
		l.leaveRefs(0)
		l.emit(Instr{Op: Return1, A: value})
		return
	}
	l.moveOut(xs)
	l.leaveRefs(results.Refs)
	l.leave(results.Words)
}

// moveOut computes values and puts them where results go, and the arguments of a tail call.
func (l *lowerer) moveOut(xs []*ir.Expr) {
	from := make([]reg, len(xs))
	for i, x := range xs {
		from[i] = l.take(x.Type)
		l.compute(x, from[i])
	}
	var at wasm.Slots
	for i, x := range xs {
		switch to := at.Take(x.Type); {
		case x.Type.IsRef() && l.farRefs > 0:
			l.emit(Instr{Op: RefFarSet, A: from[i], Imm: uint64(to - l.farRefs)})
		case x.Type.IsRef():
			l.emit(Instr{Op: RefMove, A: reg(to), B: from[i]})
		case l.far > 0:
			for n := range l.words(x.Type) {
				l.emit(Instr{Op: FarSet, A: from[i] + reg(n), Imm: uint64(to + n - l.far)})
			}
		default:
			l.moveValue(x.Type, reg(to), from[i])
		}
	}
}

// leaveRefs ends the use of references, but for the first n.
func (l *lowerer) leaveRefs(n int) {
	if l.farRefs > 0 {
		l.emit(Instr{Op: RefShift, Imm: uint64(-l.farRefs)})
	}
	if l.refs {
		l.emit(Instr{Op: RefLeave, A: reg(n)}) // K: see finish
	}
}

// leave returns; the results are where they go.
func (l *lowerer) leave(words int) {
	if l.far > 0 {
		l.emit(Instr{Op: Shift, Imm: uint64(-l.far)})
	}
	l.returned(words)
}

// returned returns from a window that begins with the results.
func (l *lowerer) returned(words int) {
	if words == 1 {
		l.emit(Instr{Op: Return1})
	} else {
		l.emit(Instr{Op: Return})
	}
}

// tailCall lowers a call in place of a return. A function of somebody else is called and then returned from.
func (l *lowerer) tailCall(x *ir.Expr) {
	c := l.callee(x)
	args := c.args
	params := wasm.SlotCount(c.typ.Params)
	kept := params.Refs
	switch { // behind the arguments
	case c.index != nil:
		args = append(args[:len(args):len(args)], c.index)
	case c.ref != nil:
		args = append(args[:len(args):len(args)], c.ref)
		kept++
		l.mostRef = max(l.mostRef, kept)
	}
	l.moveOut(args)
	l.leaveRefs(kept)
	if l.far > 0 {
		l.emit(Instr{Op: Shift, Imm: uint64(-l.far)})
	}
	l.next = 0
	l.reserve(max(c.room.Words, params.Words+1))
	l.mostRef = max(l.mostRef, c.room.Refs)
	l.offset = x.Offset
	switch c.in.Op {
	case Call:
		l.emit(Instr{Op: TailCall, Imm: c.in.Imm})
		return
	case CallIndirect:
		l.emit(Instr{Op: TailCallIndirect, C: reg(params.Words), Imm: c.in.Imm})
	case CallRef:
		l.emit(Instr{Op: TailCallRef, Imm: c.in.Imm | uint64(params.Refs)})
	default:
		c.in.Op = TailCallOther // from register 0 on, to register 0
		l.emit(c.in)
	}
	l.returned(wasm.SlotCount(c.typ.Results).Words)
}
