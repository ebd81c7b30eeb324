package main

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A layout is how a module uses its first memory, as far as it can be told from data segments and from what wasm-ld leaves
// behind.
type layout struct {
	dataStart, dataEnd   uint64 // the active data segments span it
	dataBytes            uint64 // and fill so much of it
	stackStart, stackEnd uint64
	stackFrom            string // how the stack was found, "" if it was not
	heapStart            uint64
	heapFrom             string
}

// findLayout reads the layout. wasm-ld puts the auxiliary stack, which grows down from __stack_pointer, either between static data
// and heap or, with --stack-first (the default for Rust), at address 0.
func findLayout(m *wasm.Module) layout {
	var l layout
	for i := range m.Datas {
		d := &m.Datas[i]
		start, ok := constant(m, d.Start)
		if d.Mode != wasm.Active || d.Memory != 0 || !ok || len(d.Init) == 0 {
			continue
		}
		end := start + uint64(len(d.Init))
		if l.dataBytes == 0 || start < l.dataStart {
			l.dataStart = start
		}
		l.dataEnd = max(l.dataEnd, end)
		l.dataBytes += uint64(len(d.Init))
	}
	staticEnd := l.dataEnd
	if end, ok := exportedGlobal(m, "__data_end"); ok {
		staticEnd = max(staticEnd, end)
	}
	if top, from, ok := stackPointer(m); ok {
		l.stackEnd, l.stackFrom = top, from
		if l.dataBytes == 0 || top > l.dataStart {
			l.stackStart = min(staticEnd, top)
		}
	}
	if base, ok := exportedGlobal(m, "__heap_base"); ok {
		l.heapStart, l.heapFrom = base, "__heap_base"
	} else if top := max(staticEnd, l.stackEnd); top > 0 {
		l.heapStart, l.heapFrom = (top+15)&^15, "what is used below it"
	}
	return l
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
	return top, "global 0 as a guess", ok && top >= 1<<10 && top%16 == 0
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

// lines are the rows that inspect prints.
func (l layout) lines() []string {
	var lines []string
	if l.dataBytes > 0 {
		lines = append(lines, fmt.Sprintf("static data      %s, %s of it in segments", span(l.dataStart, l.dataEnd), count(l.dataBytes, "byte")))
	}
	if l.stackFrom != "" {
		lines = append(lines, fmt.Sprintf("auxiliary stack  %s, from %s", span(l.stackStart, l.stackEnd), l.stackFrom))
	}
	if l.heapFrom != "" {
		lines = append(lines, fmt.Sprintf("heap             from %#x, by %s", l.heapStart, l.heapFrom))
	}
	return lines
}

func span(start, end uint64) string {
	return fmt.Sprintf("%#x to %#x (%s)", start, end, count(end-start, "byte"))
}

// count is "1 byte", "2 bytes".
func count[T int | uint64](n T, what string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, what)
	}
	return fmt.Sprintf("%d %ss", n, what)
}
