package abi

import "strings"

// Lines says from which lines of a module's source the functions come that an interpreter runs. Each is a line: its index, and groups, one
// for each run of instructions that are from one file: number and line of the file, and steps to where the line is another. A step is how many
// bytes further, from the beginning of the body on, and how many lines, twice, or as many back, and one less. Files and numbers are written
// as those of Names.
//
//	12 0:57 IEMR 2:12 QEKF
//
//	fib.c
type Lines string

// Find returns the file and the line that an instruction comes from: one of a function, so many bytes behind the beginning of the body. They are
// "" and 0 where that is unknown.
func (l Lines) Find(function, offset uint32) (file string, line int) {
	functions, files, _ := strings.Cut(string(l), "\n\n")
	for text := range strings.SplitSeq(functions, "\n") {
		if index, groups, _ := strings.Cut(text, " "); text != "" && parse(index, 10) == uint64(function) {
			number, line := lineOf(groups, offset)
			if s := sourcesOf(files); s != nil && number < len(s.names) && line > 0 {
				return s.names[number], line
			}
		}
	}
	return "", 0
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
