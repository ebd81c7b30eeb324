package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// generation is the contract with package abi that the code is written for,
// see abi.Generation.
const generation = 6

// types writes the types of the package.
func (f *frame) types() {
	f.declare("", jen.Const().Defs(
		jen.Id("_").Add(f.abi("Generation")).Op("=").Lit(generation).Op("-").Add(f.abi("If_code_is_older_translate_again_with_wasm2go")),
		jen.Id("_").Add(f.abi("Generation")).Op("=").Add(f.abi("If_code_is_newer_go_get_the_latest_wasm2go")).Op("-").Lit(generation),
	))
	for i, t := range f.memories {
		f.declare(fmt.Sprintf("%s is the backend of memory %d.", t.alias, i), t.declaration())
	}
	for i := range f.names.Modules {
		f.importInterface(&f.names.Modules[i])
	}
	if len(f.names.Modules) > 0 {
		f.declare(fmt.Sprintf("%s are what the module imports, by module. None may be nil.", f.names.Imports),
			jen.Type().Id(f.names.Imports).StructFunc(func(g *jen.Group) {
				for _, mod := range f.names.Modules {
					g.Id(mod.Import).Id(mod.Type)
				}
			}))
	}
	f.declare(fmt.Sprintf("%s is an instance of the module. It serves one goroutine at a time.", f.names.Instance), f.instance(false))
	f.declare("", jen.Var().Id("_").Add(f.rt("Instance")).Op("=").Parens(jen.Op("*").Id(f.names.Instance)).Call(jen.Nil()))
}

// importInterface writes the interface for the imports from one module. A
// translated module that exports the same names satisfies it.
func (f *frame) importInterface(mod *names.Module) {
	f.declare(fmt.Sprintf("%s is what the module imports from %s. An error ends the call into the module, which returns it.", mod.Type, gotext.Mention(mod.Name)),
		jen.Type().Id(mod.Type).InterfaceFunc(func(g *jen.Group) {
			for _, field := range mod.Fields {
				imp := f.mod.Imports[field.First]
				method := g.Id(field.Method)
				if imp.Kind == wasm.ExternFunc {
					f.importMethod(method, f.mod.FuncType(int(imp.Index)))
				} else {
					method.Params().Add(f.accessorType(imp.Kind, imp.Index))
				}
				if names.Exported(imp.Name) != field.Method || imp.Kind == wasm.ExternFunc {
					method.Comment(f.describe(imp.Name, imp.Kind, imp.Index))
				}
			}
		}))
}

// importMethod writes the type of a method that is an imported function.
func (f *frame) importMethod(method *jen.Statement, t wasm.FuncType) {
	var types []jen.Code
	for _, r := range t.Results {
		types = append(types, f.api(r))
	}
	method.Params(f.apiParams(t.Params)...).Add(results(append(types, jen.Error())))
}

// describe is the comment on an import: its name and type in Wasm.
func (f *frame) describe(name string, kind wasm.ExternKind, i uint32) string {
	if kind == wasm.ExternFunc {
		return fmt.Sprintf("%s: %v", gotext.Mention(name), f.mod.FuncType(int(i)))
	}
	return gotext.Mention(name)
}

// isChecked tells whether a reference of type t that a host gives has to be looked at: it could be to something else.
func (f *frame) isChecked(t wasm.ValType) bool {
	return t.IsRef() && t != wasm.FuncRef && t != wasm.ExternRef && t != wasm.ExnRef
}

// accessorType is the Go type in which a memory, table, global or tag crosses the
// border of the package: a mutable global as a pointer to the variable, or as an
// rt.Global, which looks at what is written, an immutable one as its value.
func (f *frame) accessorType(kind wasm.ExternKind, i uint32) *jen.Statement {
	switch kind {
	case wasm.ExternMemory:
		return jen.Qual(f.runtime("mem"), "Memory")
	case wasm.ExternTable:
		return jen.Op("*").Add(f.rt("Table")).Index(f.stored(f.mod.Tables[i].Elem))
	case wasm.ExternGlobal:
		g := f.mod.Globals[i]
		switch {
		case g.Mutable && f.isChecked(g.Type):
			return jen.Op("*").Add(f.rt("Global"))
		case g.Mutable:
			return jen.Op("*").Add(f.stored(g.Type))
		}
		return f.api(g.Type)
	case wasm.ExternTag:
		return jen.Op("*").Add(f.rt("Tag"))
	}
	panic("emit: no Go type for " + kind.String())
}

