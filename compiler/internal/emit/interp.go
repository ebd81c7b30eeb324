package emit

import (
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
)

// interprets tells whether the interpreter runs function i.
func (f *frame) interprets(i int) bool { return f.Interp != nil && f.Interp.Funcs[i] }

// interpFile is the name of the file with the module for the interpreter.
func (f *frame) interpFile() string { return f.base() + "_interp.wasm" }

// embedsInterp tells whether that is a file of its own.
func (f *frame) embedsInterp() bool { return f.Interp != nil && !f.Options.Single }

// interpreter prints how functions are left to the interpreter.
func (f *frame) interpreter() {
	if f.Interp != nil {
		f.interpretedFuncs()
		f.interpModule()
	}
	if f.Options.Parts {
		f.partsMethod()
	}
}

// interpretedFuncs prints the list of the functions.
func (f *frame) interpretedFuncs() {
	name := f.names.Private("interpreted")
	f.printf("\n// %s are the functions that the interpreter runs.\n", name)
	f.printf("var %s = [...]rt.Frame{\n", name)
	for i, is := range f.Interp.Funcs {
		if is {
			f.printf("\t{Module: %s, Func: %s, Index: %d, Offset: %#x},\n",
				gotext.Quote(f.moduleName()), gotext.Quote(f.wasmName(uint32(i))), i, f.mod.Codes[i-f.mod.ImportedFuncs].Offset)
		}
	}
	f.printf("}\n")
	f.interpretedLines()
}

// interpModule prints the module.
func (f *frame) interpModule() {
	file, name := f.names.Private("interpFile"), f.names.Private("interpreter")
	f.printf("\n// %s is what the interpreter needs of the module.\n", file)
	if !f.embedsInterp() {
		f.printf("const %s = %s\n", file, gotext.Quote(string(f.Interp.Module)))
	} else {
		f.printf("//\n//go:embed %s\nvar %s string\n", f.interpFile(), file)
	}
	f.uses(gotext.Interp)
	f.printf("\n// %s runs functions, for all instances.\n", name)
	var opts []string
	if f.Options.CanonicalNaN {
		opts = append(opts, "CanonicalNaN: true")
	}
	if f.metered() {
		opts = append(opts, "Meter: true")
	}
	args := file
	if opts != nil {
		args += ", interp.Options{" + strings.Join(opts, ", ") + "}"
	}
	f.printf("var %s = interp.Embed(%s)\n", name, args)
	f.printf("\n// attach makes the interpreter that runs functions as part of m.\n")
	f.printf("func (m *%s) attach() (err error) {\n\tm.interp, err = %s.Attach(m.parts())\n\treturn err\n}\n", f.names.Instance, name)
}

// partsMethod prints how the interpreter sees an instance.
func (f *frame) partsMethod() {
	f.uses(gotext.Interp)
	f.printf("\n// parts is the instance as the interpreter sees it.\n")
	f.printf("func (m *%s) parts() interp.Parts {\n\tp := interp.Parts{Owner: &m.owner, Core: &m.core}\n", f.names.Instance)
	list := func(field, typ string, elements []string) {
		if len(elements) > 0 {
			f.printf("\tp.%s = []%s{%s}\n", field, typ, gotext.Wrap(elements, 2))
		}
	}
	list("Memories", "mem.Memory", each(0, len(f.memories), names.Memory))
	list("Tables", "any", each(0, len(f.mod.Tables), names.Table))
	list("Globals", "any", each(0, len(f.mod.Globals), f.names.GlobalPtr))
	list("Tags", "*rt.Tag", each(0, len(f.mod.Tags), names.Tag))
	if f.Interp != nil {
		f.printf("\tp.Interpret = %s[:]\n", f.names.Private("interpreted"))
		if f.Source != nil {
			f.printf("\tp.Lines = %s\n", f.names.Private("lines"))
		}
		if len(f.Refs) > 0 {
			f.printf("\tp.Refs, p.Ref = %s[:], m.ref\n", f.names.Private("funcIndex"))
		}
	}
	f.printf("\treturn p\n}\n")
}
