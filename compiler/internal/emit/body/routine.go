package body

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// An Assembly is what a body has besides its Go text: the texts of its routines for machines.
type Assembly struct {
	Machines []Machine       // the same ones for all bodies, nil where there are no routines
	Funcs    []string        // what each of them defines, as Go declares it
	Uses     gotext.Packages // that the declarations name
}

// A Machine is assembly for an architecture.
type Machine struct {
	Name   string // as GOARCH has it
	Text   []byte
	Places []Place // of lines of Text
}

// A Routine is the assembly of one of a function's routines. It has no machines where there is none.
type Routine struct {
	Machines []Machine
	Memories []bool // by memory: it gets the address
}

// addRoutines writes the routines of the function behind its own text.
func (p *printer) addRoutines(assembly []Routine) {
	for i, r := range p.f.Routines {
		q := p.routine(i, r, assembly[i])
		p.Add("\n")
		p.append(q.Text, q.spots)
		p.Uses |= q.Uses
		if assembly[i].Machines != nil {
			p.assembly.add(assembly[i], q)
		}
	}
}

// routine prints one: it has the parameters of its own, and of what the instance has the memories alone.
func (p *printer) routine(i int, r *ir.Func, assembly Routine) *printer {
	q := &printer{Printer: p.Printer, f: r, gotos: map[*ir.Label]bool{}, name: p.names.Routine(r.Index, i)}
	for _, v := range p.names.NumberedCore("v", r.Type.Params) {
		q.locals = append(q.locals, v.Name)
	}
	q.whole()
	q.prepend(func() {
		q.Text = fmt.Appendf(q.Text, "// %s is a part of %s that computes with vectors.\n", q.name, p.names.Func(r.Index))
		q.directives()
		q.signature(q.name, q.names.Receive(q.params()))
		if assembly.Machines != nil {
			q.callAssembly(assembly.Memories)
		}
		q.views()
		q.declare()
	})
	q.Add("}\n")
	return q
}

// callAssembly writes the call of the assembly, where there is some.
func (p *printer) callAssembly(memories []bool) {
	var args []string
	p.eachMemory(memories, func(_ gotext.Param, value string) { args = append(args, value) })
	call := fmt.Sprintf("%s(%s)", p.names.Assembly(p.name), strings.Join(append(args, p.locals...), ", "))
	p.Line("if " + p.names.Assembled() + " {")
	if len(p.f.Type.Results) > 0 {
		p.Line("\treturn " + call)
	} else {
		p.Line("\t" + call)
		p.Line("\treturn")
	}
	p.Line("}")
}

// eachMemory yields what assembly gets of memories: parameters, and the Go text of their values.
func (p *printer) eachMemory(memories []bool, yield func(param gotext.Param, value string)) {
	for i, used := range memories {
		if !used {
			continue
		}
		memory := names.Memory(uint32(i))
		yield(gotext.Param{Name: fmt.Sprint("mem", i), Type: "unsafe.Pointer"}, memory+".Base()")
		if !p.memories[i].Faults {
			yield(gotext.Param{Name: fmt.Sprint("len", i), Type: "uint64"}, memory+".Size()")
		}
	}
}

// declaration is the assembly's function as Go declares it.
func (p *printer) declaration(memories []bool) string {
	var params []gotext.Param
	p.eachMemory(memories, func(param gotext.Param, _ string) { params = append(params, param) })
	text := fmt.Sprintf("func %s(%s)", p.names.Assembly(p.name), gotext.Params(append(params, p.params()...)))
	if results := p.names.NumberedCore("r", p.f.Type.Results); len(results) > 0 {
		text += " (" + gotext.Params(results) + ")"
	}
	return text
}

// add adds the assembly of a routine, which p has printed.
func (a *Assembly) add(r Routine, p *printer) {
	if a.Machines == nil {
		a.Machines = make([]Machine, len(r.Machines))
	}
	for i, m := range r.Machines {
		a.Machines[i].add(m)
	}
	a.Funcs = append(a.Funcs, p.declaration(r.Memories))
	if slices.Contains(r.Memories, true) {
		a.Uses |= gotext.Unsafe
	}
	for _, types := range [][]wasm.ValType{p.f.Type.Params, p.f.Type.Results} {
		for _, t := range types {
			a.Uses |= p.names.Value(t).Uses
		}
	}
}

// add goes on with the text of another routine.
func (m *Machine) add(next Machine) {
	m.Name = next.Name
	m.Text = append(m.Text, '\n')
	above := bytes.Count(m.Text, []byte("\n"))
	m.Text = append(m.Text, next.Text...)
	for _, p := range next.Places {
		p.Line += above
		m.Places = append(m.Places, p)
	}
}
