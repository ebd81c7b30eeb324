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
	if err := CheckWASI(f.mod); err != nil {
		return err
	}
	imports := []jen.Code{}
	if len(f.names.Modules) > 0 {
		fields := jen.Dict{}
		for _, mod := range f.names.Modules {
			fields[jen.Id(mod.Import)] = jen.Id("sys").Dot(wasiModules[mod.Name]).Call()
		}
		imports = append(imports, jen.Id(f.names.Imports).Values(fields))
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
	for _, r := range layout.Find(f.mod) {
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
