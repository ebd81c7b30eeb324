package wasm

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// A Body is a validated function body. Unreachable instructions are left out, so that every instruction has operands of
// known types.
type Body struct {
	Type    FuncType
	Locals  []ValType // parameters first
	Instrs  []Instr
	Blocks  []Block     // Blocks[0] is the function's own block
	Targets []uint32    // pool of br_table targets: block indices
	V128    [][16]byte  // pool of v128 constants and shuffle masks
	Catches []Catch     // pool of try_table's catch clauses
	Used    ProposalSet // proposals that its instructions and types belong to
}

// HasTry tells whether something in the function may catch an exception.
func (b *Body) HasTry() bool {
	return slices.ContainsFunc(b.Blocks, func(b Block) bool { return b.Op == op.Try || b.Op == op.TryTable && b.Count > 0 })
}

// An Instr is an instruction. Immediates that are two indices stand in A and B in the order in which the text format has
// them, with these exceptions and details:
//
//	block loop if else end try         A block that it starts, divides or ends (the function's own block is 0)
//	catch catch_all                    A block that it divides; B tag
//	delegate                           A block that it ends; B block to whose handlers it hands on (0: the caller's)
//	rethrow                            A block whose exception it is
//	try_table                          A block; its Catches are Catches[Block.Start:][:Block.Count]
//	br br_if br_on_null br_on_non_null A block that is the target
//	br_on_cast br_on_cast_fail         A block that is the target; Type is the target type, B the operand's (a ValType)
//	br_table                           A start in Targets, B number of targets without the default: Targets[A : A+B+1], the default is the last
//	call_indirect return_call_indirect A type; B table
//	table.init memory.init             A segment; B table or memory
//	table.copy memory.copy             A destination; B source
//	memory instructions                A memory; B offset; Lane
//	i32.const f32.const ...            B the bits; of an i32 zero-extended
//	v128.const i8x16.shuffle           A index into V128
//	struct.get array.new_fixed ...     A type; B field, count, segment or source type
//	ref.null ref.test ref.cast         Type is the type named
type Instr struct {
	Op     op.Op
	Dead   bool // else, catch and end: control cannot come from above
	Lane   uint8
	Type   ValType // operand type where the opcode does not fix it: select, drop, local.*, global.*, table.*, ref.*
	Offset uint32  // of the opcode in the file
	A      uint32
	B      uint64
}

// A Block is a block, loop, if, try or try_table that control can reach, or the function itself.
type Block struct {
	Op              op.Op // op.Block, op.Loop, ...; op.Block for the function
	Params, Results []ValType
	Height          int  // of the operand stack below the parameters
	Branches        int  // how many entries of reachable br, br_if, br_table, br_on_*, catch clauses lead to its label
	HasElse         bool // if: there is an else
	Start, Count    int  // try_table: its Catches[Start : Start+Count]
}

// Label returns the types that a branch to the block's label takes along.
func (b *Block) Label() []ValType {
	if b.Op == op.Loop {
		return b.Params
	}
	return b.Results
}

// A Catch is a clause of a try_table.
type Catch struct {
	Kind  CatchKind
	Tag   uint32 // of CatchTag and CatchTagRef
	Block uint32 // target
}

// CatchKind is the kind of a catch clause; the numbers are those of the file.
type CatchKind uint8

const (
	CatchTag    CatchKind = iota // catch: the tag's values
	CatchTagRef                  // catch_ref: the tag's values and the exception
	CatchAll                     // catch_all: nothing
	CatchAllRef                  // catch_all_ref: the exception
)

// A ProposalSet is a set of proposals.
type ProposalSet uint32

// Add adds a proposal.
func (s *ProposalSet) Add(p op.Proposal) { *s |= 1 << p }

// Has reports whether p is in the set.
func (s ProposalSet) Has(p op.Proposal) bool { return s>>p&1 != 0 }

// List returns the proposals in the set without MVP.
func (s ProposalSet) List() []op.Proposal {
	var list []op.Proposal
	for p := op.SignExtension; p < op.NumProposals; p++ {
		if s.Has(p) {
			list = append(list, p)
		}
	}
	return list
}
