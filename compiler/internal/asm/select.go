package asm

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A selector makes instructions of a function's trees.
type selector struct {
	in     *Input
	m      machine
	f      *ir.Func
	frame  *frame
	code   *code
	cur    *block
	now    int         // its number
	at     []int       // by block of the input: its number among ours
	heads  [][]int     // by block of the input: the heads of the loops that end with it
	latch  map[int]int // by head: who counts the turns
	bases  []vreg      // by memory: its address
	limits map[limit]vreg
	count  vreg                // turns left to the next poll
	sums   map[ir.Var]*ir.Expr // variables of this block that are another one and a constant
	consts map[ir.Var]*ir.Expr // vectors of this block that are constants
	signed map[ir.Var]vreg     // the sign extension of variables, in this block
	checks map[place]int       // how many bytes from there on are known to be inside, in this block
	err    error
}

// A limit is the first address at which an access of so many bytes does not fit into a memory with a length.
type limit struct {
	memory uint32
	size   int
}

// selectCode makes a block of each of the function's, one before that takes its arguments, and two behind the last one that leads back to the same
// place: these count turns.
func selectCode(in *Input, m machine) (*code, error) {
	s := &selector{in: in, m: m, f: in.Func, frame: frameOf(in), code: &code{}, limits: map[limit]vreg{}, latch: map[int]int{}}
	for _, v := range in.Func.Vars {
		s.code.newReg(classOf(v.Type))
	}
	s.layOut()
	for i := range in.Flat.Blocks {
		s.now = s.at[i]
		s.cur = &s.code.blocks[s.now]
		s.sums, s.consts, s.signed, s.checks = map[ir.Var]*ir.Expr{}, map[ir.Var]*ir.Expr{}, map[ir.Var]vreg{}, map[place]int{}
		s.statements(i)
		s.latches(i)
	}
	s.arguments()
	s.depths()
	return s.code, s.err
}

func classOf(t wasm.ValType) class {
	if t == wasm.I32 || t == wasm.I64 {
		return general
	}
	return vector
}

// layOut numbers the blocks, and finds those that jumps lead back to.
func (s *selector) layOut() {
	blocks := s.in.Flat.Blocks
	last := map[int]int{} // by head of a loop: the last block that leads there
	for i := range blocks {
		for _, to := range blocks[i].End.To {
			if to <= i {
				last[to] = i
			}
		}
	}
	s.heads = make([][]int, len(blocks))
	for head := range blocks {
		if end, ok := last[head]; ok {
			s.heads[end] = append(s.heads[end], head)
		}
	}
	n := 1
	for i := range blocks {
		s.at = append(s.at, n)
		n++
		for _, head := range s.heads[i] {
			s.latch[head] = n
			n += 2
		}
	}
	s.code.blocks = make([]block, n)
	s.count = none
	if len(last) > 0 {
		s.count = s.code.newReg(general)
	}
}

// target is the block that a jump from block i to block `to` goes to.
func (s *selector) target(i, to int) int {
	if to <= i {
		return s.latch[to]
	}
	return s.at[to]
}

// latches writes the blocks behind block i that count turns: once there have been enough, the goroutine can be stopped.
func (s *selector) latches(i int) {
	for _, head := range s.heads[i] {
		at := s.latch[head]
		s.code.blocks[at] = block{
			insts: []inst{
				{text: []string{s.m.countDown()}, dst: s.count, src: []vreg{s.count}, tied: true},
				{text: []string{s.jumpIf("NE", s.at[head])}, dst: none},
			},
			to: []int{s.at[head], at + 1},
		}
		s.code.blocks[at+1] = block{
			insts: []inst{
				{polls: true, dst: s.count},
				{text: []string{jumpTo(s.at[head])}, dst: none},
			},
			to: []int{s.at[head]},
		}
	}
}

