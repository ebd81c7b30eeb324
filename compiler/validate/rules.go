package validate

import (
	"math/bits"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A rule is what the validator needs to know of an instruction, made from the instruction table.
type rule struct {
	check           func(*validator) // types an instruction without a fixed signature; nil for the others
	param           [4]wasm.ValType
	result          [2]wasm.ValType
	params, results uint8
	imm             op.Imm
	size            uint8
	proposal        op.Proposal
}

// addrType stands in a rule for the address type of the memory that the instruction names.
const addrType wasm.ValType = 1

var sigTypes = map[rune]wasm.ValType{
	'i': wasm.I32, 'j': wasm.I64, 'f': wasm.F32, 'd': wasm.F64, 'v': wasm.V128, 'a': addrType,
}

// rules has the rule of each instruction.
var rules = makeRules()

func makeRules() (rules [op.Invalid]rule) {
	for o, info := range op.Table {
		r := &rules[o]
		r.imm, r.size, r.proposal = info.Imm, info.Size, info.Proposal
		if info.Sig == "*" {
			r.check = checks[o]
			continue
		}
		params, results, _ := strings.Cut(info.Sig, ":")
		for i, c := range params {
			r.param[i] = sigTypes[c]
		}
		for i, c := range results {
			r.result[i] = sigTypes[c]
		}
		r.params, r.results = uint8(len(params)), uint8(len(results))
	}
	return rules
}

// immediates reads the immediates of the instruction v.in and checks those that need no operand types. Some instructions
// read theirs themselves.
func (v *validator) immediates(r *rule) {
	switch r.imm {
	case op.ImmNone, op.ImmBlock, op.ImmLabels, op.ImmCatches, op.ImmTypes, op.ImmCast:
	case op.ImmMem, op.ImmAtomic, op.ImmMemLane:
		v.memArg(r)
	case op.ImmV128:
		v.constant("v128 constant")
	case op.ImmShuffle:
		v.constant("shuffle mask")
		for _, lane := range v.v128[len(v.v128)-1] {
			v.checkLane(lane, 32)
		}
	case op.ImmLane:
		v.in.Lane = v.Byte("lane index")
		v.checkLane(v.in.Lane, r.size)
	default:
		v.Immediates(v.m, &v.in, r.imm)
	}
	switch r.imm {
	case op.ImmMemory:
		v.memory(v.in.A)
	case op.ImmMemoryMemory:
		v.memory(v.in.A)
		v.memory(uint32(v.in.B))
	case op.ImmDataMemory:
		v.data(v.in.A)
		v.memory(uint32(v.in.B))
	case op.ImmData:
		v.data(v.in.A)
	}
}

// constant reads 16 bytes into the pool.
func (v *validator) constant(what string) {
	v.in.A = uint32(len(v.v128))
	v.v128 = append(v.v128, v.V128(what))
}

func (v *validator) checkLane(lane, lanes uint8) {
	if lane >= lanes {
		v.fail("invalid lane index %d of %s, there are %d", lane, v.in.Op, lanes)
	}
}

// memArg reads and checks a memarg: spec 3.4.6.
func (v *validator) memArg(r *rule) {
	align := v.MemArg(&v.in)
	mem := v.memory(v.in.A)
	natural := uint32(bits.TrailingZeros8(r.size))
	if align > natural {
		v.fail("alignment must not be larger than natural: %s is aligned to 2^%d bytes at most, got 2^%d", v.in.Op, natural, align)
	}
	if r.imm == op.ImmAtomic && align != natural {
		v.fail("atomic alignment must be natural: %s is aligned to 2^%d bytes, got 2^%d", v.in.Op, natural, align)
	}
	if !mem.Is64 && v.in.B > 0xffff_ffff {
		v.fail("offset out of range: %#x in a memory with i32 addresses", v.in.B)
	}
	if r.imm == op.ImmMemLane {
		v.in.Lane = v.Byte("lane index")
		v.checkLane(v.in.Lane, 16/r.size)
	}
}

// memory returns memory i, which must exist.
func (v *validator) memory(i uint32) *wasm.Memory {
	if uint64(i) >= uint64(len(v.m.Memories)) {
		v.fail("unknown memory %d", i)
	}
	m := &v.m.Memories[i]
	if i > 0 {
		v.use(op.MultiMemory)
	}
	if m.Is64 {
		v.use(op.Memory64)
	}
	return m
}

// data checks that data segment i exists. Bodies come before data segments, hence the data count section.
func (v *validator) data(i uint32) {
	if !v.m.HasDataCount {
		v.fail("data count section required by %s", v.in.Op)
	}
	if i >= v.m.DataCount {
		v.fail("unknown data segment %d", i)
	}
}

// use notes that the instruction at hand uses a proposal beyond that of its opcode.
func (v *validator) use(p op.Proposal) {
	if !v.top.dead {
		v.used.Add(p)
	}
}
