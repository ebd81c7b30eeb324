package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Superinstructions do the work of two: of an operation and one of its operands, or of neighbours. Which ones there are comes
// from profiles of the programs and kernels in bench and testdata.

// pairs are the operations whose operand may be another operation.
var pairs = []struct{ outer, inner string }{
	{"i32.add i32.sub i32.and i32.or i32.xor", "i32.add i32.sub i32.mul i32.and i32.xor i32.shl i32.shr_u i32.rotl"},
	{"i64.add i64.sub i64.and i64.or i64.xor", "i64.add i64.sub i64.mul i64.and i64.xor i64.shl i64.shr_u i64.rotl"},
	{"f32.add f32.sub f32.mul", "f32.add f32.sub f32.mul"},
	{"f64.add f64.sub f64.mul", "f64.add f64.sub f64.mul"},
}

// constPairs are those where both take a constant.
var constPairs = []struct{ outer, inner string }{
	{"i32.and", "i32.add i32.shr_u i32.shl"},
	{"i32.shl", "i32.and i32.add i32.shr_u"},
	{"i32.shr_u", "i32.shl i32.and"},
	{"i32.shr_s", "i32.shl"},
	{"i32.add", "i32.shl i32.mul i32.and i32.shr_u"},
	{"i64.and", "i64.add i64.shr_u i64.shl"},
	{"i64.add", "i64.shl i64.mul"},
}

// loaded are the operations whose operand may be a load.
var loaded = []struct{ outer, load string }{
	{"i32.add i32.sub i32.and i32.or i32.xor i32.mul", "i32.load"},
	{"i32.add i32.and i32.or i32.xor", "i32.load8_u"},
	{"i64.add i64.sub i64.and i64.or i64.xor i64.mul", "i64.load"},
	{"f32.add f32.sub f32.mul", "f32.load"},
	{"f64.add f64.sub f64.mul", "f64.load"},
}

// stored are the operations whose result may be stored.
var stored = []struct{ store, inner string }{
	{"i32.store", "i32.add i32.sub i32.and i32.or i32.xor"},
	{"i32.store8", "i32.add i32.and i32.or i32.xor"},
	{"i64.store", "i64.add i64.sub i64.and i64.or i64.xor"},
	{"f32.store", "f32.add f32.sub f32.mul"},
	{"f64.store", "f64.add f64.sub f64.mul"},
}

// tested are the comparisons that jump whose operand may be a load.
var tested = []struct{ compare, load string }{
	{"i32.eqz", "i32.load i32.load8_u i32.load16_u i32.load8_s"},
	{"i32.eq i32.ne i32.lt_s i32.lt_u i32.gt_s i32.gt_u i32.le_s i32.le_u i32.ge_s i32.ge_u", "i32.load"},
	{"i32.eq i32.ne i32.lt_u i32.gt_u", "i32.load8_u"},
	{"i64.eqz i64.eq i64.ne", "i64.load"},
}

// counted are the comparisons that jump after a register has grown by a constant.
var counted = []struct{ compare, add string }{
	{"i32.ne i32.eq i32.lt_s i32.lt_u i32.gt_s i32.gt_u i32.le_u i32.le_s", "i32.add"},
	{"i64.ne i64.eq i64.lt_s i64.lt_u i64.gt_s i64.gt_u", "i64.add"},
}

// A pairing makes superinstructions and the tables that lead to them.
type pairing struct {
	made   []instr
	called []instr             // those on vectors
	tables map[string][]string // lines of the functions in code/zops.go, by name
}

// superinstructions makes all of them.
func superinstructions() *pairing {
	p := &pairing{tables: map[string][]string{}}
	for _, e := range pairs {
		each(e.outer, e.inner, p.pair)
	}
	for _, e := range constPairs {
		each(e.outer, e.inner, p.constPair)
	}
	for _, e := range loaded {
		each(e.outer, e.load, p.loaded)
	}
	for _, e := range stored {
		each(e.store, e.inner, p.stored)
	}
	for _, e := range tested {
		each(e.compare, e.load, p.tested)
	}
	each("i32.eqz", "i32.and", p.masked)
	each("i64.eqz", "i64.and", p.masked)
	for _, e := range counted {
		each(e.compare, e.add, p.counted)
	}
	for _, e := range vectorPairs {
		each(e.outer, e.inner, p.vectors)
	}
	return p
}

func each(first, second string, do func(a, b *row)) {
	for _, a := range strings.Fields(first) {
		for _, b := range strings.Fields(second) {
			do(find(a), find(b))
		}
	}
}

// find is the row of that name.
func find(name string) *row {
	i := slices.IndexFunc(op.Table[:], func(info op.Info) bool { return info.Name == name })
	return newRow(&op.Table[i])
}

// add makes an instruction; lines of the table say which of the fields of its forms it is.
func (p *pairing) add(table string, a, b *row, form, suffix, doc, body string) {
	name := p.enter(table, a, b, form, suffix)
	p.made = append(p.made, instr{name: name, doc: a.Name + ", " + b.Name + ": " + doc, inner: body, traps: accesses(body)})
}

// enter enters an instruction into a table and returns its name.
func (p *pairing) enter(table string, a, b *row, form, suffix string) string {
	name := a.ident + "Of" + b.ident + suffix
	key := fmt.Sprintf("uint32(op.%s)<<16 | uint32(op.%s)", a.ident, b.ident)
	p.tables[table] = append(p.tables[table], key+"\t"+form+": "+name)
	return name
}

// nested is the text of one operation as an operand of another.
func nested(text string) operand { return func(byte) string { return "(" + text + ")" } }

// rest is the operand whose register is the constant.
var rest = func(letter byte) string { return fromBits(letter, "*r.at(uint16(in.Imm))") }