// instance is the declaration of Instance, or of its copy in a part, which does not
// know the interfaces of imports.
func (f *frame) instance(isCopy bool) jen.Code {
	return jen.Type().Id(f.names.Instance).StructFunc(func(g *jen.Group) {
		f.linkFields(g, isCopy)
		f.rttFields(g)
		f.stateFields(g)
	})
}

// linkFields writes the fields for functions, imported ones and those that can be referred to.
func (f *frame) linkFields(g *jen.Group, isCopy bool) {
	// First, since its address then costs Go nothing when it decides whether to inline indirectN, which has no more to spend.
	g.Id("owner").Add(f.rt("Owner")).Comment("of the functions")
	g.Id("core").Add(f.abi("Core"))
	for _, mod := range f.names.Modules {
		typ := mod.Type
		if isCopy {
			typ = "any"
		}
		g.Id(mod.Member).Id(typ).Comment("nil where everything is linked")
	}
	if n := f.mod.ImportedFuncs; n > 0 {
		g.Id("imports").Index(jen.Lit(n)).Op("*").Add(f.rt("Func")).Comment("those that are functions of other modules")
	}
	if len(f.Refs) > 0 {
		g.Id("funcs").Index().Add(f.rt("Func")).Comment("the functions that can be referred to, without their instance")
		g.Id("refs").Index().Add(f.rt("Func")).Comment("the same, of this instance, once one is needed")
	}
	if len(f.Indirect) > 0 {
		g.Id("adapters").Map(f.abi("Adapted")).Op("*").Add(f.rt("Func")).Comment("of functions of other packages")
	}
	if f.Interp != nil {
		g.Id("interp").Op("*").Qual(f.runtime("compiler/interp"), "Instance").Comment("runs some of the functions")
	}
	for i, types := range f.names.Tails {
		call := g.Id(fmt.Sprintf("tail%d", i)).Func().Params(jen.Int())
		if len(types) > 0 {
			call.Add(results(f.coreTypes(types)))
		}
		call.Comment("a tail call that its caller is to make")
	}
}

// stateFields writes the fields for memories, tables, globals, tags and segments.
func (f *frame) stateFields(g *jen.Group) {
	for i, t := range f.memories {
		g.Id(fmt.Sprintf("mem%d", i)).Op("*").Id(t.alias)
	}
	for i, t := range f.mod.Tables {
		g.Id(fmt.Sprintf("tab%d", i)).Op("*").Add(f.rt("Table")).Index(f.stored(t.Elem))
	}
	for i, global := range f.mod.Globals {
		field := g.Id(fmt.Sprintf("g%d", i))
		if f.names.Shared(uint32(i)) {
			field.Op("*")
		}
		field.Add(f.stored(global.Type))
		if name := f.mod.Names.Globals.Get(uint32(i)); name != "" {
			field.Comment(gotext.Mention(name))
		}
	}
	for i := range f.mod.Tags {
		field := g.Id(fmt.Sprintf("tag%d", i)).Op("*").Add(f.rt("Tag"))
		if name := f.mod.Names.Tags.Get(uint32(i)); name != "" {
			field.Comment(gotext.Mention(name))
		}
	}
	for i, used := range f.datas {
		if used {
			g.Id(fmt.Sprintf("data%d", i)).String()
		}
	}
	for i, used := range f.elems {
		if used {
			g.Id(fmt.Sprintf("elem%d", i)).Index().Add(f.stored(f.mod.Elems[i].Type))
		}
	}
}
