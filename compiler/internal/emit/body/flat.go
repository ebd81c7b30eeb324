package body

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Flat prints a function as basic blocks: one Go function
// with labels, or several, each for a run of blocks.
//
// The parts of a divided function are functions that get a frame with the
// variables they share, and the number of the block to begin with; they
// return the number of the block to go on with, or -1 when the function has
// returned. A loop in the function itself calls one part after the other.
// assembly is that of its routines.
func (b *Printer) Flat(f *ir.Func, flat *ir.Flat, assembly []Routine) Body {
	p := b.printer(f)
	p.flat = flat
	p.scanFlat(flat.Blocks)
	if len(flat.Parts) == 1 {
		p.partBody(flat.Parts[0])
		p.prepend(func() {
			p.trampoline()
			p.header()
		})
		p.Add("}\n")
	} else {
		p.trampoline()
		p.driver()
		for i, part := range flat.Parts {
			p.part(i, part)
		}
	}
	p.addRoutines(assembly)
	return p.body()
}

// scanFlat finds the memories that blocks access and the bases of addresses, and counts reads.
func (p *printer) scanFlat(blocks []ir.BasicBlock) {
	p.widest = words(p.f.Type)
	p.mems = make([]bool, len(p.memories))
	p.bases = make([]bool, len(p.f.Vars))
	p.updates = make([]int, len(p.f.Vars))
	for i := range p.f.Vars {
		p.f.Vars[i].Reads = 0
	}
	read := func(x *ir.Expr) {
		if x.Kind == ir.Read {
			p.f.Vars[x.Var].Reads++
		}
	}
	for i := range blocks {
		passes.EachStmt(&blocks[i], func(s *ir.Stmt) {
			p.scanStmt(s)
			for _, x := range s.X {
				x.Walk(read)
			}
		})
	}
}

func (p *printer) frameType() string {
	return p.names.Func(p.f.Index) + "_frame"
}

// driver writes the frame's type and the function that runs the parts.
func (p *printer) driver() {
	shared := p.flat.Shared
	frame := p.frameType()
	results := p.f.Type.Results
	d := "d"
	if !p.facts.Depth[p.f.Index] {
		d = "0"
	}

	p.headerTop()
	p.Line(fmt.Sprintf("f := %s{}", frame))
	for i := range p.f.Params {
		if shared[i] {
			p.Line(fmt.Sprintf("f.%[1]s = %[1]s", p.plainName(ir.Var(i))))
		}
	}
	p.Line("for at := 0; at >= 0; {")
	p.Indent++
	p.Line("switch {")
	for i, part := range p.flat.Parts {
		if i == len(p.flat.Parts)-1 {
			p.Line("default:")
		} else {
			p.Line(fmt.Sprintf("case at < %d:", part.End))
		}
		p.Line(fmt.Sprintf("\tat = %s(m, %s, &f, at)", p.partName(i), d))
	}
	p.Line("}")
	p.Indent--
	p.Line("}")
	if len(results) > 0 {
		p.Line("return " + p.frameResults())
	}
	p.Add("}\n\n")
	p.frameDecl(frame, shared, results)
}

// frameResults are the fields for the function's results: "f.r0, f.r1".
func (p *printer) frameResults() string {
	fields := make([]string, len(p.f.Type.Results))
	for i := range fields {
		fields[i] = "f.r" + strconv.Itoa(i)
	}
	return strings.Join(fields, ", ")
}

func (p *printer) frameDecl(frame string, shared []bool, results []wasm.ValType) {
	fields := []gotext.Param{}
	for i := range p.f.Vars {
		if shared[i] {
			v := p.names.Value(p.f.Vars[i].Type)
			p.Uses |= v.Uses
			fields = append(fields, gotext.Param{Name: p.plainName(ir.Var(i)), Type: v.Core})
		}
	}
	fields = append(fields, p.names.NumberedCore("r", results)...)
	width := 0
	for _, f := range fields {
		width = max(width, utf8.RuneCountInString(f.Name)) // as gofmt counts
	}
	p.Text = fmt.Appendf(p.Text, "// %s holds the variables that the parts of %s share.\ntype %s struct {\n", frame, p.names.Func(p.f.Index), frame)
	for _, f := range fields {
		p.Text = fmt.Appendf(p.Text, "\t%-*s %s\n", width, f.Name, f.Type)
	}
	p.Add("}\n")
}

