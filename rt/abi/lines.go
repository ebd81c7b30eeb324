package abi

import (
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/rt"
)

// Lines says from which lines of a module's source the functions come that an interpreter runs. Each is a line: its index, and groups, one
// for each run of instructions that are from one file: number and line of the file, and steps to where the line is another. A step is how many
// bytes further, from the beginning of the body on, and how many lines, twice, or as many back, and one less. Files and numbers are written
// as those of Names, and so are the calls that were replaced by what they call, behind another empty line.
//
//	12 0:57 IEMR 2:12 QEKF
//
//	fib.c
type Lines string

// Frames describes a call of one of the functions that has come to an instruction, so many bytes behind the beginning of the body: by one frame,
// or by several, innermost first, where calls were replaced by what they call. The line is left out where it is unknown.
func (l Lines) Frames(f rt.Frame, offset uint32) []rt.Frame {
	functions, rest, _ := strings.Cut(string(l), "\n\n")
	files, inlined, _ := strings.Cut(rest, "\n\n")
	s := sourcesOf(files)
	if s == nil {
		return []rt.Frame{f}
	}
	function := strconv.FormatUint(uint64(f.Index), 10)
	for text := range strings.SplitSeq(functions, "\n") {
		if index, groups, _ := strings.Cut(text, " "); index == function {
			if number, line := lineOf(groups, offset); number < len(s.names) && line > 0 {
				f.File, f.Line = s.names[number], line
				return Expand(f, inliningsOf(inlined).at(function, offset, s))
			}
		}
	}
	return []rt.Frame{f}
}

// lineOf is the number of the file and the line of the last step that is not behind an offset.
func lineOf(groups string, offset uint32) (file, line int) {
	at := uint32(0)
	for words := groups; words != ""; {
		var word, steps string
		word, words, _ = strings.Cut(words, " ")
		steps, words, _ = strings.Cut(words, " ")
		number, first, _ := strings.Cut(word, ":")
		here := int(parse(first, 10))
		for steps != "" {
			var bytes, lines uint32
			bytes, steps = cutNumber(steps)
			lines, steps = cutNumber(steps)
			if at += bytes; at > offset {
				return file, line
			}
			here += int(lines>>1) ^ -int(lines&1)
			file, line = int(parse(number, 10)), here
		}
	}
	return file, line
}
