package diff

import (
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/golden/diff/trial"
)

// A surface is what a module exports, for engines that do not tell.
type surface struct {
	funcs    []trial.Func
	globals  []trial.Global // in the order of their names
	memories int
}

func surfaceOf(file []byte) (s surface, err error) {
	m, _, err := front.Check(file)
	if err != nil {
		return s, err
	}
	for _, e := range m.Exports {
		switch e.Kind {
		case wasm.ExternFunc:
			t := m.FuncType(int(e.Index))
			s.funcs = append(s.funcs, trial.Func{Name: e.Name, Params: valueTypes(t.Params), Results: valueTypes(t.Results)})
		case wasm.ExternGlobal:
			if t := m.GlobalType(int(e.Index)); t.Type.IsNum() && !strings.HasSuffix(e.Name, trial.SizeSuffix) {
				s.globals = append(s.globals, trial.Global{Name: e.Name, Type: t.Type.String()})
			}
		case wasm.ExternMemory:
			s.memories++
		}
	}
	slices.SortFunc(s.globals, func(a, b trial.Global) int { return strings.Compare(a.Name, b.Name) })
	return s, nil
}

func valueTypes(types []wasm.ValType) []string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = t.String()
	}
	return names
}
