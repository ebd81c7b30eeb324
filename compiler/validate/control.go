package validate

import (
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Control instructions: spec 3.4.1.

func (v *validator) unreachable() {
	v.emit()
	v.cut()
}

// blockType reads a block type.
func (v *validator) blockType() (params, results []wasm.ValType) {
	at := v.Offset()
	i, result := v.BlockType(v.m)
	if i < 0 {
		v.checkType(at, result)
		return nil, oneType(result)
	}
	if v.m.Types[i].Kind != wasm.KindFunc {
		decode.Fail(at, "block type %d is not a function type but %s", i, v.m.Types[i].Kind)
	}
	v.use(op.MultiValue)
	t := v.m.Types[i].Func
	return t.Params, t.Results
}

// Slices for the block types with one numeric result, which most blocks with a result have.
var (
	onlyI32 = []wasm.ValType{wasm.I32}
	onlyI64 = []wasm.ValType{wasm.I64}
	onlyF32 = []wasm.ValType{wasm.F32}
	onlyF64 = []wasm.ValType{wasm.F64}
)

func oneType(t wasm.ValType) []wasm.ValType {
	switch t {
	case wasm.Bot:
		return nil
	case wasm.I32:
		return onlyI32
	case wasm.I64:
		return onlyI64
	case wasm.F32:
		return onlyF32
	case wasm.F64:
		return onlyF64
	}
	return []wasm.ValType{t}
}

// block types block, loop and try.
func (v *validator) block() {
	params, results := v.blockType()
	v.open(params, results)
}

func (v *validator) ifThen() {
	params, results := v.blockType()
	v.pop(wasm.I32)
	v.open(params, results)
}

// open opens the block that the instruction at hand starts.
func (v *validator) open(params, results []wasm.ValType) {
	v.popAll(params)
	v.in.A = uint32(len(v.blocks))
	f := frame{op: v.in.Op, params: params, results: results, block: v.in.A}
	if !v.top.dead {
		v.blocks = append(v.blocks, wasm.Block{Op: v.in.Op, Params: params, Results: results, Height: len(v.stack)})
	}
	v.emit()
	v.enter(f)
}

// emitDivider hands on an instruction that divides or ends the innermost block, where control may not come from above.
func (v *validator) emitDivider() {
	v.in.A, v.in.Dead = v.top.block, v.top.dead
	if !v.top.deadBlock {
		v.used.Add(v.rule.proposal)
		v.instrs = append(v.instrs, v.in)
	}
}

func (v *validator) elseThen() {
	if v.top.op != op.If {
		v.fail("else without if")
	}
	v.endPart()
	if v.emitDivider(); !v.top.deadBlock {
		v.blocks[v.top.block].HasElse = true
	}
	v.startPart(op.Else, v.top.params)
}

func (v *validator) end() {
	if v.top.op == op.If {
		if !allMatch(v.m, v.top.params, v.top.results) {
			v.fail("type mismatch: if without else changes (%s) to (%s)", wasm.Join(v.top.params), wasm.Join(v.top.results))
		}
		v.top.endLive = !v.top.deadBlock
	}
	v.endPart()
	v.emitDivider()
	v.close()
}

// close leaves the innermost block, with its results on the stack.
func (v *validator) close() {
	f := v.leave()
	if v.top == nil {
		return
	}
	v.pushAll(f.results)
	if !f.deadBlock {
		v.top.dead = !f.endLive && (f.op == op.Loop || v.blocks[f.block].Branches == 0)
	}
}

// label returns the block at a relative depth.
func (v *validator) label(depth uint32) *frame {
	if uint64(depth) >= uint64(len(v.frames)) {
		v.fail("unknown label %d, %d blocks are open", depth, len(v.frames))
	}
	return &v.frames[len(v.frames)-1-int(depth)]
}

// target counts a branch to f and returns its block's index.
func (v *validator) target(f *frame) uint32 {
	if !v.top.dead {
		v.blocks[f.block].Branches++
	}
	return f.block
}

func (v *validator) br() {
	f := v.label(v.in.A)
	v.popAll(f.label())
	v.in.A = v.target(f)
	v.emit()
	v.cut()
}

func (v *validator) brIf() {
	v.pop(wasm.I32)
	f := v.label(v.in.A)
	v.popAll(f.label())
	v.pushAll(f.label())
	v.in.A = v.target(f)
	v.emit()
}

func (v *validator) brTable() {
	n := v.Count(maxTargets, "labels of br_table")
	v.pop(wasm.I32)
	v.in.A, v.in.B = uint32(len(v.targets)), uint64(n)
	v.stamp++
	arity := -1
	for range n + 1 {
		f := v.label(v.U32("label"))
		// A label is checked once, however often the table has it.
		if f.checked != v.stamp {
			f.checked = v.stamp
			if arity < 0 {
				arity = len(f.label())
			}
			if len(f.label()) != arity {
				v.fail("type mismatch: br_table has labels with %d and with %d operands", arity, len(f.label()))
			}
			v.peekAll(f.label())
		}
		if !v.top.dead {
			v.targets = append(v.targets, v.target(f))
		}
	}
	v.emit()
	v.cut()
}

// maxTargets bounds the labels of a br_table; the JavaScript API's limit.
const maxTargets = 65_520

func (v *validator) ret() {
	v.popAll(v.funcType.Results)
	v.emit()
	v.cut()
}
