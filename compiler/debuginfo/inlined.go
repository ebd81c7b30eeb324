package debuginfo

import (
	"cmp"
	"debug/dwarf"
	"iter"
	"math"
	"slices"
)

// A Call is one that the compiler has replaced by the code of what it calls.
type Call struct {
	From, To uint32 // in the module's file, the instructions that came of it, or some of them
	Func     string // what is called, for people
	Position        // where
}

// An inlinedCall is a Call whose names are elsewhere.
type inlinedCall struct {
	Call
	function dwarf.Offset // the entry of what is called
	program  uint32       // the line number program that has the file
	file     uint64       // as that program calls it
}

// A functionName is what an entry tells of the name of a function.
type functionName struct {
	name   string       // the mangled one where there is one
	entry  dwarf.Offset // which may have another name
	linked bool         // name is the mangled one
}

// named notes the name of a function.
func (t *treeReader) named(e *dwarf.Entry) {
	var f functionName
	for _, attribute := range []dwarf.Attr{dwarf.AttrSpecification, dwarf.AttrAbstractOrigin} {
		if entry, ok := e.Val(attribute).(dwarf.Offset); ok {
			f.entry = entry
		}
	}
	if f.name, f.linked = e.Val(dwarf.AttrLinkageName).(string); !f.linked {
		f.name, _ = e.Val(dwarf.AttrName).(string)
	}
	if f.name != "" || f.entry != 0 {
		t.functions[e.Offset] = f
	}
}

// inlined notes the parts of a function's code that came of a call.
func (t *treeReader) inlined(e *dwarf.Entry, function int) {
	origin, ok := e.Val(dwarf.AttrAbstractOrigin).(dwarf.Offset)
	line, _ := e.Val(dwarf.AttrCallLine).(int64)
	file, _ := e.Val(dwarf.AttrCallFile).(int64)
	program, hasLines := t.unit.Val(dwarf.AttrStmtList).(int64)
	if !ok || !hasLines || function < 0 || line <= 0 || line > math.MaxInt32 || file < 0 {
		return
	}
	code := t.m.Codes[function-t.m.ImportedFuncs]
	begin, start := uint64(code.Offset), uint64(t.m.CodeStart)
	end := begin + uint64(len(code.Bytes))
	for _, s := range t.spans(e) {
		if s.from >= s.to || s.to > math.MaxUint32 || s.from+start < begin || s.to+start > end {
			continue // nothing, or left out by the linker
		}
		t.calls = append(t.calls, inlinedCall{
			Call:     Call{From: uint32(s.from + start), To: uint32(s.to + start), Position: Position{Line: int(line)}},
			function: origin, program: uint32(program), file: uint64(file),
		})
	}
}

// nameCalls finds the names of what is called. Calls of what has none are left out.
func (t *treeReader) nameCalls() {
	known := map[dwarf.Offset]string{}
	for i := range t.calls {
		c := &t.calls[i]
		name, ok := known[c.function]
		if !ok {
			name = demangled(t.functionName(c.function))
			known[c.function] = name
		}
		c.Func = name
	}
	t.calls = slices.DeleteFunc(t.calls, func(c inlinedCall) bool { return c.Func == "" })
}

// functionName follows an entry to the one that has the name.
func (t *treeReader) functionName(entry dwarf.Offset) (name string) {
	for range 4 { // an instance, what it is one of, its declaration
		f := t.functions[entry]
		if name = cmp.Or(f.name, name); f.linked || f.entry == 0 {
			break
		}
		entry = f.entry
	}
	return name
}

// located are the calls whose files are known, in order: by where they begin, outer before inner.
func located(calls []inlinedCall, programs map[uint32]*program) (list []Call) {
	for _, c := range calls {
		p := programs[c.program]
		if p == nil {
			continue
		}
		file, ok := p.file(c.file)
		if !ok {
			continue
		}
		c.File = int(file)
		list = append(list, c.Call)
	}
	slices.SortStableFunc(list, func(a, b Call) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b.To, a.To)) })
	return list
}

// Calls yields the calls in the code between two offsets that were replaced by what they call, outer ones before those inside.
func (i *Info) Calls(from, to uint32) iter.Seq[Call] {
	return func(yield func(Call) bool) {
		if i == nil {
			return
		}
		at, _ := slices.BinarySearchFunc(i.calls, from, func(c Call, from uint32) int { return cmp.Compare(c.From, from) })
		for ; at < len(i.calls) && i.calls[at].From < to && yield(i.calls[at]); at++ {
		}
	}
}
