// Package code is what the interpreter runs: register code, and how it is made from ir.Func.
//
// A function has up to 65536 registers of 64 bits. The first are the parameters, then the other variables and the values
// that wait to be used. An i32 is zero-extended, floats are their bits, a vector takes two registers, the lower half first. References
// are no numbers: they are in registers of their own, which only the functions have that use them.
package code

import (
	"cmp"
	"fmt"
	"slices"
	"unsafe"
)

// An Op is an instruction of the interpreter.
type Op uint16

// An Instr is an instruction with its operands.
type Instr struct {
	Op      Op
	A, B, C uint16 // registers: usually A is the result, B and C are operands
	Imm     uint64 // a constant, an offset, a jump distance in bytes: see the Ops
}

// Size is the size of an Instr in bytes.
const Size = 16

// Forms are the instructions that one Wasm instruction can become, None where there is no such form.
type Forms struct {
	R Op // all operands in registers
	K Op // the last operand is the constant
	L Op // the first operand is the constant

	// Vectors among operands or results. Operands are in B, C and the register that K names; a lane, or a register with a mask, is K.
	V  Op
	VK Op // the last operand, a number, is the constant

	// Comparisons, which jump.
	J  Op // where it holds
	JN Op // where it does not
	JK Op // where it holds; the second operand is the high half of the constant

	// JKN is for floats, which are float32 there.
	JKN Op

	// Accesses: the address is more than a register and an offset.
	Abs   Op // a constant
	Index Op // the sum of two registers
	Scale Op // the second one of them times the access's size
	Times Op // a register times the access's size
	Moved Op // a register and the high half of the constant
	Value Op // stores: the value is the high half of the constant
	Small Op // stores: as Moved, the value is the field C

	// Advance is a load whose address is in a register that grows first.
	Advance Op
	Wide    Op // 64-bit address
	Other   Op // of another memory than the first: the effective address is in a register
}

// A Pair has the superinstructions for an instruction and one of its operands, None where there is no such form.
type Pair struct {
	R, K           Op // the operand is the first one of the instruction; its own second operand is a register, or constant
	Right, RightK  Op // the operand is the last one
	KK             Op // both second operands are constants
	J, JN, JK, JKN Op // jumps
}

// Accesses are the instructions on fields of a struct and on elements of an array, K those with a constant index; S sign-extends what it reads.
type Accesses struct {
	Get, GetS, Set       Op
	Elem, ElemS, SetElem Op
	ElemK, ElemKS        Op
	SetElemK             Op
}

// What is in the field C of a RefTest or RefCast.
const (
	Depth    = 1<<15 - 1 // how many supertypes the type has
	Nullable = 1 << 15   // null is of the type, too
)

// A Func is a function ready to run.
type Func struct {
	Index uint32
	Start *Instr
	Cost  int // of a call, of the stack budget, in bytes

	// By so many registers and references the windows move while the body runs.
	Far, FarRefs int
	Refs         int // so many references it has

	Code     []Instr
	places   []place   // ascending
	handlers []handler // ascending
}

// A place is where an instruction that may trap or call comes from.
type place struct {
	pc     uint32 // of Code
	offset uint32 // in the file
}

// Offset is where the instruction at pc, an address, comes from in the module's file, 0 where that is unknown.
func (f *Func) Offset(pc uintptr) uint32 {
	n := (pc - uintptr(unsafe.Pointer(f.Start))) / Size
	k, found := slices.BinarySearchFunc(f.places, n, func(p place, n uintptr) int { return cmp.Compare(uintptr(p.pc), n) })
	if !found {
		return 0
	}
	return f.places[k].offset
}

// FrameCost is what a call costs besides its registers.
const FrameCost = 64

// refBytes is the size of a rt.Ref.
const refBytes = 16

func (o Op) String() string { return names[o] }

func (in Instr) String() string {
	return fmt.Sprintf("%v A%d B%d C%d %#x", in.Op, in.A, in.B, in.C, in.Imm)
}
