package passes

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/liveness"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A Cutter says what of a function can be a routine: what computes with vectors, and needs nothing of Go.
type Cutter struct {
	Takes    func(op.Op) bool // which instructions, besides global.get, whose value is a parameter
	Memories []bool           // which memories they may access
	Straight int              // how many instructions on vectors are worth it where there is no loop

	Nodes, Depth, Chain int // how large a routine may be, as [ir.Func.Measure] and [Chain] say
	Values              int // how many parameters it may have, and how many results
}

// Cut has routines take the place of what can be some: of the whole body, or of its outermost loops that can. It wants loops as lowering leaves them.
func (c *Cutter) Cut(f *ir.Func) {
	if vectors(f.Body) == 0 {
		return
	}
	loops := map[*ir.Stmt]survey{}
	all := c.survey(f.Body, loops)
	worth := all.vectors >= c.Straight
	for loop, s := range loops {
		worth = worth || isWorth(loop, s)
	}
	if worth && c.isRoutine(f, f.Body, all) {
		c.cutWhole(f)
		return
	}
	found := map[*ir.Stmt]liveness.Set{} // what is live behind each loop
	c.find(f, f.Body, loops, found)
	if len(found) == 0 {
		return
	}
	live := liveness.New(f)
	live.Loop = func(loop *ir.Stmt, behind liveness.Set) {
		if _, ok := found[loop]; ok {
			found[loop] = behind.Clone()
		}
	}
	live.Body(f.Body, live.None())
	c.cutLoops(f, f.Body, live, found)
}

// find finds the outermost loops that can be routines.
func (c *Cutter) find(f *ir.Func, list []ir.Stmt, loops map[*ir.Stmt]survey, found map[*ir.Stmt]liveness.Set) {
	for i := range list {
		s := &list[i]
		if s.Kind == ir.Loop && isWorth(s, loops[s]) && c.isRoutine(f, list[i:i+1], loops[s]) {
			found[s] = nil
			continue
		}
		for inner := range s.Lists {
			c.find(f, *inner, loops, found)
		}
	}
}

// isWorth tells whether a loop gains more than the call of a routine costs.
func isWorth(loop *ir.Stmt, s survey) bool { return loop.Label.Uses > 0 && s.vectors > 0 }

// A survey is what there is to know of statements, so that nobody looks at what is in many loops for each of them.
type survey struct {
	taken        bool // a routine may have all of them
	vectors      int  // instructions on vectors
	nodes, depth int  // as of ir.Func.Measure
}

// survey surveys a list, and notes what it finds of each loop.
func (c *Cutter) survey(list []ir.Stmt, loops map[*ir.Stmt]survey) survey {
	all := survey{taken: true}
	for i := range list {
		s := &list[i]
		one := survey{taken: c.takesStmt(s), vectors: vectorsOf(s), nodes: s.Nodes()}
		for _, x := range s.X {
			x.Walk(func(x *ir.Expr) { one.taken = one.taken && c.takesExpr(x) })
		}
		for inner := range s.Lists {
			one = one.with(c.survey(*inner, loops))
		}
		if s.Nests() {
			one.depth++
		}
		if s.Kind == ir.Loop {
			loops[s] = one
		}
		all = all.with(one)
	}
	return all
}

// with has other statements besides.
func (s survey) with(other survey) survey {
	return survey{s.taken && other.taken, s.vectors + other.vectors, s.nodes + other.nodes, max(s.depth, other.depth)}
}

// vectors counts the instructions on vectors.
func vectors(list []ir.Stmt) (n int) {
	ir.Visit(list, func(s *ir.Stmt) { n += vectorsOf(s) })
	return n
}

// vectorsOf counts those of a statement itself.
func vectorsOf(s *ir.Stmt) (n int) {
	isVector := func(x *ir.Expr) bool { return x.Type == wasm.V128 }
	for _, x := range s.X {
		x.Walk(func(x *ir.Expr) {
			if x.Kind == ir.Apply && (isVector(x) || slices.ContainsFunc(x.Args, isVector)) {
				n++
			}
		})
	}
	return n
}

// isRoutine tells whether statements can be one.
func (c *Cutter) isRoutine(f *ir.Func, list []ir.Stmt, s survey) bool {
	return s.taken && s.nodes <= c.Nodes && s.depth <= c.Depth && Chain(&ir.Func{Vars: f.Vars, Body: list}) <= c.Chain
}

func (c *Cutter) takesStmt(s *ir.Stmt) bool {
	switch s.Kind {
	case ir.Assign, ir.Eval, ir.Block, ir.Loop, ir.If, ir.Br, ir.Switch, ir.Return, ir.Unreachable:
		return true
	case ir.Effect:
		return op.Table[s.Op].Accesses() && c.takes(s.Op, s.A)
	}
	return false
}

