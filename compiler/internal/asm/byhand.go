package asm

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// byHand evaluates an instruction that has better code for some operands than its row says, or no row; none where it does not know better.
func (s *selector) byHand(x *ir.Expr, dst vreg) vreg {
	switch x.Op {
	case op.I32Add, op.I64Add:
		return s.sumOf(x, dst)
	case op.I32Sub, op.I32And, op.I32Or, op.I32Xor, op.I64Sub, op.I64And, op.I64Or, op.I64Xor:
		return s.withImmediate(x, dst)
	case op.I32Shl, op.I32ShrS, op.I32ShrU, op.I32Rotl, op.I32Rotr:
		return s.shiftByConstant(x, 31, dst)
	case op.I64Shl, op.I64ShrS, op.I64ShrU, op.I64Rotl, op.I64Rotr:
		return s.shiftByConstant(x, 63, dst)
	case op.I16x8Shl, op.I16x8ShrS, op.I16x8ShrU:
		return s.shiftLanes(x, 15, dst)
	case op.I32x4Shl, op.I32x4ShrS, op.I32x4ShrU:
		return s.shiftLanes(x, 31, dst)
	case op.I64x2Shl, op.I64x2ShrU:
		return s.shiftLanes(x, 63, dst)
	case op.I8x16Shl, op.I8x16ShrU:
		return s.shiftBytes(x, dst)
	case op.I32Mul, op.I64Mul:
		return s.timesConstant(x, dst)
	case op.V128Of:
		return s.vectorLoad(x, dst)
	case op.I32x4Splat, op.F32x4Splat, op.I64x2Splat, op.F64x2Splat:
		return s.splatLoad(x, dst)
	case op.I16x8ExtendLowI8x16S, op.I16x8ExtendLowI8x16U, op.I32x4ExtendLowI16x8S, op.I32x4ExtendLowI16x8U, op.I64x2ExtendLowI32x4S, op.I64x2ExtendLowI32x4U:
		return s.extendLoad(x, names[x.Op], dst)
	case op.V128Or:
		return s.rotation(x, dst)
	case op.I8x16Shuffle:
		return s.shuffle(x, dst)
	}
	return none
}

// names are the machine's instructions for what takes immediates, or loads.
var names = map[op.Op]string{
	op.I32Sub: "SUBL", op.I32And: "ANDL", op.I32Or: "ORL", op.I32Xor: "XORL", op.I64Sub: "SUBQ", op.I64And: "ANDQ", op.I64Or: "ORQ", op.I64Xor: "XORQ",
	op.I32Shl: "SHLL", op.I32ShrS: "SARL", op.I32ShrU: "SHRL", op.I32Rotl: "ROLL", op.I32Rotr: "RORL",
	op.I64Shl: "SHLQ", op.I64ShrS: "SARQ", op.I64ShrU: "SHRQ", op.I64Rotl: "ROLQ", op.I64Rotr: "RORQ",
	op.I16x8Shl: "PSLLW", op.I16x8ShrS: "PSRAW", op.I16x8ShrU: "PSRLW", op.I32x4Shl: "PSLLL", op.I32x4ShrS: "PSRAL", op.I32x4ShrU: "PSRLL",
	op.I16x8ExtendLowI8x16S: "PMOVSXBW", op.I16x8ExtendLowI8x16U: "PMOVZXBW", op.I32x4ExtendLowI16x8S: "PMOVSXWD", op.I32x4ExtendLowI16x8U: "PMOVZXWD",
	op.I64x2ExtendLowI32x4S: "PMOVSXDQ", op.I64x2ExtendLowI32x4U: "PMOVZXDQ",
	op.I64x2Shl: "PSLLQ", op.I64x2ShrU: "PSRLQ", op.I8x16Shl: "PSLLW", op.I8x16ShrU: "PSRLW",
}

