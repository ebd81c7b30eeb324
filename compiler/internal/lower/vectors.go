package lower

import (
	"encoding/binary"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Memory instructions of vectors (spec 4.4.7) are taken apart: what is behind knows accesses to integers, and vectors that are made of two.

// vectorLoad lowers v128.load: it loads the halves.
func (l *lowerer) vectorLoad(in *wasm.Instr) {
	l.shareable(len(l.stack) - 1)
	address := l.pop()
	low := l.load(op.I64Load, in, 0, address)
	high := l.load(op.I64Load, in, 8, l.copy(address))
	l.push(l.vectorOf(low, high))
}

// vectorStore lowers v128.store. The upper half is stored first: where that is within bounds, so is the lower one.
func (l *lowerer) vectorStore(in *wasm.Instr) {
	l.shareable(len(l.stack) - 2)
	l.shareable(len(l.stack) - 1)
	v, address := l.pop(), l.pop()
	l.change(further(in, op.I64Store, 8), []*ir.Expr{l.copy(address), l.half(op.V128Hi, l.copy(v))}, nil)
	l.change(further(in, op.I64Store, 0), []*ir.Expr{address, l.half(op.V128Lo, v)}, nil)
}

// splatLoad lowers the instructions that load one lane and give it to all.
func splatLoad(load, splat op.Op) func(*lowerer, *wasm.Instr) {
	return func(l *lowerer, in *wasm.Instr) {
		l.push(l.apply(splat, wasm.V128, []*ir.Expr{l.load(load, in, 0, l.pop())}))
	}
}

// extendLoad lowers the instructions that load 8 bytes and make each lane there one of twice the width.
func extendLoad(extend op.Op) func(*lowerer, *wasm.Instr) {
	return func(l *lowerer, in *wasm.Instr) {
		low := l.load(op.I64Load, in, 0, l.pop())
		l.push(l.apply(extend, wasm.V128, []*ir.Expr{l.vectorOf(low, l.constant(wasm.I64, 0))}))
	}
}

// zeroLoad lowers the instructions that load the first lane, with zeros in the others.
func zeroLoad(load op.Op) func(*lowerer, *wasm.Instr) {
	return func(l *lowerer, in *wasm.Instr) {
		l.push(l.vectorOf(l.load(load, in, 0, l.pop()), l.constant(wasm.I64, 0)))
	}
}

// laneLoad lowers the instructions that load one lane of a vector: the vector changes places with the address.
func laneLoad(load, replace op.Op) func(*lowerer, *wasm.Instr) {
	return func(l *lowerer, in *wasm.Instr) {
		address, v := len(l.stack)-2, len(l.stack)-1
		if both := l.stack[address].Effects | l.stack[v].Effects; both&ir.Trapping != 0 && !both.OneTrap() {
			l.spill(address)
		}
		args := l.popN(2)
		l.push(args[1])
		l.push(l.load(load, in, 0, args[0]))
		x := l.apply(replace, wasm.V128, l.popN(2))
		x.Lane = in.Lane
		l.push(x)
	}
}

// laneStore lowers the instructions that store one lane of a vector.
func laneStore(store, extract op.Op) func(*lowerer, *wasm.Instr) {
	return func(l *lowerer, in *wasm.Instr) {
		args := l.popN(2)
		lane := l.apply(extract, resultOf(extract), args[1:])
		lane.Lane = in.Lane
		l.change(further(in, store, 0), []*ir.Expr{args[0], lane}, nil)
	}
}

// shuffle pushes i8x16.shuffle with operands that may be written several times: in Go it is parts of these.
func (l *lowerer) shuffle(in *wasm.Instr) {
	l.shareable(len(l.stack) - 2)
	l.shareable(len(l.stack) - 1)
	args := l.popN(2)
	first, second := uses(l.f.V128[in.A])
	if !second {
		args[1] = l.copy(args[0])
	} else if !first {
		args[0] = l.copy(args[1])
	}
	l.operand(in, args, "v")
}

// uses tells which operands a shuffle takes bytes of. Who writes it mentions no other, so that the variable of one that it does not use would be read by
// nobody.
func uses(lanes [16]byte) (first, second bool) {
	for _, lane := range lanes {
		first, second = first || lane < 16, second || lane >= 16
	}
	return first, second
}

// load is a load in the place of the access in, so many bytes behind its address.
func (l *lowerer) load(o op.Op, in *wasm.Instr, bytes uint64, address *ir.Expr) *ir.Expr {
	x := l.apply(o, resultOf(o), []*ir.Expr{address})
	at := further(in, o, bytes)
	x.A, x.B = at.A, at.B
	return x
}

// further is an access in the place of another, so many bytes behind it.
func further(in *wasm.Instr, o op.Op, bytes uint64) *wasm.Instr {
	return &wasm.Instr{Op: o, Offset: in.Offset, A: in.A, B: ir.Behind(in.B, bytes)}
}

// resultOf is the type of an instruction's only result.
func resultOf(o op.Op) wasm.ValType {
	_, result, _ := strings.Cut(op.Table[o].Sig, ":")
	return wasm.ClassOfLetter(result[0]).Type()
}

// vectorOf is the vector with these halves.
func (l *lowerer) vectorOf(low, high *ir.Expr) *ir.Expr {
	return l.apply(op.V128Of, wasm.V128, []*ir.Expr{low, high})
}

// half is v128.lo or v128.hi of an operand.
func (l *lowerer) half(o op.Op, v *ir.Expr) *ir.Expr {
	if v.Kind != ir.Const {
		return l.apply(o, wasm.I64, []*ir.Expr{v})
	}
	bits := l.f.V128[v.A][:]
	if o == op.V128Hi {
		bits = bits[8:]
	}
	return l.constant(wasm.I64, binary.LittleEndian.Uint64(bits))
}
