package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// generation is the contract with package abi that the code is written for,
// see abi.Generation.
const generation = 1

// types writes the types of the package.
func (f *frame) types() {
	file := f.file
	file.Const().Defs(
		jen.Id("_").Op("=").Add(f.abi("Generation")).Call(jen.Id(fmt.Sprint(generation)).Op("-").Add(f.abi("MinGeneration"))).
			Comment("too old for the runtime: translate again"),
		jen.Id("_").Op("=").Add(f.abi("Generation")).Call(f.abi("MaxGeneration").Op("-").Id(fmt.Sprint(generation))).
			Comment("too new for the runtime: go get -u"),
	)
	for i, t := range f.memories {
		file.Commentf("%s is the backend of memory %d.", t.alias, i)
		file.Type().Id(t.alias).Op("=").Qual(t.path, t.name)
	}
	for i := range f.names.modules {
		f.importInterface(&f.names.modules[i])
	}
	if len(f.names.modules) > 0 {
		file.Commentf("%s are what the module imports, by module. None may be nil.", f.names.Imports)
		file.Type().Id(f.names.Imports).StructFunc(func(g *jen.Group) {
			for _, mod := range f.names.modules {
				g.Id(mod.Field).Id(mod.Type)
			}
		})
	}
	file.Commentf("%s is an instance of the module. It serves one goroutine at a time.", f.names.Type)
	file.Type().Id(f.names.Type).StructFunc(func(g *jen.Group) { f.fields(g, false) })
	file.Var().Id("_").Add(f.rt("Instance")).Op("=").Parens(jen.Op("*").Id(f.names.Type)).Call(jen.Nil())
}

// importInterface writes the interface for the imports from one module. A
// translated module that exports the same names satisfies it.
func (f *frame) importInterface(mod *importModule) {
	f.file.Commentf("%s is what the module imports from %q. An error ends the call into the module, which returns it.", mod.Type, mod.name)
	f.file.Type().Id(mod.Type).InterfaceFunc(func(g *jen.Group) {
		for _, field := range mod.fields {
			imp := f.mod.Imports[field.first]
			method := g.Id(field.Method)
			switch imp.Kind {
			case wasm.ExternFunc:
				t := f.mod.FuncType(int(imp.Index))
				method.Params(jen.Id(paramList(f.names.numbered("v", t.Params)))).Id(f.names.funcResults(t.Results, false))
			default:
				method.Params().Id(f.accessorType(imp.Kind, imp.Index))
			}
			if exported(imp.Name) != field.Method || imp.Kind == wasm.ExternFunc {
				method.Comment(f.describe(imp.Name, imp.Kind, imp.Index))
			}
		}
	})
}

// describe is the comment on an import: its name and type in Wasm.
func (f *frame) describe(name string, kind wasm.ExternKind, i uint32) string {
	if kind == wasm.ExternFunc {
		return fmt.Sprintf("%q: %v", name, f.mod.FuncType(int(i)))
	}
	return fmt.Sprintf("%q", name)
}

// accessorType is the Go type in which a memory, table or global crosses the
// border of the package: a mutable global as a pointer to the variable, an
// immutable one as its value.
func (f *frame) accessorType(kind wasm.ExternKind, i uint32) string {
	switch kind {
	case wasm.ExternMemory:
		return "mem.Memory"
	case wasm.ExternTable:
		return "*rt.Table[" + f.names.goType(f.mod.Tables[i].Elem) + "]"
	}
	g := f.mod.Globals[i]
	if g.Mutable {
		return "*" + f.names.goType(g.Type)
	}
	return f.names.goType(g.Type)
}

// fields writes the fields of Instance, or of a copy in a part, which does not
// know the interfaces of imports.
func (f *frame) fields(g *jen.Group, isCopy bool) {
	// First, since its address then costs Go nothing when it decides whether to inline indirectN, which has no more to spend.
	g.Id("owner").Add(f.rt("Owner")).Comment("of the functions")
	g.Id("core").Add(f.abi("Core"))
	for _, mod := range f.names.modules {
		typ := mod.Type
		if isCopy {
			typ = "any"
		}
		g.Id(mod.field).Id(typ).Comment("nil where everything is linked")
	}
	if n := f.mod.ImportedFuncs; n > 0 {
		g.Id("imports").Index(jen.Lit(n)).Op("*").Add(f.rt("Func")).Comment("those that are functions of other modules")
	}
	if len(f.refs) > 0 {
		g.Id("funcs").Index().Add(f.rt("Func")).Comment("the functions that can be referred to, without their instance")
		g.Id("refs").Index().Add(f.rt("Func")).Comment("the same, of this instance, once one is needed")
	}
	if len(f.Indirect) > 0 {
		g.Id("adapters").Map(jen.Op("*").Add(f.rt("Func"))).Op("*").Add(f.rt("Func")).Comment("of functions of other packages")
	}
	if f.Interp != nil {
		g.Id("interp").Op("*").Qual(f.runtime("compiler/interp"), "Instance").Comment("runs some of the functions")
	}
	for i, results := range newTailFields(f.mod, f.Tail, f.names.coreType).results {
		g.Id(fmt.Sprintf("tail%d", i)).Func().Params(jen.Int()).Id(results).Comment("a tail call that its caller is to make")
	}
	for i, t := range f.memories {
		g.Id(fmt.Sprintf("mem%d", i)).Op("*").Id(t.alias)
	}
	for i, t := range f.mod.Tables {
		g.Id(fmt.Sprintf("tab%d", i)).Op("*").Add(f.rt("Table")).Index(jen.Id(f.names.goType(t.Elem)))
	}
	for i, global := range f.mod.Globals {
		t := f.names.goType(global.Type)
		if f.names.shared(uint32(i)) {
			t = "*" + t
		}
		field := g.Id(fmt.Sprintf("g%d", i)).Id(t)
		if name := f.mod.Names.Globals.Get(uint32(i)); name != "" {
			field.Comment(fmt.Sprintf("%q", name))
		}
	}
	for i := range f.mod.Datas {
		if f.keepsData(i) {
			g.Id(fmt.Sprintf("data%d", i)).String()
		}
	}
	for i, e := range f.mod.Elems {
		if f.keepsElem(i) {
			g.Id(fmt.Sprintf("elem%d", i)).Index().Id(f.names.goType(e.Type))
		}
	}
}
