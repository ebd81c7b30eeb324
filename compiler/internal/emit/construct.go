package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// constructors writes New and Link, which differ in where imports come from,
// and instantiate, the rest of both.
func (f *frame) constructors() {
	f.newFunc()
	f.linkFunc()
	if f.importsValues() {
		f.linkValues()
	}
	if f.mod.ImportedFuncs > 0 {
		f.linkHost()
	}
	f.instantiate()
	f.allocate()
	f.initialize()
}

// receiver is (m *Instance).
func (f *frame) receiver() *jen.Statement {
	return jen.Func().Params(jen.Id("m").Op("*").Id(f.names.Type))
}

// fail returns the values and err.
func fail(values ...jen.Code) jen.Code {
	return jen.Return(append(values, jen.Err())...)
}

// results are those of New, Link and instantiate.
func (f *frame) results() *jen.Statement {
	return jen.Params(jen.Op("*").Id(f.names.Type), jen.Error())
}

// importsValues tells whether the module imports anything but functions.
func (f *frame) importsValues() bool {
	return f.mod.ImportedMemories+f.mod.ImportedTables+f.mod.ImportedGlobals > 0
}

// newFunc writes New: imports are Go values.
func (f *frame) newFunc() {
	modules := f.names.modules
	f.file.Commentf("%s makes an instance: it allocates, initializes and runs the start function, if any.", f.names.New)
	params := []jen.Code{}
	if len(modules) > 0 {
		params = append(params, jen.Id("imports").Id(f.names.Imports))
	}
	params = append(params, jen.Id("opts").Op("...").Add(f.rt("Option")))
	f.file.Func().Id(f.names.New).Params(params...).Add(f.results()).BlockFunc(func(g *jen.Group) {
		instance := jen.Dict{}
		for _, mod := range modules {
			value := jen.Id("imports").Dot(mod.Field)
			g.If(jen.Err().Op(":=").Add(f.abi("ImportHost")).Call(jen.Lit(mod.name), value), jen.Err().Op("!=").Nil()).
				Block(fail(jen.Nil()))
			instance[jen.Id(mod.field)] = value
		}
		g.Id("m").Op(":=").Op("&").Id(f.names.Type).Values(instance)
		for _, mod := range modules {
			if f.importsFuncs(&mod) {
				g.Id("m").Dot("linkHost").Call(jen.Lit(mod.name), jen.Id("imports").Dot(mod.Field))
			}
		}
		if f.importsValues() {
			g.Id("values").Op(":=").Add(f.rt("Store")).Values(f.hostValues())
			g.If(jen.Err().Op(":=").Id("m").Dot("linkValues").Call(jen.Id("values")), jen.Err().Op("!=").Nil()).Block(fail(jen.Nil()))
		}
		hosts := []jen.Code{jen.Id("opts")}
		for _, mod := range modules {
			hosts = append(hosts, jen.Id("imports").Dot(mod.Field))
		}
		g.Return(jen.Id("m").Dot("instantiate").Call(hosts...))
	})
}

// importsFuncs tells whether any of the module's fields is a function.
func (f *frame) importsFuncs(mod *importModule) bool {
	for _, field := range mod.fields {
		if f.mod.Imports[field.first].Kind == wasm.ExternFunc {
			return true
		}
	}
	return false
}

// hostValues are the memories, tables and globals that the import interfaces
// give, in the form that linkValues wants.
func (f *frame) hostValues() jen.Dict {
	values := jen.Dict{}
	for _, mod := range f.names.modules {
		fields := jen.Dict{}
		seen := map[string]bool{}
		for _, field := range mod.fields {
			imp := f.mod.Imports[field.first]
			if imp.Kind == wasm.ExternFunc || seen[imp.Name] {
				continue
			}
			seen[imp.Name] = true
			value := jen.Id("imports").Dot(mod.Field).Dot(field.Method).Call()
			if imp.Kind == wasm.ExternGlobal {
				value = f.hostGlobal(f.mod.GlobalType(int(imp.Index)), value)
			}
			fields[jen.Lit(imp.Name)] = value
		}
		if len(fields) > 0 {
			values[jen.Lit(mod.name)] = f.rt("Module").Values(fields)
		}
	}
	return values
}

// hostGlobal writes an rt.Global around what the method for it returns.
func (f *frame) hostGlobal(t wasm.GlobalType, value *jen.Statement) *jen.Statement {
	if !t.Mutable {
		return f.rt("NewGlobal").Index(jen.Id(f.names.goType(t.Type))).Call(value, jen.False())
	}
	return f.global(t, value)
}

// global writes an rt.Global around a pointer.
func (f *frame) global(t wasm.GlobalType, ptr jen.Code) *jen.Statement {
	return jen.Op("&").Add(f.rt("Global")).ValuesFunc(func(g *jen.Group) {
		g.Id("Type").Op(":").Lit(f.mod.TypeText(t.Type))
		if t.Mutable {
			g.Id("Mutable").Op(":").True()
		}
		g.Id("Ptr").Op(":").Add(ptr)
	})
}

