package emit

import (
	"fmt"
	"reflect"

	"github.com/dave/jennifer/jen"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// wasiModule is the import module that a command may have.
const wasiModule = "wasi_snapshot_preview1"

// command writes func main of a WASI command.
func (f *frame) command() error {
	start, err := f.startExport()
	if err != nil {
		return err
	}
	if err := f.checkImports(); err != nil {
		return err
	}
	imports := []jen.Code{}
	for _, mod := range f.names.modules {
		imports = append(imports, jen.Id(f.names.Imports).Values(jen.Dict{jen.Id(mod.Field): jen.Id("sys")}))
	}
	f.file.Func().Id("main").Params().Block(
		jen.Qual(f.runtime("wasitarget"), "Main").Call(
			jen.Func().Params(jen.Id("sys").Op("*").Qual(f.runtime("wasitarget"), "System")).Error().Block(
				jen.List(jen.Id("m"), jen.Err()).Op(":=").Id(f.names.New).Call(imports...),
				jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
				jen.Defer().Id("m").Dot("Close").Call(),
				jen.Return(jen.Id("m").Dot(start).Call()),
			),
		),
	)
	return nil
}

// startExport is the method for _start.
func (f *frame) startExport() (string, error) {
	for i, e := range f.mod.Exports {
		if e.Name != "_start" || e.Kind != wasm.ExternFunc {
			continue
		}
		if t := f.mod.FuncType(int(e.Index)); len(t.Params)+len(t.Results) > 0 {
			return "", fmt.Errorf("not a WASI command: _start has type %v", t)
		}
		return f.names.exports[i], nil
	}
	return "", fmt.Errorf("not a WASI command: it does not export the function _start")
}

// checkImports makes sure that wasitarget.System has all that is imported: Go
// would say it later and less clearly.
func (f *frame) checkImports() error {
	system := reflect.TypeFor[*wasitarget.System]()
	for _, mod := range f.names.modules {
		for _, field := range mod.fields {
			imp := f.mod.Imports[field.first]
			if imp.Module != wasiModule || imp.Kind != wasm.ExternFunc {
				return fmt.Errorf("not a plain WASI command: it imports the %v %q from %q", imp.Kind, imp.Name, imp.Module)
			}
			t := f.mod.FuncType(int(imp.Index))
			m, ok := system.MethodByName(field.Method)
			if !ok || !sameSignature(m.Type, t, f.names) {
				return fmt.Errorf("unknown WASI function: %q of type %v", imp.Name, t)
			}
		}
	}
	return nil
}

// sameSignature tells whether a method has the parameters and results of t,
// and then returns an error.
func sameSignature(method reflect.Type, t wasm.FuncType, n *names) bool {
	if method.NumIn() != 1+len(t.Params) || method.NumOut() != len(t.Results)+1 {
		return false
	}
	for i, p := range t.Params {
		if method.In(1+i).String() != n.goType(p) {
			return false
		}
	}
	for i, r := range t.Results {
		if method.Out(i).String() != n.goType(r) {
			return false
		}
	}
	return method.Out(len(t.Results)).String() == "error"
}
