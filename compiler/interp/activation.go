package interp

import (
	"unsafe"

	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// A function is a function of the module. It becomes code at its first call.
type function struct {
	code  lowered
	index uint32
}

// An activation is one run of the interpreter, from a call by somebody else to the return.
type activation struct {
	inst  *Instance
	stack *stack
	saved stack // what is to be restored of it
	outer bool  // the first one of the instance
	left  int   // stack budget of whoever enters next
	done  bool
}

// exit is where the function returns to that an activation begins with: its result goes to register 0.
var exit = [...]code.Instr{{Op: code.Call}, {Op: code.Exit}}

// invoke runs a function with the stack budget d. The numbers among its arguments are in args, the references in refs, and
// then the results.
func (i *Instance) invoke(fn *function, d int, args []uint64, refs []rt.Ref) {
	a := activation{inst: i, left: i.core.Left()}
	a.begin()
	defer a.end()
	s := a.stack
	copy(s.slots(s.top, len(args)), args)
	s.enterRefs(len(refs), len(refs))
	copy(s.refs[s.ref:], refs)
	i.activate(s, fn, d)
	copy(args, s.slots(a.saved.top, len(args)))
	copy(refs, s.refs[a.saved.ref:])
	a.done = true
}

// activationCost is what an activation is charged for its frames on Go's stack. They are much smaller, but in a program that is
// built for the race detector the one of the run loop has 34 KB, and the budget is far below Go's limit.
const activationCost = 4096

// activate runs a function whose arguments are at the stack's top.
func (i *Instance) activate(s *stack, fn *function, d int) {
	if d -= activationCost; d < 0 {
		abi.Throw(rt.StackExhausted)
	}
	c := fn.code.Load()
	if c == nil {
		c = i.mod.lower(fn)
	}
	room := min(d, s.room())
	s.reserve = d - room
	r := s.at(s.top)
	if room -= c.Cost; room < 0 {
		room, r = s.grow(room, r)
	}
	s.frames[s.n] = frame{&exit[1], c}
	s.n++
	switch i.kind {
	case guardMemory:
		i.runGuard(s, c.Start, r, room)
	case sliceMemory:
		i.runSlice(s, c.Start, r, room)
	default:
		i.runAny(s, c.Start, r, room)
	}
}

// begin takes the instance's stack: the one that is in use, or one that is left over from other calls.
func (a *activation) begin() {
	i := a.inst
	if a.outer = i.stack == nil; a.outer {
		i.stack = i.mod.stacks.Get().(*stack)
	}
	a.stack = i.stack
	a.stack.unwound = 0
	a.saved = *a.stack
}

// mostUnwound is for how many nested activations a panic collects the functions: each costs time in proportion to their number.
const mostUnwound = 128

// end restores the stack. Where the activation ends by a panic, the functions that were running go into its error.
func (a *activation) end() {
	if !a.done && a.stack.unwound < mostUnwound {
		if v := recover(); v != nil {
			a.stack.unwound++
			v = abi.Unwind(v, activationName, a.calls)
			a.restore()
			panic(v)
		}
	}
	a.restore()
}

// activationName is the Go function that defers end.
const activationName = "github.com/wasm2go/wasm2go/compiler/interp.(*Instance).invoke"

func (a *activation) restore() {
	s := a.stack
	s.n, s.ref, s.top, s.reserve, s.here = a.saved.n, a.saved.ref, a.saved.top, a.saved.reserve, a.saved.here
	a.inst.core.Restore(a.left)
	if a.outer {
		clear(s.refs)
		s.refs = s.refs[:0]
		a.inst.stack = nil
		a.inst.mod.stacks.Put(s)
	}
}

// calls lists the functions of the activation, innermost first, as many as a trap shows of Go functions.
func (a *activation) calls() []rt.Frame {
	const most = 512
	var list []rt.Frame
	pc := a.stack.here
	for k := a.stack.n - 1; k >= a.saved.n && len(list) < most; k-- {
		f := &a.stack.frames[k]
		list = append(list, a.inst.frame(f.fn, pc))
		pc = uintptr(unsafe.Pointer(before(f.ret)))
	}
	return list
}
