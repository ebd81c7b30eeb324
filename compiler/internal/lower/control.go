package lower

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A frame is an open block. Its results travel through variables, which the
// branches to its label assign.
type frame struct {
	block   *wasm.Block
	label   *ir.Label // nil for the function: a branch there returns
	outer   int       // the lowerer's first in the list around the block
	height  int       // of the operand stack below the parameters
	results []ir.Var
	shares  bool       // the results are those of the frame around it
	params  []ir.Var   // of a loop
	inputs  []*ir.Expr // of an if: its parameters, for the second arm
	cond    *ir.Expr
	then    []ir.Stmt // the first arm, once the second has begun
	handler *ir.Label // of what throws there, nil where exceptions leave the function
	try     *try      // of a frame that catches exceptions, else nil
}

// enter opens a block whose parameters are popped already.
func (l *lowerer) enter(b *wasm.Block, id uint32) *frame {
	f := frame{block: b, height: len(l.stack), outer: l.begin()}
	if id != 0 {
		f.label = l.f.NewLabel()
		if around := &l.frames[len(l.frames)-1]; l.tail[id] && around.label != nil && f.height == around.height && slices.Equal(b.Results, around.block.Results) {
			f.results, f.shares = around.results, true
		} else {
			f.results = l.pinned(b.Results)
		}
	}
	if len(l.frames) > 0 {
		f.handler = l.handler()
	}
	l.open[id] = len(l.frames)
	l.frames = append(l.frames, f)
	return &l.frames[len(l.frames)-1]
}

// tails finds the blocks whose end another end or an else follows at once. What they leave is the result of the block around them, too,
// so that both can have the same variables.
func tails(body *wasm.Body) []bool {
	tail := make([]bool, len(body.Blocks))
	for i := range body.Instrs[:max(1, len(body.Instrs))-1] {
		if next := body.Instrs[i+1].Op; body.Instrs[i].Op == op.End && (next == op.End || next == op.Else) {
			tail[body.Instrs[i].A] = true
		}
	}
	return tail
}

// pinned makes variables that nothing else uses until they are released.
func (l *lowerer) pinned(types []wasm.ValType) []ir.Var {
	vars := make([]ir.Var, len(types))
	for i, t := range types {
		vars[i] = l.newTemp(t)
		l.uses[vars[i]]++
	}
	return vars
}

func (l *lowerer) block(in *wasm.Instr) {
	b := &l.body.Blocks[in.A]
	l.settleAll()
	params := l.popN(len(b.Params))
	l.enter(b, in.A)
	for _, x := range params {
		l.push(x)
	}
}

func (l *lowerer) loop(in *wasm.Instr) {
	b := &l.body.Blocks[in.A]
	l.settleAll()
	inputs := l.popN(len(b.Params))
	params := l.pinned(b.Params)
	l.assignAll(params, inputs)
	f := l.enter(b, in.A)
	f.label.Loop = true
	f.params = params
	for _, v := range params {
		l.push(l.read(v))
	}
	l.charge(in.A)
}

func (l *lowerer) ifElse(in *wasm.Instr) {
	b := &l.body.Blocks[in.A]
	cond := l.popCond()
	l.settleBefore(cond)
	l.settleAll()
	inputs := l.popN(len(b.Params))
	l.consume([]*ir.Expr{cond})
	f := l.enter(b, in.A)
	f.cond = cond
	f.inputs = inputs
	for _, x := range inputs {
		l.push(l.copy(x))
	}
}

// shareable turns the waiting operand i into one that copy can duplicate.
func (l *lowerer) shareable(i int) {
	if k := l.stack[i].Kind; k != ir.Const && k != ir.Read {
		l.spill(i)
	}
}

// copy duplicates a constant or a read.
func (l *lowerer) copy(x *ir.Expr) *ir.Expr {
	if x.Kind == ir.Read {
		return l.read(x.Var)
	}
	c := l.expr(ir.Const, x.Type)
	c.A, c.B = x.A, x.B
	return c
}

func (l *lowerer) elseArm(in *wasm.Instr) {
	f := &l.frames[len(l.frames)-1]
	l.fallOut(f, in.Dead)
	f.then = l.cut()
	for _, x := range f.inputs {
		l.push(l.copy(x))
	}
}