// linkFunc writes Link: imports are found by name.
func (f *frame) linkFunc() {
	f.file.Commentf("%s is %s for imports that are found by name: the exports of other instances and of host modules.", f.names.Link, f.names.New)
	f.file.Func().Id(f.names.Link).Params(
		jen.Id("r").Add(f.rt("Resolver")), jen.Id("opts").Op("...").Add(f.rt("Option")),
	).Add(f.results()).BlockFunc(func(g *jen.Group) {
		g.Id("m").Op(":=").New(jen.Id(f.names.Type))
		if f.mod.ImportedFuncs > 0 {
			g.For(jen.List(jen.Id("i"), jen.Id("f")).Op(":=").Range().Id(f.names.private("imported")+"[:]")).Block(
				jen.List(jen.Id("fn"), jen.Err()).Op(":=").Add(f.abi("ImportFunc")).
					Call(jen.Id("r"), jen.Id("f.module"), jen.Id("f.name"), jen.Id("f.sig")),
				jen.If(jen.Err().Op("!=").Nil()).Block(fail(jen.Nil())),
				jen.Id("m.imports[i]").Op("=").Id("fn"),
			)
		}
		if f.importsValues() {
			g.If(jen.Err().Op(":=").Id("m").Dot("linkValues").Call(jen.Id("r")), jen.Err().Op("!=").Nil()).Block(fail(jen.Nil()))
		}
		g.Return(jen.Id("m").Dot("instantiate").Call(jen.Id("opts"), jen.Id("r")))
	})
}

// linkValues writes the method that links memories, tables and globals.
func (f *frame) linkValues() {
	f.file.Comment("linkValues takes the imported memories, tables and globals from r.")
	f.file.Add(f.receiver()).Id("linkValues").Params(jen.Id("r").Add(f.rt("Resolver"))).Params(jen.Err().Error()).BlockFunc(func(g *jen.Group) {
		for _, imp := range f.mod.Imports {
			if imp.Kind != wasm.ExternFunc {
				f.linkValue(g, imp)
			}
		}
		g.Return(jen.Nil())
	})
}

// linkValue writes how one of them is linked.
func (f *frame) linkValue(g *jen.Group, imp wasm.Import) {
	i := int(imp.Index)
	get := func(function, typ string, args ...jen.Code) *jen.Statement {
		from := []jen.Code{jen.Id("r"), jen.Lit(imp.Module), jen.Lit(imp.Name)}
		return f.abi(function).Index(jen.Id(typ)).Call(append(from, args...)...)
	}
	set := func(field string, value jen.Code) {
		g.If(jen.List(jen.Id(field), jen.Err()).Op("=").Add(value), jen.Err().Op("!=").Nil()).Block(fail())
	}
	switch imp.Kind {
	case wasm.ExternMemory:
		set(fmt.Sprintf("m.mem%d", i), get("ImportMemory", f.memories[i].alias, f.memType(f.mod.MemType(i))))
	case wasm.ExternTable:
		t := f.mod.TableType(i)
		set(fmt.Sprintf("m.tab%d", i), get("ImportTable", f.names.goType(t.Elem), f.tableType(t)))
		g.Id(fmt.Sprintf("m.tab%d", i)).Dot("Hold").Call(jen.Id("m"))
	case wasm.ExternGlobal:
		t, field := f.mod.GlobalType(i), fmt.Sprintf("m.g%d", i)
		value := get("ImportGlobal", f.names.goType(t.Type), jen.Lit(f.mod.TypeText(t.Type)), jen.Lit(t.Mutable))
		if t.Mutable {
			set(field, value)
			return
		}
		p := fmt.Sprintf("p%d", i)
		g.List(jen.Id(p), jen.Err()).Op(":=").Add(value)
		g.If(jen.Err().Op("!=").Nil()).Block(fail())
		g.Id(field).Op("=").Op("*").Id(p)
	}
}

// linkHost writes the method that links the functions of another translated
// module. The comparison with Env is false for functions of a value that
// embeds an instance: its methods may be other than the instance's.
func (f *frame) linkHost() {
	f.file.Comment("linkHost links the functions that host exports if it is itself an instance, so that calls go straight to their code.")
	f.file.Add(f.receiver()).Id("linkHost").Params(jen.Id("module").String(), jen.Id("host").Any()).Block(
		jen.List(jen.Id("lib"), jen.Id("ok")).Op(":=").Id("host").Assert(f.rt("Instance")),
		jen.If(jen.Op("!").Id("ok")).Block(jen.Return()),
		jen.For(jen.List(jen.Id("i"), jen.Id("f")).Op(":=").Range().Id(f.names.private("imported")+"[:]")).Block(
			jen.If(jen.Id("f.module").Op("!=").Id("module")).Block(jen.Continue()),
			jen.List(jen.Id("fn"), jen.Err()).Op(":=").Add(f.abi("ImportFunc")).
				Call(f.rt("Store").Values(jen.Dict{jen.Id("module"): jen.Id("lib")}), jen.Id("module"), jen.Id("f.name"), jen.Id("f.sig")),
			jen.If(jen.Err().Op("==").Nil().Op("&&").Id("fn.Env").Op("==").Id("host")).Block(
				jen.Id("m.imports[i]").Op("=").Id("fn"),
			),
		),
	)
}

