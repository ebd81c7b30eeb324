package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// inspectFlags are the flags of wasm2go inspect.
type inspectFlags struct {
	sram string
}

func (f *inspectFlags) register(fs *flags) {
	fs.text(&f.sram, "", flagRow{"sram", "SPEC", "say whether these chips have room for the module's memory; SPEC is as run takes it", elsewhere})
}

// inspectCommand is wasm2go inspect module.wasm.
func inspectCommand(args []string, s streams) error {
	var f inspectFlags
	fs := newFlags("wasm2go inspect")
	f.register(fs)
	others, err := fs.parseAnywhere(args)
	if err != nil {
		return err
	}
	path, err := oneModule(others)
	if err != nil {
		return err
	}
	var chips *spec.Spec
	if f.sram != "" {
		if chips, err = spec.Parse(f.sram); err != nil {
			return usagef("%v", err)
		}
	}
	file, err := readModule(path, s)
	if err != nil {
		return err
	}
	r, err := newReport(file, chips)
	if err != nil {
		return fmt.Errorf("%s: %w", shown(path), err)
	}
	_, err = io.WriteString(s.out, r.text(shown(path), len(file)))
	return err
}

// A report is what inspect knows about a module.
type report struct {
	*wasm.Module
	used        wasm.ProposalSet
	sizes, grow bool  // the code contains memory.size, memory.grow
	refusal     error // why it would not be translated, nil if it would
	chips       []string
}

// newReport decodes and validates the module. chips are those that it is to be on, nil for any.
func newReport(file []byte, chips *spec.Spec) (*report, error) {
	m, err := decode.Decode(file)
	if err != nil {
		return nil, err
	}
	if err := validate.Module(m); err != nil {
		return nil, err
	}
	r := &report{Module: m}
	bodies := make([]*wasm.Body, len(m.Codes))
	for i := range m.Codes {
		body, err := validate.Func(m, i)
		if err != nil {
			return nil, err
		}
		bodies[i] = body
		r.used |= body.Used
		for _, in := range body.Instrs {
			r.sizes = r.sizes || in.Op == op.MemorySize
			r.grow = r.grow || in.Op == op.MemoryGrow
		}
	}
	r.declared()
	r.refusal = compiler.Refusal(m, bodies)
	r.chips, err = r.chipLines(bodies, chips)
	return r, err
}

// declared adds the proposals that show outside function bodies.
func (r *report) declared() {
	if len(r.Memories) > 1 {
		r.used.Add(op.MultiMemory)
	}
	for _, m := range r.Memories {
		switch {
		case m.Is64:
			r.used.Add(op.Memory64)
		case m.PageSize() != 1<<16:
			r.used.Add(op.CustomPageSizes)
		}
		if m.Shared {
			r.used.Add(op.Threads)
		}
	}
	if len(r.Tables) > 1 {
		r.used.Add(op.ReferenceTypes)
	}
	for i, g := range r.Globals {
		imported := i < r.ImportedGlobals
		exported := slices.ContainsFunc(r.Exports, func(e wasm.Export) bool { return e.Kind == wasm.ExternGlobal && e.Index == uint32(i) })
		if g.Mutable && (imported || exported) {
			r.used.Add(op.MutableGlobals)
		}
	}
	for _, t := range r.Types {
		switch {
		case t.Kind != wasm.KindFunc || t.HasSuper || t.GroupLen > 1:
			r.used.Add(op.GC)
		case len(t.Func.Results) > 1:
			r.used.Add(op.MultiValue)
		}
	}
	if len(r.Tags) > 0 && !r.used.Has(op.LegacyExceptions) {
		r.used.Add(op.Exceptions)
	}
}

// largest is how many functions the report lists.
const largest = 10

