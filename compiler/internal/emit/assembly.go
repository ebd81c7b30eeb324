package emit

import (
	"bytes"
	"fmt"
	"go/build/constraint"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
)

// Where there is assembly a build constraint says, which chooses between the file that declares it and the one that stands in for it, and then the
// processor. The race detector sees nothing of what assembly does to memory: for it there is none.

// assemblyFiles are the assembly of Bodies[first:end], if they have some: a file for each machine, and the two Go files.
func (f *frame) assemblyFiles(base, pkg string, first, end int) []File {
	var all body.Assembly
	for i := first; i < end; i++ {
		a := &f.Bodies[i].Assembly
		all.Funcs, all.Uses = append(all.Funcs, a.Funcs...), all.Uses|a.Uses
		if a.Machines != nil {
			all.Machines = a.Machines
		}
	}
	if all.Machines == nil {
		return nil
	}
	here, there := f.machines()
	files := []File{{Name: base + "_asm.go", Data: f.declaring(pkg, here, &all)}, {Name: base + "_noasm.go", Data: f.standIn(pkg, there, &all)}}
	for i, m := range all.Machines {
		files = append(files, File{Name: base + "_" + m.Name + ".s", Data: f.assemblyFile(i, here, first, end)})
	}
	return files
}

// assemblyFile is the assembly of Bodies[first:end] for a machine. It notes on which lines they begin.
func (f *frame) assemblyFile(machine int, tags string, first, end int) []byte {
	text := []byte(strings.Join(f.header(), "\n") + "\n\n" + buildLine(tags) + "#include \"textflag.h\"\n#include \"funcdata.h\"\n")
	for i := first; i < end; i++ {
		if a := &f.Bodies[i].Assembly; a.Machines != nil {
			f.asmLines[i] = append(f.asmLines[i], 1+countLines(text))
			text = append(text, f.withPrefix(a.Machines[machine].Text)...)
		}
	}
	return text
}

// machines are the build constraints of the assembly, and of what stands in for it.
func (f *frame) machines() (here, there string) {
	parse := func(tags string) constraint.Expr {
		x, err := constraint.Parse("//go:build " + tags)
		if err != nil {
			panic(err) // compiler.Options has looked at the user's
		}
		return x
	}
	machine := parse("(" + f.backend.Assembly + ") && gc && !purego && !race")
	var with, without constraint.Expr = machine, &constraint.NotExpr{X: machine}
	if f.Options.Tags != "" {
		own := parse(f.Options.Tags)
		with, without = &constraint.AndExpr{X: own, Y: with}, &constraint.AndExpr{X: own, Y: without}
	}
	return with.String(), without.String()
}

// withPrefix has assembly call the functions of this module, where several modules can be in a package.
func (f *frame) withPrefix(text []byte) []byte {
	for _, name := range names.AssemblyCalls {
		if private := f.names.Private(name); private != name {
			text = bytes.ReplaceAll(text, []byte("·"+name+"(SB)"), []byte("·"+private+"(SB)"))
		}
	}
	return text
}

// declaring is the file that declares assembly, with what it calls: traps, whose panics go through it, and poll.
func (f *frame) declaring(pkg, tags string, a *body.Assembly) []byte {
	var file bytes.Buffer
	f.begin(&file, pkg, tags, a.Uses|gotext.RT|gotext.ABI|gotext.CPU)
	assembled := f.names.Assembled()
	fmt.Fprintf(&file, "\n// %s tells whether the processor has all instructions of the assembly.\nvar %s = cpu.HasVectors()\n", assembled, assembled)
	for _, decl := range a.Funcs {
		fmt.Fprintf(&file, "\n//go:noescape\n%s\n", decl)
	}
	file.WriteString("\n// What assembly calls.\n")
	for _, name := range names.AssemblyCalls {
		fmt.Fprintf(&file, "\nfunc %s() { %s }\n", f.names.Private(name), assemblyCalls[name])
	}
	return file.Bytes()
}

// assemblyCalls are the bodies of the functions that assembly calls.
var assemblyCalls = map[string]string{
	"poll":            "abi.Poll()",
	"trapMemory":      "panic(rt.OutOfBoundsMemory)",
	"trapUnreachable": "panic(rt.Unreachable)",
	"trapDivide":      "panic(rt.IntegerDivideByZero)",
	"trapOverflow":    "panic(rt.IntegerOverflow)",
	"trapConversion":  "panic(rt.InvalidConversion)",
}

// standIn is the file for all other machines, whose functions nobody calls.
func (f *frame) standIn(pkg, tags string, a *body.Assembly) []byte {
	var file bytes.Buffer
	f.begin(&file, pkg, tags, a.Uses)
	fmt.Fprintf(&file, "\nconst %s = false\n", f.names.Assembled())
	for _, decl := range a.Funcs {
		fmt.Fprintf(&file, "\n%s {\n\tpanic(\"no assembly\")\n}\n", decl)
	}
	return file.Bytes()
}
