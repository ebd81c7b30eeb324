package emit

import (
	"bytes"
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
)

// interpretedLines prints from which lines of the source the functions are that the interpreter runs, see abi.Lines.
func (f *frame) interpretedLines() {
	if f.Source == nil {
		return
	}
	f.uses(gotext.ABI)
	name := f.names.Private("lines")
	f.printf("\n// %s says from which lines of the source these are.\nconst %s abi.Lines = `", name, name)
	var s sources
	for i, is := range f.Interp.Funcs {
		if is {
			f.printf("\n%d%s", i, f.appendLines(nil, i-f.mod.ImportedFuncs, &s))
		}
	}
	f.sourceFiles(&s, f.interprets)
	f.printf("\n`\n")
}

// appendLines appends the lines of a body.
func (f *frame) appendLines(text []byte, i int, s *sources) []byte {
	code := f.mod.Codes[i]
	at, file, line := code.Offset, 0, 0
	for offset, p := range f.Source.Lines(code.Offset, code.Offset+uint32(len(code.Bytes))) {
		if file != 1+p.File {
			file, line = 1+p.File, p.Line
			text = fmt.Appendf(text, " %d:%d ", s.of(file), line)
		}
		step := p.Line - line
		text = appendDigits(text, offset-at)
		text = appendDigits(text, uint32(step<<1)^uint32(step>>31))
		at, line = offset, p.Line
	}
	return bytes.TrimRight(text, " ")
}
