package main

import (
	"fmt"
	"strings"
)

// Instructions on objects: there is one for each way in which fields and elements are stored. The inner loop has them all; what is null
// or outside an array leaves it, to trap.

// A storage is a Go type that fields and elements have, and how a register or a reference gets its value.
type storage struct {
	suffix      string // of the instructions' names
	typ         string
	load, store string // of a value: Go text around it
	isRef       bool
	isVector    bool
	signed      bool     // loads alone
	of          []string // the storages of package rt that are so
}

var storages = []storage{
	{suffix: "8", typ: "uint8", load: "uint64(%s)", store: "uint8(%s)", of: []string{"I8"}},
	{suffix: "8S", typ: "int8", load: "uint64(uint32(%s))", signed: true, of: []string{"I8"}},
	{suffix: "16", typ: "uint16", load: "uint64(%s)", store: "uint16(%s)", of: []string{"I16"}},
	{suffix: "16S", typ: "int16", load: "uint64(uint32(%s))", signed: true, of: []string{"I16"}},
	{suffix: "32", typ: "uint32", load: "uint64(%s)", store: "uint32(%s)", of: []string{"I32", "F32"}},
	{suffix: "64", typ: "uint64", load: "%s", store: "%s", of: []string{"I64", "F64"}},
	{suffix: "V128", typ: "vec.V128", load: "%s", store: "%s", isVector: true, of: []string{"V128"}},
	{suffix: "Ref", typ: "rt.Ref", load: "%s", store: "%s", isRef: true, of: []string{"Any", "Extern"}},
	{suffix: "Object", typ: "*rt.Object", load: "rt.RefObject(%s)", store: "%s.Object()", isRef: true, of: []string{"Object"}},
	{suffix: "Func", typ: "*rt.Func", load: "rt.RefFunc(%s)", store: "%s.Func()", isRef: true, of: []string{"Func"}},
	{suffix: "Exn", typ: "*rt.Exception", load: "rt.RefException(%s)", store: "%s.Exception()", isRef: true, of: []string{"Exn"}},
}

// value is the register, the vector or the reference that a field names.
func (s storage) value(field string) string {
	switch {
	case s.isRef:
		return "*s.q.at(in." + field + ")"
	case s.isVector:
		return "*r.vector(in." + field + ")"
	}
	return "*r.at(in." + field + ")"
}

// stored is a store's operand.
func (s storage) stored(field string) string {
	text := s.value(field)
	if strings.HasPrefix(s.store, "%s.") {
		text = strings.TrimPrefix(text, "*")
	}
	return fmt.Sprintf(s.store, text)
}

// objects are the instructions on fields and elements with what the outer loop does for them, and the lines of the table of them by storage.
func objects() (list []instr, outer, table string) {
	lines := map[string][]string{}
	var structs, gets, sets []string
	for _, s := range storages {
		add := func(form, name, doc, body string) string {
			name += s.suffix
			list = append(list, instr{name: name, doc: doc, inner: body, traps: true, leaves: true})
			for _, of := range s.of {
				if s.signed {
					of += "\x00S"
				}
				key, signed, _ := strings.Cut(of, "\x00")
				lines[key] = append(lines[key], form+signed+": "+name)
			}
			return "code." + name
		}
		field := "*(*" + s.typ + ")(unsafe.Add(unsafe.Pointer(o), in.Imm))"
		structs = append(structs, add("Get", "StructGet", "A = field K bytes behind the start of reference B", object("B")+s.value("A")+" = "+fmt.Sprintf(s.load, field)))
		gets = append(gets,
			add("Elem", "ArrayGet", "A = element C of reference B", s.element("B", "uint64(uint32(*r.at(in.C)))")+s.value("A")+" = "+fmt.Sprintf(s.load, "e[n]")),
			add("ElemK", "ArrayGetK", "A = element K of reference B", s.element("B", "in.Imm")+s.value("A")+" = "+fmt.Sprintf(s.load, "e[n]")))
		if s.signed {
			continue
		}
		structs = append(structs, add("Set", "StructSet", "field K bytes behind the start of reference A = B", object("A")+field+" = "+s.stored("B")))
		sets = append(sets,
			add("SetElem", "ArraySet", "element B of reference A = C", s.element("A", "uint64(uint32(*r.at(in.B)))")+"e[n] = "+s.stored("C")),
			add("SetElemK", "ArraySetK", "element K of reference A = B", s.element("A", "in.Imm")+"e[n] = "+s.stored("B")))
	}
	outer = "case " + strings.Join(structs, ", ") + ":\npanic(rt.NullReference)\n" +
		"case " + strings.Join(gets, ", ") + ":\npanic(arrayTrap(s.reference(in.B)))\n" +
		"case " + strings.Join(sets, ", ") + ":\npanic(arrayTrap(s.reference(in.A)))\n"
	for _, name := range []string{"I8", "I16", "I32", "I64", "F32", "F64", "V128", "Func", "Extern", "Any", "Object", "Exn"} {
		table += "rt.Storage" + name + ": {" + strings.Join(lines[name], ", ") + "},\n"
	}
	return list, outer, table
}

// object is the beginning of an instruction on the object in a reference.
func object(field string) string {
	return "o := s.q.at(in." + field + ").Object()\nif o == nil {\nbreak inner\n}\n"
}

// element is the beginning of an instruction on element n of the array in a reference.
func (s storage) element(field, n string) string {
	return object(field) + "e, n := (*rt.Array[" + s.typ + "])(unsafe.Pointer(o)).Elems, " + n + "\nif n >= uint64(len(e)) {\nbreak inner\n}\n"
}

// casts are the instructions that look whether a reference is to an object of a type, or an i31.
func casts() (list []instr) {
	const typed = `yes := false
if v := s.q.at(in.B); v.IsObject() {
	t, want := v.Object().Type(), i.types[in.Imm>>32]
	yes = t == want
	if n, supers := int(in.C&code.Depth), t.Supers(); !yes && n < len(supers) {
		yes = supers[n] == want
	}
} else {
	yes = in.C&code.Nullable != 0 && v.IsNull()
}
`
	const i31 = "v := s.q.at(in.B)\nyes := v.IsI31() || in.C&code.Nullable != 0 && v.IsNull()\n"
	for _, c := range []struct{ suffix, doc, test string }{
		{"", "reference B is to an object of type K>>32, whose depth is in C", typed},
		{"I31", "reference B is an i31", i31},
	} {
		add := func(name, doc, body string) {
			list = append(list, instr{name: name, doc: doc, inner: c.test + body})
		}
		add("RefTest"+c.suffix, "A = 1 if "+c.doc+" (or null, if C says so), else 0", "*r.at(in.A) = uint64(abi.Bool(yes))")
		add("RefTest"+c.suffix+"J", "jump if "+c.doc, "if yes {\npc = jump(pc, in)\n}")
		add("RefTest"+c.suffix+"JN", "jump unless "+c.doc, "if !yes {\npc = jump(pc, in)\n}")
		add("RefCast"+c.suffix, "reference A = reference B, if "+c.doc, "if !yes {\nbreak inner\n}\n*s.q.at(in.A) = *s.q.at(in.B)")
		cast := &list[len(list)-1]
		cast.outer, cast.traps, cast.leaves = "panic(rt.CastFailure)", true, true
	}
	return list
}
