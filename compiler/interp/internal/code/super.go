package code

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

func isConst(x *ir.Expr) bool { return x.Kind == ir.Const }

// fits32 tells whether a constant is its low half, sign-extended to the type that an instruction works on.
func fits32(o op.Op, bits uint64) bool {
	return op.Table[o].Sig[0] == 'i' || bits == uint64(int64(int32(bits)))
}

// fits16 tells whether a constant is the sign extension of 16 bits; a store looks at its value.
func fits16(o op.Op, bits uint64) bool {
	kind := op.Table[o].Sig[0]
	if kind == 'a' {
		kind = op.Table[o].Sig[1]
	}
	if kind == 'i' {
		return uint32(bits) == uint32(int32(int16(bits)))
	}
	return bits == uint64(int64(int16(bits)))
}

// mixed tells whether operands may trap, and not all in the same way: then the leftmost has to be evaluated first (spec 4.4). Two
// loads out of bounds may change places.
func mixed(operands ...*ir.Expr) bool {
	trapping, effects := 0, ir.Effects(0)
	for _, x := range operands {
		if x.Effects&ir.Trapping != 0 {
			trapping++
			effects |= x.Effects
		}
	}
	return trapping > 1 && !effects.OneTrap()
}

// operands are those of a binary operation, with a constant as the second one where they can change places.
func operands(x *ir.Expr) (a, b *ir.Expr) {
	a, b = x.Args[0], x.Args[1]
	if isConst(a) && !isConst(b) && commutes(x.Op) {
		a, b = b, a
	}
	return a, b
}

// commutes tells whether an operation's operands can change places.
func commutes(o op.Op) bool { return Table[o].K != None && Table[o].L == None && !condition(o) }

func condition(o op.Op) bool { return op.Table[o].Condition() }

func binary(x *ir.Expr) bool { return x.Kind == ir.Apply && len(x.Args) == 2 && Table[x.Op].K != None }

// pair lowers an operation together with one of its operands, where there is an instruction for both.
func (l *lowerer) pair(x *ir.Expr, to reg) bool {
	a, b := operands(x)
	if l.pairLeft(x, a, b, to) || commutes(x.Op) && l.pairLeft(x, b, a, to) {
		return true
	}
	if !binary(b) {
		return false
	}
	p := PairOf(x.Op, b.Op)
	c, d := operands(b)
	switch {
	case p.RightK != None && isConst(d) && !isConst(a):
		l.emit(Instr{Op: p.RightK, A: to, B: l.loose(c), C: l.loose(a), Imm: d.B})
	case p.Right != None && !isConst(c) && !isConst(d) && !isConst(a):
		l.emit(Instr{Op: p.Right, A: to, B: l.loose(c), C: l.loose(d), Imm: uint64(l.loose(a))})
	default:
		return false
	}
	return true
}

// pairLeft lowers x with its operand a, the first one.
func (l *lowerer) pairLeft(x, a, b *ir.Expr, to reg) bool {
	if !binary(a) {
		return false
	}
	p := PairOf(x.Op, a.Op)
	c, d := operands(a)
	switch {
	case p.KK != None && isConst(b) && isConst(d) && fits32(x.Op, b.B) && fits32(a.Op, d.B):
		l.emit(Instr{Op: p.KK, A: to, B: l.loose(c), Imm: b.B<<32 | uint64(uint32(d.B))})
	case isConst(b) || isConst(c):
		return false
	case p.K != None && isConst(d):
		l.emit(Instr{Op: p.K, A: to, B: l.loose(c), C: l.loose(b), Imm: d.B})
	case p.R != None && !isConst(d):
		l.emit(Instr{Op: p.R, A: to, B: l.loose(c), C: l.loose(d), Imm: uint64(l.loose(b))})
	default:
		return false
	}
	return true
}

// An address is that of an access to the first memory: a register, a number that is added to it, and the offset.
type address struct {
	base   *ir.Expr
	moved  uint64 // the addition wraps
	offset uint64
}

// address takes an access apart whose address is no more than that.
func (l *lowerer) address(memory uint32, offset uint64, x *ir.Expr) (address, bool) {
	if memory != 0 || l.m.MemType(0).Is64 || isConst(x) || !inHalf(offset) {
		return address{}, false
	}
	if x.Kind != ir.Apply || x.Op != op.I32Add {
		return address{x, 0, offset}, true
	}
	a, b := operands(x)
	return address{a, b.B, offset}, isConst(b)
}

func (a address) imm() uint64 { return a.moved<<32 | a.offset }

// load takes a load of the first memory apart.
func (l *lowerer) load(x *ir.Expr) (address, bool) {
	if x.Kind != ir.Apply || !op.Table[x.Op].Accesses() {
		return address{}, false
	}
	return l.address(x.A, x.B, x.Args[0])
}

// withLoad lowers an operation together with an operand that is a load.
func (l *lowerer) withLoad(x *ir.Expr, to reg) bool {
	a, b := operands(x)
	if commutes(x.Op) && l.withLoadOn(LoadedOf(x.Op, a.Op).R, b, a, to) {
		return true
	}
	return l.withLoadOn(LoadedOf(x.Op, b.Op).R, a, b, to) || l.withLoadOn(LoadedOf(x.Op, a.Op).Right, b, a, to)
}

