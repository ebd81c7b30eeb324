package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// Operations on floats do in each lane what the instruction on numbers does, so its row has their text, too. Registers have the lanes as
// memory has them, in the opposite order in each half on some machines, which makes no difference here.

// A shape is a type of vectors of floats.
type shape struct {
	number     string // the type of numbers in its lanes
	lanes      int
	load       string // the method of a window that has a lane
	mask       string // the one for what a comparison makes of it
	fromResult string // Go text around a comparison's result
}

var shapes = map[string]shape{
	"f32x4": {"f32", 4, "f32", "u32", "-abi.Bool(%s)"},
	"f64x2": {"f64", 2, "f64", "u64", "-uint64(abi.Bool(%s))"},
}

// shapeOf is the shape that an instruction works on, if it is one of floats, and the rest of its name.
func shapeOf(info *op.Info) (s shape, name string, ok bool) {
	prefix, name, _ := strings.Cut(info.Name, ".")
	s, ok = shapes[prefix]
	return s, name, ok
}

// inLoop are the operations on lanes that are in the inner loop.
var inLoop = []string{"f32x4.add", "f32x4.sub", "f32x4.mul", "f64x2.add", "f64x2.sub", "f64x2.mul"}

// scalarOf is the instruction on numbers that an operation does in each lane, nil if there is none.
func scalarOf(info *op.Info) *op.Info {
	s, name, ok := shapeOf(info)
	if !ok || name == "abs" || name == "neg" { // these are about bits: two words are fewer than four lanes
		return nil
	}
	i := slices.IndexFunc(op.Table[:], func(info op.Info) bool { return info.Name == s.number+"."+name })
	if i < 0 || op.Table[i].Effect != op.Pure || op.Table[i].Go == "" {
		return nil
	}
	return &op.Table[i]
}

// byLanes makes the form of an operation from the row of that on numbers.
func (r *row) byLanes(scalar *row) instr {
	in := r.function("V", "", "", eachLane(r, scalar, len(r.params), func(x ...operand) string { return scalar.fill(x...) })).as(r.inRegisters())
	if slices.Contains(inLoop, r.Name) {
		in = in.inline()
	}
	return in
}

// eachLane are the statements that set each lane of the result of r to what text gives for that of the n operands, which are in B, C and the
// register that the constant names. scalar is the row of the instruction on numbers.
func eachLane(r, scalar *row, n int, text func(x ...operand) string) string {
	s, _, _ := shapeOf(r.Info)
	lines := []string{"a := offset(in.A)", "b := offset(in.B)", "c := offset(in.C)", "d := offset(uint16(in.Imm))"}[:n+1]
	for lane := range s.lanes {
		var x []operand
		for _, n := range "bcd"[:n] {
			x = append(x, func(byte) string { return fmt.Sprintf("*r.%s(%c, %d)", s.load, n, lane) })
		}
		to, value := s.load, text(x...)
		if scalar.template.Bool {
			to, value = s.mask, fmt.Sprintf(s.fromResult, value)
		}
		lines = append(lines, fmt.Sprintf("*r.%s(a, %d) = %s", to, lane, value))
	}
	return strings.Join(lines, "\n")
}
