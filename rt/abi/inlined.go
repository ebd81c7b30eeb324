package abi

import (
	"strings"

	"github.com/wasm2go/wasm2go/rt"
)

// Inlined is a call that the compiler which made the module has replaced by the code of what it calls.
type Inlined struct {
	Func string // what is called
	File string // where, "" for unknown
	Line int
}

// Expand makes frames of a call of a Wasm function that has come to an instruction, innermost first: one for each of the calls that the
// instruction is inside of, which are given outermost first, and one for the function itself.
func Expand(f rt.Frame, calls []Inlined) []rt.Frame {
	frames := make([]rt.Frame, 1+len(calls))
	for i := len(calls); i > 0; i-- {
		inner := f
		inner.Func, inner.Inlined = calls[i-1].Func, true
		frames[len(calls)-i] = inner
		f.File, f.Line = calls[i-1].File, calls[i-1].Line
	}
	frames[len(calls)] = f
	return frames
}

// inlinings are the calls in the functions of a module that were replaced by what they call. Each function that has some is a line: its index,
// and five numbers for each call, written as those of Names: how many bytes behind where the one before begins, or the body, it begins; of how
// many bytes the code is; the numbers of the name and of the file; and the line. Outer calls come before those inside. The names are the lines
// behind an empty line.
//
//	12 ECAAMCCBAN
//
//	core::slice::index
type inlinings struct {
	of    map[string]string // by index: the numbers
	names []string
}

// inliningsOf reads the text of them, nil for none.
func inliningsOf(text string) *inlinings {
	functions, names, ok := strings.Cut(strings.Trim(text, "\n"), "\n\n")
	if !ok {
		return nil
	}
	i := &inlinings{of: map[string]string{}, names: linesOf(names)}
	for line := range strings.SplitSeq(functions, "\n") {
		index, numbers, _ := strings.Cut(line, " ")
		i.of[index] = numbers
	}
	return i
}

// at are the calls that an instruction is inside of, so many bytes behind the beginning of the body of a function; outermost first.
func (i *inlinings) at(function string, offset uint32, files *sources) (calls []Inlined) {
	if i == nil || files == nil {
		return nil
	}
	begin := uint32(0)
	for numbers := i.of[function]; numbers != ""; {
		var c [5]uint32
		for k := range c {
			c[k], numbers = cutNumber(numbers)
		}
		if begin += c[0]; begin > offset {
			break
		}
		if offset-begin < c[1] && int(c[2]) < len(i.names) && int(c[3]) < len(files.names) {
			calls = append(calls, Inlined{Func: i.names[c[2]], File: files.names[c[3]], Line: int(c[4])})
		}
	}
	return calls
}
