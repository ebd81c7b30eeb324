package debuginfo

import (
	"cmp"
	"debug/dwarf"
	"errors"
	"fmt"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// units are what the tree of entries (the section .debug_info) tells.
type units struct {
	dirs   map[uint32]string // by offset of a line number program: where the compiler ran
	locals wasm.IndirectNameMap
	calls  []inlinedCall // outer ones before inner ones
}

// readUnits walks over all entries. What was read before a mistake stays.
func readUnits(s *sections, m *wasm.Module) (u units, err error) {
	u.dirs = map[uint32]string{}
	if len(s.info) == 0 {
		return u, nil
	}
	t := treeReader{sections: s, m: m, units: &u, names: map[dwarf.Offset]string{}, functions: map[dwarf.Offset]functionName{},
		room: 1<<20 + 16*(len(s.info)+len(s.str)), rangeRoom: 1<<16 + len(s.info) + len(s.ranges) + len(s.rngLists)}
	if err := checkAbbrevs(s); err != nil {
		return u, fmt.Errorf("debug information: %w", err)
	}
	err = t.read()
	t.nameCalls()
	if err != nil {
		return u, fmt.Errorf("debug information: %w", err)
	}
	u.locals = t.variables.locals(t.names)
	if t.rangeRoom <= 0 {
		return u, fmt.Errorf("debug information: %w", errRanges)
	}
	return u, nil
}

// A treeReader walks over the entries in their order.
type treeReader struct {
	*sections
	*units
	m         *wasm.Module
	names     map[dwarf.Offset]string // of variables, which others may refer to
	functions map[dwarf.Offset]functionName
	variables variables
	room      int // bytes of strings that may still come: few entries can refer to one long string many times
	rangeRoom int // entries of lists of ranges that may still come

	unit   *dwarf.Entry // around
	scopes []scope      // of the entries around
}

// A scope is an entry that has others inside.
type scope struct {
	function int  // index of the function whose code it is, -1 for none
	inlined  bool // it was another's
}

var (
	errStrings = errors.New("strings of many bytes are used again and again")
	errEntries = errors.New("the last entry does not end")
)

// read walks. Package debug/dwarf may have its own idea of what cannot be.
func (t *treeReader) read() (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%v", v)
		}
	}()
	s := t.sections
	data, err := dwarf.New(s.abbrev, nil, nil, s.info, s.line, nil, s.ranges, s.str)
	if err != nil {
		return err
	}
	for name, section := range map[string][]byte{
		".debug_addr": s.addr, ".debug_line_str": s.lineStr, ".debug_str_offsets": s.strOffsets, ".debug_rnglists": s.rngLists,
	} {
		if err := data.AddSection(name, section); err != nil {
			return err
		}
	}
	r := data.Reader()
	for range s.info { // an entry has at least a byte; but the reader stays where a number does not end
		e, err := r.Next()
		if e == nil || err != nil {
			return err
		}
		for _, f := range e.Field {
			if text, ok := f.Val.(string); ok {
				t.room -= len(text)
			}
		}
		if t.room < 0 {
			return errStrings
		}
		t.entry(e)
	}
	if e, err := r.Next(); e == nil || err != nil {
		return err
	}
	return errEntries
}

// entry takes what is of interest in an entry.
func (t *treeReader) entry(e *dwarf.Entry) {
	if e.Tag == 0 {
		if n := len(t.scopes); n > 0 {
			t.scopes = t.scopes[:n-1]
		}
		return
	}
	inside := scope{function: -1}
	if n := len(t.scopes); n > 0 {
		inside = t.scopes[n-1]
	}
	switch e.Tag {
	case dwarf.TagCompileUnit, dwarf.TagPartialUnit:
		t.unit, t.scopes, inside = e, t.scopes[:0], scope{function: -1}
		if program, ok := e.Val(dwarf.AttrStmtList).(int64); ok {
			dir, _ := e.Val(dwarf.AttrCompDir).(string)
			t.dirs[uint32(program)] = dir
		}
	case dwarf.TagSubprogram:
		inside = scope{function: t.function(e)}
		t.named(e)
	case dwarf.TagInlinedSubroutine:
		inside.inlined = true
		t.inlined(e, inside.function)
	case dwarf.TagVariable, dwarf.TagFormalParameter:
		t.variable(e, inside)
	}
	if e.Children {
		t.scopes = append(t.scopes, inside)
	}
}

// function is the index of the function whose code an entry describes, -1 for none.
func (t *treeReader) function(e *dwarf.Entry) int {
	low, ok := e.Val(dwarf.AttrLowpc).(uint64)
	if !ok || low == 0 || low > uint64(codeEnd(t.m)) {
		return -1
	}
	at := t.m.CodeStart + uint32(low)
	i, found := slices.BinarySearchFunc(t.m.Codes, at, func(c wasm.Code, at uint32) int { return cmp.Compare(c.Offset, at) })
	if !found {
		return -1
	}
	return t.m.ImportedFuncs + i
}

// variable notes the names of a variable, and the locals where it lives.
func (t *treeReader) variable(e *dwarf.Entry, inside scope) {
	name, _ := e.Val(dwarf.AttrName).(string)
	origin, isInstance := e.Val(dwarf.AttrAbstractOrigin).(dwarf.Offset)
	if !isInstance {
		origin = e.Offset
		if len(t.scopes) > 1 { // no global one
			t.names[origin] = name
		}
	}
	if inside.function < 0 {
		return
	}
	for local := range t.places(e) {
		t.variables.add(variable{function: uint32(inside.function), local: local, rank: rankOf(e, inside), name: origin})
	}
}
