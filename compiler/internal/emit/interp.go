package emit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// An Interp says which functions the interpreter runs, as part of instances
// of the package.
type Interp struct {
	Funcs  []bool   // by function index
	Calls  []uint32 // other functions that these call by name
	Module []byte   // the module, of which these functions and what they use suffice
}

// Interpreted returns the Go text of function i, which has the interpreter
// run the body at that offset.
func (b *Bodies) Interpreted(i int, offset uint32) []byte {
	t := b.mod.FuncType(i)
	name := b.names.Func(uint32(i))
	out := fmt.Appendf(nil, "// %s ", name)
	if wasmName := b.mod.FuncName(i); wasmName != "" {
		out = fmt.Appendf(out, "%q ", wasmName)
	}
	params := b.names.numberedCore("v", t.Params)
	out = fmt.Appendf(out, "%v, interpreted @%#x\n", t, offset)
	out = fmt.Appendf(out, "func %s(%s)%s {\n", name,
		paramList(append([]param{{"m", "*" + b.names.Type}, {"d", "int"}}, params...)), resultList(t.Results, b.names.coreType))
	s := newSlots(b.names, t)
	out = s.declare(out, params)
	out = fmt.Appendf(out, "\tm.interp.Run(%d, d, %s, %s)\n", i, sliceOf("s", s.numbers), sliceOf("refs", s.refs))
	out = s.results(out)
	return append(out, "}\n"...)
}

// slots are how arguments and results pass to and from the interpreter:
// numbers in s, references in refs.
type slots struct {
	names         *names
	typ           wasm.FuncType
	numbers, refs int // how many there is room for
}

func newSlots(n *names, t wasm.FuncType) slots {
	s := slots{names: n, typ: t}
	for _, list := range [][]wasm.ValType{t.Params, t.Results} {
		numbers, refs := 0, 0
		for _, v := range list {
			if v.IsRef() {
				refs++
			} else {
				numbers++
			}
		}
		s.numbers, s.refs = max(s.numbers, numbers), max(s.refs, refs)
	}
	return s
}

// sliceOf is the Go expression for an array of n elements as a slice.
func sliceOf(name string, n int) string {
	if n == 0 {
		return "nil"
	}
	return name + "[:]"
}

// declare writes the arrays with the parameters in them. A null of
// type *rt.Func must become a nil interface.
func (s *slots) declare(out []byte, params []param) []byte {
	var numbers, refs []string
	var set []byte
	for i, t := range s.typ.Params {
		switch {
		case !t.IsRef():
			numbers = append(numbers, toSlot(params[i].name, t))
		case s.names.isFunc(t):
			set = fmt.Appendf(set, "\tif %s != nil {\n\t\trefs[%d] = %s\n\t}\n", params[i].name, len(refs), params[i].name)
			refs = append(refs, "nil")
		default:
			refs = append(refs, params[i].name)
		}
	}
	if s.numbers > 0 {
		out = fmt.Appendf(out, "\ts := [%d]uint64{%s}\n", s.numbers, strings.Join(numbers, ", "))
	}
	if s.refs > 0 {
		out = fmt.Appendf(out, "\trefs := [%d]any{%s}\n", s.refs, strings.Join(refs, ", "))
	}
	return append(out, set...)
}

// results writes the return statement.
func (s *slots) results(out []byte) []byte {
	if len(s.typ.Results) == 0 {
		return out
	}
	values := make([]string, len(s.typ.Results))
	number, ref := 0, 0
	for i, t := range s.typ.Results {
		switch {
		case !t.IsRef():
			values[i] = fromSlot(fmt.Sprintf("s[%d]", number), t, "uint32")
			number++
			continue
		case s.names.isFunc(t):
			values[i] = fmt.Sprintf("r%d", i)
			out = fmt.Appendf(out, "\tr%d, _ := refs[%d].(*rt.Func)\n", i, ref)
		default:
			values[i] = fmt.Sprintf("refs[%d]", ref)
		}
		ref++
	}
	return fmt.Appendf(out, "\treturn %s\n", strings.Join(values, ", "))
}