// arguments writes the first block.
func (s *selector) arguments() {
	b := &s.code.blocks[0]
	b.to = []int{s.at[0]}
	s.cur = b
	for i, at := range s.frame.memories {
		if at == "" {
			continue
		}
		s.emit(inst{text: s.m.argument(wasm.I64, at), pure: true}, s.base(i))
	}
	for i, m := range s.in.Memories {
		for _, size := range []int{1, 2, 4, 8, 16} {
			if r, ok := s.limits[limit{uint32(i), size}]; ok && m.Checked {
				s.emit(inst{text: s.m.limit(s.frame.lengths[i], size), pure: true}, r)
			}
		}
	}
	for i, v := range s.f.Vars {
		if i < s.f.Params {
			s.emit(inst{text: s.m.argument(v.Type, s.frame.params[i]), pure: true}, vreg(i))
		} else {
			s.constant(&ir.Expr{Kind: ir.Const, Type: v.Type}, [16]byte{}, vreg(i))
		}
	}
	if s.count != none {
		s.emit(inst{text: []string{s.m.number(s.code.turns(), "<d>")}}, s.count)
	}
}

// base is the register with the address of a memory.
func (s *selector) base(memory int) vreg {
	for len(s.bases) <= memory {
		s.bases = append(s.bases, none)
	}
	if s.bases[memory] == none {
		s.bases[memory] = s.code.newReg(general)
	}
	return s.bases[memory]
}

// depths finds how many loops are around each block.
func (s *selector) depths() {
	for i := range s.code.blocks {
		for _, to := range s.code.blocks[i].to {
			for k := to; k <= i; k++ {
				s.code.blocks[k].depth++
			}
		}
	}
	for i := range s.code.blocks {
		for n := range s.code.blocks[i].insts {
			if s.code.blocks[i].insts[n].polls {
				s.code.blocks[i].depth = 0
			}
		}
	}
}

func (s *selector) statements(i int) {
	b := &s.in.Flat.Blocks[i]
	for k := 0; k < len(b.Stmts); k++ {
		if k+1 < len(b.Stmts) && s.storesVector(&b.Stmts[k], &b.Stmts[k+1]) {
			k++
			continue
		}
		s.stmt(&b.Stmts[k])
	}
	s.end(i, &b.End)
}

func (s *selector) refuse(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("asm: "+format, args...)
	}
}

func (s *selector) stmt(st *ir.Stmt) {
	switch st.Kind {
	case ir.Assign:
		s.assign(st)
	case ir.Eval:
		if st.X[0].Cond {
			s.condition(st.X[0])
		} else {
			s.value(st.X[0])
		}
	case ir.Effect:
		s.store(st)
	default:
		s.refuse("statement of kind %d", st.Kind)
	}
}

// assign evaluates all before it assigns any.
func (s *selector) assign(st *ir.Stmt) {
	if len(st.Dst) == 1 && len(st.X) == 1 {
		s.eval(st.X[0], vreg(st.Dst[0]))
		s.assigned(st.Dst[0], st.X[0])
		return
	}
	values := make([]vreg, len(st.X))
	for i, x := range st.X {
		values[i] = s.code.newReg(classOf(x.Type))
		s.eval(x, values[i])
	}
	for i, v := range st.Dst {
		s.copy(values[i], vreg(v))
		s.assigned(v, nil)
	}
}

// assigned forgets what was known of a variable, and keeps what is known now.
func (s *selector) assigned(v ir.Var, x *ir.Expr) {
	delete(s.signed, v)
	delete(s.sums, v)
	delete(s.consts, v)
	maps.DeleteFunc(s.checks, func(c place, _ int) bool { return c.index == vreg(v) })
	for other, sum := range s.sums {
		if sum.Args[0].Var == v {
			delete(s.sums, other)
		}
	}
	if x != nil && x.Kind == ir.Apply && x.Op == op.I32Add && x.Args[0].Kind == ir.Read && x.Args[0].Var != v && x.Args[1].Kind == ir.Const {
		s.sums[v] = x
	}
	if x != nil && x.Kind == ir.Const && x.Type == wasm.V128 {
		s.consts[v] = x
	}
}

// known returns the bytes of a vector that is a constant, or a variable that holds one.
func (s *selector) known(x *ir.Expr) (bits [16]byte, ok bool) {
	if c := s.consts[x.Var]; x.Kind == ir.Read && c != nil {
		x = c
	}
	if x.Kind != ir.Const {
		return bits, false
	}
	return s.f.V128[x.A], true
}

