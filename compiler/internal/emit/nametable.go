package emit

import "github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"

// nameTable prints the names of the functions for call stacks, see abi.Names.
func (f *frame) nameTable() {
	name := f.names.Private("names")
	f.printf("\n// %s describes the functions for call stacks: Go function, index, offset in the file, Wasm name.\n", name)
	f.printf("const %s abi.Names = `", name)
	for i := f.mod.ImportedFuncs; i < len(f.mod.Funcs); i++ {
		if !f.isPrinted(i) {
			continue
		}
		f.printf("\n%s %d %x %s", f.names.Func(uint32(i)), i, f.mod.Codes[i-f.mod.ImportedFuncs].Offset, gotext.Raw(f.wasmName(uint32(i))))
	}
	f.printf("\n` + %s\n", f.names.Private("places"))
}

// isPrinted tells whether call stacks can show function i as Go code: it was not left out, and the interpreter does not tell of it.
func (f *frame) isPrinted(i int) bool {
	return !f.interprets(i) && len(f.Bodies[i-f.mod.ImportedFuncs].Text) > 0
}

// wasmName is the name of function i for people; of an imported one env.log.
func (f *frame) wasmName(i uint32) string {
	if int(i) < f.mod.ImportedFuncs {
		return f.importNames[i]
	}
	return f.funcNames.Of(i)
}

// moduleName is the module's name for people.
func (f *frame) moduleName() string {
	if name := f.mod.Names.Module; name != "" {
		return name
	}
	return f.Options.Name
}
