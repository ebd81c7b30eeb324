package rt

// A trail is how far a call stack has been followed. The functions that an interpreter runs are no Go functions: where it
// stands on the Go stack, it adds them itself, by Unwind. In between and outside, Go's stack tells.
type trail struct {
	interpreter string // the Go function that is on the stack once for each activation
	passed      int    // activations whose functions are in the stack already
	done        bool   // nothing is missing
}

// extend appends the Wasm functions on the Go stack, innermost first: those behind what is known, as far as the next
// activation of the interpreter, or else some hundred Go calls reach.
func (t *trail) extend(stack []Frame, interpreter string) []Frame {
	if t.done {
		return stack
	}
	activation := 0
	panicked(func(function string) bool {
		switch {
		case interpreter != "" && function == interpreter:
			activation++
			return activation <= t.passed
		case interpreter == "" && function == t.interpreter:
			activation++
		case activation >= t.passed:
			if f, ok := wasmFunc(function); ok {
				stack = append(stack, f)
			}
		}
		return true
	})
	t.done = interpreter == ""
	return stack
}

// Unwind adds the functions that an interpreter was running to what a panic will report, and returns the value to go on
// panicking with. The interpreter calls it in a function that the Go function of that name has deferred, with the value that it
// recovered; calls lists the functions, innermost first. A panic that is no trap and no error of a host stays what it is.
func Unwind(v any, interpreter string, calls func() []Frame) any {
	switch e := asError(v, interpreter).(type) {
	case *Trap:
		e.Stack = e.trail.pass(e.Stack, interpreter, calls)
		e.place()
		return e
	case *HostError:
		e.Stack = e.trail.pass(e.Stack, interpreter, calls)
		return e
	}
	return v
}

// pass notes the functions of one activation.
func (t *trail) pass(stack []Frame, interpreter string, calls func() []Frame) []Frame {
	if t.done {
		return stack
	}
	t.interpreter = interpreter
	t.passed++
	return append(stack, calls()...)
}