// instantiate writes the method that does what follows the imports (spec
// 4.7.3, "Instantiation"): globals, then tables and memories, whose initial
// values may be those of globals; then segments and the start function.
func (f *frame) instantiate() {
	f.file.Comment("instantiate makes what the module defines. It returns m, or the reason why there is no instance.")
	f.file.Add(f.receiver()).Id("instantiate").Params(
		jen.Id("opts").Index().Add(f.rt("Option")), jen.Id("hosts").Op("...").Any(),
	).Add(f.results()).BlockFunc(func(g *jen.Group) {
		g.Id("m.core").Dot("Open").Call(jen.Id("m"), jen.Lit(f.moduleName()), jen.Id(f.names.private("names")), jen.Id("opts"))
		g.Id("m.owner.Run").Op("=").Id("m.core.Run")
		if len(f.refs) > 0 {
			g.Id("m.funcs").Op("=").Id(f.names.private("funcs")).Index(jen.Empty(), jen.Empty())
		}
		for _, s := range f.values {
			g.Id(s)
		}
		first := true
		step := func(call *jen.Statement) {
			if first {
				g.Err().Op(":=").Add(call)
			} else {
				g.If(jen.Err().Op("==").Nil()).Block(jen.Err().Op("=").Add(call))
			}
			first = false
		}
		if f.allocates() {
			step(jen.Id("m").Dot("allocate").Call())
		}
		if f.Interp != nil {
			step(jen.Id("m").Dot("attach").Call())
		}
		step(f.abi("Bind").Call(jen.Id("m"), jen.Id("hosts").Op("...")))
		switch {
		case f.keeps() && len(f.start) > 0:
			step(jen.Id("m.core").Dot("Start").Call(jen.Id("m").Dot("state"), jen.Id("m").Dot("initialize")))
		case f.keeps():
			step(jen.Id("m.core").Dot("Start").Call(jen.Id("m").Dot("state"), jen.Nil()))
		case len(f.start) > 0:
			step(jen.Id("m.core").Dot("Run").Call(jen.Id("m").Dot("initialize")))
		}
		g.If(jen.Err().Op("!=").Nil()).BlockFunc(func(g *jen.Group) {
			if f.escapes() {
				g.Comment("Functions of m may have got into a table of other instances: m stays usable until nothing refers to it.")
			} else {
				g.Id("m.core").Dot("Close").Call()
			}
			g.Return(jen.Nil(), jen.Err())
		})
		g.Return(jen.Id("m"), jen.Nil())
	})
}

// allocates tells whether the module defines memories or tables.
func (f *frame) allocates() bool {
	return len(f.mod.Memories) > f.mod.ImportedMemories || len(f.mod.Tables) > f.mod.ImportedTables
}

// escapes tells whether references to functions can get out of an instance
// that failed to start.
func (f *frame) escapes() bool {
	for i := range f.mod.ImportedGlobals {
		if g := f.mod.Globals[i]; g.Mutable && g.Type.IsRef() {
			return true
		}
	}
	return f.mod.ImportedTables > 0
}

// allocate writes the method that makes memories and tables.
func (f *frame) allocate() {
	if !f.allocates() {
		return
	}
	f.file.Comment("allocate makes memories and tables.")
	f.file.Add(f.receiver()).Id("allocate").Params().Params(jen.Err().Error()).BlockFunc(func(g *jen.Group) {
		set := func(field string, value jen.Code) {
			g.If(jen.List(jen.Id(field), jen.Err()).Op("=").Add(value), jen.Err().Op("!=").Nil()).Block(fail())
		}
		for i := f.mod.ImportedMemories; i < len(f.memories); i++ {
			t, field := f.memories[i], fmt.Sprintf("m.mem%d", i)
			args := []jen.Code{f.ownMemType(i)}
			if t.core {
				args = append(args, jen.Op("&").Id("m.core"))
			}
			set(field, jen.Qual(t.path, t.make).Call(args...))
			g.Id("m.core").Dot("Own").Call(jen.Id(field))
		}
		for i := f.mod.ImportedTables; i < len(f.mod.Tables); i++ {
			t := f.mod.TableType(i)
			set(fmt.Sprintf("m.tab%d", i),
				f.rt("NewTable").Index(jen.Id(f.names.goType(t.Elem))).Call(f.tableType(t), jen.Id(f.tableInit[i])))
		}
		g.Return(jen.Nil())
	})
}

// initialize writes the method that runs what may trap.
func (f *frame) initialize() {
	if len(f.start) == 0 {
		return
	}
	f.file.Comment("initialize applies the active segments, then runs the start function, if any.")
	f.file.Add(f.receiver()).Id("initialize").Params(jen.Id("d").Int()).BlockFunc(func(g *jen.Group) {
		for _, s := range f.start {
			g.Id(s)
		}
	})
}
