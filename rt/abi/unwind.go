package abi

import (
	"runtime"

	"github.com/wasm2go/wasm2go/rt"
)

// A passing is a trap or the error of a host function on its way from where it was thrown to the call that it ends. On this way it
// gets the call stack. The functions that an interpreter runs are no Go functions: where it stands on the Go stack, it adds them
// itself, by Unwind, and goes on panicking with the passing. In between and outside, Go's stack tells.
type passing struct {
	error             // a *rt.Trap or a *rt.HostError
	stack *[]rt.Frame // its stack

	fault bool // it began as a memory fault

	interpreter string // the Go function that is on the stack once for each activation
	passed      int    // activations whose functions are in the stack already
	done        bool   // nothing is missing
}

// caught is what the value of a panic stands for. Nil means: neither a trap nor the error of a host function, let it go on.
func caught(v any) *passing {
	switch e := v.(type) {
	case *passing:
		return e
	case rt.TrapKind:
		return trapped(&rt.Trap{Kind: e})
	case *rt.Trap:
		return trapped(e)
	case *rt.HostError:
		return &passing{error: e, stack: &e.Stack, done: len(e.Stack) > 0}
	case runtime.Error:
		if kind := errorKind(e); kind != 0 {
			p := trapped(&rt.Trap{Kind: kind})
			_, p.fault = e.(interface{ Addr() uintptr })
			return p
		}
	}
	return nil
}

// trapped begins the way of a trap. One that has a stack has ended a call before, and a host panics with it: it stays as it is.
func trapped(t *rt.Trap) *passing {
	return &passing{error: t, stack: &t.Stack, done: len(t.Stack) > 0}
}

// outcome is the error of the call that ends because of a panic. Nil means: the panic is not ours, let it go on.
func outcome(v any) error {
	if v == rt.ErrClosed {
		return rt.ErrClosed
	}
	p := caught(v)
	if p == nil {
		return nil
	}
	p.extend("")
	return p.error
}

// Unwind adds the functions that an interpreter was running to what a panic will report, and returns the value to go on
// panicking with. The interpreter calls it in a function that the Go function of that name has deferred, with the value that it
// recovered; calls lists the functions, innermost first. A panic that is no trap and no error of a host stays what it is.
func Unwind(v any, interpreter string, calls func() []rt.Frame) any {
	p := caught(v)
	if p == nil {
		return v
	}
	p.extend(interpreter)
	p.pass(interpreter, calls)
	return p
}

// extend appends the Wasm functions on the Go stack, innermost first: those behind what is known, as far as the next
// activation of the interpreter, or else some hundred Go calls reach.
func (p *passing) extend(interpreter string) {
	if p.done {
		return
	}
	activation := 0
	at := whereCalled
	if _, ok := p.error.(*rt.Trap); ok && len(*p.stack) == 0 {
		at = whereTrapped
		if p.fault {
			at = whereFaulted
		}
	}
	var inner callee // of the frame before
	var again seen
	panicked(func(f runtime.Frame) bool {
		switch {
		case interpreter != "" && f.Function == interpreter:
			activation++
			return activation <= p.passed
		case interpreter == "" && f.Function == p.interpreter:
			activation++
		case activation >= p.passed:
			c := calleeOf(f.Function)
			if c.wasm && !inner.pieceOf(c) {
				*p.stack = append(*p.stack, again.frame(f, c, at))
			}
			if c.wasm || c.shim {
				at = whereCalled
			}
			inner = c
		}
		if at == whereFaulted {
			at = whereTrapped // in a method of the memory
		}
		return true
	})
	p.done = interpreter == ""
	p.place()
}

// pass appends the functions of one activation.
func (p *passing) pass(interpreter string, calls func() []rt.Frame) {
	if p.done {
		return
	}
	p.interpreter = interpreter
	p.passed++
	*p.stack = append(*p.stack, calls()...)
	p.place()
}

// place names the innermost function as the one that trapped.
func (p *passing) place() {
	t, ok := p.error.(*rt.Trap)
	if ok && t.Func == "" && len(t.Stack) > 0 {
		t.Func, t.Offset, t.Instr = t.Stack[0].Func, t.Stack[0].Offset, t.Stack[0].Instr
	}
}