// toSlot is the Go expression for the bits of a number.
func toSlot(value string, t wasm.ValType) string {
	switch t {
	case wasm.F32:
		return "uint64(math.Float32bits(" + value + "))"
	case wasm.F64:
		return "math.Float64bits(" + value + ")"
	}
	return "uint64(" + value + ")"
}

// fromSlot undoes toSlot. An i32 becomes the Go type i32.
func fromSlot(slot string, t wasm.ValType, i32 string) string {
	switch t {
	case wasm.I32:
		return i32 + "(" + slot + ")"
	case wasm.I64:
		return "int64(" + slot + ")"
	case wasm.F32:
		return "math.Float32frombits(uint32(" + slot + "))"
	}
	return "math.Float64frombits(" + slot + ")"
}

// interprets tells whether the interpreter runs function i.
func (f *frame) interprets(i int) bool { return f.Interp != nil && f.Interp.Funcs[i] }

// interpFile is the name of the file with the module for the interpreter.
func (f *frame) interpFile() string { return f.base() + "_interp.wasm" }

// embedsInterp tells whether that is a file of its own.
func (f *frame) embedsInterp() bool { return f.Interp != nil && !f.Options.Single }

// interpIdents are the package-level identifiers that this file needs.
var interpIdents = []string{"interp", "interpFile", "interpreted", "interpreter"}

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
	name := f.names.private("interpreted")
	f.printf("\n// %s are the functions that the interpreter runs.\n", name)
	f.printf("var %s = [...]rt.Frame{\n", name)
	for i, is := range f.Interp.Funcs {
		if is {
			f.printf("\t{Module: %q, Func: %q, Index: %d, Offset: %#x},\n",
				f.moduleName(), f.wasmName(uint32(i)), i, f.mod.Codes[i-f.mod.ImportedFuncs].Offset)
		}
	}
	f.printf("}\n")
}

// interpModule prints the module.
func (f *frame) interpModule() {
	file, name := f.names.private("interpFile"), f.names.private("interpreter")
	f.printf("\n// %s is what the interpreter needs of the module.\n", file)
	if !f.embedsInterp() {
		f.printf("const %s = %s\n", file, strconv.Quote(string(f.Interp.Module)))
	} else {
		f.printf("//\n//go:embed %s\nvar %s string\n", f.interpFile(), file)
	}
	f.printf("\n// %s runs functions, for all instances.\n", name)
	f.printf("var %s = interp.Embed(%s)\n", name, file)
	f.printf("\n// attach makes the interpreter that runs functions as part of m.\n")
	f.printf("func (m *%s) attach() (err error) {\n\tm.interp, err = %s.Attach(m.parts())\n\treturn err\n}\n", f.names.Type, name)
}

// partsMethod prints how the interpreter sees an instance.
func (f *frame) partsMethod() {
	f.printf("\n// parts is the instance as the interpreter sees it.\n")
	f.printf("func (m *%s) parts() interp.Parts {\n\tp := interp.Parts{Owner: &m.owner, Core: &m.core}\n", f.names.Type)
	list := func(field, typ string, n int, element func(i int) string) {
		elements := make([]string, n)
		for i := range elements {
			elements[i] = element(i)
		}
		if n > 0 {
			f.printf("\tp.%s = []%s{%s}\n", field, typ, strings.TrimSuffix(strings.ReplaceAll(wrap(elements), "\n", "\n\t\t"), "\t"))
		}
	}
	list("Memories", "mem.Memory", len(f.memories), func(i int) string { return fmt.Sprintf("m.mem%d", i) })
	list("Tables", "any", len(f.mod.Tables), func(i int) string { return fmt.Sprintf("m.tab%d", i) })
	list("Globals", "any", len(f.mod.Globals), func(i int) string { return f.globalPtr(uint32(i)) })
	if f.Interp != nil {
		f.printf("\tp.Interpret = %s[:]\n", f.names.private("interpreted"))
		if len(f.refs) > 0 {
			f.printf("\tp.Refs, p.Ref = %s[:], m.ref\n", f.names.private("funcIndex"))
		}
	}
	f.printf("\treturn p\n}\n")
}
