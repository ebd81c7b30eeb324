package lower

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Exceptions (spec 3.4.1, and the legacy exception-handling proposal). The body of a try is a block whose end is the handler:
//
//	L1{ L2{ body; results = ...; goto L1 }; e = exn.take; if exn.is(e) { clause; goto L1 }; throw_ref e }
//
// What throws in the body has L2 as its label.

// A try is what a frame that catches exceptions has besides.
type try struct {
	handler *ir.Label // of the body
	inner   int       // the lowerer's first in the list around the body
	around  *ir.Label // the handler of what the clauses throw, nil for none
	exn     ir.Var    // the caught exception, once the body has ended
	caught  bool      // the body has ended
	arm     *ir.Expr  // the condition of the clause that is being written, nil for catch_all
	armList int       // the lowerer's first in the list around it
	all     bool      // it is catch_all
}

// handler is the label of the innermost handler, nil where exceptions leave the function.
func (l *lowerer) handler() *ir.Label { return l.frames[len(l.frames)-1].handler }

// throws gives a statement that may throw its label.
func (l *lowerer) throws(s *ir.Stmt) {
	if s.Label = l.handler(); s.Label != nil {
		s.Label.Uses++
	}
}

func (l *lowerer) throw(in *wasm.Instr) {
	xs := l.popAll(l.m.TagType(int(in.A)).Params...)
	l.settle()
	l.raise(ir.Stmt{Op: op.Throw, A: in.A, X: xs})
}

func (l *lowerer) throwRef(*wasm.Instr) {
	xs := l.popAll(wasm.ExnRef)
	l.settle()
	l.raise(ir.Stmt{Op: op.ThrowRef, X: xs})
}

// raise writes a throw.
func (l *lowerer) raise(s ir.Stmt) {
	l.consume(s.X)
	s.Kind, s.Offset = ir.Throw, l.offset
	l.throws(&s)
	l.out = append(l.out, s)
}

// rethrow throws the exception of a catch that it is in.
func (l *lowerer) rethrow(in *wasm.Instr) {
	l.settle()
	l.throwOn(l.frames[l.open[in.A]].try)
}

// throwOn throws the exception that a try has caught.
func (l *lowerer) throwOn(t *try) {
	l.raise(ir.Stmt{Op: op.ThrowRef, X: []*ir.Expr{l.read(t.exn)}})
}

// tryBody opens a try, of either kind.
func (l *lowerer) tryBody(in *wasm.Instr) {
	around := l.handler()
	b := &l.body.Blocks[in.A]
	l.settleAll()
	params := l.popN(len(b.Params))
	f := l.enter(b, in.A)
	if b.Op == op.Try || b.Count > 0 {
		f.try = &try{handler: l.f.NewLabel(), around: around, inner: l.begin()}
		f.handler = f.try.handler
	}
	for _, x := range params {
		l.push(x)
	}
}

// endBody ends the body of a try: what comes is its handler.
func (l *lowerer) endBody(f *frame, dead bool) {
	t := f.try
	l.leave(f, dead)
	body := l.cut()
	l.first = t.inner
	l.out = append(l.out, ir.Stmt{Kind: ir.Block, Label: t.handler, Then: body})
	f.handler, t.caught = t.around, true
	t.exn = l.pinned([]wasm.ValType{wasm.ExnRef.NonNull()})[0]
	take := l.expr(ir.Apply, wasm.ExnRef.NonNull())
	take.Op = op.ExnTake
	l.out = append(l.out, ir.Stmt{Kind: ir.Assign, Offset: l.offset, Dst: []ir.Var{t.exn}, X: []*ir.Expr{take}})
}

// leave gives a block its results where control reaches the end of a part of it, and leads that to the block's own end.
func (l *lowerer) leave(f *frame, dead bool) {
	l.fallOut(f, dead)
	if !dead {
		f.label.Uses++
		l.out = append(l.out, ir.Stmt{Kind: ir.Br, Offset: l.offset, Label: f.label})
	}
}

// isTag asks whether the caught exception is one of a tag.
func (l *lowerer) isTag(t *try, tag uint32) *ir.Expr {
	c := l.condition(op.ExnIs, 0, l.read(t.exn))
	c.A = tag
	return c
}

// caughtValue is value n of the caught exception.
func (l *lowerer) caughtValue(t *try, tag uint32, n int) *ir.Expr {
	x := l.tree(ir.Apply, l.m.TagType(int(tag)).Params[n], []*ir.Expr{l.read(t.exn)})
	x.Op, x.A, x.B = op.ExnValue, tag, uint64(n)
	return x
}

// catch begins a clause of a legacy try.
func (l *lowerer) catch(in *wasm.Instr) {
	f := &l.frames[len(l.frames)-1]
	t := f.try
	if !t.caught {
		l.endBody(f, in.Dead)
	} else {
		l.endArm(f, in.Dead)
	}
	if in.Op == op.CatchAll {
		t.all = true
		return
	}
	tag := uint32(in.B)
	t.arm = l.isTag(t, tag)
	l.consume([]*ir.Expr{t.arm})
	t.armList = l.begin()
	for n := range l.m.TagType(int(tag)).Params {
		l.push(l.caughtValue(t, tag, n))
	}
}

// endArm ends a clause with a tag.
func (l *lowerer) endArm(f *frame, dead bool) {
	t := f.try
	l.leave(f, dead)
	arm := l.cut()
	l.first = t.armList
	l.out = append(l.out, ir.Stmt{Kind: ir.If, Offset: l.offset, X: []*ir.Expr{t.arm}, Then: arm})
}

// endTry ends what is open of a try; control gets behind it from its label alone, or from the end of a catch_all.
func (l *lowerer) endTry(f *frame, dead bool) {
	t := f.try
	switch {
	case t.all:
		l.fallOut(f, dead)
		l.release(t.exn)
		return
	case t.caught:
		l.endArm(f, dead)
	default:
		l.endBody(f, dead)
		if l.clauses(f) {
			l.release(t.exn)
			return
		}
	}
	l.throwOn(t)
	l.release(t.exn)
}

// clauses writes those of a try_table. It tells whether they catch everything.
func (l *lowerer) clauses(f *frame) bool {
	t := f.try
	for _, c := range l.body.Catches[f.block.Start:][:f.block.Count] {
		var xs []*ir.Expr
		if c.Kind == wasm.CatchTag || c.Kind == wasm.CatchTagRef {
			for n := range l.m.TagType(int(c.Tag)).Params {
				xs = append(xs, l.caughtValue(t, c.Tag, n))
			}
		}
		if c.Kind == wasm.CatchTagRef || c.Kind == wasm.CatchAllRef {
			xs = append(xs, l.read(t.exn))
		}
		if c.Kind == wasm.CatchAll || c.Kind == wasm.CatchAllRef {
			l.jump(c.Block, xs)
			return true
		}
		cond := l.isTag(t, c.Tag)
		l.consume([]*ir.Expr{cond})
		arm := l.arm(func() { l.jump(c.Block, xs) })
		l.out = append(l.out, ir.Stmt{Kind: ir.If, Offset: l.offset, X: []*ir.Expr{cond}, Then: arm})
	}
	return false
}

// delegate ends a try without clauses: its exceptions go to the handlers of another block.
func (l *lowerer) delegate(in *wasm.Instr) {
	f := &l.frames[len(l.frames)-1]
	l.endBody(f, in.Dead)
	f.handler = l.frames[l.open[uint32(in.B)]].handler
	l.throwOn(f.try)
	l.release(f.try.exn)
	l.shut(f)
}