// fallOut gives a block its results where control reaches its end.
func (l *lowerer) fallOut(f *frame, dead bool) {
	if !dead {
		xs := l.popN(len(f.block.Results))
		if len(xs) > 0 && xs[0].Kind == ir.Read && xs[0].Var == f.results[0] {
			l.consume(xs) // a block at the end has put them there
		} else {
			l.assignAll(f.results, xs)
		}
	}
	l.discard(f.height)
}

func (l *lowerer) end(in *wasm.Instr) {
	f := &l.frames[len(l.frames)-1]
	if f.label == nil {
		if !in.Dead {
			l.ret(in)
		}
		return
	}
	if f.try != nil {
		l.endTry(f, in.Dead)
	} else {
		l.fallOut(f, in.Dead)
	}
	l.shut(f)
}

// shut closes the innermost block, with its results on the stack.
func (l *lowerer) shut(f *frame) {
	l.close(f)
	for _, v := range f.params {
		l.release(v)
	}
	l.frames = l.frames[:len(l.frames)-1]
	for _, v := range f.results {
		l.push(l.read(v))
		if !f.shares {
			l.release(v)
		}
	}
}

// close writes the statement of a finished block behind what was before it.
func (l *lowerer) close(f *frame) {
	if f.cond == nil && f.label.Uses == 0 { // the statements stay where they are
		l.first = f.outer
		return
	}
	body := l.cut()
	l.first = f.outer
	switch {
	case f.cond != nil:
		s := ir.Stmt{Kind: ir.If, X: []*ir.Expr{f.cond}, Then: body}
		if f.block.HasElse {
			s.Then, s.Else = f.then, body
		} else if len(f.inputs) > 0 {
			s.Else = l.pass(f)
		}
		l.consume(f.inputs)
		if f.label.Uses == 0 {
			l.out = append(l.out, s)
			return
		}
		l.out = append(l.out, ir.Stmt{Kind: ir.Block, Label: f.label, Then: []ir.Stmt{s}})
	case f.label.Loop:
		l.out = append(l.out, ir.Stmt{Kind: ir.Loop, Label: f.label, Then: body})
	default:
		l.out = append(l.out, ir.Stmt{Kind: ir.Block, Label: f.label, Then: body})
	}
}

// pass is the second arm of an if without else: its parameters are its
// results.
func (l *lowerer) pass(f *frame) []ir.Stmt {
	outer := l.begin()
	xs := make([]*ir.Expr, len(f.inputs))
	for i, x := range f.inputs {
		xs[i] = l.copy(x)
	}
	l.assignAll(f.results, xs)
	arm := l.cut()
	l.first = outer
	return arm
}

// assignAll writes dst... = xs... at once.
func (l *lowerer) assignAll(dst []ir.Var, xs []*ir.Expr) {
	if len(dst) == 0 {
		return
	}
	for i, v := range dst {
		xs[i] = l.as(xs[i], l.f.Vars[v].Type)
	}
	l.consume(xs)
	l.out = append(l.out, ir.Stmt{Kind: ir.Assign, Offset: l.offset, Dst: dst, X: xs})
}

// target is the frame a branch goes to, and the variables it assigns.
func (l *lowerer) target(block uint32) (*frame, []ir.Var) {
	f := &l.frames[l.open[block]]
	if f.label != nil && f.label.Loop {
		return f, f.params
	}
	return f, f.results
}

// jump writes the statements of a taken branch.
func (l *lowerer) jump(block uint32, xs []*ir.Expr) {
	f, vars := l.target(block)
	if f.label == nil {
		l.consume(l.asAll(xs, l.f.Type.Results))
		l.out = append(l.out, ir.Stmt{Kind: ir.Return, Offset: l.offset, X: xs})
		return
	}
	l.assignAll(vars, xs)
	f.label.Uses++
	l.out = append(l.out, ir.Stmt{Kind: ir.Br, Offset: l.offset, Label: f.label})
}

