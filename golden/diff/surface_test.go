package diff

import (
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/golden/diff/trial"
)

// A surface is what a module exports, for engines that do not tell.
type surface struct {
	funcs    []trial.Func
	globals  []trial.Global // in the order of their names
	tags     []trial.Func   // whose parameters are the values
	memories int
}

// surfaceOf is the surface of a module, with the globals that hold references, if these are shown.
func surfaceOf(file []byte, refs bool) (s surface, err error) {
	m, err := decode.Decode(file)
	if err == nil {
		err = validate.Module(m)
	}
	if err != nil {
		return s, err
	}
	for _, e := range m.Exports {
		switch e.Kind {
		case wasm.ExternFunc:
			t := m.FuncType(int(e.Index))
			f := trial.Func{Name: e.Name, Params: valueTypes(m, t.Params), Results: valueTypes(m, t.Results)}
			if f.Callable() {
				s.funcs = append(s.funcs, f)
			}
		case wasm.ExternGlobal:
			t := m.GlobalType(int(e.Index)).Type
			if name := typeName(m, t); (t.IsNum() || refs && trial.Visible(name)) && !strings.HasSuffix(e.Name, trial.SizeSuffix) {
				s.globals = append(s.globals, trial.Global{Name: e.Name, Type: name})
			}
		case wasm.ExternTag:
			s.tags = append(s.tags, trial.Func{Name: e.Name, Params: valueTypes(m, m.TagType(int(e.Index)).Params)})
		case wasm.ExternMemory:
			s.memories++
		}
	}
	slices.SortFunc(s.globals, func(a, b trial.Global) int { return strings.Compare(a.Name, b.Name) })
	return s, nil
}

func valueTypes(m *wasm.Module, types []wasm.ValType) []string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = typeName(m, t)
	}
	return names
}

// typeName is the name of a type as package trial has it.
func typeName(m *wasm.Module, t wasm.ValType) string {
	if !t.IsRef() {
		return t.String()
	}
	heap := m.Class(t).Type().HeapType().String()
	switch h := t.HeapType(); h {
	case wasm.HeapEq, wasm.HeapI31, wasm.HeapNoExtern:
		heap = h.String()
	case wasm.HeapAny:
	default:
		if heap == "any" {
			heap = "struct"
		}
	}
	return trial.RefName(heap, t.Nullable())
}
