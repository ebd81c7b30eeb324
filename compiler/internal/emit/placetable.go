package emit

import (
	"strconv"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
)

// placeTable prints where the instructions are that can trap or call, see abi.Names. The line of a function is that of its name in
// the table of names.
func (f *frame) placeTable() {
	name := f.names.Private("places")
	f.printf("\n// %s says on which lines of Go the instructions stand that can trap or call, function by function.\n", name)
	f.printf("const %s = `", name)
	var s sources
	for i, b := range f.Bodies {
		if f.isPrinted(f.mod.ImportedFuncs + i) {
			f.text.WriteByte('\n')
			f.text.Write(appendFunc(&s, nil, f.lines[i], b.Places, f.mod.Codes[i].Offset))
			for k, m := range b.Assembly.Machines {
				f.text.Write(appendAssembly(nil, m, f.asmLines[i][k], f.mod.Codes[i].Offset))
			}
		}
	}
	f.sourceFiles(&s, f.isPrinted)
	f.printf("\n`\n")
}

// sourceFiles prints, behind a table of functions, the files that it has given numbers, and the calls in these functions that were replaced by
// what they call.
func (f *frame) sourceFiles(s *sources, isMeant func(i int) bool) {
	calls := f.inlinedCalls(s, isMeant)
	if len(s.used) > 0 {
		f.printf("\n")
	}
	for _, file := range s.used {
		f.printf("\n%s", gotext.Raw(f.Files[file-1]))
	}
	f.text.Write(calls)
}

// sources gives those files numbers that places are in.
type sources = numbers[int] // as Place.File

// numbers gives things numbers in the order in which they come.
type numbers[T comparable] struct {
	used   []T
	number map[T]int
}

func (s *numbers[T]) of(x T) int {
	n, ok := s.number[x]
	if !ok {
		if s.number == nil {
			s.number = map[T]int{}
		}
		n = len(s.used)
		s.used = append(s.used, x)
		s.number[x] = n
	}
	return n
}

// appendFunc appends the line on which a body begins, and its places: a group for each file, behind its number and the line before its
// first place.
func appendFunc(s *sources, text []byte, first int, places []body.Place, offset uint32) []byte {
	text = strconv.AppendInt(text, int64(first), 10)
	for len(places) > 0 {
		n, before := 1, 0
		for n < len(places) && places[n].File == places[0].File {
			n++
		}
		text = append(text, ' ')
		if file := places[0].File; file > 0 {
			before = places[0].Line - 1
			text = strconv.AppendInt(text, int64(s.of(file)), 10)
			text = append(text, ':')
			text = strconv.AppendInt(text, int64(before), 10)
			text = append(text, ' ')
		}
		text = appendPlaces(text, before, places[:n], offset)
		places = places[n:]
	}
	return text
}

// appendAssembly appends the places in the assembly of a body, whose text begins on line first: a group as those of files are.
func appendAssembly(text []byte, m body.Machine, first int, offset uint32) []byte {
	if len(m.Places) == 0 {
		return text
	}
	text = append(append(append(text, ' '), m.Name...), ':')
	return appendPlaces(append(strconv.AppendInt(text, int64(first), 10), ' '), 0, m.Places, offset)
}

// appendPlaces appends the places of one file as steps from one to the next. A step is two numbers: how many lines further, four times, with
// the bits of Several and of a step back in the file; and how many bytes. The first step begins at the body. A step of no lines goes to the
// instruction that calls, where the one that traps is another; Several is then that of calls.
func appendPlaces(text []byte, at int, places []body.Place, offset uint32) []byte {
	step := func(line int, to uint32, several bool) {
		lines, bytes := uint32(line-at)<<2, to-offset
		if several {
			lines |= 2
		}
		if to < offset {
			lines, bytes = lines|1, offset-to
		}
		text = appendDigits(appendDigits(text, lines), bytes)
		at, offset = line, to
	}
	for _, p := range places {
		if p.Trap != 0 {
			step(p.Line, p.Trap, p.Several)
		}
		if p.Call != 0 && (p.Call != p.Trap || p.Several || p.Calls) {
			step(p.Line, p.Call, p.Calls)
		}
	}
	return text
}

// digits are those of base 64.
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// appendDigits appends a number, five bits to a digit, the lowest first. All digits but the last have the sixth bit set, as in a
// variable-length quantity.
func appendDigits(text []byte, n uint32) []byte {
	for ; n >= 32; n >>= 5 {
		text = append(text, digits[n&31|32])
	}
	return append(text, digits[n])
}
