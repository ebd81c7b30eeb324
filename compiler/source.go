package compiler

import (
	"github.com/wasm2go/wasm2go/compiler/debuginfo"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// source reads what the module tells of its source, nil where that is not wanted or nothing is there. Locals get the names of variables.
func (o *Options) source(m *wasm.Module, out *Output) *debuginfo.Info {
	if !o.Dwarf {
		return nil
	}
	info, err := debuginfo.Read(m, debuginfo.Options{External: o.External, Map: o.DwarfMap})
	switch {
	case err != nil:
		out.Warnings = append(out.Warnings, err.Error())
	case info == nil && debuginfo.External(m) != "":
		out.Warnings = append(out.Warnings, "the module has its debug information in another file")
	case info == nil:
		out.Warnings = append(out.Warnings, "the module has no debug information (compile and link with -g, do not strip)")
	}
	if locals := info.Locals(); locals != nil {
		m.Names.Locals = locals
	}
	return info
}
