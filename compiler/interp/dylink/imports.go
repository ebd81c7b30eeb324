package dylink

import (
	"errors"

	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

type importName struct{ module, name string }

// addresses are the imports that hold an address, each a global with a value that comes once everything has its place.
type addresses struct {
	memory, table []*rt.Global // the bases
	got           []gotEntry
}

// A gotEntry is a global of the "global offset table": the modules GOT.mem and GOT.func stand for the addresses of data and
// of functions.
type gotEntry struct {
	global *rt.Global
	symbol definition
}

// Resolve finds an import of the library (rt.Resolver).
func (lib *Library) Resolve(module, name string) (any, bool) {
	v, ok := lib.imports[importName{module, name}]
	if d, isSymbol := v.(definition); isSymbol {
		return d.get(), true
	}
	return v, ok
}

// bind finds the values of the imports, with the libraries of scope behind the main module and the host. It returns all that is
// wrong with them.
func (lib *Library) bind(scope []*Library) (problems []error) {
	w := lib.wasm
	for _, imp := range w.Imports {
		key := importName{imp.Module, imp.Name}
		if _, ok := lib.imports[key]; !ok {
			if v := lib.value(imp, scope); v != nil {
				lib.imports[key] = v
			}
		}
		if err := lib.check(imp); err != nil {
			problems = append(problems, err)
		}
	}
	return problems
}

// check finds out whether the value of an import is what the library wants. Tables and memories are compared later, when they
// have grown.
func (lib *Library) check(imp wasm.Import) (err error) {
	switch imp.Kind {
	case wasm.ExternFunc:
		_, err = abi.ImportFunc(lib, imp.Module, imp.Name, lib.code.FuncType(imp.Index))
	case wasm.ExternGlobal:
		switch t := lib.code.GlobalType(imp.Index); t.Type {
		case rt.I32:
			_, err = abi.ImportGlobal[int32](lib, imp.Module, imp.Name, t)
		case rt.I64:
			_, err = abi.ImportGlobal[int64](lib, imp.Module, imp.Name, t)
		}
	case wasm.ExternTag:
		_, err = abi.ImportTag(lib, imp.Module, imp.Name, lib.code.TagType(imp.Index))
	default:
		if _, ok := lib.Resolve(imp.Module, imp.Name); !ok {
			err = &rt.LinkError{Module: imp.Module, Name: imp.Name, Want: "a " + imp.Kind.String()}
		}
	}
	return err
}

// value finds the value of an import: nil where there is none.
func (lib *Library) value(imp wasm.Import, scope []*Library) any {
	switch {
	case imp.Kind == wasm.ExternGlobal:
		return lib.global(imp, scope)
	case imp.Module != "env":
		v, _ := lib.linker.host(imp.Module, imp.Name)
		return v
	case imp.Kind == wasm.ExternTag:
		return lib.linker.tag(imp.Name, lib.code.TagType(imp.Index))
	case imp.Kind != wasm.ExternFunc:
		v, _ := lib.linker.program(imp.Name)
		return v
	}
	if d, ok := lib.lookup(imp.Name, scope); ok {
		return d
	}
	if lib.weak[imp.Name] {
		return lib.code.Failing(imp.Index, "env."+imp.Name, errWeak)
	}
	return nil
}

// errWeak is the error of a call to a function that nobody defines.
var errWeak = errors.New("called a weak symbol that has no definition")

// lookup finds the definition of a symbol and notes whose it is.
func (lib *Library) lookup(name string, scope []*Library) (definition, bool) {
	if private(name) {
		return definition{lib: lib, name: name}, lib.defines(name)
	}
	d, ok := lib.linker.find(name, scope)
	if d.lib != nil && d.lib != lib {
		lib.uses[d.lib] = true
	}
	return d, ok
}

// global finds the value of an imported global.
func (lib *Library) global(imp wasm.Import, scope []*Library) any {
	t := lib.wasm.GlobalType(int(imp.Index))
	switch imp.Module {
	case "GOT.func", "GOT.mem":
		return lib.offset(imp, t, scope)
	case "env":
		switch imp.Name {
		case "__memory_base":
			return newAddress(&lib.addresses.memory, t)
		case "__table_base", "__table_base32": // the latter where a 64-bit memory is with a 32-bit table
			return newAddress(&lib.addresses.table, t)
		}
		v, _ := lib.linker.program(imp.Name)
		return v
	}
	v, _ := lib.linker.host(imp.Module, imp.Name)
	return v
}

// offset makes an entry of the global offset table. That of a weak symbol without a definition stays 0.
func (lib *Library) offset(imp wasm.Import, t wasm.GlobalType, scope []*Library) any {
	d, ok := lib.lookup(imp.Name, scope)
	if !ok && !lib.weak[imp.Name] || ok && d.isFunc() != (imp.Module == "GOT.func") {
		return nil
	}
	var list []*rt.Global
	v := newAddress(&list, t)
	if ok && v != nil {
		lib.addresses.got = append(lib.addresses.got, gotEntry{list[0], d})
	}
	return v
}

// newAddress makes a global for an address and appends it to list, or returns nil where t is no type for one.
func newAddress(list *[]*rt.Global, t wasm.GlobalType) any {
	var g *rt.Global
	switch t.Type {
	case wasm.I32:
		g = rt.NewGlobal(int32(0), t.Mutable)
	case wasm.I64:
		g = rt.NewGlobal(int64(0), t.Mutable)
	default:
		return nil
	}
	*list = append(*list, g)
	return g
}

// setAddress sets a global that newAddress has made.
func setAddress(g *rt.Global, v uint64) {
	switch p := g.Ptr.(type) {
	case *int32:
		*p = int32(v)
	case *int64:
		*p = int64(v)
	}
}
