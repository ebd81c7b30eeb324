package emit

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// references prints what references to functions need: the signatures, the
// table of functions that can be referred to, and indirect calls.
func (f *frame) references() {
	f.declareTypes()
	for _, t := range f.sigs {
		f.signature(t)
	}
	if len(f.Refs) > 0 {
		f.funcTable()
		f.refMethods()
	}
	if len(f.Indirect) > 0 {
		f.adapterMethod()
	}
	for _, t := range f.Indirect {
		t = f.mod.Canon(t)
		if f.hasIndirect() {
			f.indirect(t)
		}
		if f.byRef[t] {
			f.callRef(t)
		}
		f.adapt(t)
		f.twin(t)
	}
}

// sig is the variable for canonical type t.
func (f *frame) sig(t uint32) string { return f.names.Private(fmt.Sprintf("sig%d", t)) }

// signature prints the variable for a function type.
func (f *frame) signature(t uint32) {
	ft := f.mod.Types[t].Func
	params, results := f.names.Numbered("v", ft.Params), f.names.Numbered("r", ft.Results)
	f.useTypes(f.file, ft.Params, ft.Results)
	f.printf("\nvar %s = rt.Sig{\n\tTypes: &%s,\n\tIndex: %d,\n\tBind: func(f *rt.Func) any {\n", f.sig(t), f.typesVar(), t)
	f.printf("\t\tcode, m := f.Code.(%s), f.Env.(*%s)\n", f.names.Code(ft), f.names.Instance)
	f.printf("\t\treturn func(%s)%s {\n\t\t\t", gotext.Params(append([]gotext.Param{{Name: "d", Type: "int"}}, params...)), f.names.Results(ft.Results))
	f.printf("defer m.core.Restore(m.core.Left())\n\t\t\t")
	if len(results) > 0 {
		f.printf("%s := ", gotext.Args(results))
	}
	f.printf("code(%s)\n", gotext.Join("m, d", f.names.Inward(params, ft.Params)))
	if f.Catches {
		f.printf("\t\t\tm.core.Uncaught()\n")
	}
	if len(results) > 0 {
		f.printf("\t\t\treturn %s\n", f.names.Outward(results, ft.Results))
	}
	f.printf("\t\t}\n\t},\n")
	f.slotsForm(ft)
	f.printf("}\n")
}

// slotsForm prints how functions of a type are called with slots. In a module that catches, they leave their exception to who calls them so.
func (f *frame) slotsForm(t wasm.FuncType) {
	args := names.Slots(t.Params)
	for i, p := range t.Params {
		args[i] = f.use(f.names.Value(p).FromSlot(args[i]))
	}
	refs := "_"
	if t.CallSlots().Refs > 0 {
		refs = "refs"
	}
	field := "Slots"
	if f.Catches {
		field = "Pending"
		f.printf("\tSlots: abi.Uncaught,\n")
	}
	f.printf("\t%s: func(f *rt.Func, d int, s []uint64, %s []rt.Ref) {\n", field, refs)
	f.printf("\t\tcode, m := f.Code.(%s), f.Env.(*%s)\n\t\tdefer m.core.Restore(m.core.Left())\n\t\t", f.names.Code(t), f.names.Instance)
	results := f.names.Numbered("r", t.Results)
	if len(results) > 0 {
		f.printf("%s := ", gotext.Args(results))
	}
	f.printf("code(%s)\n", gotext.Join("m, d", strings.Join(args, ", ")))
	for i, to := range names.Slots(t.Results) {
		f.printf("\t\t%s = %s\n", to, f.use(f.names.Value(t.Results[i]).ToSlot(results[i].Name)))
	}
	f.printf("\t},\n")
}

// funcTable prints the functions that can be referred to. The compiler lays
// the table out, nothing runs at start-up.
func (f *frame) funcTable() {
	funcs, index := f.names.Private("funcs"), f.names.Private("funcIndex")
	f.printf("\n// %s are the indices of the functions in %s.\n", index, funcs)
	list := make([]string, len(f.Refs))
	for i, fn := range f.Refs {
		list[i] = fmt.Sprint(fn)
	}
	f.printf("var %s = [...]uint32{%s}\n", index, gotext.Wrap(list, 1))
	f.printf("\n// %s are the functions that can be referred to, still without an instance.\n", funcs)
	f.printf("var %s = [...]rt.Func{\n", funcs)
	for _, fn := range f.Refs {
		tail := ""
		switch {
		case f.names.HasTail(fn):
			tail = "Tail: " + f.names.Tail(fn) + ", "
		case slices.ContainsFunc(f.Indirect, f.takesTwins(fn)):
			tail = "Tail: " + f.names.Func(fn) + ", "
		}
		f.printf("\t{Code: %s, %sType: %d, Sig: &%s, Name: %s},\n", f.names.Func(fn), tail, f.typeOf(fn), f.sig(f.typeOf(fn)), gotext.Quote(f.wasmName(fn)))
	}
	f.printf("}\n")
}

