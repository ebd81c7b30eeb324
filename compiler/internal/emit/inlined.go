package emit

import (
	"slices"
	"strconv"

	"github.com/wasm2go/wasm2go/compiler/debuginfo"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
)

// inlinedCalls are the calls in those functions that are meant which were replaced by what they call, see abi.Names. Nothing where there are none.
func (f *frame) inlinedCalls(s *sources, isMeant func(i int) bool) (text []byte) {
	if f.Source == nil {
		return nil
	}
	var names numbers[string]
	for i, code := range f.mod.Codes {
		if !isMeant(f.mod.ImportedFuncs + i) {
			continue
		}
		at, any, asked := code.Offset, false, offsetsOf(f.Bodies[i].Places)
		for c := range f.Source.Calls(code.Offset, code.Offset+uint32(len(code.Bytes))) {
			if !f.interprets(f.mod.ImportedFuncs+i) && !isAsked(asked, c) {
				continue
			}
			if !any {
				text = strconv.AppendInt(append(text, '\n'), int64(f.mod.ImportedFuncs+i), 10)
				text = append(text, ' ')
			}
			for _, n := range [...]uint32{c.From - at, c.To - c.From, uint32(names.of(c.Func)), uint32(s.of(1 + c.File)), uint32(c.Line)} {
				text = appendDigits(text, n)
			}
			at, any = c.From, true
		}
	}
	if text == nil {
		return nil
	}
	text = append(append([]byte("\n"), text...), '\n')
	for _, name := range names.used {
		text = append(append(text, '\n'), gotext.Raw(name)...)
	}
	return text
}

// offsetsOf are the instructions of places, which call stacks can name, in order.
func offsetsOf(places []body.Place) (offsets []uint32) {
	for _, p := range places {
		offsets = append(offsets, p.Trap, p.Call)
	}
	slices.Sort(offsets)
	return offsets
}

// isAsked tells whether one of these instructions is inside a call.
func isAsked(offsets []uint32, c debuginfo.Call) bool {
	i, _ := slices.BinarySearch(offsets, c.From)
	return i < len(offsets) && offsets[i] < c.To
}