// arity is the number of operands a branch to the block takes along.
func (l *lowerer) arity(block uint32) int {
	b := &l.body.Blocks[block]
	if b.Op == op.Loop {
		return len(b.Params)
	}
	return len(b.Results)
}

func (l *lowerer) br(in *wasm.Instr) {
	xs := l.popN(l.arity(in.A))
	l.settle()
	l.jump(in.A, xs)
}

func (l *lowerer) brIf(in *wasm.Instr) {
	cond := l.popCond()
	l.settleBefore(cond)
	l.settle()
	l.branchIf(in.A, cond)
}

// branchIf writes a branch that is taken on a condition, with copies of the operands on top and behind them the last ones.
func (l *lowerer) branchIf(block uint32, cond *ir.Expr, last ...*ir.Expr) {
	n := l.arity(block) - len(last)
	first := len(l.stack) - n
	for i := first; i < len(l.stack); i++ {
		l.shareable(i)
	}
	xs := make([]*ir.Expr, n, n+len(last))
	for i := range xs {
		xs[i] = l.copy(l.stack[first+i])
	}
	xs = append(xs, last...)
	l.consume([]*ir.Expr{cond})
	taken := l.arm(func() { l.jump(block, xs) })
	l.out = append(l.out, ir.Stmt{Kind: ir.If, Offset: l.offset, X: []*ir.Expr{cond}, Then: taken})
}

// arm collects the statements that write makes.
func (l *lowerer) arm(write func()) []ir.Stmt {
	outer := l.begin()
	write()
	arm := l.cut()
	l.first = outer
	return arm
}

// begin starts a list of statements inside the one that is being written, and returns where that began.
func (l *lowerer) begin() (outer int) {
	outer, l.first = l.first, len(l.out)
	return outer
}

// cut takes the statements out that have been written since begin.
func (l *lowerer) cut() []ir.Stmt {
	list := slices.Clone(l.out[l.first:])
	l.out = l.out[:l.first]
	return list
}

// brTable becomes one switch whose arms branch; the cases of one target
// share an arm.
func (l *lowerer) brTable(in *wasm.Instr) {
	x := l.pop()
	l.settleBefore(x)
	targets := l.body.Targets[in.A : in.A+uint32(in.B)+1]
	fallback := targets[len(targets)-1]
	n := l.arity(fallback)
	l.settle()
	first := len(l.stack) - n
	for i := first; i < len(l.stack); i++ {
		l.shareable(i)
	}
	values := l.stack[first:]

	s := ir.Stmt{Kind: ir.Switch, Offset: l.offset, X: []*ir.Expr{x}}
	arms := map[uint32]int{}
	for i, t := range targets[:len(targets)-1] {
		if t == fallback {
			continue
		}
		k, ok := arms[t]
		if !ok {
			k = len(s.Cases)
			arms[t] = k
			s.Cases = append(s.Cases, ir.Case{Body: l.caseArm(t, values)})
		}
		s.Cases[k].Values = append(s.Cases[k].Values, uint32(i))
	}
	s.Cases = append(s.Cases, ir.Case{Body: l.caseArm(fallback, values)})
	l.consume(s.X)
	if len(s.Cases) == 1 {
		if x.Effects != 0 {
			l.out = append(l.out, ir.Stmt{Kind: ir.Eval, Offset: l.offset, X: s.X})
		}
		l.out = append(l.out, s.Cases[0].Body...)
		return
	}
	l.out = append(l.out, s)
}

func (l *lowerer) caseArm(target uint32, values []*ir.Expr) []ir.Stmt {
	xs := make([]*ir.Expr, len(values))
	for i, x := range values {
		xs[i] = l.copy(x)
	}
	return l.arm(func() { l.jump(target, xs) })
}

func (l *lowerer) ret(in *wasm.Instr) {
	xs := l.popAll(l.f.Type.Results...)
	l.settle()
	l.consume(xs)
	l.out = append(l.out, ir.Stmt{Kind: ir.Return, Offset: in.Offset, X: xs})
}

func (l *lowerer) unreachable(in *wasm.Instr) {
	l.settle()
	l.out = append(l.out, ir.Stmt{Kind: ir.Unreachable, Offset: in.Offset})
}
