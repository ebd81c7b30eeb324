package code

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A callee is what a call expression names.
type callee struct {
	in    Instr // the call, but for its registers
	typ   wasm.FuncType
	room  Room
	args  []*ir.Expr
	index *ir.Expr // of an indirect call
}

func (l *lowerer) callee(x *ir.Expr) callee {
	if x.Kind == ir.Indirect {
		last := len(x.Args) - 1
		t := l.m.Types[x.A].Func
		return callee{
			in:  Instr{Op: CallIndirect, Imm: x.B<<32 | uint64(l.m.Canon(x.A))},
			typ: t, room: RoomOf(t), args: x.Args[:last], index: x.Args[last],
		}
	}
	t := l.m.FuncType(int(x.A))
	c := callee{in: Instr{Op: Call, Imm: uint64(x.A)}, typ: t, room: RoomOf(t), args: x.Args}
	if l.opts.Other(x.A) {
		c.in.Op = CallOther
		c.in.C, c.in.Imm = reg(c.room.Numbers), uint64(c.room.Refs)<<32|uint64(x.A)
	}
	return c
}

// A Room is how many registers and references the arguments and, in their place, the results of a call take.
type Room struct{ Numbers, Refs int }

// RoomOf is the room for a call of a function of type t.
func RoomOf(t wasm.FuncType) Room {
	params, paramRefs := split(t.Params)
	results, resultRefs := split(t.Results)
	return Room{max(params, results), max(paramRefs, resultRefs)}
}

// arguments computes the arguments into the registers from base on, and into the references from refBase on.
func (l *lowerer) arguments(c *callee) (base, refBase int) {
	base, refBase = l.next, l.nextRef
	for _, x := range c.args {
		if x.Type.IsRef() {
			l.ref(x, l.tempRef())
		} else {
			l.value(x, l.temp())
		}
	}
	return base, refBase
}

// call lowers a call whose results go to variables.
func (l *lowerer) call(x *ir.Expr, dst []ir.Var) {
	c := l.callee(x)
	base, refBase := l.arguments(&c)
	c.in.A, c.in.B = reg(base), reg(base)
	if c.index != nil {
		c.in.C = l.operand(c.index)
	}
	l.next = base
	l.reserve(max(c.room.Numbers, 1))
	numbers, refs := split(c.typ.Results)
	direct := numbers == 1 && len(dst) == 1 && l.far == 0
	if direct {
		c.in.B = reg(l.home[dst[0]])
	}
	if l.refs {
		l.emit(Instr{Op: RefShift, Imm: uint64(refBase)})
	}
	l.offset = x.Offset
	l.emit(c.in)
	if l.refs {
		l.emit(Instr{Op: RefShift, Imm: uint64(-refBase)})
		l.nextRef = refBase
		for range refs {
			l.tempRef()
		}
	}
	if direct {
		return
	}
	n, r := base, refBase
	for i, v := range dst {
		if c.typ.Results[i].IsRef() {
			l.setVar(v, reg(r))
			r++
		} else {
			l.setVar(v, reg(n))
			n++
		}
	}
}

// ret returns values: numbers from register 0 on, references from reference 0 on.
func (l *lowerer) ret(xs []*ir.Expr) {
	numbers, _ := split(l.f.Type.Results)
	if numbers == 1 && len(xs) == 1 && l.far == 0 {
		l.emit(Instr{Op: Return1, A: l.operand(xs[0])})
		return
	}
	l.moveOut(xs)
	l.leave(numbers)
}

// moveOut computes values and puts them where results go, and the arguments of a tail call.
func (l *lowerer) moveOut(xs []*ir.Expr) {
	from := make([]reg, len(xs))
	for i, x := range xs {
		if x.Type.IsRef() {
			from[i] = l.tempRef()
			l.ref(x, from[i])
		} else {
			from[i] = l.temp()
			l.value(x, from[i])
		}
	}
	n, r := 0, 0
	for i, x := range xs {
		switch {
		case x.Type.IsRef():
			l.emit(Instr{Op: RefMove, A: reg(r), B: from[i]})
			r++
			continue
		case l.far > 0:
			l.emit(Instr{Op: FarSet, A: from[i], Imm: uint64(n - l.far)})
		default:
			l.move(reg(n), from[i])
		}
		n++
	}
}

// leave returns; the results are where they go.
func (l *lowerer) leave(numbers int) {
	if l.far > 0 {
		l.emit(Instr{Op: Shift, Imm: uint64(-l.far)})
	}
	l.returned(numbers)
}

// returned returns from a window that begins with the results.
func (l *lowerer) returned(numbers int) {
	if numbers == 1 {
		l.emit(Instr{Op: Return1})
	} else {
		l.emit(Instr{Op: Return})
	}
}

// tailCall lowers a call in place of a return. A function of somebody else is called and then returned from.
func (l *lowerer) tailCall(x *ir.Expr) {
	c := l.callee(x)
	args := c.args
	params, refs := split(c.typ.Params)
	if c.index != nil {
		args = append(args[:params+refs:params+refs], c.index) // behind the arguments
	}
	l.moveOut(args)
	if l.far > 0 {
		l.emit(Instr{Op: Shift, Imm: uint64(-l.far)})
	}
	l.next = 0
	l.reserve(max(c.room.Numbers, params+1))
	l.mostRef = max(l.mostRef, c.room.Refs)
	numbers, _ := split(c.typ.Results)
	l.offset = x.Offset
	switch c.in.Op {
	case Call:
		l.emit(Instr{Op: TailCall, Imm: c.in.Imm})
		return
	case CallIndirect:
		l.emit(Instr{Op: TailCallIndirect, C: reg(params), Imm: c.in.Imm})
	default:
		l.emit(c.in) // from register 0 on, to register 0
	}
	l.returned(numbers)
}
