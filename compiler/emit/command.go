package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

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
	f.file.Comment("main runs the command with what the process has: arguments, environment, standard streams.")
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
	for _, imp := range f.mod.Imports {
		if imp.Module != wasiModule || imp.Kind != wasm.ExternFunc {
			return fmt.Errorf("not a plain WASI command: it imports the %v %q from %q", imp.Kind, imp.Name, imp.Module)
		}
		if sig := f.names.sigText(f.typeOf(imp.Index)); wasiFuncs[imp.Name] != sig {
			return fmt.Errorf("unknown WASI function: %q of type %v", imp.Name, sig)
		}
	}
	return nil
}
