package layout

import (
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// segments are what active data segments span, and how much of it they fill.
type segments struct{ start, end, bytes uint64 }

func findData(m *wasm.Module) segments {
	var s segments
	for i := range m.Datas {
		d := &m.Datas[i]
		start, ok := constant(m, d.Start)
		if d.Mode != wasm.Active || d.Memory != 0 || !ok || len(d.Init) == 0 {
			continue
		}
		if s.bytes == 0 || start < s.start {
			s.start = start
		}
		s.end = max(s.end, start+uint64(len(d.Init)))
		s.bytes += uint64(len(d.Init))
	}
	return s
}

// findPointer finds the initial value of the auxiliary stack's pointer, 0 if there is none: the global of that name, or, since release
// builds have no names, global 0 if it is mutable, looks like an address, and does not point into data.
func findPointer(m *wasm.Module, data segments) (top uint64, how string) {
	if top, ok := symbol(m, stackPointer); ok {
		return top, stackPointer
	}
	if len(m.Globals) == 0 || !m.Globals[0].Mutable {
		return 0, ""
	}
	top, ok := constant(m, m.Globals[0].Init)
	if !ok || top < 1<<10 || top%16 != 0 || data.start < top && top < data.end {
		return 0, ""
	}
	return top, guessed
}

// symbol is the initial value of the global that is exported under a name, or has it as its own.
func symbol(m *wasm.Module, name string) (uint64, bool) {
	if e := m.Export(name); e != nil && e.Kind == wasm.ExternGlobal {
		return constant(m, m.Globals[e.Index].Init)
	}
	for i := range m.Globals {
		if m.Names.Globals.Get(uint32(i)) == name {
			return constant(m, m.Globals[i].Init)
		}
	}
	return 0, false
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
