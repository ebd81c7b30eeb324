package trial

import (
	"fmt"
	"strings"
)

// References count as numbers: what they are, in the upper half, and what can be told of them below.
const (
	Null     = iota << 32
	I31      // the value, signed
	Host     // a value of the host, by its number
	Function // any
	Object   // a struct or an array
	Exn      // an exception
)

// RefText writes down a reference.
func refText(bits uint64) string {
	n := uint32(bits)
	switch bits &^ (1<<32 - 1) {
	case Null:
		return "null"
	case I31:
		return fmt.Sprint("i31 ", int32(n))
	case Host:
		return fmt.Sprint("host ", n)
	case Function:
		return "function"
	case Object:
		return "object"
	case Exn:
		return "exception"
	}
	panic(fmt.Sprintf("trial: no reference is written as %x", bits))
}

// IsRef tells whether a type is one of references.
func IsRef(typ string) bool { return strings.Contains(typ, "ref") }

// Callable tells whether Run can call such a function, on any engine: JavaScript can pass neither exceptions nor vectors, and there are
// no values for references to a function or object that may not be null.
func (f Func) Callable() bool {
	for _, t := range f.Params {
		if !Visible(t) || strings.HasPrefix(t, "(") && refValues[t] == nil {
			return false
		}
	}
	for _, t := range f.Results {
		if !Visible(t) {
			return false
		}
	}
	return true
}

// Visible tells whether all engines can show values of a type.
func Visible(typ string) bool { return typ != "v128" && !strings.Contains(typ, "exn") }

// refValues are arguments by type. For other types there is null.
var refValues = map[string][]uint64{
	"anyref":       {Null, I31 | 5, I31 | 0xc0000000, Host | 1, Host | 2},
	"(ref any)":    {I31, I31 | 0x3fffffff, Host | 1, Host | 2},
	"eqref":        {Null, I31 | 5, I31 | 0xffffffff},
	"(ref eq)":     {I31 | 7, I31 | 0xffffffff},
	"i31ref":       {Null, I31 | 1, I31 | 0xc0000000},
	"(ref i31)":    {I31 | 2, I31 | 0x3fffffff},
	"externref":    {Null, Host | 1, Host | 2, Host | 3},
	"(ref extern)": {Host | 1, Host | 3},
}

// RefName is the name of a type of references as engines tell it to Run, of the supertype that it has in the list here: anyref, eqref, i31ref,
// structref (also for arrays, and for all defined types of these), externref, noexternref, funcref, exnref, and (ref any) and so on without null.
func RefName(heap string, nullable bool) string {
	if nullable {
		return heap + "ref"
	}
	return "(ref " + heap + ")"
}

// ThrowLine describes an exception that leaves an exported function: the name of its tag, and what can be seen of its values.
func ThrowLine(tag string, types []string, values []uint64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "exception %s", tag)
	for i, t := range types {
		if Visible(t) {
			b.WriteString(" " + Text(t, values[i]))
		}
	}
	return b.String()
}

// UnknownTag is the name of tags that nobody exports.
const UnknownTag = "of an unknown tag"