func (p *pairing) pair(a, b *row) {
	inner := nested(b.fill(reg("B"), reg("C")))
	innerK := nested(b.fill(reg("B"), constant("in.Imm")))
	withConst := !moves(b) && (a.Name != "i32.add" || b.Name != "i32.add")
	p.add("PairOf", a, b, "R", "", "(B, C), register K", set(a.results, a.fill(inner, rest)))
	if withConst {
		p.add("PairOf", a, b, "K", "K", "(B, K), C", set(a.results, a.fill(innerK, reg("C"))))
	}
	if commutes[a.Name] {
		return
	}
	p.add("PairOf", a, b, "Right", "Right", "register K, (B, C)", set(a.results, a.fill(rest, inner)))
	if withConst {
		p.add("PairOf", a, b, "RightK", "RightK", "C, (B, K)", set(a.results, a.fill(reg("C"), innerK)))
	}
}

// moves tells that there is no b with a constant: package lower makes a sum of a difference. It takes constants out of sums of sums, too.
func moves(b *row) bool { return b.Name == "i32.sub" }

func (p *pairing) constPair(a, b *row) {
	inner := nested(b.fill(reg("B"), lower))
	p.add("PairOf", a, b, "KK", "KK", "(B, low half of K), high half", set(a.results, a.fill(inner, upper)))
}

func (p *pairing) loaded(a, b *row) {
	load := nested(b.access(moved("C")))
	p.add("LoadedOf", a, b, "R", "", "B, [(C+K>>32)+uint32(K)]", set(a.results, a.fill(reg("B"), load)))
	if !commutes[a.Name] {
		p.add("LoadedOf", a, b, "Right", "Right", "[(C+K>>32)+uint32(K)], B", set(a.results, a.fill(load, reg("B"))))
	}
}

func (p *pairing) stored(a, b *row) {
	value := nested(b.fill(reg("B"), reg("C")))
	p.add("StoredOf", a, b, "R", "", "[(A+K>>32)+uint32(K)] = (B, C)", a.access(moved("A"), value))
	if strings.ContainsAny(b.params, "ij") && !moves(b) {
		valueK := nested(b.fill(reg("B"), small))
		p.add("StoredOf", a, b, "K", "K", "[(A+K>>32)+uint32(K)] = (B, number C)", a.access(moved("A"), valueK))
	}
}

func (p *pairing) tested(a, b *row) {
	load := nested(b.access("uint64(uint32(*r.at(in.B))) + in.Imm>>32"))
	jump := func(text string) string { return "if " + text + " {\npc = jump(pc, in)\n}" }
	if len(a.params) == 1 {
		p.add("TestedOf", a, b, "J", "J", "[B+K>>32], jump", jump(a.fill(load)))
		p.add("TestedOf", a, b, "JN", "JN", "[B+K>>32], jump if not", jump("!("+a.fill(load)+")"))
		return
	}
	p.add("TestedOf", a, b, "J", "J", "[B+K>>32], C, jump", jump(a.fill(load, reg("C"))))
	p.add("TestedOf", a, b, "JK", "JK", "[B+K>>32], number C, jump", jump(a.fill(load, small)))
}

// masked makes the jumps by some bits of a register.
func (p *pairing) masked(a, b *row) {
	text := a.fill(nested(b.fill(reg("B"), upper)))
	p.add("TestedOf", a, b, "JK", "JK", "B & K>>32, jump", "if "+text+" {\npc = jump(pc, in)\n}")
	p.add("TestedOf", a, b, "JKN", "JKN", "B & K>>32, jump if not", "if !("+text+") {\npc = jump(pc, in)\n}")
}

func (p *pairing) counted(a, b *row) {
	text := func(y operand) string {
		return set(b.results, b.fill(reg("B"), upper)) + "\nif " + a.fill(reg("A"), y) + " {\npc = jump(pc, in)\n}"
	}
	p.add("CountedOf", a, b, "J", "J", "A = B + K>>32; A, C, jump", text(reg("C")))
	p.add("CountedOf", a, b, "JK", "JK", "A = B + K>>32; A, number C, jump", text(small))
}

// lower is an operand in the lower half of the constant, sign-extended.
func lower(letter byte) string {
	switch wasm.ClassOfLetter(letter) {
	case wasm.ClassI32:
		return "uint32(in.Imm)"
	case wasm.ClassI64:
		return "int64(int32(in.Imm))"
	}
	panic(noText(letter))
}

// small is an operand in the field C, sign-extended.
func small(letter byte) string {
	switch wasm.ClassOfLetter(letter) {
	case wasm.ClassI32:
		return "uint32(int16(in.C))"
	case wasm.ClassI64:
		return "int64(int16(in.C))"
	}
	panic(noText(letter))
}

// functions are the Go functions that find superinstructions.
func (p *pairing) functions() string {
	var b strings.Builder
	for _, table := range []string{"PairOf", "LoadedOf", "StoredOf", "TestedOf", "CountedOf", "VectorPairOf"} {
		forms := map[string][]string{}
		var keys []string
		for _, line := range p.tables[table] {
			key, form, _ := strings.Cut(line, "\t")
			if forms[key] == nil {
				keys = append(keys, key)
			}
			forms[key] = append(forms[key], form)
		}
		fmt.Fprintf(&b, "\n// %s finds the superinstructions for an instruction and its operand.\nfunc %s(a, b op.Op) Pair {\nswitch uint32(a)<<16 | uint32(b) {\n", table, table)
		for _, key := range keys {
			fmt.Fprintf(&b, "case %s:\nreturn Pair{%s}\n", key, strings.Join(forms[key], ", "))
		}
		b.WriteString("}\nreturn Pair{}\n}\n")
	}
	return b.String()
}
