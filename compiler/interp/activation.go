package interp

import (
	"strings"
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
	calls int64 // that run in the instance
	done  bool
}

// exit is where the function returns to that an activation begins with: its result goes to register 0.
var exit = [...]code.Instr{{Op: code.Call}, {Op: code.Exit}}

// invoke runs a function with the stack budget d. The numbers among its arguments are in args, the references in refs, and
// then the results, unless an exception is pending. A panic with what concerns the module is caught where the activation ends and begins anew here, so that however many of them it
// passes, they are not nested.
func (i *Instance) invoke(fn *function, d int, args []uint64, refs []rt.Ref) {
	if failure := i.try(fn, d, args, refs); failure != nil {
		panic(failure)
	}
}

// linked is invoke for a call by another instance, which looks for a pending exception.
func (i *Instance) linked(fn *function, d int, args []uint64, refs []rt.Ref) {
	defer i.core.Restore(i.core.Left())
	i.invoke(fn, d, args, refs)
}

// bound is linked for a caller that does not look.
func (i *Instance) bound(fn *function, d int, args []uint64, refs []rt.Ref) {
	i.linked(fn, d, args, refs)
	i.core.Uncaught()
}

// try is an activation. It returns what the activation failed with, nil for nothing.
func (i *Instance) try(fn *function, d int, args []uint64, refs []rt.Ref) (failure any) {
	a := activation{inst: i, left: i.core.Budget(), calls: i.core.Calls()}
	a.begin()
	defer a.end(&failure)
	s := a.stack
	copy(s.slots(s.top, len(args)), args)
	if len(refs) > 0 {
		s.enterRefs(len(refs))
		copy(s.refs[s.ref:], refs)
	}
	i.activate(s, fn, d)
	if i.core.Thrown == nil {
		copy(args, s.slots(a.saved.top, len(args)))
		copy(refs, s.refs[a.saved.ref:])
	}
	a.done = true
	return nil
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
	a.stack.foreign = false
	a.saved = *a.stack
}

// end restores the stack. Where the activation ends by a panic that concerns the module, the functions that were running go into its error. Any
// other panic goes on, and is not looked at again by the activations that this one is nested in: what was running when it began shall stay on the
// stack, and that takes more time with each look.
func (a *activation) end(failure *any) {
	if !a.done && !a.stack.foreign {
		if v := recover(); v != nil {
			*failure = abi.Unwind(v, interprets, a.stack.n-a.saved.n, a.call)
			a.stack.foreign = *failure == nil
			a.restore()
			if *failure == nil {
				panic(v)
			}
			return
		}
	}
	a.restore()
}

// interprets tells whether a Go function of that name is run by an activation alone.
func interprets(name string) bool {
	method, ok := strings.CutPrefix(name, "github.com/wasm2go/wasm2go/compiler/interp.(*Instance).")
	if !ok {
		return false
	}
	switch method {
	case "callOut", "callLent", "runGuard", "runSlice", "runAny", "activate", "try":
		return true
	}
	return false
}

// restore puts the stack back as it was. If others have entered meanwhile and not left, on another goroutine, they go on with it.
func (a *activation) restore() {
	if a.inst.core.Calls() != a.calls {
		a.inst.stack = nil
		return
	}
	s := a.stack
	s.n, s.top, s.reserve, s.here = a.saved.n, a.saved.top, a.saved.reserve, a.saved.here
	s.refsAt(a.saved.ref)
	a.inst.core.SetBudget(a.left)
	if a.outer {
		clear(s.refs)
		s.refs = s.refs[:0]
		a.inst.stack = nil
		a.inst.mod.stacks.Put(s)
	}
}

// call describes a function of the activation that was running, 0 being the innermost.
func (a *activation) call(n int) []rt.Frame {
	s := a.stack
	k, pc := s.n-1-n, s.here
	if n > 0 {
		pc = uintptr(unsafe.Pointer(before(s.frames[k+1].ret)))
	}
	return a.inst.frames(s.frames[k].fn, pc)
}
