package abi

import (
	"runtime"

	"github.com/wasm2go/wasm2go/rt"
)

// A passing is a trap or the error of a host function on its way from where it was thrown to the call that it ends. On this way it
// gets the call stack, each piece of it once: the functions that an interpreter runs are no Go functions, so that the interpreter recovers
// the panic where its own end, has the passing look at Go's stack as far as that, adds them, and panics with the passing again. The call
// that ends has it look at the rest.
type passing struct {
	error             // a *rt.Trap or a *rt.HostError
	stack *[]rt.Frame // its stack
	fault bool        // it began as a memory fault
	begun bool        // something was looked at
	done  bool        // nothing is missing
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
	if v == rt.ErrClosed || v == rt.ErrBusy {
		return v.(error)
	}
	if e, ok := v.(*rt.Exception); ok {
		e.Seal()
		return e
	}
	p := caught(v)
	if p == nil {
		return nil
	}
	p.extend(func(string) bool { return false })
	p.finish()
	return p.error
}

// Unwind adds the functions that an interpreter was running to what a panic will report, and returns the value to panic with again. The
// interpreter calls it in a deferred function, with the value that it recovered; interpreter knows its Go functions by name; there were n functions
// running, and call describes each, 0 being the innermost, by one frame or, with calls that were replaced by what they call, several. Nil
// stands for a panic that is no trap and no error of a host.
func Unwind(v any, interpreter func(name string) bool, n int, call func(i int) []rt.Frame) any {
	p := caught(v)
	if p == nil {
		return nil
	}
	p.extend(interpreter)
	p.pass(n, call)
	return p
}

// extend appends the Wasm functions that are on the Go stack, innermost first, up to the call from the host or to the interpreter.
func (p *passing) extend(interpreter func(name string) bool) {
	if p.done {
		return
	}
	at := whereCalled
	if _, ok := p.error.(*rt.Trap); ok && !p.begun {
		at = whereTrapped
		if p.fault {
			at = whereFaulted
		}
	}
	p.begun = true
	var inner callee // of the frame before
	panicked(func(f *running) bool {
		if f.entry || interpreter(f.Function) {
			return false
		}
		if f.wasm && !inner.pieceOf(f.callee) {
			p.append(f.frames(at)...)
		}
		if f.wasm || f.shim {
			at = whereCalled
		}
		if at == whereFaulted {
			at = whereTrapped // in a method of the memory
		}
		inner = f.callee
		return true
	})
}

// pass appends the functions of one activation of an interpreter.
func (p *passing) pass(n int, call func(i int) []rt.Frame) {
	if p.done {
		return
	}
	omitted := max(0, n-2*kept)
	for i := 0; i < n; i++ {
		frames := call(i)
		if i == kept-1 && omitted > 0 {
			frames[len(frames)-1].Omitted = omitted
			i += omitted
		}
		p.append(frames...)
	}
}

// kept is how many frames of a stack stay at each of its ends.
const kept = 256

// append appends frames. A stack that becomes too long loses its middle.
func (p *passing) append(frames ...rt.Frame) {
	if s := append(*p.stack, frames...); len(s) < 4*kept {
		*p.stack = s
	} else {
		*p.stack = shortened(s)
	}
}

// shortened leaves out the middle of a stack that is too long.
func shortened(s []rt.Frame) []rt.Frame {
	if len(s) <= 2*kept {
		return s
	}
	end := len(s) - kept
	for _, f := range s[kept:end] {
		s[kept-1].Omitted += 1 + f.Omitted
	}
	return append(s[:kept], s[end:]...)
}

// finish makes the stack what the error reports, and names the innermost Wasm function as the one that trapped.
func (p *passing) finish() {
	if !p.done {
		p.done = true
		*p.stack = append([]rt.Frame(nil), shortened(*p.stack)...)
	}
	t, ok := p.error.(*rt.Trap)
	if !ok || t.Func != "" {
		return
	}
	for _, f := range t.Stack {
		if !f.Inlined {
			t.Func, t.Offset, t.Instr = f.Func, f.Offset, f.Instr
			break
		}
	}
}
