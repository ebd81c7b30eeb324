package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// constructors writes New and Link, which differ in where imports come from.
func (f *frame) constructors() {
	f.newFunc()
	f.linkFunc()
}

// fail returns the values and err.
func fail(values ...jen.Code) jen.Code {
	return jen.Return(append(values, jen.Err())...)
}

// instanceOrError are the results of New and Link.
func (f *frame) instanceOrError() *jen.Statement {
	return jen.Params(jen.Op("*").Id(f.names.Instance), jen.Error())
}

// importsValues tells whether the module imports anything but functions.
func (f *frame) importsValues() bool {
	return f.mod.ImportedMemories+f.mod.ImportedTables+f.mod.ImportedGlobals+f.mod.ImportedTags > 0
}

// newFunc writes New: imports are Go values.
func (f *frame) newFunc() {
	modules := f.names.Modules
	params := []jen.Code{}
	if len(modules) > 0 {
		params = append(params, jen.Id("imports").Id(f.names.Imports))
	}
	params = append(params, jen.Id("opts").Op("...").Add(f.rt("Option")))
	body := func(g *jen.Group) {
		instance := jen.Dict{}
		for _, mod := range modules {
			value := jen.Id("imports").Dot(mod.Import)
			g.If(jen.Err().Op(":=").Add(f.abi("ImportHost")).Call(literal(mod.Name), value), jen.Err().Op("!=").Nil()).
				Block(fail(jen.Nil()))
			instance[jen.Id(mod.Member)] = value
		}
		g.Id("m").Op(":=").Op("&").Id(f.names.Instance).Values(instance)
		for _, mod := range modules {
			if f.importsFuncs(&mod) {
				g.Id("m").Dot("linkHost").Call(literal(mod.Name), jen.Id("imports").Dot(mod.Import))
			}
		}
		if f.importsValues() {
			f.checkGlobals(g)
			g.Id("values").Op(":=").Add(f.rt("Store")).Values(f.hostValues())
			g.If(jen.Err().Op(":=").Id("m").Dot("linkValues").Call(jen.Id("values")), jen.Err().Op("!=").Nil()).Block(fail(jen.Nil()))
		}
		hosts := []jen.Code{jen.Id("opts")}
		for _, mod := range modules {
			hosts = append(hosts, jen.Id("imports").Dot(mod.Import))
		}
		g.Return(member("m", "instantiate").Call(hosts...))
	}
	f.declare(fmt.Sprintf("%s makes an instance: it allocates, initializes and runs the start function, if any.", f.names.New),
		jen.Func().Id(f.names.New).Params(params...).Add(f.instanceOrError()).BlockFunc(body))
}

// importsFuncs tells whether any of the module's fields is a function.
func (f *frame) importsFuncs(mod *names.Module) bool {
	for _, field := range mod.Fields {
		if f.mod.Imports[field.First].Kind == wasm.ExternFunc {
			return true
		}
	}
	return false
}

// valueFields are those of the module's fields that are no functions, the first of each name.
func (f *frame) valueFields(mod *names.Module) (list []names.Field) {
	seen := map[string]bool{}
	for _, field := range mod.Fields {
		imp := f.mod.Imports[field.First]
		if imp.Kind != wasm.ExternFunc && !seen[imp.Name] {
			seen[imp.Name] = true
			list = append(list, field)
		}
	}
	return list
}

// hostValues are the memories, tables, globals and tags that the import interfaces
// give, in the form that linkValues wants.
func (f *frame) hostValues() jen.Dict {
	values := jen.Dict{}
	for _, mod := range f.names.Modules {
		fields := jen.Dict{}
		for _, field := range f.valueFields(&mod) {
			imp := f.mod.Imports[field.First]
			value := jen.Id("imports").Dot(mod.Import).Dot(field.Method).Call()
			if imp.Kind == wasm.ExternGlobal {
				value = f.hostGlobal(imp.Index, value)
			}
			fields[literal(imp.Name)] = value
		}
		if len(fields) > 0 {
			values[literal(mod.Name)] = f.rt("Module").Values(fields)
		}
	}
	return values
}