// refMethods prints ref and refList. They reach the table through a field:
// functions in it call them, and a Go variable must not depend on itself.
func (f *frame) refMethods() {
	f.printf("\n// ref returns the reference to function i, always the same.\n")
	f.printf("func (m *%s) ref(i uint32) *rt.Func {\n", f.names.Instance)
	if f.mod.ImportedFuncs > 0 {
		f.printf("\tif int(i) < len(m.imports) && m.imports[i] != nil {\n\t\treturn m.imports[i]\n\t}\n")
	}
	f.uses(gotext.Slices)
	f.printf("\tk, _ := slices.BinarySearch(%s[:], i)\n\treturn m.refAt(k)\n}\n", f.names.Private("funcIndex"))
	f.refAt(&f.text)
	f.printf("\n// makeRefs makes the functions of %s those of the instance. It is out of line for refAt to be short.\n//\n//go:noinline\n", f.names.Private("funcs"))
	f.printf("func (m *%s) makeRefs() {\n\tm.refs = slices.Clone(m.funcs)\n", f.names.Instance)
	f.printf("\tfor k := range m.refs {\n\t\tm.refs[k].Env, m.refs[k].Owner = m, &m.owner\n\t}\n}\n")

	if !f.lists {
		return
	}
	f.printf("\n// refList returns the references to some functions, null for -1.\n")
	f.printf("func (m *%s) refList(list ...int32) []*rt.Func {\n", f.names.Instance)
	f.printf("\trefs := make([]*rt.Func, len(list))\n\tfor k, i := range list {\n\t\tif i >= 0 {\n\t\t\trefs[k] = m.ref(uint32(i))\n\t\t}\n\t}\n\treturn refs\n}\n")
}

// refAt prints the method of that name, into the module's package or a part.
func (f *frame) refAt(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n// refAt returns the reference to the function of %s[k].\n", f.names.Private("funcs"))
	fmt.Fprintf(b, "func (m *%s) refAt(k int) *rt.Func {\n", f.names.Instance)
	fmt.Fprintf(b, "\tif m.refs == nil {\n\t\tm.makeRefs()\n\t}\n\treturn &m.refs[k]\n}\n")
}

// indirect prints how call_indirect with type t gets from a reference to
// code. What the compiler can inline is the comparison of instance and type;
// everything else, null included, is left to adaptN.
func (f *frame) indirect(t uint32) {
	ft := f.mod.Types[t].Func
	code := f.names.Code(ft)
	f.printf("\n// indirect%d returns the code that calls f, of type %v.\n", t, ft)
	f.printf("func (m *%s) indirect%d(f *rt.Func) %s {\n", f.names.Instance, t, code)
	f.printf("\tif f == nil || f.Owner != &m.owner || f.Type != %d {\n\t\tf = m.adapt%d(f)\n\t}\n", t, t)
	f.printf("\treturn f.Code.(%s)\n}\n", code)
}

// hasIndirect tells whether there may be indirect calls that are not by reference.
func (f *frame) hasIndirect() bool { return len(f.mod.Tables) > 0 }

// callRef prints the same for call_ref: the validator has seen to it that f is of a type which t is a supertype of, or is t.
func (f *frame) callRef(t uint32) {
	ft := f.mod.Types[t].Func
	code := f.names.Code(ft)
	other := ""
	if !f.callsAlike(t) {
		other = fmt.Sprintf(" || f.Type != %d", t)
	}
	f.printf("\n// byRef%d returns the code that calls f, of type %v.\n", t, ft)
	f.printf("func (m *%s) byRef%d(f *rt.Func) %s {\n", f.names.Instance, t, code)
	f.printf("\tif f == nil || f.Owner != &m.owner%s {\n\t\tf = m.adaptRef%d(f)\n\t}\n", other, t)
	f.printf("\treturn f.Code.(%s)\n}\n", code)
	f.printf("\n// adaptRef%d is adapt%d for call_ref. It is out of line for byRef%d to be inlined.\n//\n//go:noinline\n", t, t, t)
	f.printf("func (m *%s) adaptRef%d(f *rt.Func) *rt.Func { return m.adapt%d(abi.Callee(f)) }\n", f.names.Instance, t, t)
}

