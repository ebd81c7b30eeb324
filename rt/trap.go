package rt

import (
	"fmt"
	"strings"
)

// TrapKind says why a module trapped. It is an error, so that errors.Is(err, rt.Unreachable) works on what an exported
// function returns.
type TrapKind uint8

// The reasons to trap.
const (
	Unreachable           TrapKind = iota + 1 // the instruction unreachable
	OutOfBoundsMemory                         // an access outside linear memory
	OutOfBoundsTable                          // an access outside a table
	IntegerDivideByZero                       // div or rem by zero
	IntegerOverflow                           // the smallest integer divided by -1, or a float too large for the integer
	InvalidConversion                         // NaN converted to an integer
	UndefinedElement                          // call_indirect with an index outside the table
	IndirectCallNull                          // call_indirect of a null element
	IndirectCallType                          // call_indirect of a function with another signature
	StackExhausted                            // calls nested too deep, see WithStack
	NullReference                             // null where a reference is needed
	NullFunctionReference                     // call_ref of null
	UncaughtException                         // an exception left an exported function
	UnalignedAtomic                           // an atomic access at an address that is not a multiple of its size
	NotShared                                 // memory.atomic.wait on a memory that is not shared
	CastFailure                               // ref.cast
	DeviceFailure                             // the memory's device failed: the cause is Trap.Cause
	OutOfMemory                               // memory.grow was refused, and the host made that a trap: see OnGrowRefused; or an object is too much: see WithHeap
	OutOfBoundsArray                          // an access outside an array
)

// trapTexts are the messages that the specification's test suite expects.
var trapTexts = [...]string{
	Unreachable:           "unreachable",
	OutOfBoundsMemory:     "out of bounds memory access",
	OutOfBoundsTable:      "out of bounds table access",
	IntegerDivideByZero:   "integer divide by zero",
	IntegerOverflow:       "integer overflow",
	InvalidConversion:     "invalid conversion to integer",
	UndefinedElement:      "undefined element",
	IndirectCallNull:      "uninitialized element",
	IndirectCallType:      "indirect call type mismatch",
	StackExhausted:        "call stack exhausted",
	NullReference:         "null reference",
	NullFunctionReference: "null function reference",
	UncaughtException:     "uncaught exception",
	UnalignedAtomic:       "unaligned atomic",
	NotShared:             "expected shared memory",
	CastFailure:           "cast failure",
	DeviceFailure:         "memory device failure",
	OutOfMemory:           "out of memory",
	OutOfBoundsArray:      "out of bounds array access",
}

// String gives the message of the specification's test suite.
func (k TrapKind) String() string {
	if int(k) < len(trapTexts) && trapTexts[k] != "" {
		return trapTexts[k]
	}
	return fmt.Sprintf("trap %d", uint8(k))
}

// Error makes a kind usable with errors.Is.
func (k TrapKind) Error() string { return k.String() }

// Trap is the error of a call that trapped.
type Trap struct {
	Kind   TrapKind
	Func   string  // the Wasm function that trapped, "" where unknown
	Offset uint32  // where its body starts in the module's file, in bytes
	Instr  uint32  // as Frame.Instr, of the innermost call
	Stack  []Frame // the calls, innermost first, as far as the call from the host that ended; see Frame.Omitted and Frame.Inlined
	Cause  error   // DeviceFailure: the device's own error; OutOfMemory: that of OnGrowRefused's function
}

// Frame is one call of a Wasm function, or with Inlined one inside of it. A few calls of a small recursive function may show as one.
type Frame struct {
	Module string // the module's name
	Func   string // the function's name: from the name section, else fn12; of an inlined one what DWARF has
	Index  uint32 // in the module's function index space
	Offset uint32 // where the body starts in the module's file, in bytes

	// Instr is where the instruction is in the module's file that trapped, or in an outer call the one that called; 0 where unknown. With
	// Inexact it is the first one of several that may be meant, or near the one that is.
	Instr   uint32
	Inexact bool

	// File and Line are where that instruction comes from, as far as the module has told it (DWARF): a path as the compiler knew it,
	// below the directory that it ran in, and a line from 1. "" and 0 where unknown.
	File string
	Line int

	// Inlined says that the compiler which made the module has put the code of Func, which was called, into the function of the next frame that is
	// not inlined; that one's are Index and Offset. As with File this is what the module has told. In translated code it is asked of Instr: with
	// Inexact, calls that other instructions on the line are inside of may be meant.
	Inlined bool

	// Omitted is how many calls are left out between this one and the next in a stack: of more than 512 it has the 256 innermost ones and the
	// 256 outermost.
	Omitted int
}

// String gives the place of the instruction where it is known, else that of the body: "m.fib (fn12 @0x1f3)", with ~0x1f3 where it is
// inexact, and without m. where the module has no name; "m.fib (src/fib.c:12, fn12 @0x1f3)" where the line is known, with "in fn12" for a call that
// was inlined there.
func (f Frame) String() string {
	at, about := f.Instr, ""
	switch {
	case at == 0:
		at = f.Offset
	case f.Inexact:
		about = "~"
	}
	module := ""
	if f.Module != "" {
		module = plain(f.Module) + "."
	}
	source := ""
	if f.File != "" {
		source = fmt.Sprintf("%s:%d, ", plain(f.File), f.Line)
	}
	in := ""
	if f.Inlined {
		in = "in "
	}
	return fmt.Sprintf("%s%s (%s%sfn%d @%s%#x)", module, plain(f.Func), source, in, f.Index, about, at)
}

// short is the frame in a message: "fib", or "fib (fib.c:12)" where the line is known.
func (f Frame) short() string {
	if f.File == "" {
		return plain(f.Func)
	}
	return fmt.Sprintf("%s (%s:%d)", plain(f.Func), plain(f.File[1+strings.LastIndexAny(f.File, `/\`):]), f.Line)
}

// Error is one line: the kind's text, the cause if there is one, and the Wasm functions on the stack.
func (t *Trap) Error() string {
	var b strings.Builder
	b.WriteString("wasm trap: ")
	b.WriteString(t.Kind.String())
	if t.Cause != nil {
		fmt.Fprintf(&b, ": %v", t.Cause)
	}
	writeStack(&b, t.Stack)
	return b.String()
}

// Is makes errors.Is(err, rt.Unreachable) true for a Trap of that kind.
func (t *Trap) Is(target error) bool {
	k, ok := target.(TrapKind)
	return ok && k == t.Kind
}

// Unwrap returns the cause.
func (t *Trap) Unwrap() error { return t.Cause }

// How many calls of a stack a message shows, with those inlined there: the innermost say what went wrong, often in a library, the outermost who
// asked for it.
const (
	innermost = 5
	outermost = 2
)

// writeStack appends the functions of a stack to a one-line message: the innermost and the outermost ones.
func writeStack(b *strings.Builder, stack []Frame) {
	calls := 0
	for _, f := range stack {
		if !f.Inlined {
			calls++
		}
	}
	before := " in "
	omitted, call := 0, 0
	for _, f := range stack {
		hidden := calls > innermost+outermost && call >= innermost && call < calls-outermost
		if !f.Inlined {
			call++
		}
		if hidden {
			omitted += 1 + f.Omitted
			continue
		}
		if omitted > 0 {
			fmt.Fprintf(b, " < %d more", omitted)
		}
		b.WriteString(before + f.short())
		before, omitted = " < ", f.Omitted
	}
}
