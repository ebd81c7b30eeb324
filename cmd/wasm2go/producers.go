package main

import (
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A producer is a tool that had a hand in a module, or the language of its source, as the module's producers section has it.
type producer struct {
	Field   string `json:"field"` // language, processed-by or sdk
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

// producers reads the section. It is a custom one: what is wrong with it is no mistake in the module, and ends the list.
func producers(m *wasm.Module) (list []producer) {
	c := m.Custom("producers")
	if c == nil {
		return nil
	}
	var err error
	defer decode.Catch(&err)
	r := decode.NewReader(c.Bytes, c.Offset)
	for range r.U32("fields") {
		field := r.Name("field")
		for range r.U32("values") {
			list = append(list, producer{field, r.Name("name"), r.Name("version")})
		}
	}
	return list
}
