// Package op, internal to this project and without a promise of stability, holds the one table of WebAssembly instructions.
//
// ops.txt describes every instruction once; zop.go, generated from it, has a constant per instruction and Table. The decoder
// takes the immediates from it, the validator the signatures, the feature gate the proposals, the emitter the Go
// expressions and the interpreter its cases.
package op

//go:generate go run ./gen

// An Op identifies an instruction. It is a dense number, not the opcode: see Info.Code, FromByte and FromPrefix.
type Op uint16

// String returns the mnemonic.
func (o Op) String() string {
	if int(o) < len(Table) {
		return Table[o].Name
	}
	return "unknown instruction"
}

// Info describes an instruction.
type Info struct {
	Name     string // mnemonic: i32.add
	Prefix   byte   // 0 or the prefix byte: 0xfb, 0xfc, 0xfd, 0xfe; 0xff for what no file has
	Code     uint16 // the opcode, or the number behind the prefix
	Sig      string // operands:results, a letter each: i j f d v, and a for the memory's address type; * if not fixed
	Imm      Imm    // the immediates in the file
	Size     uint8  // Imm with memory: bytes accessed; ImmLane: number of lanes
	Effect   Effect
	Proposal Proposal
	Go       string // Go template (package template), "" if there is none; a leading ? says that its Go type is bool
	Bool     bool   // the Go text, be it by the template or by hand, is a bool
}

// Imm says which immediates follow the opcode in the file. The comment gives them in their order.
type Imm uint8

const (
	ImmNone         Imm = iota
	ImmBlock            // block type
	ImmLabel            // relative depth
	ImmLabels           // vector of relative depths, and the default one
	ImmCatches          // block type, vector of catch clauses
	ImmTag              // tag index
	ImmFunc             // function index
	ImmTypeTable        // type index, table index
	ImmTypes            // vector of value types
	ImmLocal            // local index
	ImmGlobal           // global index
	ImmTable            // table index
	ImmTableTable       // table index of the destination, of the source
	ImmElem             // element segment index
	ImmElemTable        // element segment index, table index
	ImmMem              // memarg
	ImmAtomic           // memarg with exactly the natural alignment
	ImmMemLane          // memarg, lane index
	ImmMemory           // memory index
	ImmMemoryMemory     // memory index of the destination, of the source
	ImmData             // data segment index
	ImmDataMemory       // data segment index, memory index
	ImmI32              // signed LEB128
	ImmI64              // signed LEB128
	ImmF32              // 4 bytes
	ImmF64              // 8 bytes
	ImmV128             // 16 bytes
	ImmShuffle          // 16 lane indices
	ImmLane             // lane index
	ImmHeap             // heap type
	ImmCast             // flags, relative depth, heap type, heap type
	ImmType             // type index
	ImmTypeType         // type index of the destination, of the source
	ImmTypeField        // type index, field index
	ImmTypeCount        // type index, number of operands
	ImmTypeData         // type index, data segment index
	ImmTypeElem         // type index, element segment index
	ImmZero             // a zero byte
)

// An Effect says what an instruction may do besides computing its results.
type Effect uint8

const (
	Pure        Effect = iota // depends on the operands only, cannot trap
	MayTrap                   // depends on the operands only, may trap
	Read                      // reads memory, a table, a global, a local or an object; may trap
	Write                     // changes one of these; may trap
	Control                   // control flow: structure, branches, returns, tail calls, throws
	CallsOthers               // runs another function, then goes on behind it
)

// Changes reports whether something can be different after the instruction, so that it must run once, and in its place.
func (e Effect) Changes() bool { return e == Write || e == CallsOthers }

// Accesses reports whether the instruction accesses a memory at an address: a load, a store or an atomic one.
func (i *Info) Accesses() bool { return i.Imm == ImmMem || i.Imm == ImmAtomic || i.Imm == ImmMemLane }

// Condition reports whether the Go text is a bool, of which a 0 or 1 is made where the program wants an i32.
func (i *Info) Condition() bool { return i.Bool }

// A Proposal names the proposal that brought an instruction or a type.
type Proposal uint8

const (
	MVP Proposal = iota
	SignExtension
	NontrappingFloatToInt
	MutableGlobals
	MultiValue
	BulkMemory
	ReferenceTypes
	SIMD
	RelaxedSIMD
	TailCall
	ExtendedConst
	Exceptions
	LegacyExceptions
	FunctionReferences
	GC
	MultiMemory
	Memory64
	Threads
	CustomPageSizes
	WideArithmetic
	Internal // of no module: lowering or passes put it in
	NumProposals
)

var proposalNames = [NumProposals]string{
	"mvp", "sign-extension", "nontrapping-float-to-int", "mutable-globals", "multi-value", "bulk-memory",
	"reference-types", "simd", "relaxed-simd", "tail-call", "extended-const", "exceptions", "legacy-exceptions",
	"function-references", "gc", "multi-memory", "memory64", "threads", "custom-page-sizes", "wide-arithmetic", "internal",
}

// String returns the name by which the proposal's repository is known, without "-proposal".
func (p Proposal) String() string { return proposalNames[p] }

// Translated reports whether the stages behind the validator know the instructions and types that p brought. They know all
// there are; those of a new proposal are decoded and validated first.
func (p Proposal) Translated() bool { return p < NumProposals }

// FromByte returns the instruction with the given opcode byte; ok is false for prefix bytes and unknown ones.
func FromByte(b byte) (o Op, ok bool) {
	o = bytes[b]
	return o, o != Invalid
}

// FromPrefix returns the instruction that a prefix byte and the number behind it stand for.
func FromPrefix(prefix byte, code uint32) (o Op, ok bool) {
	if prefix < 0xfb || prefix > 0xfe {
		return Invalid, false
	}
	t := prefixed[prefix-0xfb]
	if uint64(code) >= uint64(len(t)) {
		return Invalid, false
	}
	return t[code], t[code] != Invalid
}

// IsBulk tells whether the instruction does more the larger its last operand is.
func (o Op) IsBulk() bool {
	switch o {
	case MemoryFill, MemoryCopy, MemoryInit, TableFill, TableCopy, TableInit,
		ArrayNew, ArrayNewDefault, ArrayNewData, ArrayNewElem, ArrayFill, ArrayCopy, ArrayInitData, ArrayInitElem:
		return true
	}
	return false
}
