package asm

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

func (amd64) access(o op.Op) (a access, ok bool) {
	a, ok = accessesAMD64[o]
	return a, ok
}

var accessesAMD64 = map[op.Op]access{
	op.I32Load: {name: "MOVL", size: 4}, op.I32Load8S: {name: "MOVBLSX", size: 1}, op.I32Load8U: {name: "MOVBLZX", size: 1}, op.I32Load16S: {name: "MOVWLSX", size: 2}, op.I32Load16U: {name: "MOVWLZX", size: 2},
	op.I64Load: {name: "MOVQ", size: 8}, op.I64Load8S: {name: "MOVBQSX", size: 1}, op.I64Load8U: {name: "MOVBLZX", size: 1}, op.I64Load16S: {name: "MOVWQSX", size: 2}, op.I64Load16U: {name: "MOVWLZX", size: 2},
	op.I64Load32S: {name: "MOVLQSX", size: 4}, op.I64Load32U: {name: "MOVL", size: 4}, op.F32Load: {name: "MOVSS", size: 4}, op.F64Load: {name: "MOVSD", size: 8},
	op.I32Store: {name: "MOVL", size: 4}, op.I32Store8: {name: "MOVB", size: 1}, op.I32Store16: {name: "MOVW", size: 2},
	op.I64Store: {name: "MOVQ", size: 8}, op.I64Store8: {name: "MOVB", size: 1}, op.I64Store16: {name: "MOVW", size: 2}, op.I64Store32: {name: "MOVL", size: 4},
	op.F32Store: {name: "MOVSS", size: 4}, op.F64Store: {name: "MOVSD", size: 8},
}

func (amd64) vector() access { return access{name: "MOVUPS", size: 16} }

func (amd64) laneStore(o op.Op, v *ir.Expr) string {
	if v.Kind != ir.Apply {
		return ""
	}
	switch first := v.Lane == 0; {
	case o == op.I32Store && v.Op == op.I32x4ExtractLane && first, o == op.F32Store && v.Op == op.F32x4ExtractLane && first:
		return "MOVSS"
	case o == op.I64Store && (v.Op == op.V128Lo || v.Op == op.I64x2ExtractLane && first), o == op.F64Store && v.Op == op.F64x2ExtractLane && first:
		return "MOVSD"
	case o == op.I64Store && (v.Op == op.V128Hi || v.Op == op.I64x2ExtractLane), o == op.F64Store && v.Op == op.F64x2ExtractLane:
		return "MOVHPS"
	}
	return ""
}

func (amd64) sum(n uint64) []string {
	return []string{fmt.Sprintf("MOVQ $%d, AX", n), "LEAQ (<0>)(AX*1), <d>"}
}

func (amd64) signed() string { return "MOVLQSX <0>, <d>" }

func (amd64) limit(length string, size int) []string {
	text := []string{"MOVQ " + length + ", <d>"}
	if size > 1 {
		text = append(text, "XORL AX, AX", fmt.Sprintf("SUBQ $%d, <d>", size-1), "CMOVQCS AX, <d>")
	}
	return text
}

// operand is disp(base)(index*1). An address that is to be checked is computed before.
func (amd64) operand(s *selector, i *inst, at place, size int) string {
	base, index := i.use(s.base(int(at.memory))), ""
	if at.index != none {
		index = i.use(at.index)
	}
	if !s.in.Memories[at.memory].Checked {
		if index == "" {
			return fmt.Sprintf("%s(%s)", displacement(at.disp), base)
		}
		return fmt.Sprintf("%s(%s)(%s*1)", displacement(at.disp), base, index)
	}
	address := "AX"
	switch {
	case index == "":
		i.text = append(i.text, fmt.Sprintf("MOVQ $%d, AX", at.disp))
	case at.disp == 0:
		address = index
	default:
		i.text = append(i.text, fmt.Sprintf("LEAQ %d(%s), AX", at.disp, index))
	}
	i.trap = "trapMemory"
	if limit := s.limitOf(at, size); limit != none {
		i.text = append(i.text, fmt.Sprintf("CMPQ %s, %s", address, i.use(limit)), "JCC @T")
	}
	return fmt.Sprintf("(%s)(%s*1)", base, address)
}

func displacement(d int64) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprint(d)
}

// extendLoad evaluates lanes of twice the width where what they are made of is a load of 8 bytes.
func (amd64) extendLoad(s *selector, x *ir.Expr, name string, dst vreg) vreg {
	from := x.Args[0]
	if from.Kind != ir.Apply || from.Op != op.V128Of {
		return none
	}
	if low, high := from.Args[0], from.Args[1]; isLoad(low) && low.Op == op.I64Load && high.Kind == ir.Const && high.B == 0 {
		return s.load(low, access{name: name, size: 8}, wasm.V128, dst)
	}
	return none
}

// splatLoad gives what it loads to all lanes, without a detour by a general register.
func (amd64) splatLoad(s *selector, x *ir.Expr, dst vreg) vreg {
	from := x.Args[0]
	if from.Kind != ir.Apply || from.Op != op.I32Load && from.Op != op.F32Load && from.Op != op.I64Load && from.Op != op.F64Load {
		return none
	}
	a, spread := access{name: "MOVSS", size: 4}, "PSHUFL $0, <0>, <d>"
	if x.Op == op.I64x2Splat || x.Op == op.F64x2Splat {
		a, spread = access{name: "MOVSD", size: 8}, "PSHUFL $0x44, <0>, <d>"
	}
	return s.make(wasm.V128, dst, inst{text: []string{spread}, src: []vreg{s.load(from, a, wasm.V128, none)}, pure: true})
}