// sumOf adds without overwriting an operand.
func (s *selector) sumOf(x *ir.Expr, dst vreg) vreg {
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

func (s *selector) withImmediate(x *ir.Expr, dst vreg) vreg {
	if !isImmediate(x.Args[1]) {
		return none
	}
	return s.make(x.Type, dst, inst{
		text: []string{names[x.Op] + " " + immediate(x.Args[1]) + ", <d>"}, src: s.overwriting(dst, x.Args[0]), tied: true, pure: true,
	})
}

func (s *selector) shiftByConstant(x *ir.Expr, mask uint64, dst vreg) vreg {
	if x.Args[1].Kind != ir.Const {
		return none
	}
	return s.make(x.Type, dst, inst{
		text: []string{fmt.Sprintf("%s $%d, <d>", names[x.Op], x.Args[1].B&mask)}, src: s.overwriting(dst, x.Args[0]), tied: true, pure: true,
	})
}

// timesConstant multiplies by a constant, which the machine does with three operands.
func (s *selector) timesConstant(x *ir.Expr, dst vreg) vreg {
	if !isImmediate(x.Args[1]) {
		return none
	}
	name := "IMUL3L "
	if x.Type == wasm.I64 {
		name = "IMUL3Q "
	}
	return s.make(x.Type, dst, inst{text: []string{name + immediate(x.Args[1]) + ", <0>, <d>"}, src: []vreg{s.value(x.Args[0])}, pure: true})
}

// shiftLanes shifts the lanes of a vector by a constant.
func (s *selector) shiftLanes(x *ir.Expr, mask uint64, dst vreg) vreg {
	if x.Args[1].Kind != ir.Const {
		return none
	}
	return s.make(wasm.V128, dst, inst{
		text: []string{fmt.Sprintf("%s $%d, <d>", names[x.Op], x.Args[1].B&mask)}, src: s.overwriting(dst, x.Args[0]), tied: true, pure: true,
	})
}

// shiftBytes shifts lanes of 8 bits as ones of 16, and clears what came from the neighbour.
func (s *selector) shiftBytes(x *ir.Expr, dst vreg) vreg {
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
		text: []string{fmt.Sprintf("%s $%d, <d>", names[x.Op], n), "PAND " + s.constText(mask) + ", <d>"},
		src:  s.overwriting(dst, x.Args[0]), tied: true, pure: true,
	})
}