func (c *Cutter) takesExpr(x *ir.Expr) bool {
	switch x.Kind {
	case ir.Const, ir.Read, ir.Not, ir.FromBool, ir.Quiet, ir.Select:
		return !x.Type.IsRef()
	case ir.Apply:
		return !x.Type.IsRef() && (x.Op == op.GlobalGet || c.takes(x.Op, x.A))
	}
	return false
}

func (c *Cutter) takes(o op.Op, memory uint32) bool {
	return c.Takes(o) && (!op.Table[o].Accesses() || c.Memories[memory])
}

// cutWhole makes a routine of the whole body. Variables that begin as zero do so there.
func (c *Cutter) cutWhole(f *ir.Func) {
	body := f.Body
	if ir.Completes(body) {
		body = append(body, ir.Stmt{Kind: ir.Return})
	}
	live := liveness.New(f)
	var zeros []ir.Stmt
	for v := range live.Body(body, live.None()).All {
		if int(v) >= f.Params {
			zeros = append(zeros, ir.Stmt{Kind: ir.Assign, Dst: []ir.Var{v}, X: []*ir.Expr{f.Zero(f.Vars[v].Type)}})
		}
	}
	if cut := c.cut(f, append(zeros, body...), live, live.None()); cut != nil {
		f.Body = cut
	}
}

// cutLoops replaces the loops that were found.
func (c *Cutter) cutLoops(f *ir.Func, list []ir.Stmt, live *liveness.Analysis, found map[*ir.Stmt]liveness.Set) {
	for i := range list {
		s := &list[i]
		if behind := found[s]; behind != nil {
			if cut := c.cut(f, []ir.Stmt{*s}, live, behind); cut != nil {
				*s = ir.Stmt{Kind: ir.Block, Label: f.NewLabel(), Then: cut}
			}
			continue
		}
		for inner := range s.Lists {
			c.cutLoops(f, *inner, live, found)
		}
	}
}

// cut makes a routine of statements and returns those in their place, nil where it would have too many parameters or results. live knows what is live
// at labels, behind is so behind the statements.
func (c *Cutter) cut(f *ir.Func, list []ir.Stmt, live *liveness.Analysis, behind liveness.Set) []ir.Stmt {
	k := cutting{f: f, inside: map[*ir.Label]bool{}, offset: firstOffset(list)}
	k.findExits(list, live, behind)
	k.findResults(list)
	params := k.findParams(list)
	if params.Len()+globals(list) > c.Values || len(k.results)+len(k.returned())+1 > c.Values {
		return nil
	}
	k.r = &ir.Func{Index: f.Index, Offset: k.offset, Labels: f.Labels}
	k.takeConstants(list)
	k.leave(list)
	if end := k.exits[exitKey{}]; end != nil {
		list = append(list, k.ret(end, nil))
	}
	k.r.Body = list
	k.rename(params)
	f.Routines = append(f.Routines, k.r)
	return k.call()
}

// globals counts the globals that statements read.
func globals(list []ir.Stmt) int {
	read := map[uint32]bool{}
	eachExpr(list, func(x *ir.Expr) {
		if x.Kind == ir.Apply && x.Op == op.GlobalGet {
			read[x.A] = true
		}
	})
	return len(read)
}

// firstOffset is that of the first instruction.
func firstOffset(list []ir.Stmt) (offset uint32) {
	ir.Visit(list, func(s *ir.Stmt) {
		if offset == 0 {
			offset = s.Offset
		}
	})
	return offset
}

// cutting is how a routine r is cut out of f.
type cutting struct {
	f, r    *ir.Func
	offset  uint32
	inside  map[*ir.Label]bool // the labels of the routine's own statements
	exits   map[exitKey]*exit
	order   []*exit
	results []ir.Var // variables of f that it returns
	args    []*ir.Expr
}

// An exit is a way out of a routine.
type exit struct {
	exitKey
	number int
	live   liveness.Set // the variables that it gives a value there
}

// exitKey says where an exit leads: to a label, out of the function, or else behind the statements.
type exitKey struct {
	label   *ir.Label
	returns bool
}