// end writes the jumps behind block i.
func (s *selector) end(i int, e *ir.Exit) {
	switch e.Kind {
	case ir.Goto:
		s.jump(s.target(i, e.To[0]))
	case ir.Branch:
		s.branch(e.X, s.target(i, e.To[0]), s.target(i, e.To[1]))
	case ir.Table:
		s.table(i, e)
	case ir.Leave:
		s.leave(e.Stmt)
	}
}

// jumpIf is the text of a jump.
func (s *selector) jumpIf(when suffix, to int) string {
	return s.m.jump(when) + " @" + strconv.Itoa(to)
}

func (s *selector) jump(to int) {
	s.cur.to = append(s.cur.to, to)
	s.add(inst{text: []string{jumpTo(to)}, dst: none})
}

// table compares the index with one number after the other.
func (s *selector) table(i int, e *ir.Exit) {
	index := s.value(e.X)
	last := len(e.To) - 1
	for k, to := range e.To[:last] {
		if to == e.To[last] {
			continue
		}
		at := s.target(i, to)
		s.cur.to = append(s.cur.to, at)
		s.add(inst{text: []string{s.m.compareNumber(k), s.jumpIf("EQ", at)}, src: []vreg{index}, dst: none})
	}
	s.jump(s.target(i, e.To[last]))
}

// leave returns, or traps.
func (s *selector) leave(st *ir.Stmt) {
	if st.Kind == ir.Unreachable {
		s.add(inst{text: []string{"JMP @T"}, trap: "trapUnreachable", offset: max(st.Offset, 1), dst: none})
		return
	}
	if st.Kind != ir.Return || len(st.X) != len(s.frame.results) {
		s.refuse("return of kind %d", st.Kind)
		return
	}
	values := s.values(st.X)
	for i, x := range st.X {
		s.add(inst{text: s.m.result(x.Type, s.frame.results[i]), src: []vreg{values[i]}, dst: none})
	}
	s.add(inst{text: []string{"RET"}, dst: none})
}

// add appends an instruction to the block.
func (s *selector) add(i inst) { s.cur.insts = append(s.cur.insts, i) }

// emit appends an instruction that writes dst, by way of another register where dst is an operand that it must not overwrite, and returns dst.
func (s *selector) emit(i inst, dst vreg) vreg {
	clash := false
	for k, r := range i.src {
		clash = clash || r == dst && (i.early && !(i.tied && k == 0) || i.tied && k > 0)
	}
	i.dst = dst
	if !clash {
		s.add(i)
		return dst
	}
	i.dst = s.code.newReg(s.code.kinds[dst])
	s.add(i)
	s.copy(i.dst, dst)
	return dst
}

// make is emit for a value of type t.
func (s *selector) make(t wasm.ValType, dst vreg, i inst) vreg {
	if dst == none {
		dst = s.code.newReg(classOf(t))
	}
	return s.emit(i, dst)
}

func (s *selector) copy(from, to vreg) {
	if from != to {
		s.add(inst{copies: true, pure: true, src: []vreg{from}, dst: to})
	}
}

// value evaluates x into a register that is not to be written.
func (s *selector) value(x *ir.Expr) vreg { return s.eval(x, none) }

// overwriting evaluates the operands of an instruction that begins with the first one in dst: it is evaluated there, unless that would destroy
// what another one reads.
func (s *selector) overwriting(dst vreg, args ...*ir.Expr) []vreg {
	src := make([]vreg, len(args))
	rest := func() {
		for k := 1; k < len(args); k++ {
			src[k] = s.value(args[k])
		}
	}
	first := func(dst vreg) {
		if args[0].Kind == ir.Read {
			dst = none // the instruction copies it
		}
		src[0] = s.eval(args[0], dst)
	}
	free, late := true, args[0].Effects&ir.Trapping == 0
	for _, a := range args[1:] {
		free = free && !reads(a, dst)
		late = late && a.Kind != ir.Read // which is read by the instruction itself
	}
	switch {
	case dst == none || free:
		first(dst)
		rest()
	case late:
		rest()
		first(dst)
	default:
		first(none)
		rest()
	}
	return src
}

