package code

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// store lowers a store. The value is in A, or small and constant.
func (l *lowerer) store(s *ir.Stmt) {
	forms := &Table[s.Op]
	addr, value := s.X[0], s.X[1]
	if l.storeResult(s) {
		return
	}
	if at, ok := l.address(s.A, s.B, addr); ok && at.moved != 0 && forms.Small != None && isConst(value) && fits16(s.Op, value.B) {
		l.emit(Instr{Op: forms.Small, B: l.loose(at.base), C: uint16(value.B), Imm: at.imm()})
		return
	}
	if forms.Value != None && value.Kind == ir.Const && l.simple(addr, s.A) && inHalf(s.B) {
		if v := value.B; v == uint64(int64(int32(v))) || v>>32 == 0 && op.Table[s.Op].Sig == "ai:" {
			l.emit(Instr{Op: forms.Value, B: l.loose(addr), Imm: v<<32 | s.B})
			return
		}
	}
	if mixed(addr, value) {
		base := l.loose(addr)
		a := l.loose(value)
		l.based(forms, s.A, s.B, base, func(in Instr) {
			in.A = a
			l.emit(in)
		})
		return
	}
	a := l.loose(value)
	l.access(forms, s.A, s.B, op.Table[s.Op].Size, addr, func(in Instr) {
		in.A = a
		l.emit(in)
	})
}

// loadInto lowers a load of size bytes.
func (l *lowerer) loadInto(forms *Forms, x *ir.Expr, size uint8, to reg) {
	l.access(forms, x.A, x.B, size, x.Args[0], func(in Instr) {
		in.A = to
		if !l.advance(forms, in) {
			l.emit(in)
		}
	})
}

// simple tells whether the address of an access to a memory is best put into a register.
func (l *lowerer) simple(addr *ir.Expr, memory uint32) bool {
	if memory != 0 || l.m.MemType(0).Is64 {
		return false
	}
	return addr.Kind == ir.Read || addr.Kind == ir.Apply && addr.Op != op.I32Add
}

// access emits a load or store of size bytes with what its address takes; done sets the other operand.
func (l *lowerer) access(forms *Forms, memory uint32, offset uint64, size uint8, addr *ir.Expr, done func(Instr)) {
	switch {
	case memory != 0 || l.m.MemType(0).Is64:
		l.based(forms, memory, offset, l.loose(addr), done)
	case addr.Kind == ir.Const:
		done(Instr{Op: forms.Abs, Imm: addr.B + offset})
	case isIndex(addr, size):
		done(Instr{Op: forms.Times, B: l.loose(addr.Args[0]), Imm: offset})
	case addr.Kind == ir.Apply && addr.Op == op.I32Add:
		l.sum(forms, offset, size, addr.Args[0], addr.Args[1], done)
	default:
		l.based(forms, memory, offset, l.loose(addr), done)
	}
}

// based is access for an address in a register.
func (l *lowerer) based(forms *Forms, memory uint32, offset uint64, base reg, done func(Instr)) {
	is64 := l.m.MemType(int(memory)).Is64
	switch {
	case memory != 0:
		in := Instr{Op: Address, A: l.temp(), B: base, Imm: offset}
		if is64 {
			in.Op = Address64
		}
		l.emit(in)
		done(Instr{Op: forms.Other, B: in.A, C: reg(memory)})
	case is64:
		done(Instr{Op: forms.Wide, B: base, Imm: offset})
	default:
		done(Instr{Op: forms.R, B: base, Imm: offset})
	}
}

// sum is access for an address that is the sum of x and y.
func (l *lowerer) sum(forms *Forms, offset uint64, size uint8, x, y *ir.Expr, done func(Instr)) {
	if isIndex(x, size) {
		x, y = y, x
	}
	switch {
	case y.Kind == ir.Const && inHalf(offset):
		done(Instr{Op: forms.Moved, B: l.loose(x), Imm: y.B<<32 | offset})
	case x.Kind == ir.Const && inHalf(offset):
		done(Instr{Op: forms.Moved, B: l.loose(y), Imm: x.B<<32 | offset})
	case isIndex(y, size):
		done(Instr{Op: forms.Scale, B: l.loose(x), C: l.loose(y.Args[0]), Imm: offset})
	default:
		done(Instr{Op: forms.Index, B: l.loose(x), C: l.loose(y), Imm: offset})
	}
}

// inHalf tells whether half of a constant has room for an offset: that of the upper half of a vector may be larger than those of files.
func inHalf(offset uint64) bool { return offset>>32 == 0 }

// isIndex tells whether x is a number times the size of an element.
func isIndex(x *ir.Expr, size uint8) bool {
	return size > 1 && x.Kind == ir.Apply && x.Op == op.I32Shl && x.Args[1].Kind == ir.Const && 1<<(x.Args[1].B&31) == int(size)
}