// findExits finds the ways out, the one behind the statements first.
func (c *cutting) findExits(list []ir.Stmt, live *liveness.Analysis, behind liveness.Set) {
	c.exits = map[exitKey]*exit{}
	add := func(to exitKey, live liveness.Set) {
		if c.exits[to] == nil {
			e := &exit{exitKey: to, number: len(c.order), live: c.none()} // with room for the variables that routines before it brought
			e.live.Join(live)
			c.exits[to] = e
			c.order = append(c.order, e)
		}
	}
	ir.Visit(list, func(s *ir.Stmt) {
		if s.Kind == ir.Block || s.Kind == ir.Loop {
			c.inside[s.Label.Target()] = true
		}
	})
	if ir.Completes(list) {
		add(exitKey{}, behind)
	}
	ir.Visit(list, func(s *ir.Stmt) {
		switch {
		case s.Kind == ir.Br && !c.inside[s.Label.Target()]:
			add(exitKey{label: s.Label.Target()}, live.At[s.Label.Target()])
		case s.Kind == ir.Return:
			add(exitKey{returns: true}, live.None())
		}
	})
}

// findResults finds the variables that are assigned inside and read behind.
func (c *cutting) findResults(list []ir.Stmt) {
	assigned, read := c.none(), c.none()
	ir.Visit(list, func(s *ir.Stmt) {
		for _, v := range s.Dst {
			assigned.Add(v)
		}
	})
	for _, e := range c.order {
		e.live.Meet(assigned)
		read.Join(e.live)
	}
	c.results = slices.Collect(read.All)
}

func (c *cutting) none() liveness.Set { return liveness.New(c.f).None() }

// findParams finds the variables that are live at the entry.
func (c *cutting) findParams(list []ir.Stmt) liveness.Set {
	live, behind := liveness.New(c.f), c.none()
	for _, e := range c.order {
		switch {
		case e.label != nil:
			live.At[e.label] = e.live
		case !e.returns:
			behind = e.live
		}
	}
	return live.Body(list, behind)
}

// takeConstants gives the routine the vectors that it has of the function's: there may be thousands of both.
func (c *cutting) takeConstants(list []ir.Stmt) {
	own := map[uint32]uint32{}
	eachExpr(list, func(x *ir.Expr) {
		if !(x.Kind == ir.Const && x.Type == wasm.V128 || x.Kind == ir.Apply && x.Op == op.I8x16Shuffle) {
			return
		}
		at, ok := own[x.A]
		if !ok {
			at = uint32(len(c.r.V128))
			c.r.V128 = append(c.r.V128, c.f.V128[x.A])
			own[x.A] = at
		}
		x.A = at
	})
}

// leave makes returns of the branches and returns that lead out.
func (c *cutting) leave(list []ir.Stmt) {
	ir.Visit(list, func(s *ir.Stmt) {
		switch {
		case s.Kind == ir.Br && !c.inside[s.Label.Target()]:
			s.Label.Uses--
			*s = c.ret(c.exits[exitKey{label: s.Label.Target()}], nil)
		case s.Kind == ir.Return:
			*s = c.ret(c.exits[exitKey{returns: true}], s.X)
		}
	})
}

// ret leaves the routine by an exit: with the results, the values that f is to return, and the exit's number where there are several.
func (c *cutting) ret(e *exit, values []*ir.Expr) ir.Stmt {
	s := ir.Stmt{Kind: ir.Return, Offset: c.offset}
	for _, v := range c.results {
		t := c.f.Vars[v].Type
		if e.live.Has(v) {
			s.X = append(s.X, readOf(v, t))
		} else {
			s.X = append(s.X, c.r.Zero(t))
		}
	}
	for i, t := range c.returned() {
		if e.returns {
			s.X = append(s.X, values[i])
		} else {
			s.X = append(s.X, c.r.Zero(t))
		}
	}
	if len(c.order) > 1 {
		s.X = append(s.X, number(e.number))
	}
	return s
}

func readOf(v ir.Var, t wasm.ValType) *ir.Expr {
	return &ir.Expr{Kind: ir.Read, Type: t, Var: v, Size: 1}
}

func number(n int) *ir.Expr {
	return &ir.Expr{Kind: ir.Const, Type: wasm.I32, B: uint64(n), Size: 1}
}

// returned are the types of what f returns by an exit of the routine.
func (c *cutting) returned() []wasm.ValType {
	if c.exits[exitKey{returns: true}] == nil {
		return nil
	}
	return c.f.Type.Results
}

