package abi

import (
	"runtime"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/rt"
)

// Names describes a module's functions for call stacks. It is one string, so that nothing is paid before a trap. Each
// function is a line: the Go function, the function index, the body's file offset in hexadecimal, the Wasm name, as a Go string where
// it would not stand on the line as it is.
//
//	fib 12 1f3 fib
//	fn13 13 2a0 std::rt::lang_start
//
// Behind an empty line there may be as many lines again, in the same order: on which line of its Go file a function begins, and
// its places, the lines with instructions that can trap or call.
//
//	57 IEMR
//	64 QE
//	71 0:12 QESI 2:40 QE
//
// Places are steps from one to the next, the first from the beginning of the function and its body. A step is two numbers: four times
// how many lines further, plus 2 where several instructions can trap, of which this is the first, plus 1 where it leads back in the
// module's file; and how many bytes. A step of no lines leads to the instruction that calls, where the one that traps is another, or plus 2
// to the first of several. Numbers are written in base 64, five bits to a digit, the lowest first; all digits but the last have 32 added.
//
// Where the Go text has directives for the lines of the module's source, places are on these lines: a group of them for each file, behind
// the file's number and the line before the first. The files are the lines behind another empty line, as names are written.
//
// Places in a function's assembly are groups, too, with the machine's name (GOARCH) instead of a file's number.
//
// Behind yet another one may be the calls that were replaced by what they call, see inlinings.
type Names string

// index finds the lines of each function, by Go name.
func (n Names) index() map[string]function {
	names, rest, _ := strings.Cut(string(n), "\n\n")
	places, rest, _ := strings.Cut(rest, "\n\n")
	files, rest, _ := strings.Cut(rest, "\n\n")
	names = strings.Trim(names, "\n")
	sources, inlined := sourcesOf(files), inliningsOf(rest)
	index := make(map[string]function, 1+strings.Count(names, "\n"))
	for line := range strings.SplitSeq(names, "\n") {
		f := function{sources: sources, inlined: inlined}
		f.places, places, _ = strings.Cut(places, "\n")
		if name, rest, ok := strings.Cut(line, " "); ok {
			f.line = rest
			index[name] = f
		}
	}
	return index
}

// function is what Names has about one: strings, of which most are never looked at.
type function struct {
	line    string // without the Go name
	places  string
	sources *sources // of the module, nil where it has told none
	inlined *inlinings
}

// frame describes the function, but for the instruction.
func (f function) frame() rt.Frame {
	index, rest, _ := strings.Cut(f.line, " ")
	offset, name, _ := strings.Cut(rest, " ")
	return rt.Frame{Func: unquoted(name), Index: uint32(parse(index, 10)), Offset: uint32(parse(offset, 16))}
}

// unquoted is a name as it was before it was written on a line.
func unquoted(name string) string {
	if strings.HasPrefix(name, `"`) {
		if plain, err := strconv.Unquote(name); err == nil {
			return plain
		}
	}
	return name
}

func parse(digits string, base int) uint64 {
	n, _ := strconv.ParseUint(digits, base, 32)
	return n
}

// A place is the instructions on a line: where in the module's file they are, 0 for unknown.
type place struct {
	line    int
	trap    uint32 // the one that can trap
	several bool   // which is the first of several
	call    uint32 // the one that calls
	calls   bool   // which is the first of several
}

// place finds what stands on a line, or else the last place before that line. The line is one of the Go file, of the module's source with
// that number, or of assembly.
func (f function) place(file, line int) place {
	first, words, _ := strings.Cut(f.places, " ")
	body, at, group := f.frame().Offset, int(parse(first, 10)), noSource
	for words != "" {
		var word string
		word, words, _ = strings.Cut(words, " ")
		if number, before, ok := strings.Cut(word, ":"); ok {
			group, at = int(parse(number, 10)), int(parse(before, 10))
			if number == runtime.GOARCH {
				group = inAssembly
			}
		} else if group == file {
			return placeAmong(word, body, at, line)
		}
	}
	return place{}
}

// placeAmong is place for the places of one file, of which the first is steps away from a line and the body.
func placeAmong(steps string, offset uint32, at, line int) (found place) {
	for steps != "" {
		var head, bytes uint32
		head, steps = cutNumber(steps)
		bytes, steps = cutNumber(steps)
		if at += int(head >> 2); at > line {
			break
		}
		if head&1 != 0 {
			bytes = -bytes
		}
		offset += bytes
		if head>>2 == 0 && found.line != 0 {
			found.call, found.calls = offset, head&2 != 0
		} else {
			found = place{line: at, trap: offset, several: head&2 != 0, call: offset}
		}
	}
	return found
}

// cutNumber reads a number of places.
func cutNumber(s string) (n uint32, rest string) {
	for i := range len(s) {
		d := digit(s[i])
		n |= uint32(d&31) << (5 * i)
		if d < 32 {
			return n, s[i+1:]
		}
	}
	return n, ""
}

// digit is the value of a digit of base 64.
func digit(c byte) uint8 {
	switch {
	case c >= 'a':
		return c - 'a' + 26
	case c >= 'A':
		return c - 'A'
	case c >= '0':
		return c - '0' + 52
	case c == '+':
		return 62
	}
	return 63
}