func reads(x *ir.Expr, r vreg) (found bool) {
	x.Walk(func(x *ir.Expr) { found = found || x.Kind == ir.Read && vreg(x.Var) == r })
	return found
}

// eval evaluates x into dst, which x may read. Where that is none, it chooses the register.
func (s *selector) eval(x *ir.Expr, dst vreg) vreg {
	switch x.Kind {
	case ir.Read:
		r := vreg(x.Var)
		if dst != none {
			s.copy(r, dst)
			return dst
		}
		return r
	case ir.Const:
		var bits [16]byte
		if x.Type == wasm.V128 {
			bits = s.f.V128[x.A]
		}
		return s.constant(x, bits, dst)
	case ir.Quiet:
		return s.eval(x.Args[0], dst)
	case ir.FromBool:
		return s.boolean(x.Args[0], dst)
	case ir.Select:
		return s.selects(x, dst)
	case ir.Apply:
		return s.apply(x, dst)
	}
	s.refuse("expression of kind %d", x.Kind)
	return s.make(x.Type, dst, inst{})
}

// apply evaluates an instruction: by hand, or by its row.
func (s *selector) apply(x *ir.Expr, dst vreg) vreg {
	if isLoad(x) {
		if a, ok := s.m.access(x.Op); ok {
			return s.load(x, a, x.Type, dst)
		}
	}
	if r := s.m.byHand(s, x, dst); r != none {
		return r
	}
	row := s.m.table().row(x.Op)
	if row == nil {
		s.refuse("%s has no row", op.Table[x.Op].Name)
		return s.make(x.Type, dst, inst{})
	}
	return s.byRow(x, row, dst)
}

func (s *selector) byRow(x *ir.Expr, row *row, dst vreg) vreg {
	args := x.Args
	if row.commutes && swaps(args, dst) {
		args = append([]*ir.Expr{args[1], args[0]}, args[2:]...)
	}
	i := inst{tied: row.tied, early: row.early, pure: true}
	texts := make([]string, len(args)) // of constants
	var operands []*ir.Expr            // in registers
	var at []int                       // which of args they are
	for k, a := range args {
		if k > 0 && a.Kind == ir.Const && a.Type == wasm.V128 && row.tied && s.m.constants() {
			texts[k] = s.constText(s.f.V128[a.A])
			continue
		}
		operands, at = append(operands, a), append(at, k)
	}
	if row.tied {
		i.src = s.overwriting(dst, operands...)
	} else {
		i.src = s.values(operands)
	}
	i.lines = func(dst string, src []string) []string {
		all := slices.Clone(texts)
		for k, r := range src {
			all[at[k]] = r
		}
		return row.expand(dst, all, x.Lane, s.constText)
	}
	return s.make(x.Type, dst, i)
}

// values evaluates operands one after the other.
func (s *selector) values(args []*ir.Expr) []vreg {
	src := make([]vreg, len(args))
	for k, a := range args {
		src[k] = s.value(a)
	}
	return src
}

// swaps tells whether the operands of a commutative instruction should change places: the first one is overwritten.
func swaps(args []*ir.Expr, dst vreg) bool {
	x, y := args[0], args[1]
	switch {
	case x.Kind == ir.Const:
		return true
	case y.Kind == ir.Const || x.Kind == ir.Read && vreg(x.Var) == dst:
		return false
	case y.Kind == ir.Read && vreg(y.Var) == dst:
		return true
	}
	return x.Kind == ir.Read && y.Kind != ir.Read
}

// constText names a constant in read-only data.
func (s *selector) constText(bits [16]byte) string {
	for i, c := range s.code.consts {
		if c == bits {
			return constName(s.in.Name, i) + "(SB)"
		}
	}
	s.code.consts = append(s.code.consts, bits)
	return constName(s.in.Name, len(s.code.consts)-1) + "(SB)"
}

// constant makes a constant.
func (s *selector) constant(x *ir.Expr, bits [16]byte, dst vreg) vreg {
	i := s.m.constant(s, x, bits)
	i.pure = true
	return s.make(x.Type, dst, i)
}