func (l *lowerer) withLoadOn(o Op, other, load *ir.Expr, to reg) bool {
	at, ok := l.load(load)
	if o == None || !ok || isConst(other) {
		return false
	}
	in := Instr{Op: o, A: to, B: l.loose(other), C: l.loose(at.base), Imm: at.imm()}
	l.offset = load.Offset
	l.emit(in)
	return true
}

// storeResult lowers a store together with the operation whose result is stored.
func (l *lowerer) storeResult(s *ir.Stmt) bool {
	addr, value := s.X[0], s.X[1]
	if !binary(value) {
		return false
	}
	at, ok := l.address(s.A, s.B, addr)
	p := StoredOf(s.Op, value.Op)
	a, b := operands(value)
	switch {
	case !ok || isConst(a):
		return false
	case p.K != None && isConst(b) && fits16(value.Op, b.B):
		l.emit(Instr{Op: p.K, A: l.loose(at.base), B: l.loose(a), C: uint16(b.B), Imm: at.imm()})
	case p.R != None && !isConst(b):
		l.emit(Instr{Op: p.R, A: l.loose(at.base), B: l.loose(a), C: l.loose(b), Imm: at.imm()})
	default:
		return false
	}
	return true
}

// testLoad jumps by the comparison of a loaded value with b.
func (l *lowerer) testLoad(o op.Op, a, b *ir.Expr, t *target) bool {
	at, ok := l.load(a)
	if !ok || at.moved != 0 {
		return false
	}
	p := TestedOf(o, a.Op)
	in := Instr{Imm: at.offset << 32}
	switch {
	case p.JK != None && isConst(b) && fits16(o, b.B):
		in.Op, in.B, in.C = p.JK, l.loose(at.base), uint16(b.B)
	case p.J != None && !isConst(b):
		in.Op, in.B, in.C = p.J, l.loose(at.base), l.loose(b)
	default:
		return false
	}
	l.offset = a.Offset
	l.jump(in, t)
	return true
}

// testZero jumps where x is 0, or where it is not, if x is a load or some bits of a value.
func (l *lowerer) testZero(o op.Op, x *ir.Expr, zero bool, t *target) bool {
	if binary(x) && (x.Op == op.I32And || x.Op == op.I64And) {
		return l.testBits(o, x, zero, t)
	}
	at, ok := l.load(x)
	if !ok || at.moved != 0 {
		return false
	}
	in := Instr{Op: TestedOf(o, x.Op).JN, Imm: at.offset << 32}
	if zero {
		in.Op = TestedOf(o, x.Op).J
	}
	if in.Op == None {
		return false
	}
	in.B = l.loose(at.base)
	l.offset = x.Offset
	l.jump(in, t)
	return true
}

func (l *lowerer) testBits(o op.Op, x *ir.Expr, zero bool, t *target) bool {
	a, b := operands(x)
	if !isConst(b) || !fits32(x.Op, b.B) {
		return false
	}
	in := Instr{Op: TestedOf(o, x.Op).JKN, B: l.loose(a), Imm: b.B << 32}
	if zero {
		in.Op = TestedOf(o, x.Op).JK
	}
	l.jump(in, t)
	return true
}

// previous is the instruction before, if it always runs just before.
func (l *lowerer) previous() *Instr {
	if n := len(l.code); n > l.bound {
		return &l.code[n-1]
	}
	return nil
}

// count makes one instruction of the comparison in and of the addition before it, whose result it compares.
func (l *lowerer) count(o op.Op, in Instr, t *target) bool {
	p := l.previous()
	if p == nil || p.A != in.B || p.Imm != uint64(int64(int32(p.Imm))) && p.Op != I32AddK {
		return false
	}
	var forms Pair
	switch p.Op {
	case I32AddK:
		forms = CountedOf(o, op.I32Add)
	case I64AddK:
		forms = CountedOf(o, op.I64Add)
	}
	super := Instr{Op: forms.J, A: p.A, B: p.B, C: in.C, Imm: p.Imm << 32}
	if in.Op == Table[o].JK {
		if k := uint64(int64(in.Imm) >> 32); fits16(o, k) {
			super.Op, super.C = forms.JK, uint16(k)
		} else {
			return false
		}
	}
	if super.Op == None {
		return false
	}
	l.code = l.code[:len(l.code)-1]
	l.jump(super, t)
	return true
}

// bump makes one instruction of two that add constants to registers.
func (l *lowerer) bump(in Instr) bool {
	p := l.previous()
	if p == nil || p.Op != I32AddK || p.A != p.B || in.A != in.B || in.A == p.A {
		return false
	}
	*p = Instr{Op: I32Bump, A: p.A, B: in.A, Imm: in.Imm<<32 | uint64(uint32(p.Imm))}
	return true
}

// move copies a register: two such copies in a row are one instruction.
func (l *lowerer) move(to, from reg) {
	if p := l.previous(); p != nil && p.Op == Move {
		*p = Instr{Op: Move2, A: p.A, B: p.B, C: to, Imm: uint64(from)}
		return
	}
	l.emit(Instr{Op: Move, A: to, B: from})
}

// advance makes one instruction of a load and of the addition before it that makes its address.
func (l *lowerer) advance(forms *Forms, in Instr) bool {
	p := l.previous()
	if forms.Advance == None || p == nil || p.Op != I32AddK || p.A != in.B || in.Op != forms.R || !inHalf(in.Imm) {
		return false
	}
	*p = Instr{Op: forms.Advance, A: in.A, B: p.B, C: p.A, Imm: p.Imm<<32 | in.Imm}
	l.locate(p.Op)
	return true
}
