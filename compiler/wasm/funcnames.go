package wasm

import "fmt"

// FuncNames are the names of a module's functions for people.
type FuncNames struct {
	Exports map[uint32]string // by index: the first name under which a function is exported

	m *Module
}

// FuncNames collects the names.
func (m *Module) FuncNames() FuncNames {
	n := FuncNames{Exports: map[uint32]string{}, m: m}
	for _, e := range m.Exports {
		if e.Kind == ExternFunc && n.Exports[e.Index] == "" {
			n.Exports[e.Index] = e.Name
		}
	}
	return n
}

// Of is the name of function i: that of the name section, demangled, else of an export, else fn12.
func (n FuncNames) Of(i uint32) string {
	if name := n.m.PlainName(int(i)); name != "" {
		return name
	}
	if name := n.Exports[i]; name != "" {
		return name
	}
	return fmt.Sprintf("fn%d", i)
}
