package main

import (
	"bytes"
	"fmt"
	"go/format"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

// An instr is an instruction of the interpreter: a case of the run loop.
type instr struct {
	name   string
	doc    string
	inner  string // Go statements for the inner loop, "" if there is nothing there
	outer  string // Go statements for what the inner loop leaves
	traps  bool   // it may trap, or call
	leaves bool   // it does so in the outer loop alone

	function string // Go statements of a function of its own, in place of outer

	// What there is for assembly: what it computes, or how it accesses memory.
	computes *computation
	access   string
}

// A loop is a run loop: the same cases for a concrete type of memory.
type loop struct {
	Name         string // of the method, behind run
	Kind         string // what the memory is called in comments
	View         string // Go expression for the memory as accesses want it
	Inner, Outer string // the cases that are made from the op table

	// Objects says that there are cases for instructions on objects, and that those on references are in the inner loop: in the other
	// loops they would cost all modules. ObjectCases and Traps are made for them.
	Objects            bool
	ObjectCases, Traps string
}

var loops = []loop{
	{Name: "Guard", Kind: "guard.Memory", View: "i.guard"},
	{Name: "Slice", Kind: "slice.Memory", View: "*i.slice"},
	{Name: "Any", Kind: "mem.Linear of any other type", View: "i.linear", Objects: true},
}

// Generate returns the generated files by name.
func Generate(tmpl string) (map[string][]byte, error) {
	byHand := handWritten(tmpl)
	made, table := fromOps()
	super := superinstructions()
	made = append(made, super.made...)
	vectors, called, vectorTable := onVectors()
	made = append(made, vectors...)
	called = append(called, super.called...)
	onObjects, objectTraps, byStorage := objects()
	onObjects = append(onObjects, casts()...)
	t, err := template.New("run").Parse(tmpl)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	inner, outer := cases(slices.Concat(made, called))
	objectCases, castTraps := cases(onObjects)
	for _, l := range loops {
		l.Inner, l.Outer, l.ObjectCases, l.Traps = inner, outer, objectCases, objectTraps+castTraps
		var b bytes.Buffer
		if err := t.Execute(&b, l); err != nil {
			return nil, err
		}
		name := "zrun_" + string(bytes.ToLower([]byte(l.Name))) + ".go"
		if files[name], err = format.Source(b.Bytes()); err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", name, err, b.Bytes())
		}
	}
	if files["zvectors.go"], err = format.Source(vectorsFile(called)); err != nil {
		return nil, err
	}
	if files["zatomics.go"], err = format.Source(atomicsFile()); err != nil {
		return nil, err
	}
	list, assembled := apart(slices.Concat(byHand, made, onObjects, called))
	for _, a := range assemblers {
		files["zvectors_"+a.goarch+".s"] = a.assemblyFile(assembled, 1+len(list)) // None is before all
	}
	list = append(list, assembled...)
	files["internal/code/zops.go"], err = format.Source(opsFile(list, assembled[0].name, called[0].name, table+vectorTable, byStorage, super.functions()))
	return files, err
}

// apart puts the instructions apart that may have assembly.
func apart(all []instr) (others, assembled []instr) {
	for _, in := range all {
		if in.hasAssembly() {
			assembled = append(assembled, in)
		} else {
			others = append(others, in)
		}
	}
	return others, assembled
}

// cases are the texts of instructions for the inner and the outer loop.
func cases(list []instr) (inner, outer string) {
	var in, out strings.Builder
	for _, x := range list {
		if x.inner != "" {
			note := ""
			if x.traps && !x.leaves {
				note = "s.note(in)\n"
			}
			fmt.Fprintf(&in, "case code.%s: // %s\n%s%s\n", x.name, x.doc, note, x.inner)
		}
		if x.outer != "" {
			fmt.Fprintf(&out, "case code.%s: // %s\n%s\n", x.name, x.doc, x.outer)
		}
	}
	return in.String(), out.String()
}

// handWritten finds the cases of the template, with the comments behind them.
func handWritten(tmpl string) []instr {
	var list []instr
	for _, m := range regexp.MustCompile(`(?m)^\s*case code\.(\w+): // (.*)$`).FindAllStringSubmatch(tmpl, -1) {
		if m[1] != "None" {
			list = append(list, instr{name: m[1], doc: m[2], traps: located[m[1]]})
		}
	}
	return list
}

// located are the hand-written cases that may trap or call.
var located = map[string]bool{
	"Call": true, "CallIndirect": true, "CallRef": true, "CallOther": true,
	"TailCall": true, "TailCallIndirect": true, "TailCallRef": true, "TailCallOther": true,
	"Meter": true, "Unreachable": true, "Throw": true, "ThrowRef": true,
	"Atomic": true, "AtomicAligned": true, "AtomicUnshared": true, "MemoryGrow": true, "MemoryFill": true, "MemoryCopy": true, "MemoryInit": true,
	"RefAsNonNull": true, "I31GetS": true, "I31GetU": true, "ArrayLen": true, "RefCastHeap": true, "CallShift": true,
	"StructNew": true, "ArrayNew": true, "ArrayNewFixed": true, "ArrayNewFilled": true, "ArrayNewRefs": true, "ArrayNewData": true, "ArrayNewElem": true,
	"ArrayFill": true, "ArrayFillRef": true, "ArrayCopy": true, "ArrayInitData": true, "ArrayInitElem": true,
	"TableGet": true, "TableSet": true, "TableFill": true, "TableCopy": true, "TableInit": true,
}

// opsFile is the Go source with the instructions' names and the table of forms.
func opsFile(list []instr, firstAssembled, firstVector, table, accesses, functions string) []byte {
	var b bytes.Buffer
	b.WriteString("// Code generated by gen from package op and run.go.tmpl; DO NOT EDIT.\n\npackage code\n\n")
	b.WriteString("import (\n\"github.com/wasm2go/wasm2go/compiler/op\"\n\"github.com/wasm2go/wasm2go/rt\"\n)\n\n")
	b.WriteString("// The instructions. A, B and C are registers, K is the constant.\nconst (\nNone Op = iota // no instruction\n")
	for _, in := range list {
		fmt.Fprintf(&b, "%s // %s\n", in.name, in.doc)
	}
	fmt.Fprintf(&b, ")\n\n// FirstAssembled is the first of the instructions that may be assembly, besides: all from there on are.\nconst FirstAssembled = %s\n", firstAssembled)
	fmt.Fprintf(&b, "\n// FirstVector is the first of the instructions that are functions of their own: all from there on are.\nconst FirstVector = %s\n", firstVector)
	b.WriteString("\nvar names = [...]string{\n\"None\",\n")
	for _, in := range list {
		fmt.Fprintf(&b, "%q,\n", in.name)
	}
	b.WriteString("}\n\n// traps are the instructions that may trap or call.\nvar traps = [len(names)]bool{\n")
	for _, in := range list {
		if in.traps {
			fmt.Fprintf(&b, "%s: true,\n", in.name)
		}
	}
	b.WriteString("}\n\n// Table has the forms of each Wasm instruction that is made from its row.\n")
	b.WriteString("var Table = [op.Invalid]Forms{\n" + table + "}\n")
	b.WriteString("\n// Stored has the instructions on fields and elements, by how these are stored.\nvar Stored = [...]Accesses{\n" + accesses + "}\n" + functions)
	return b.Bytes()
}
