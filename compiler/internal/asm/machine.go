package asm

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A machine is an architecture in Go's assembler. Its texts name registers, blocks and labels as an inst does. What all architectures of that
// assembler spell alike (JMP, CALL, RET, DATA) is not here.
type machine interface {
	table() *arch               // the rows
	registers(k class) []string // those that are given to values
	scratch(k class) []string   // those that only some texts name
	spelled(line string) string // a line as the assembler wants it

	move(k class, from, to string) string        // copies a register
	spill(k class, reg string, slot int) string  // stores it into the frame
	reload(k class, slot int, reg string) string // loads it from there
	argument(t wasm.ValType, at string) []string // loads a parameter into <d>
	result(t wasm.ValType, at string) []string   // stores <0> as a result

	number(n int, reg string) string                      // sets a register to a small number
	constant(s *selector, x *ir.Expr, bits [16]byte) inst // sets <d>
	immediate(x *ir.Expr) (text string, ok bool)          // that a store can have in place of a register
	constants() bool                                      // operands of rows can be constants in memory

	jump(when suffix) string                             // where a condition holds; the target follows
	countDown() string                                   // subtracts 1 from <d>; NE holds where that is not 0
	compareNumber(n int) string                          // compares an i32 <0> with a small number
	condition(s *selector, x *ir.Expr) (c cond, ok bool) // compares what can be compared without a row
	isZero(s *selector, t wasm.ValType, r vreg) cond     // compares an i32 or i64 with 0
	boolean(c cond) []string                             // sets <d> to 0 or 1
	choose(k class, c cond) []string                     // sets <d> to <1> where the condition holds, whose operands are <2> and on

	access(o op.Op) (a access, ok bool)                      // how an instruction loads or stores a number
	vector() access                                          // how a v128 is loaded and stored
	laneStore(o op.Op, v *ir.Expr) string                    // the instruction that stores the lane of a vector that v is; "" for none
	sum(n uint64) []string                                   // sets <d> to <0> and a constant
	signed() string                                          // sets <d> to the i32 <0> with its sign, as an i64
	limit(length string, size int) []string                  // sets <d> to the first address where an access does not fit
	operand(s *selector, i *inst, at place, size int) string // of an access; what checks or computes it comes into i

	divide(d division) []string     // sets <d> to a quotient or remainder of <0> and <1>
	overflows(size string) []string // jumps to @T where the quotient of <0> and <1> has no number

	byHand(s *selector, x *ir.Expr, dst vreg) vreg // evaluates what has better code than its row, or no row; else none
}