// callsAlike tells whether the module's functions of type t, and of subtypes, are of the same type in Go.
func (f *frame) callsAlike(t uint32) bool {
	code := f.names.Code(f.mod.Types[t].Func)
	return !slices.ContainsFunc(f.Refs, func(fn uint32) bool {
		return int(fn) >= f.mod.ImportedFuncs && slices.Contains(slices.Collect(f.mod.Supers(f.typeOf(fn))), t) && f.names.Code(f.mod.FuncType(int(fn))) != code
	})
}

// adapt prints how call_indirect with type t calls a function of another
// instance, or of a type that has t among its declared supertypes.
func (f *frame) adapt(t uint32) {
	ft := f.mod.Types[t].Func
	params := f.names.NumberedCore("v", ft.Params)
	f.printf("\n// adapt%d returns a function of this instance that stands for f, or traps.\n", t)
	f.printf("func (m *%s) adapt%d(f *rt.Func) *rt.Func {\n", f.names.Instance, t)
	f.printf("\ta := m.adapter(f, &%s)\n\tif a.Code == nil {\n", f.sig(t))
	if !isWide(ft) && !f.Catches {
		f.printf("\t\tfn := f.Go().(%s)\n", f.names.Portable(ft))
	}
	f.printf("\t\ta.Code = func(%s)%s {\n", gotext.Params(append([]gotext.Param{{Name: "_", Type: "*" + f.names.Instance}, {Name: "d", Type: "int"}}, params...)), f.names.CoreResults(ft.Results))
	f.printf("\t\t\tm.core.Out(d)\n")
	f.linked("\t\t\t", "fn", ft, f.Catches)
	f.printf("\t\t}\n\t}\n\treturn a\n}\n")
}

// twin prints how return_call_indirect with type t finds a function that
// leaves its tail calls to its caller, if there are any.
func (f *frame) twin(t uint32) {
	if !f.hasTwins(t) {
		return
	}
	code := f.names.Code(f.mod.Types[t].Func)
	f.printf("\n// twin%d returns the code of f that leaves tail calls to its caller, if f has such code.\n", t)
	f.printf("func (m *%s) twin%d(f *rt.Func) %s {\n", f.names.Instance, t, code)
	other := fmt.Sprintf("f.Type != %d", t)
	if !f.mod.Types[t].Final { // functions of a subtype will do
		other += fmt.Sprintf(" && !f.Sig.Type().Is(%s.Type())", f.sig(t))
	}
	f.printf("\tif f == nil || f.Owner != &m.owner || %s {\n\t\treturn nil\n\t}\n", other)
	f.printf("\tcode, _ := f.Tail.(%s)\n\treturn code\n}\n", code)
}

// hasTwins tells whether a function that can be referred to as one of type t
// exists twice, see package body.
func (f *frame) hasTwins(t uint32) bool {
	return slices.ContainsFunc(f.Refs, func(fn uint32) bool {
		return f.names.HasTail(fn) && slices.Contains(slices.Collect(f.mod.Supers(f.typeOf(fn))), t)
	})
}

// takesTwins is a function that tells whether function fn can be referred to as one of a type of which others exist twice.
func (f *frame) takesTwins(fn uint32) func(t uint32) bool {
	supers := slices.Collect(f.mod.Supers(f.typeOf(fn)))
	return func(t uint32) bool { return slices.Contains(supers, f.mod.Canon(t)) && f.hasTwins(f.mod.Canon(t)) }
}

// adapterMethod prints the part of adaptN that does not depend on the type.
func (f *frame) adapterMethod() {
	f.printf(`
// adapter returns a function that stands for f, of another instance or of a subtype, in indirect calls; its code may
// be missing still. It traps unless the type of f is that of sig, or has it among its declared supertypes.
func (m *%s) adapter(f *rt.Func, sig *rt.Sig) *rt.Func {
	if f == nil {
		abi.Throw(rt.IndirectCallNull)
	}
	if !f.Sig.Type().Is(sig.Type()) {
		abi.Throw(rt.IndirectCallType)
	}
	a := m.adapters[abi.Adapted{Func: f, Sig: sig}]
	if a == nil {
		if m.adapters == nil {
			m.adapters = map[abi.Adapted]*rt.Func{}
		}
		a = &rt.Func{Env: m, Sig: sig}
		m.adapters[abi.Adapted{Func: f, Sig: sig}] = a
	}
	return a
}
`, f.names.Instance)
}
