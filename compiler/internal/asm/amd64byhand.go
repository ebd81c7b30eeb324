package asm

import (
	"encoding/binary"
	"fmt"
	"math"
	"sync"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

func (m amd64) byHand(s *selector, x *ir.Expr, dst vreg) vreg {
	if d, ok := divisions[x.Op]; ok {
		return s.divide(x, d, dst)
	}
	switch x.Op {
	case op.I32Add, op.I64Add:
		return m.sumOf(s, x, dst)
	case op.I32Sub, op.I32And, op.I32Or, op.I32Xor, op.I64Sub, op.I64And, op.I64Or, op.I64Xor:
		return m.withImmediate(s, x, dst)
	case op.I32Shl, op.I32ShrS, op.I32ShrU, op.I32Rotl, op.I32Rotr:
		return m.shiftByConstant(s, x, 31, dst)
	case op.I64Shl, op.I64ShrS, op.I64ShrU, op.I64Rotl, op.I64Rotr:
		return m.shiftByConstant(s, x, 63, dst)
	case op.I16x8Shl, op.I16x8ShrS, op.I16x8ShrU:
		return m.shiftByConstant(s, x, 15, dst)
	case op.I32x4Shl, op.I32x4ShrS, op.I32x4ShrU:
		return m.shiftByConstant(s, x, 31, dst)
	case op.I64x2Shl, op.I64x2ShrU:
		return m.shiftByConstant(s, x, 63, dst)
	case op.I8x16Shl, op.I8x16ShrU:
		return m.shiftBytes(s, x, dst)
	case op.I32Mul, op.I64Mul:
		return m.timesConstant(s, x, dst)
	case op.V128Of:
		return s.vectorLoad(x, dst)
	case op.I32x4Splat, op.F32x4Splat, op.I64x2Splat, op.F64x2Splat:
		return m.splatLoad(s, x, dst)
	case op.I16x8ExtendLowI8x16S, op.I16x8ExtendLowI8x16U, op.I32x4ExtendLowI16x8S, op.I32x4ExtendLowI16x8U, op.I64x2ExtendLowI32x4S, op.I64x2ExtendLowI32x4U:
		return m.extendLoad(s, x, namesAMD64[x.Op], dst)
	case op.I16x8Q15mulrSatS, op.I16x8RelaxedQ15mulrS:
		return m.roundedProduct(s, x, dst)
	case op.V128Or:
		return m.rotation(s, x, dst)
	case op.I8x16Shuffle:
		return m.shuffle(s, x, dst)
	}
	return none
}

// namesAMD64 are the instructions for what takes immediates, or loads.
var namesAMD64 = map[op.Op]string{
	op.I32Sub: "SUBL", op.I32And: "ANDL", op.I32Or: "ORL", op.I32Xor: "XORL", op.I64Sub: "SUBQ", op.I64And: "ANDQ", op.I64Or: "ORQ", op.I64Xor: "XORQ",
	op.I32Shl: "SHLL", op.I32ShrS: "SARL", op.I32ShrU: "SHRL", op.I32Rotl: "ROLL", op.I32Rotr: "RORL",
	op.I64Shl: "SHLQ", op.I64ShrS: "SARQ", op.I64ShrU: "SHRQ", op.I64Rotl: "ROLQ", op.I64Rotr: "RORQ",
	op.I16x8Shl: "PSLLW", op.I16x8ShrS: "PSRAW", op.I16x8ShrU: "PSRLW", op.I32x4Shl: "PSLLL", op.I32x4ShrS: "PSRAL", op.I32x4ShrU: "PSRLL",
	op.I16x8ExtendLowI8x16S: "PMOVSXBW", op.I16x8ExtendLowI8x16U: "PMOVZXBW", op.I32x4ExtendLowI16x8S: "PMOVSXWD", op.I32x4ExtendLowI16x8U: "PMOVZXWD",
	op.I64x2ExtendLowI32x4S: "PMOVSXDQ", op.I64x2ExtendLowI32x4U: "PMOVZXDQ",
	op.I64x2Shl: "PSLLQ", op.I64x2ShrU: "PSRLQ", op.I8x16Shl: "PSLLW", op.I8x16ShrU: "PSRLW",
}

// sumOf adds without overwriting an operand.
func (m amd64) sumOf(s *selector, x *ir.Expr, dst vreg) vreg {
	name := "LEAL "
	if x.Op == op.I64Add {
		name = "LEAQ "
	}
	a, b := x.Args[0], x.Args[1]
	if a.Kind == ir.Const {
		a, b = b, a
	}
	if isImmediate(b) {
		i := inst{src: []vreg{s.value(a)}, pure: true}
		if i.src[0] == dst {
			i.tied, i.text = true, []string{"ADD" + name[3:4] + " " + immediate(b) + ", <d>"}
		} else {
			i.text = []string{name + immediate(b)[1:] + "(<0>), <d>"}
		}
		return s.make(x.Type, dst, i)
	}
	i := inst{src: []vreg{s.value(a), s.value(b)}, pure: true}
	switch dst {
	case none:
	case i.src[1]:
		i.src[0], i.src[1] = i.src[1], i.src[0]
		fallthrough
	case i.src[0]:
		i.tied, i.text = true, []string{"ADD" + name[3:4] + " <1>, <d>"}
		if i.src[0] != i.src[1] {
			return s.make(x.Type, dst, i)
		}
		i.tied = false
	}
	i.text = []string{name + "(<0>)(<1>*1), <d>"}
	return s.make(x.Type, dst, i)
}

func (m amd64) withImmediate(s *selector, x *ir.Expr, dst vreg) vreg {
	if !isImmediate(x.Args[1]) {
		return none
	}
	return s.make(x.Type, dst, inst{
		text: []string{namesAMD64[x.Op] + " " + immediate(x.Args[1]) + ", <d>"}, src: s.overwriting(dst, x.Args[0]), tied: true, pure: true,
	})
}

// shiftByConstant shifts or rotates a number, or the lanes of a vector.
func (m amd64) shiftByConstant(s *selector, x *ir.Expr, mask uint64, dst vreg) vreg {
	if x.Args[1].Kind != ir.Const {
		return none
	}
	return s.make(x.Type, dst, inst{
		text: []string{fmt.Sprintf("%s $%d, <d>", namesAMD64[x.Op], x.Args[1].B&mask)}, src: s.overwriting(dst, x.Args[0]), tied: true, pure: true,
	})
}

// timesConstant multiplies by a constant, which the machine does with three operands.
func (m amd64) timesConstant(s *selector, x *ir.Expr, dst vreg) vreg {
	if !isImmediate(x.Args[1]) {
		return none
	}
	name := "IMUL3L "
	if x.Type == wasm.I64 {
		name = "IMUL3Q "
	}
	return s.make(x.Type, dst, inst{text: []string{name + immediate(x.Args[1]) + ", <0>, <d>"}, src: []vreg{s.value(x.Args[0])}, pure: true})
}

// shiftBytes shifts lanes of 8 bits as ones of 16, and clears what came from the neighbour.
func (m amd64) shiftBytes(s *selector, x *ir.Expr, dst vreg) vreg {
	if x.Args[1].Kind != ir.Const {
		return none
	}
	n := x.Args[1].B & 7
	keep := byte(0xff) << n
	if x.Op == op.I8x16ShrU {
		keep = 0xff >> n
	}
	var mask [16]byte
	for i := range mask {
		mask[i] = keep
	}
	return s.make(wasm.V128, dst, inst{
		text: []string{fmt.Sprintf("%s $%d, <d>", namesAMD64[x.Op], n), "PAND " + s.constText(mask) + ", <d>"},
		src:  s.overwriting(dst, x.Args[0]), tied: true, pure: true,
	})
}

// unsaturated is the row of rounded products that all fit in their lanes.
var unsaturated = sync.OnceValue(func() *row { return rowsAMD64().parseRow("=c", "PMULHRSW $1, $d") })

// roundedProduct multiplies by a constant that has no lane of -1: the only product that has to saturate is that of two of these.
func (m amd64) roundedProduct(s *selector, x *ir.Expr, dst vreg) vreg {
	for _, a := range x.Args {
		if bits, ok := s.known(a); ok && !hasLane16(bits, math.MinInt16) {
			return s.byRow(x, unsaturated(), dst)
		}
	}
	return none
}

func hasLane16(bits [16]byte, value int16) bool {
	for i := 0; i < len(bits); i += 2 {
		if int16(binary.LittleEndian.Uint16(bits[i:])) == value {
			return true
		}
	}
	return false
}

// rotation finds lanes of 32 bits that are rotated by whole bytes, which is a shuffle.
func (m amd64) rotation(s *selector, x *ir.Expr, dst vreg) vreg {
	left, right := x.Args[0], x.Args[1]
	if left.Op == op.I32x4ShrU {
		left, right = right, left
	}
	isShift := func(x *ir.Expr, o op.Op) bool { return x.Kind == ir.Apply && x.Op == o && x.Args[1].Kind == ir.Const }
	if !isShift(left, op.I32x4Shl) || !isShift(right, op.I32x4ShrU) || !ir.SameLeaf(left.Args[0], right.Args[0]) {
		return none
	}
	n := left.Args[1].B % 32
	if (n+right.Args[1].B)%32 != 0 || n%8 != 0 {
		return none
	}
	lanes := consecutive(0)
	for i := range lanes {
		lanes[i] = byte(i&^3 | (i-int(n/8))&3)
	}
	return m.shuffleOne(s, lanes, left.Args[0], dst)
}
