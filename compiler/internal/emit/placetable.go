package emit

import (
	"strconv"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
)

// placeTable prints where the instructions are that can trap or call, see abi.Names. The line of a function is that of its name in
// the table of names.
func (f *frame) placeTable() {
	name := f.names.Private("places")
	f.printf("\n// %s says on which lines of Go the instructions stand that can trap or call, function by function.\n", name)
	f.printf("const %s = `", name)
	for i, b := range f.Bodies {
		if f.isPrinted(f.mod.ImportedFuncs + i) {
			f.text.WriteByte('\n')
			f.text.Write(appendPlaces(nil, f.lines[i], b.Places, f.mod.Codes[i].Offset))
		}
	}
	f.printf("\n`\n")
}

// appendPlaces appends the line on which a body begins, and its places as steps from one to the next. A step is two numbers: how many
// lines further, four times, with the bits of Several and of a step back in the file; and how many bytes. The first step begins at the
// body. A step of no lines goes to the instruction that calls, where the one that traps is another.
func appendPlaces(text []byte, first int, places []body.Place, offset uint32) []byte {
	text = strconv.AppendInt(text, int64(first), 10)
	if len(places) > 0 {
		text = append(text, ' ')
	}
	at := 0
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
		if p.Call != 0 && (p.Call != p.Trap || p.Several) {
			step(p.Line, p.Call, false)
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