// checkGlobals makes globals of the values that New gets for immutable ones, where these have to be looked at.
func (f *frame) checkGlobals(g *jen.Group) {
	for _, mod := range f.names.Modules {
		for _, field := range f.valueFields(&mod) {
			imp := f.mod.Imports[field.First]
			if imp.Kind != wasm.ExternGlobal || f.mod.Globals[imp.Index].Mutable || !f.isChecked(f.mod.Globals[imp.Index].Type) {
				continue
			}
			value := jen.Id("imports").Dot(mod.Import).Dot(field.Method).Call()
			g.List(jen.Id(fmt.Sprintf("g%d", imp.Index)), jen.Err()).Op(":=").Add(f.rt("NewGlobalOf")).
				Call(f.valType(f.mod.Globals[imp.Index].Type), value, jen.False())
			g.If(jen.Err().Op("!=").Nil()).Block(fail(jen.Nil()))
		}
	}
}

// hostGlobal writes an rt.Global around what the method for it returns.
func (f *frame) hostGlobal(i uint32, value *jen.Statement) *jen.Statement {
	t := f.mod.GlobalType(int(i))
	switch {
	case f.isChecked(t.Type) && t.Mutable:
		return value
	case f.isChecked(t.Type):
		return jen.Id(fmt.Sprintf("g%d", i))
	case !t.Mutable:
		return f.rt("NewGlobal").Index(f.api(t.Type)).Call(value, jen.False())
	}
	return f.global(t, value)
}

// global writes an rt.Global around a pointer.
func (f *frame) global(t wasm.GlobalType, ptr jen.Code) *jen.Statement {
	return jen.Op("&").Add(f.rt("Global")).ValuesFunc(func(g *jen.Group) {
		g.Id("Type").Op(":").Add(f.valType(t.Type))
		if t.Mutable {
			g.Id("Mutable").Op(":").True()
		}
		g.Id("Ptr").Op(":").Add(ptr)
	})
}

// linkFunc writes Link: imports are found by name.
func (f *frame) linkFunc() {
	body := func(g *jen.Group) {
		g.Id("m").Op(":=").New(jen.Id(f.names.Instance))
		if f.importedFuncs() > 0 {
			variable, index := f.importIndex()
			g.Id("hosts").Op(":=").Index().Any().Values(jen.Id("r"))
			g.For(jen.List(jen.Id(variable), jen.Id("f")).Op(":=").Range().Id(f.names.Private("imported")).Index(jen.Empty(), jen.Empty())).Block(
				jen.List(jen.Id("fn"), jen.Err()).Op(":=").Add(f.abi("ImportFunc")).
					Call(jen.Id("r"), member("f", "module"), member("f", "name"), member(f.typesVar(), "At").Call(member("f", "typ"))),
				jen.If(jen.Err().Op("!=").Nil()).Block(fail(jen.Nil())),
				jen.List(member("m", "imports").Index(jen.Op(index)), jen.Id("hosts")).Op("=").List(jen.Id("fn"), jen.Append(jen.Id("hosts"), jen.Id("fn"))),
			)
		}
		if f.importsValues() {
			g.If(jen.Err().Op(":=").Add(member("m", "linkValues")).Call(jen.Id("r")), jen.Err().Op("!=").Nil()).Block(fail(jen.Nil()))
		}
		if f.importedFuncs() > 0 {
			g.Return(member("m", "instantiate").Call(jen.Id("opts"), jen.Id("hosts").Op("...")))
		} else {
			g.Return(member("m", "instantiate").Call(jen.Id("opts"), jen.Id("r")))
		}
	}
	f.declare(fmt.Sprintf("%s is %s for imports that are found by name: the exports of other instances and of host modules.", f.names.Link, f.names.New),
		jen.Func().Id(f.names.Link).Params(
			jen.Id("r").Add(f.rt("Resolver")), jen.Id("opts").Op("...").Add(f.rt("Option")),
		).Add(f.instanceOrError()).BlockFunc(body))
}
