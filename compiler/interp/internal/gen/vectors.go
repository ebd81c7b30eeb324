package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/op/template"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Instructions on vectors. A vector is in two registers, the lower half first. Each is a function of its own, in a table, which the run
// loop calls as long as one follows the other: in its cases most would be calls, too, and there are as many of them as of all others.
// What takes a few machine instructions is in the inner loop besides. Only there are accesses and jumps.

// byHalves are the operations in the inner loop that do the same to each half: %[1]s, %[2]s and %[3]s are the halves of the operands.
var byHalves = map[string]string{
	"v128.not":       "^%[1]s",
	"v128.and":       "%[1]s & %[2]s",
	"v128.andnot":    "%[1]s &^ %[2]s",
	"v128.or":        "%[1]s | %[2]s",
	"v128.xor":       "%[1]s ^ %[2]s",
	"v128.bitselect": "%[1]s & %[3]s | %[2]s &^ %[3]s",
	"i8x16.add":      lanes8.add(),
	"i8x16.sub":      lanes8.sub(),
	"i8x16.eq":       lanes8.equal(),
	"i16x8.add":      lanes16.add(),
	"i16x8.sub":      lanes16.sub(),
	"i16x8.eq":       lanes16.equal(),
	"i32x4.add":      lanes32.add(),
	"i32x4.sub":      lanes32.sub(),
	"i32x4.eq":       lanes32.equal(),
	"i64x2.add":      "%[1]s + %[2]s",
	"i64x2.sub":      "%[1]s - %[2]s",
}

// An intLanes is what tricks with lanes within a word take: the highest bit of each lane, all others, and how far the highest is up.
type intLanes struct {
	high, others string
	up           int
}

var (
	lanes8  = intLanes{"0x8080808080808080", "0x7f7f7f7f7f7f7f7f", 7}
	lanes16 = intLanes{"0x8000800080008000", "0x7fff7fff7fff7fff", 15}
	lanes32 = intLanes{"0x8000000080000000", "0x7fffffff7fffffff", 31}
)

// text fills in HIGH and OTHERS.
func (l intLanes) text(pattern string) string {
	return strings.NewReplacer("HIGH", l.high, "OTHERS", l.others).Replace(pattern)
}

// add and sub leave the highest bits alone first, so that nothing is carried into the next lane.
func (l intLanes) add() string {
	return l.text("(%[1]s&OTHERS + %[2]s&OTHERS) ^ (%[1]s^%[2]s)&HIGH")
}

func (l intLanes) sub() string {
	return l.text("(%[1]s|HIGH - %[2]s&OTHERS) ^ (%[1]s^^%[2]s)&HIGH")
}

// equal makes a mask of the highest bits of lanes that are the same.
func (l intLanes) equal() string {
	same := l.text("(^((%[1]s^%[2]s)&OTHERS + OTHERS | (%[1]s^%[2]s)) & HIGH)")
	return same + fmt.Sprintf(">>%d*(1<<%d-1)", l.up, l.up+1)
}

// taken are the instructions that package code makes of others.
var taken = []string{
	"v128.const", "v128.of", "v128.lo", "v128.hi", "i64x2.extract_lane", "f64x2.extract_lane", "i32x4.extract_lane", "f32x4.extract_lane",
}

// onVectors makes the instructions on vectors, the entries of code.Table, and the functions of those that have one.
func onVectors() (inner, called []instr, table string) {
	called = []instr{
		{name: "Vectors", doc: "vectors follow: in assembly, if there is some, these go on in it", function: "// Nothing else: it is for what follows."},
		instr{name: "Move128", doc: "vector A = vector B", function: "*r.vector(in.A) = *r.vector(in.B)"}.inline(),
		instr{name: "Select128", doc: "vector A = vector B if register K is not 0, else vector C", function: choice}.inline(),
	}
	var entries strings.Builder
	for o := range op.Invalid {
		info := &op.Table[o]
		if !strings.Contains(info.Sig, "v") || slices.Contains(taken, info.Name) {
			continue
		}
		r := &row{Info: info, ident: ident(info.Name)}
		r.params, r.results, _ = strings.Cut(info.Sig, ":")
		switch {
		case info.Name == "v128.load":
			r.loadHalves()
		case info.Name == "v128.store":
			r.addressed(func(ea string) string {
				return "ea := " + ea + "\nmem.Store64(ea+8, *r.upper(in.A))\nmem.Store64(ea, *r.at(in.A))"
			})
		case byHalves[info.Name] != "":
			called = append(called, r.halves())
		case info.Name == "v128.any_true":
			called = append(called, r.anyTrue())
		case scalarOf(info) != nil:
			called = append(called, r.byLanes(newRow(scalarOf(info))))
		case info.Name == "i8x16.shuffle":
			called = append(called, r.function("V", "", "", shuffle).as(r.shuffled()))
		case info.Go == "":
			continue // accesses that are taken apart before
		default:
			called = append(called, r.vector()...)
		}
		inner = append(inner, r.made...)
		fmt.Fprintf(&entries, "op.%s: {%s},\n", r.ident, strings.Join(r.forms, ", "))
	}
	return inner, called, entries.String()
}