func (p *printer) partName(i int) string {
	return fmt.Sprintf("%s_part%d", p.names.Func(p.f.Index), i+1)
}

// part writes one part as a function.
func (p *printer) part(i int, part ir.Part) {
	whole, spots := p.Text, p.spots
	p.Text, p.spots = nil, nil
	p.cur = &part
	p.scanFlat(p.flat.Blocks[part.First:part.End])
	p.partBody(part)
	p.prepend(func() {
		d := "d"
		if !p.facts.Depth[p.f.Index] {
			d = "_"
		}
		p.Text = fmt.Appendf(p.Text, "\n// %s is part %d of %d of %s.\n", p.partName(i), i+1, len(p.flat.Parts), p.names.Func(p.f.Index))
		p.from(p.f.Offset)
		p.Text = fmt.Appendf(p.Text, "func %s(m *%s, %s int, f *%s, at int) int {\n", p.partName(i), p.names.Instance, d, p.frameType())
		p.views()
		p.declare()
		p.entrySwitch(part)
	})
	p.Add("}\n")
	text, inside := p.Text, p.spots
	p.Text, p.spots = whole, spots
	p.append(text, inside)
	p.cur = nil
}

// entrySwitch jumps to the block that control enters the part at.
func (p *printer) entrySwitch(part ir.Part) {
	switch entries := p.entries(part); len(entries) {
	case 0:
	case 1:
		p.Line(fmt.Sprintf("if at == %d {", entries[0]))
		p.Line(fmt.Sprintf("\tgoto L%d", entries[0]))
		p.Line("}")
	default:
		p.Line("switch at {")
		for _, e := range entries {
			p.Line(fmt.Sprintf("case %d:", e))
			p.Line(fmt.Sprintf("\tgoto L%d", e))
		}
		p.Line("}")
	}
}

// entries are the blocks that control enters a part at by a jump. To its first one it falls, and through empty ones to the next.
func (p *printer) entries(part ir.Part) []int {
	first := part.First
	for ; first+1 < part.End; first++ {
		if b := &p.flat.Blocks[first]; len(b.Stmts) > 0 || b.End.Kind != ir.Goto || b.End.To[0] != first+1 {
			break
		}
	}
	entries := part.Entries
	for len(entries) > 0 && entries[0] <= first {
		entries = entries[1:]
	}
	return entries
}

// partBody writes the blocks of a part.
func (p *printer) partBody(part ir.Part) {
	p.Indent = 1
	labels := p.labels(part)
	for i := part.First; i < part.End; i++ {
		if labels[i-part.First] {
			p.label(i)
		}
		p.list(p.flat.Blocks[i].Stmts)
		p.exit(&p.flat.Blocks[i].End, i+1, part)
	}
}

// labels finds the blocks of a part that some jump names.
func (p *printer) labels(part ir.Part) []bool {
	labels := make([]bool, part.End-part.First)
	mark := func(to int) {
		if p.inside(part, to) {
			labels[to-part.First] = true
		}
	}
	for i := part.First; i < part.End; i++ {
		e := &p.flat.Blocks[i].End
		switch {
		case e.Kind == ir.Table && p.divided() && passes.LargeTable(e):
		case e.Kind == ir.Table:
			for _, to := range e.To {
				mark(to)
			}
		case e.Kind == ir.Branch && e.To[0] == i+1:
			mark(e.To[1])
		case e.Kind == ir.Branch && e.To[1] != i+1:
			mark(e.To[0])
			mark(e.To[1])
		case e.Kind == ir.Branch:
			mark(e.To[0])
		case e.Kind == ir.Goto && e.To[0] != i+1:
			mark(e.To[0])
		}
	}
	for _, e := range p.entries(part) {
		mark(e)
	}
	return labels
}

