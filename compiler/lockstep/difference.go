package lockstep

import (
	"errors"
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/rt"
)

// A Difference is the first thing in which the translated module and the interpreted one differ.
type Difference struct {
	Where string // the host call where it was seen, or the end
	Since string // the host call where all was still equal, "" for the start
	What  string // "memory 0 at 0x1040", "argument 2"
	Mine  string // the value of the translated module
	Other string // that of the interpreted one

	// The Wasm functions that were running, innermost first.
	Translated, Interpreted []rt.Frame
}

func (d *Difference) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "the engines differ at %s, after %s: %s\n", d.Where, d.Since, d.What)
	fmt.Fprintf(&b, "\ttranslated:  %s\n", d.Mine)
	writeStack(&b, d.Translated)
	fmt.Fprintf(&b, "\tinterpreted: %s", d.Other)
	if len(d.Interpreted) > 0 {
		b.WriteByte('\n')
	}
	writeStack(&b, d.Interpreted)
	return strings.TrimSuffix(b.String(), "\n")
}

func writeStack(b *strings.Builder, stack []rt.Frame) {
	const most = 12
	omitted := 0
	for i, f := range stack {
		if i < most {
			fmt.Fprintf(b, "\t\tat %v\n", f)
		} else {
			omitted++
		}
		omitted += f.Omitted
	}
	if omitted > 0 {
		fmt.Fprintf(b, "\t\tand %d more\n", omitted)
	}
}

// stackOf is the Wasm functions that were running when a call ended.
func stackOf(err error) []rt.Frame {
	var trap *rt.Trap
	var host *rt.HostError
	switch {
	case errors.As(err, &trap):
		return trap.Stack
	case errors.As(err, &host):
		return host.Stack
	}
	return nil
}

// String says what a side does.
func (e event) String() string {
	var trap *rt.Trap
	var thrown *rt.Exception
	switch {
	case !e.over:
		return "the call " + e.call + arguments(e.args)
	case e.err == nil:
		return "the return"
	case errors.As(e.err, &trap):
		return fmt.Sprintf("the trap %q in %s", trap.Kind, trap.Func)
	case errors.As(e.err, &thrown):
		return "the exception " + thrown.Tag().Name // what is in it is compared elsewhere
	}
	return fmt.Sprintf("the end: %v", e.err)
}

func arguments(args []any) string {
	list := make([]string, len(args))
	for i, a := range args {
		list[i] = value(a)
	}
	return "(" + strings.Join(list, ", ") + ")"
}

// value is a number in decimal and, where that says more, in hexadecimal. A reference is the name of its function, or the type of its object.
func value(v any) string {
	switch v := v.(type) {
	case int32:
		if v < -1 || v > 255 {
			return fmt.Sprintf("%d (%#x)", v, uint32(v))
		}
	case int64:
		if v < -1 || v > 255 {
			return fmt.Sprintf("%d (%#x)", v, uint64(v))
		}
	case *rt.Func:
		if v == nil {
			return "null"
		}
		return v.Name
	case rt.Ref:
		return value(v.Any())
	case *rt.Object:
		return v.String()
	case *rt.Exception:
		if v == nil {
			return "null"
		}
		return exception(v)
	case nil:
		return "null"
	}
	return fmt.Sprint(v)
}

// exception shows the tag and the values.
func exception(e *rt.Exception) string { return e.Tag().Name + arguments(e.Values()) }
