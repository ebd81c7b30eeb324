package validate

import (
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A frame is an entry of the control stack: a block that is open.
type frame struct {
	op              op.Op // what its current part was opened by: block, loop, if, else, try, catch, ...
	params, results []wasm.ValType
	height          int    // of the operand stack below the parameters
	sets            int    // length of setOrder at its start
	block           uint32 // index of the wasm.Block; meaningless if deadBlock
	checked         uint32 // the br_table that checked this label last

	// After an unconditional branch the operand stack is polymorphic. Dead says more: control does not get here, also for
	// reasons that the type system does not see, so that nothing is handed on.
	unreachable bool
	dead        bool
	deadBlock   bool // dead from its start
	endLive     bool // control falls out of one of its parts, from above
}

// maxStack bounds the operand stack: a call of two bytes may push a thousand operands.
const maxStack = 1 << 20

// label returns the types that a branch to f takes.
func (f *frame) label() []wasm.ValType {
	if f.op == op.Loop {
		return f.params
	}
	return f.results
}

// enter opens a block, whose parameters have been popped.
func (v *validator) enter(f frame) {
	f.height = len(v.stack)
	f.sets = len(v.setOrder)
	if v.top != nil {
		f.deadBlock = v.top.dead
	}
	f.dead = f.deadBlock
	v.frames = append(v.frames, f)
	v.top = &v.frames[len(v.frames)-1]
	v.pushAll(f.params)
}

// leave closes the innermost block and returns it.
func (v *validator) leave() frame {
	last := len(v.frames) - 1
	f := v.frames[last]
	v.frames = v.frames[:last]
	v.top = nil
	if last > 0 {
		v.top = &v.frames[last-1]
	}
	return f
}

// endPart checks the operands at the end of a block, or of a part of one, and drops them.
func (v *validator) endPart() {
	v.popAll(v.top.results)
	if n := len(v.stack) - v.top.height; n > 0 {
		left := wasm.Join(v.stack[v.top.height:])
		v.fail("type mismatch: operands left at the end of the %s: %s", v.top.op, left)
	}
	for _, local := range v.setOrder[v.top.sets:] {
		v.unset[local] = true
	}
	v.setOrder = v.setOrder[:v.top.sets]
	v.top.endLive = v.top.endLive || !v.top.dead
}

// startPart opens another part of the innermost block: else, catch.
func (v *validator) startPart(o op.Op, operands []wasm.ValType) {
	v.top.op = o
	v.top.unreachable = false
	v.top.dead = v.top.deadBlock
	v.pushAll(operands)
}

// cut marks the rest of the block as unreachable.
func (v *validator) cut() {
	v.stack = v.stack[:v.top.height]
	v.top.unreachable = true
	v.top.dead = true
}

func (v *validator) push(t wasm.ValType) { v.stack = append(v.stack, t) }

func (v *validator) pushAll(types []wasm.ValType) {
	if len(v.stack) > maxStack {
		v.fail("more than %d operands on the stack", maxStack)
	}
	v.stack = append(v.stack, types...)
}

// pop pops an operand that must match want, and returns its type.
func (v *validator) pop(want wasm.ValType) wasm.ValType {
	n := len(v.stack)
	if n == v.top.height {
		if !v.top.unreachable {
			v.fail("type mismatch: %s wants %s, got nothing", v.in.Op, want)
		}
		return wasm.Bot
	}
	t := v.stack[n-1]
	v.stack = v.stack[:n-1]
	if t != want && !matches(v.m, t, want) {
		v.mismatch(want.String(), t)
	}
	return t
}

// popAny pops an operand of any type; what says in an error what the instruction wants.
func (v *validator) popAny(what string) wasm.ValType {
	n := len(v.stack)
	if n == v.top.height {
		if !v.top.unreachable {
			v.fail("type mismatch: %s wants %s, got nothing", v.in.Op, what)
		}
		return wasm.Bot
	}
	t := v.stack[n-1]
	v.stack = v.stack[:n-1]
	return t
}

// popRef pops a reference. In unreachable code the result may be a reference to wasm.HeapBot.
func (v *validator) popRef() wasm.ValType {
	t := v.popAny("a reference")
	if t == wasm.Bot {
		return wasm.Ref(wasm.HeapBot, false)
	}
	if !t.IsRef() {
		v.mismatch("a reference", t)
	}
	return t
}

// popAll pops operands that must match the types, the last of them first.
func (v *validator) popAll(types []wasm.ValType) {
	for i := len(types) - 1; i >= 0; i-- {
		if v.pop(types[i]) == wasm.Bot && len(v.stack) == v.top.height {
			return // unreachable code has as many as it takes
		}
	}
}

// peekAll checks that the operands match the types and leaves them where they are.
func (v *validator) peekAll(types []wasm.ValType) {
	n := len(v.stack)
	for i := len(types) - 1; i >= 0; i-- {
		if n == v.top.height {
			if v.top.unreachable {
				return
			}
			v.fail("type mismatch: %s wants %s, got nothing", v.in.Op, types[i])
		}
		n--
		if t := v.stack[n]; t != types[i] && !matches(v.m, t, types[i]) {
			v.mismatch(types[i].String(), t)
		}
	}
}

func (v *validator) mismatch(want string, got wasm.ValType) {
	v.fail("type mismatch: %s wants %s, got %s", v.in.Op, want, got)
}