// rename gives the routine variables of its own: parameters for those that are live at its entry and for the globals that it reads.
func (c *cutting) rename(params liveness.Set) {
	r, vars, globals := c.r, map[ir.Var]ir.Var{}, map[uint32]ir.Var{}
	variable := func(v ir.Var) ir.Var {
		own, ok := vars[v]
		if !ok {
			own = r.NewVar(c.f.Vars[v].Type)
			vars[v] = own
		}
		return own
	}
	param := func(v ir.Var, x *ir.Expr) {
		r.Type.Params = append(r.Type.Params, r.Vars[v].Type)
		c.args = append(c.args, x)
	}
	for v := range params.All {
		param(variable(v), readOf(v, c.f.Vars[v].Type))
	}
	eachExpr(r.Body, func(x *ir.Expr) {
		if _, known := globals[x.A]; x.Op == op.GlobalGet && x.Kind == ir.Apply && !known {
			globals[x.A] = r.NewVar(x.Type)
			param(globals[x.A], x.Clone())
		}
	})
	r.Params, r.Locals = len(r.Vars), len(r.Vars)
	eachExpr(r.Body, func(x *ir.Expr) {
		switch {
		case x.Kind == ir.Read:
			x.Var = variable(x.Var)
		case x.Kind == ir.Apply && x.Op == op.GlobalGet:
			*x = *readOf(globals[x.A], x.Type)
		}
		x.Effects &^= ir.ReadsGlobal
	})
	ir.Visit(r.Body, func(s *ir.Stmt) {
		s.Dst = slices.Clone(s.Dst) // all branches to a block share theirs
		for i, v := range s.Dst {
			s.Dst[i] = variable(v)
		}
	})
}

// eachExpr calls visit for all trees of statements, and what is in them.
func eachExpr(list []ir.Stmt, visit func(*ir.Expr)) {
	ir.Visit(list, func(s *ir.Stmt) {
		for _, x := range s.X {
			x.Walk(visit)
		}
	})
}

// call calls the routine and goes on where it says.
func (c *cutting) call() []ir.Stmt {
	f, dst := c.f, slices.Clone(c.results)
	var values []*ir.Expr
	for _, t := range c.returned() {
		v := f.NewVar(t)
		dst, values = append(dst, v), append(values, readOf(v, t))
	}
	if len(c.order) > 1 {
		dst = append(dst, f.NewVar(wasm.I32))
	}
	x := &ir.Expr{Kind: ir.Routine, Offset: c.offset, A: uint32(len(f.Routines) - 1), Args: c.args, Size: 1}
	for _, a := range c.args {
		x.Size, x.Effects = x.Size+a.Size, x.Effects|a.Effects
	}
	s := ir.Stmt{Kind: ir.Eval, Offset: c.offset, X: []*ir.Expr{x}}
	if len(dst) > 0 {
		s.Kind, s.Dst = ir.Assign, dst
		for _, v := range dst {
			c.r.Type.Results = append(c.r.Type.Results, f.Vars[v].Type)
		}
		x.Type = c.r.Type.Results[0]
	}
	return append([]ir.Stmt{s}, c.goOn(dst, values)...)
}

// goOn leads to where the routine's exit does. The last of the variables has its number, where there are several.
func (c *cutting) goOn(dst []ir.Var, values []*ir.Expr) []ir.Stmt {
	switch len(c.order) {
	case 0:
		return []ir.Stmt{{Kind: ir.Unreachable, Offset: c.offset}}
	case 1:
		return c.jump(c.order[0], values)
	}
	last := len(c.order) - 1
	s := ir.Stmt{Kind: ir.Switch, Offset: c.offset, X: []*ir.Expr{readOf(dst[len(dst)-1], wasm.I32)}}
	for i, e := range c.order[:last] {
		s.Cases = append(s.Cases, ir.Case{Values: []uint32{uint32(i)}, Body: c.jump(e, values)})
	}
	s.Cases = append(s.Cases, ir.Case{Body: c.jump(c.order[last], values)})
	if last == 1 {
		return c.either(&s)
	}
	return []ir.Stmt{s}
}

// either is an if in place of a switch with two cases.
func (c *cutting) either(s *ir.Stmt) []ir.Stmt {
	is := &ir.Expr{Kind: ir.Apply, Op: op.I32Ne, Type: wasm.I32, Cond: true, Args: []*ir.Expr{s.X[0], number(0)}, Size: 3}
	branch := ir.Stmt{Kind: ir.If, Offset: c.offset, X: []*ir.Expr{is}, Then: s.Cases[1].Body}
	return append([]ir.Stmt{branch}, s.Cases[0].Body...)
}

// jump leads where an exit does.
func (c *cutting) jump(e *exit, values []*ir.Expr) []ir.Stmt {
	switch {
	case e.label != nil:
		e.label.Uses++
		return []ir.Stmt{{Kind: ir.Br, Offset: c.offset, Label: e.label}}
	case e.returns:
		return []ir.Stmt{{Kind: ir.Return, Offset: c.offset, X: values}}
	}
	return nil
}
