// Package debuginfo reads what compilers tell of the source of a module (DWARF 4 and 5): from which line an instruction comes, and which
// variable a local is; and it makes names for people of mangled ones. But for Frames, Options and Mapping it is internal to this project, and
// without a promise of stability.
//
// A module may tell anything. What is wrong with it is none of the module: what could be read is used, and an error says what could not.
// Time and memory are linear in what is read.
package debuginfo

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Info is what is known of the source of a module. A nil Info knows nothing.
type Info struct {
	Files []string // as the compiler was told, below the directory it ran in where they are there; see Mapping

	rows   []row  // by address
	calls  []Call // by where they begin, outer before inner
	locals wasm.IndirectNameMap
}

// A Position is a place in the source.
type Position struct {
	File   int // index into Files
	Line   int // from 1
	Column int // from 1, 0 for unknown
}

// Options say where to look, and how to name files.
type Options struct {
	External []byte    // the file that External names, nil for none
	Map      []Mapping // the first that fits counts
}

// Read reads the debug information of a module. The error says what could not be read; Info has the rest, and is nil where there is
// nothing.
func Read(m *wasm.Module, o Options) (*Info, error) {
	customs, err := m.Customs, error(nil)
	if o.External != nil {
		if customs, err = decode.Customs(o.External); err != nil {
			return nil, fmt.Errorf("the external debug information: %w", err)
		}
	}
	s := sectionsOf(customs)
	if len(s.line) == 0 && len(s.info) == 0 {
		return nil, nil
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	units, unitsErr := readUnits(s, m)
	l := lineReader{sections: s, dirs: units.dirs, programs: map[uint32]*program{}, naming: naming{maps: o.Map, room: s.pathRoom()}, codes: m.Codes, code: m.CodeStart, end: codeEnd(m)}
	linesErr := l.all()
	slices.SortStableFunc(l.rows, func(a, b row) int {
		if a.at != b.at {
			return cmp.Compare(a.at, b.at)
		}
		return min(int(a.line), 1) - min(int(b.line), 1) // where one ends, another may begin
	})
	calls := located(units.calls, l.programs)
	return &Info{Files: l.naming.files, rows: l.rows, calls: calls, locals: units.locals}, errors.Join(unitsErr, linesErr)
}

// External returns the name of the file in which the debug information of a module is, "" where it is in the module or nowhere. It may be
// anything: a path that is meant to be relative to the module, or an address.
func External(m *wasm.Module) (name string) {
	c := m.Custom("external_debug_info")
	if c == nil {
		return ""
	}
	r := decode.NewReader(c.Bytes, c.Offset)
	var err error
	defer decode.Catch(&err) // it is no name
	return r.Name("external_debug_info")
}

// codeEnd is the offset behind the bodies.
func codeEnd(m *wasm.Module) uint32 {
	if n := len(m.Codes); n > 0 {
		return m.Codes[n-1].Offset + uint32(len(m.Codes[n-1].Bytes))
	}
	return 0
}

// Position returns where an instruction comes from, by its offset in the module's file. ok is false where that is unknown.
func (i *Info) Position(offset uint32) (p Position, ok bool) {
	if i == nil {
		return p, false
	}
	at, found := slices.BinarySearchFunc(i.rows, offset, func(r row, offset uint32) int { return cmp.Compare(r.at, offset) })
	if found {
		for at+1 < len(i.rows) && i.rows[at+1].at == offset {
			at++ // the last one counts
		}
	} else if at--; at < 0 {
		return p, false
	}
	r := i.rows[at]
	return Position{int(r.file), int(r.line), int(r.column)}, r.line > 0
}

// Lines yields where the lines of instructions between two offsets begin, each with the offset of the first: those from the same line together.
func (i *Info) Lines(from, to uint32) iter.Seq2[uint32, Position] {
	return func(yield func(uint32, Position) bool) {
		if i == nil {
			return
		}
		at, _ := slices.BinarySearchFunc(i.rows, from, func(r row, offset uint32) int { return cmp.Compare(r.at, offset) })
		var last row
		for ; at < len(i.rows) && i.rows[at].at < to; at++ {
			r := i.rows[at]
			if at+1 < len(i.rows) && i.rows[at+1].at == r.at || r.line == 0 || r.file == last.file && r.line == last.line {
				continue
			}
			if last = r; !yield(r.at, Position{int(r.file), int(r.line), int(r.column)}) {
				return
			}
		}
	}
}

// Locals are the names of those locals that are variables of the source. One that is several, one after the other, has the names of all.
func (i *Info) Locals() wasm.IndirectNameMap {
	if i == nil {
		return nil
	}
	return i.locals
}
