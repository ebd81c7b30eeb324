// Package layout, internal to this project and without a promise of stability, finds out how a module uses its memory, from what
// linkers leave behind.
package layout

import (
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A Layout is how a module uses its first memory, as far as it can be told from data segments and from what wasm-ld leaves
// behind. Addresses are in bytes; an end is the first byte that does not belong to it.
type Layout struct {
	DataStart, DataEnd   uint64 // the active data segments span it
	DataBytes            uint64 // and fill so much of it
	StackStart, StackEnd uint64
	StackFrom            string // how the stack was found, "" if it was not
	HeapStart            uint64
	HeapFrom             string // how the heap was found, "" if it was not
}

const (
	heapBase = "__heap_base"
	guessed  = "global 0 as a guess"
)

// Find reads the layout. wasm-ld puts the auxiliary stack, which grows down from __stack_pointer, either between static data
// and heap or, with --stack-first (the default for Rust), at address 0.
func Find(m *wasm.Module) Layout {
	var l Layout
	for i := range m.Datas {
		d := &m.Datas[i]
		start, ok := constant(m, d.Start)
		if d.Mode != wasm.Active || d.Memory != 0 || !ok || len(d.Init) == 0 {
			continue
		}
		end := start + uint64(len(d.Init))
		if l.DataBytes == 0 || start < l.DataStart {
			l.DataStart = start
		}
		l.DataEnd = max(l.DataEnd, end)
		l.DataBytes += uint64(len(d.Init))
	}
	staticEnd := l.DataEnd
	if end, ok := exportedGlobal(m, "__data_end"); ok {
		staticEnd = max(staticEnd, end)
	}
	l.findStack(m, staticEnd)
	if base, ok := exportedGlobal(m, heapBase); ok {
		l.HeapStart, l.HeapFrom = base, heapBase
	} else if top := max(staticEnd, l.StackEnd); top > 0 {
		l.HeapStart, l.HeapFrom = (top+15)&^15, "what is used below it"
	}
	return l
}

// findStack finds the stack, which lies above static data that end at staticEnd, or below them.
func (l *Layout) findStack(m *wasm.Module, staticEnd uint64) {
	top, from, ok := stackPointer(m)
	start := uint64(0)
	switch {
	case !ok, from == guessed && l.DataStart < top && top < l.DataEnd:
		return
	case staticEnd < top, staticEnd == top && l.DataBytes > 0 && l.DataStart < top:
		start = staticEnd
	}
	if low, ok := exportedGlobal(m, "__stack_low"); ok {
		start = low
	}
	if start < top {
		l.StackStart, l.StackEnd, l.StackFrom = start, top, from
	}
}

// stackPointer finds the initial value of the auxiliary stack's pointer: the global of that name, or, since release builds have no names,
// global 0 if it is mutable and looks like an address.
func stackPointer(m *wasm.Module) (top uint64, from string, ok bool) {
	const name = "__stack_pointer"
	if top, ok := exportedGlobal(m, name); ok {
		return top, name, true
	}
	for i := range m.Globals {
		if m.Names.Globals.Get(uint32(i)) == name {
			top, ok := constant(m, m.Globals[i].Init)
			return top, name, ok
		}
	}
	if len(m.Globals) == 0 || !m.Globals[0].Mutable {
		return 0, "", false
	}
	top, ok = constant(m, m.Globals[0].Init)
	return top, guessed, ok && top >= 1<<10 && top%16 == 0
}

func exportedGlobal(m *wasm.Module, name string) (uint64, bool) {
	e := m.Export(name)
	if e == nil || e.Kind != wasm.ExternGlobal {
		return 0, false
	}
	return constant(m, m.Globals[e.Index].Init)
}

// constant evaluates an expression that is a constant or another global that is one.
func constant(m *wasm.Module, e *wasm.Expr) (uint64, bool) {
	if e == nil || len(e.Instrs) != 1 {
		return 0, false
	}
	in := e.Instrs[0]
	switch in.Op {
	case op.I32Const:
		return uint64(uint32(in.B)), true
	case op.I64Const:
		return in.B, true
	case op.GlobalGet:
		return constant(m, m.Globals[in.A].Init) // of a lower index: this ends
	}
	return 0, false
}

// A Region is a part of the memory with a purpose.
type Region struct {
	Name     string
	From, To uint64 // To is 0 for the end of the memory
}

// Regions are the parts that were found.
func (l Layout) Regions() []Region {
	var list []Region
	add := func(name string, from, to uint64) {
		if to == 0 || to > from {
			list = append(list, Region{name, from, to})
		}
	}
	if l.DataBytes > 0 {
		add("static data", l.DataStart, l.DataEnd)
	}
	if l.HeapFrom == heapBase && l.StackEnd <= l.DataStart && l.DataEnd > 0 {
		add("zeroed data", l.DataEnd, l.HeapStart) // nothing else lies in between
	}
	if l.StackFrom != "" && l.StackEnd > 0 {
		add("auxiliary stack", l.StackStart, l.StackEnd)
	}
	if l.HeapFrom != "" {
		add("heap", l.HeapStart, 0)
	}
	return list
}