// loadHalves makes the forms of a load of two halves.
func (r *row) loadHalves() {
	load := func(ea string) string {
		return "ea := " + ea + "\n*r.at(in.A), *r.upper(in.A) = mem.Load64(ea), mem.Load64(ea+8)"
	}
	r.addressed(load)
	r.advance(load)
}

// halves makes the form of an instruction of byHalves.
func (r *row) halves() instr {
	text := func(method string) string {
		value := fmt.Sprintf(byHalves[r.Name], "*r."+method+"(b)", "*r."+method+"(c)", "*r."+method+"(d)")
		return "\n*r." + method + "(a) = " + value
	}
	registers := []string{"a := in.A", "b := in.B", "c := in.C", "d := uint16(in.Imm)"}[:len(r.params)+1]
	return r.function("V", "", "", strings.Join(registers, "\n")+text("at")+text("upper")).inline().as(r.inRegisters())
}

// anyTrue makes the forms of v128.any_true.
func (r *row) anyTrue() instr {
	const text = "*r.at(in.B)|*r.upper(in.B) != 0"
	r.add("J", "J", ", jump", "if "+text+" {\npc = jump(pc, in)\n}")
	r.add("JN", "JN", ", jump if not", "if !("+text+") {\npc = jump(pc, in)\n}")
	return r.function("V", "", "", "*r.at(in.A) = uint64(abi.Bool("+text+"))").inline().as(r.inRegisters())
}

// choice is select.
const choice = `from := in.C
if *r.at(uint16(in.Imm)) != 0 {
	from = in.B
}
*r.vector(in.A) = *r.vector(from)`

// shuffle is i8x16.shuffle.
const shuffle = `mask := *r.vector(uint16(in.Imm))
*r.vector(in.A) = vector.I8x16Shuffle(*r.vector(in.B), *r.vector(in.C), mask.Lo(), mask.Hi())`

// function makes an instruction that is a function, one of the row's forms.
func (r *row) function(form, suffix, doc, body string) instr {
	r.forms = append(r.forms, form+": "+r.ident+suffix)
	return instr{name: r.ident + suffix, doc: r.Name + doc, function: body}
}

// inline puts an instruction into the inner loop, too.
func (in instr) inline() instr {
	in.inner = in.function
	return in
}

// as says what the assembly of an instruction computes.
func (in instr) as(c *computation) instr {
	in.computes = c
	return in
}

// vector makes the forms that are functions: all operands are in registers, or the last one, a number, is the constant.
func (r *row) vector() (called []instr) {
	var err error
	if r.template, err = template.Parse(r.Go); err != nil {
		panic(err) // go generate has parsed it for package op
	}
	add := func(form, suffix, doc string, computes *computation, operands ...operand) {
		text := r.template.Fill(func(p template.Piece) string {
			switch p.Kind {
			case template.Operand:
				return operands[p.Operand](r.params[p.Operand])
			case template.Lane:
				return "uint(in.Imm)"
			}
			panic("gen: no text for an immediate of " + r.Name)
		})
		if r.template.Bool {
			text = "abi.Bool(" + text + ")"
		}
		called = append(called, r.function(form, suffix, doc, set(r.results, text)).as(computes))
	}
	add("V", "", "", r.inRegisters(), vectorReg("in.B"), vectorReg("in.C"), vectorReg("uint16(in.Imm)"))
	if r.params == "vi" && r.Imm == op.ImmNone {
		add("VK", "K", " B, K", r.withConstant(fieldK), vectorReg("in.B"), constant("in.Imm"))
	}
	return called
}

// vectorReg is an operand in the register, or in the two, that a Go expression gives the number of.
func vectorReg(n string) operand {
	return func(letter byte) string {
		if wasm.ClassOfLetter(letter) == wasm.ClassV128 {
			return "*r.vector(" + n + ")"
		}
		return fromBits(letter, "*r.at("+n+")")
	}
}

// vectorsFile is the Go source with the functions, whose registers hold a vector as a vec.V128 does.
func vectorsFile(called []instr) []byte {
	var b strings.Builder
	b.WriteString("// Code generated by gen from package op; DO NOT EDIT.\n\npackage interp\n\n")
	b.WriteString("import (\n\"math\"\n\n\"github.com/wasm2go/wasm2go/compiler/interp/internal/code\"\n\"github.com/wasm2go/wasm2go/rt/abi\"\n\"github.com/wasm2go/wasm2go/rt/abi/vector\"\n)\n\n")
	b.WriteString("// vectors are the instructions from code.FirstVector on.\nvar vectors = [...]func(r window, in *code.Instr){\n")
	for _, in := range called {
		fmt.Fprintf(&b, "code.%s - code.FirstVector: func(r window, in *code.Instr) { // %s\n%s\n},\n", in.name, in.doc, in.function)
	}
	b.WriteString("}\n")
	return []byte(b.String())
}