func (p *printer) divided() bool { return len(p.flat.Parts) > 1 }

func (p *printer) inside(part ir.Part, to int) bool { return to >= part.First && to < part.End }

// exit writes how a block ends; next is the block that follows in the text.
func (p *printer) exit(e *ir.Exit, next int, part ir.Part) {
	follows := func(to int) bool { return to == next && to < part.End }
	switch e.Kind {
	case ir.Goto:
		if !follows(e.To[0]) {
			p.Line(p.jump(part, e.To[0]))
		}
	case ir.Branch:
		p.from(e.X.Offset)
		cond, then, other := e.X, e.To[0], e.To[1]
		if follows(then) {
			cond, then, other = ir.Negate(cond), other, then
		}
		p.Statement("if ", p.expr(cond), " {")
		p.Line("\t" + p.jump(part, then))
		p.Line("}")
		if !follows(other) {
			p.Line(p.jump(part, other))
		}
	case ir.Table:
		p.table(e, part)
	case ir.Leave:
		p.leave(e.Stmt)
	default:
		panic(fmt.Sprintf("emit: block that ends with kind %d", e.Kind))
	}
}

func (p *printer) jump(part ir.Part, to int) string {
	if p.inside(part, to) {
		return "goto L" + strconv.Itoa(to)
	}
	return "return " + strconv.Itoa(to)
}

// table writes a switch, or the lookup in an array where that would be too
// long.
func (p *printer) table(e *ir.Exit, part ir.Part) {
	p.from(e.X.Offset)
	last := len(e.To) - 1
	if p.divided() && passes.LargeTable(e) {
		p.Statement("if i := ", p.expr(e.X), fmt.Sprintf("; i < %d {", last))
		p.Line("\treturn int([...]uint32{")
		for row := range slices.Chunk(e.To[:last], 16) {
			p.Begin("\t\t")
			for k, to := range row {
				if k > 0 {
					p.Add(" ")
				}
				p.Text = strconv.AppendInt(p.Text, int64(to), 10)
				p.Add(",")
			}
			p.End("")
		}
		p.Line("\t}[i])")
		p.Line("}")
		p.Line(fmt.Sprintf("return %d", e.To[last]))
		return
	}
	p.Statement("switch ", p.expr(e.X), " {")
	order, values := byTarget(e.To)
	for _, to := range order {
		p.from(e.X.Offset)
		p.Line("case " + strings.Join(values[to], ", ") + ":")
		p.Line("\t" + p.jump(part, to))
	}
	p.Line("default:")
	p.Line("\t" + p.jump(part, e.To[last]))
	p.Line("}")
}

// byTarget groups the indices of a table by where they lead, without those
// that lead where all others do.
func byTarget(to []int) (order []int, values map[int][]string) {
	last := len(to) - 1
	values = map[int][]string{}
	for i, t := range to[:last] {
		if t == to[last] {
			continue
		}
		if values[t] == nil {
			order = append(order, t)
		}
		values[t] = append(values[t], strconv.Itoa(i))
	}
	return order, values
}

// leave ends the function, from within a part if it is divided.
func (p *printer) leave(s *ir.Stmt) {
	p.from(s.Offset)
	if !p.divided() || s.Kind == ir.Unreachable {
		p.stmt(s)
		return
	}
	if s.Kind == ir.Return && len(s.X) == 0 {
		p.Line("return -1")
		return
	}
	if s.Kind == ir.TailCall && p.bounces(s.X[0]) {
		p.bounce(s.X[0])
		return
	}
	p.Begin("")
	if dst := p.frameResults(); dst != "" {
		p.Add(dst + " = ")
	}
	depth := 1
	if len(s.X) > 1 {
		depth = 2
	}
	p.Exprs(p.exprs(s.X), depth)
	p.End("")
	p.Line("return -1")
}
