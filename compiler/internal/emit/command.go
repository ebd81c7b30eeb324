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
	imports := f.commandImports()
	wasi := f.runtime("wasitarget")
	options := jen.Qual(wasi, "Options").Call(jen.Id("sys"))
	body := f.runInstance(start, append(imports, options.Clone().Op("...")))
	if hasThreads(f.mod) {
		body = f.runThreads(append(imports, options.Clone().Op("...")))
	} else if f.backend.Device && len(f.memories) > f.mod.ImportedMemories {
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

// commandImports are the imports of a command as an argument of New, if there are any.
func (f *frame) commandImports() (list []jen.Code) {
	if len(f.names.Modules) == 0 {
		return nil
	}
	fields := jen.Dict{}
	for _, mod := range f.names.Modules {
		value := jen.Id("sys")
		switch method := wasiModules[mod.Name]; {
		case method != "":
			value.Dot(method).Call()
		case mod.Name != threadsModule:
			value = jen.Id(f.sharedType(mod.Fields[0].Method)).Values(jen.Id("memory"))
		}
		fields[jen.Id(mod.Import)] = value
	}
	return []jen.Code{jen.Id(f.names.Imports).Values(fields)}
}

// sharedType declares the host module that the memory of all threads is imported from, and returns its name.
func (f *frame) sharedType(method string) string {
	name := f.names.Private("shared")
	memory := jen.Qual(f.runtime("mem"), "Memory")
	f.declare(fmt.Sprintf("%s is what the instances of all threads import the memory from.", name),
		jen.Type().Id(name).Struct(jen.Id("memory").Add(memory)))
	f.declare("", jen.Func().Params(jen.Id("s").Id(name)).Id(method).Params().Add(memory.Clone()).Block(jen.Return(jen.Id("s").Dot("memory"))))
	return name
}

// runThreads makes the memory of all threads and runs the command: each thread makes an instance with these arguments of New.
func (f *frame) runThreads(args []jen.Code) []jen.Code {
	wasi := f.runtime("wasitarget")
	t := f.memories[0]
	typ := jen.Qual(wasi, "Limited").Call(jen.Id("sys"), jen.Id(f.memType(f.memSize(0))))
	sys := jen.Id("sys").Op("*").Qual(wasi, "System")
	return []jen.Code{
		jen.List(jen.Id("memory"), jen.Err()).Op(":=").Qual(t.path, t.New).Call(typ),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
		jen.Id("threads").Op(":=").Qual(wasi, "NewThreads").Call(jen.Id("sys"), jen.Id("memory"),
			jen.Func().Params(sys).Params(f.rt("Instance"), jen.Error()).Block(jen.Return(jen.Id(f.names.New).Call(args...)))),
		jen.Return(jen.Id("threads").Dot("Command").Call()),
	}
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