// rotation finds lanes of 32 bits that are rotated by whole bytes, which is a shuffle.
func (s *selector) rotation(x *ir.Expr, dst vreg) vreg {
	left, right := x.Args[0], x.Args[1]
	if left.Op == op.I32x4ShrU {
		left, right = right, left
	}
	isShift := func(x *ir.Expr, o op.Op) bool { return x.Kind == ir.Apply && x.Op == o && x.Args[1].Kind == ir.Const }
	if !isShift(left, op.I32x4Shl) || !isShift(right, op.I32x4ShrU) || !same(left.Args[0], right.Args[0]) {
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
	return s.shuffleOne(lanes, left.Args[0], dst)
}

// splatLoad gives what it loads to all lanes, without a detour by a general register.
func (s *selector) splatLoad(x *ir.Expr, dst vreg) vreg {
	from := x.Args[0]
	if from.Kind != ir.Apply || from.Op != op.I32Load && from.Op != op.F32Load && from.Op != op.I64Load && from.Op != op.F64Load {
		return none
	}
	a, spread := access{"MOVSS", 4}, "PSHUFL $0, <0>, <d>"
	if x.Op == op.I64x2Splat || x.Op == op.F64x2Splat {
		a, spread = access{"MOVSD", 8}, "PSHUFL $0x44, <0>, <d>"
	}
	low := s.loadAs(a, from, none)
	return s.make(wasm.V128, dst, inst{text: []string{spread}, src: []vreg{low}, pure: true})
}

// shuffle is i8x16.shuffle, by the shortest instruction that does it.
func (s *selector) shuffle(x *ir.Expr, dst vreg) vreg {
	lanes := s.f.V128[x.A]
	a, b := x.Args[0], x.Args[1]
	if same(a, b) {
		for i := range lanes {
			lanes[i] &= 15
		}
		return s.shuffleOne(lanes, a, dst)
	}
	first, second := false, false
	for _, l := range lanes {
		first, second = first || l < 16, second || l >= 16
	}
	switch {
	case !second:
		return s.shuffleOne(lanes, a, dst)
	case !first:
		for i := range lanes {
			lanes[i] -= 16
		}
		return s.shuffleOne(lanes, b, dst)
	}
	for _, u := range unpacks {
		switch lanes {
		case unpacked(u.width, u.from, 0, 16):
			return s.two(u.name+" <1>, <d>", a, b, dst)
		case unpacked(u.width, u.from, 16, 0):
			return s.two(u.name+" <1>, <d>", b, a, dst)
		}
	}
	if n := lanes[0]; n < 16 && lanes == consecutive(n) {
		return s.two(fmt.Sprintf("PALIGNR $%d, <1>, <d>", n), b, a, dst)
	} else if lanes == consecutive(n) {
		return s.two(fmt.Sprintf("PALIGNR $%d, <1>, <d>", n-16), a, b, dst)
	}
	if w, ok := words(lanes); ok && w[0] < 4 && w[1] < 4 && w[2] >= 4 && w[3] >= 4 {
		return s.two(fmt.Sprintf("SHUFPS $%#x, <1>, <d>", w[0]|w[1]<<2|(w[2]-4)<<4|(w[3]-4)<<6), a, b, dst)
	} else if ok && w[0] >= 4 && w[1] >= 4 && w[2] < 4 && w[3] < 4 {
		return s.two(fmt.Sprintf("SHUFPS $%#x, <1>, <d>", (w[0]-4)|(w[1]-4)<<2|w[2]<<4|w[3]<<6), b, a, dst)
	}
	var of [2][16]byte // out of range where the byte is the other's
	for i, l := range lanes {
		of[0][i], of[1][i] = 0x80, 0x80
		of[l/16][i] = l % 16
	}
	return s.make(wasm.V128, dst, inst{
		text: []string{
			"MOVAPS <1>, X15", "PSHUFB " + s.constText(of[1]) + ", X15",
			"PSHUFB " + s.constText(of[0]) + ", <d>", "POR X15, <d>",
		},
		src: s.overwriting(dst, a, b), tied: true, pure: true,
	})
}

// two is an instruction of two vectors that overwrites the first.
func (s *selector) two(text string, a, b *ir.Expr, dst vreg) vreg {
	return s.make(wasm.V128, dst, inst{text: []string{text}, src: s.overwriting(dst, a, b), tied: true, pure: true})
}

// unpacks are the instructions that take lanes of two vectors in turn, from their lower or upper halves.
var unpacks = []struct {
	name        string
	width, from int // bytes
}{
	{"PUNPCKLBW", 1, 0}, {"PUNPCKHBW", 1, 8}, {"PUNPCKLWL", 2, 0}, {"PUNPCKHWL", 2, 8},
	{"PUNPCKLLQ", 4, 0}, {"PUNPCKHLQ", 4, 8}, {"PUNPCKLQDQ", 8, 0}, {"PUNPCKHQDQ", 8, 8},
}

func unpacked(width, from int, first, second byte) (lanes [16]byte) {
	for i := range lanes {
		lane, side := i/width/2, first
		if i/width%2 == 1 {
			side = second
		}
		lanes[i] = side + byte(from+lane*width+i%width)
	}
	return lanes
}

// consecutive are lanes from n on, the last one of both vectors followed by the first.
func consecutive(n byte) (lanes [16]byte) {
	for i := range lanes {
		lanes[i] = (n + byte(i)) % 32
	}
	return lanes
}

// words are the lanes of 32 bits that a shuffle takes, if it moves whole ones.
func words(lanes [16]byte) (w [4]byte, ok bool) {
	for i := range w {
		w[i] = lanes[4*i] / 4
		for k := range byte(4) {
			if lanes[4*i+int(k)] != 4*w[i]+k {
				return w, false
			}
		}
	}
	return w, true
}

// shuffleOne moves lanes within one vector.
func (s *selector) shuffleOne(lanes [16]byte, a *ir.Expr, dst vreg) vreg {
	if lanes == consecutive(0) {
		return s.eval(a, dst)
	}
	i := inst{src: []vreg{s.value(a)}, pure: true}
	if w, ok := words(lanes); ok {
		i.text = []string{fmt.Sprintf("PSHUFL $%#x, <0>, <d>", w[0]|w[1]<<2|w[2]<<4|w[3]<<6)}
		return s.make(wasm.V128, dst, i)
	}
	i.tied, i.text = true, []string{"PSHUFB " + s.constText(lanes) + ", <d>"}
	return s.make(wasm.V128, dst, i)
}
