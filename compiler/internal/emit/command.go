package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/wasm2go/wasm2go/compiler/layout"
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
	for _, mod := range f.names.Modules {
		imports = append(imports, jen.Id(f.names.Imports).Values(jen.Dict{jen.Id(mod.Import): jen.Id("sys")}))
	}
	wasi := f.runtime("wasitarget")
	options := jen.Qual(wasi, "Options").Call(jen.Id("sys"))
	body := f.runInstance(start, append(imports, options.Clone().Op("...")))
	if f.backend.Device && len(f.memories) > f.mod.ImportedMemories {
		body = f.openDevice(f.runInstance(start, append(imports, jen.Append(options, jen.Id("on")).Op("..."))))
	}
	f.declare("main runs the command with what the process has: arguments, environment, standard streams.",
		jen.Func().Id("main").Params().Block(
			jen.Qual(wasi, "Main").Call(
				jen.Func().Params(jen.Id("sys").Op("*").Qual(wasi, "System")).Error().Block(body...),
			),
		))
	return nil
}

// runInstance makes an instance with these arguments of New, and calls its
// method start.
func (f *frame) runInstance(start string, args []jen.Code) []jen.Code {
	return []jen.Code{
		jen.List(jen.Id("m"), jen.Err()).Op(":=").Id(f.names.New).Call(args...),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
		jen.Defer().Add(member("m", "Close")).Call(),
		jen.Return(member("m", start).Call()),
	}
}

// openDevice puts the body into a function that gets the option on: the
// memories live where WASM2GO_SRAM says.
func (f *frame) openDevice(body []jen.Code) []jen.Code {
	args := []jen.Code{
		number(f.ownBytes()),
		jen.Func().Params(jen.Id("on").Add(f.rt("Option"))).Error().Block(body...),
	}
	for _, r := range layout.Find(f.mod).Regions() {
		part := jen.Qual(f.runtime("mem/sram/memmap"), "Part")
		args = append(args, part.Call(literal(r.Name), number(r.From), number(r.To)))
	}
	return []jen.Code{jen.Return(jen.Qual(f.runtime("mem/sram/periph"), "Run").Call(args...))}
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
		return f.names.Exports[i], nil
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
		t := &f.mod.Types[f.typeOf(imp.Index)]
		if sig := t.Func.Notation(); !t.IsPlain() || wasiFuncs[imp.Name] != sig {
			return fmt.Errorf("unknown WASI function: %q of type %v", imp.Name, sig)
		}
	}
	return nil
}