func (r *report) text(path string, size int) string {
	var b strings.Builder
	row := func(title, format string, args ...any) {
		line(&b, "%-11s "+format, append([]any{title}, args...)...)
	}
	code := 0
	for _, c := range r.Codes {
		code += len(c.Bytes)
	}
	row("module", "%s, %s", path, count(size, "byte"))
	if r.Names.Module != "" {
		row("name", "%q", r.Names.Module)
	}
	row("functions", "%d defined with %s of code, %d imported", len(r.Codes), count(code, "byte"), r.ImportedFuncs)
	row("proposals", "%s", orNone(r.proposals()))
	if r.refusal != nil {
		row("refused", "%v", r.refusal)
	} else {
		row("go build", "%s", buildCost(r.Module))
	}
	for i := range r.Memories {
		title := fmt.Sprintf("memory %d", i)
		row(title, "%s", r.memory(i))
		if i == 0 {
			for _, text := range layoutLines(r.Module) {
				row("", "%s", text)
			}
		}
	}
	for i, text := range r.chips {
		if i == 0 {
			row("-mem sram", "%s", text)
		} else {
			row("", "%s", text)
		}
	}
	section(&b, "imports", r.imports())
	section(&b, "exports", r.exports())
	section(&b, "largest functions, bytes of code", r.functions())
	return b.String()
}

// section prints a titled list, indented.
func section(b *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, text := range lines {
		line(b, "  %s", text)
	}
}

func orNone(s string) string { return cmp.Or(s, "none") }

func (r *report) proposals() string {
	var names []string
	for _, p := range r.used.List() {
		names = append(names, p.String())
	}
	return strings.Join(names, ", ")
}

func (r *report) memory(i int) string {
	m := r.Memories[i]
	size := m.Min * m.PageSize()
	text := fmt.Sprintf("%s of %d = %s at the start", count(m.Min, "page"), m.PageSize(), count(size, "byte"))
	if m.HasMax {
		text += fmt.Sprintf(", %s at most", count(m.Max, "page"))
	}
	if m.Is64 {
		text += ", 64-bit addresses"
	}
	if i < r.ImportedMemories {
		text += ", imported"
	}
	switch {
	case r.grow:
		return text + "; memory.grow is used"
	case r.sizes:
		return text + "; memory.size is used"
	}
	return text + "; never grows"
}

func (r *report) imports() []string {
	lines := make([]string, len(r.Imports))
	for i, imp := range r.Imports {
		lines[i] = fmt.Sprintf("%q.%q %s", imp.Module, imp.Name, r.extern(imp.Kind, imp.Index))
	}
	return lines
}

func (r *report) exports() []string {
	lines := make([]string, len(r.Exports))
	for i, e := range r.Exports {
		lines[i] = fmt.Sprintf("%q %s", e.Name, r.extern(e.Kind, e.Index))
	}
	return lines
}

// extern describes an import or export by its type.
func (r *report) extern(kind wasm.ExternKind, i uint32) string {
	limits := func(l wasm.Limits) string {
		text := fmt.Sprint(l.Min)
		if l.HasMax {
			text += fmt.Sprint(" ", l.Max)
		}
		return text
	}
	switch kind {
	case wasm.ExternFunc:
		return fmt.Sprintf("func %d %v", i, r.FuncType(int(i)))
	case wasm.ExternTable:
		return fmt.Sprintf("table %d: %s %v", i, limits(r.Tables[i].Limits), r.Tables[i].Elem)
	case wasm.ExternMemory:
		return fmt.Sprintf("memory %d: %s", i, limits(r.Memories[i].Limits))
	case wasm.ExternGlobal:
		g := r.Globals[i]
		if g.Mutable {
			return fmt.Sprintf("global %d: mutable %v", i, g.Type)
		}
		return fmt.Sprintf("global %d: %v", i, g.Type)
	case wasm.ExternTag:
		return fmt.Sprintf("tag %d %v", i, r.TagType(int(i)))
	}
	panic("no description of a " + kind.String())
}

func (r *report) functions() []string {
	order := make([]int, len(r.Codes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(r.Codes[b].Bytes) - len(r.Codes[a].Bytes) })
	var lines []string
	for _, i := range order[:min(largest, len(order))] {
		index := r.ImportedFuncs + i
		name := ""
		if n := r.PlainName(index); n != "" {
			name = fmt.Sprintf(" %q", n)
		}
		lines = append(lines, fmt.Sprintf("%7d  func %d%s", len(r.Codes[i].Bytes), index, name))
	}
	return lines
}
