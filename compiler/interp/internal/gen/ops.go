package main

import (
	"fmt"
	"math/bits"
	"regexp"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/op/template"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// fromOps makes the instructions for the rows of the op table on numbers that have a Go column, and their entries of code.Table.
func fromOps() (list []instr, table string) {
	var entries strings.Builder
	for o := range op.Invalid {
		info := &op.Table[o]
		if info.Go == "" || info.Imm == op.ImmAtomic || strings.ContainsAny(info.Sig, "*v") { // see atomics.go, vectors.go
			continue
		}
		r := newRow(info)
		switch {
		case info.Accesses() && !info.Effect.Changes():
			r.loads()
		case info.Accesses() && r.results == "":
			r.stores()
		case info.Accesses():
			panic("gen: no forms for " + info.Name + ", which stores and has a result")
		case info.Imm != op.ImmNone:
			continue // bulk operations: in the template
		case r.results == "":
			continue // likewise
		case len(r.results) > 1:
			r.wide()
		case r.template.Bool:
			r.condition()
		default:
			r.operation()
		}
		list = append(list, r.made...)
		fmt.Fprintf(&entries, "op.%s: {%s},\n", r.ident, strings.Join(r.forms, ", "))
	}
	return list, entries.String()
}

// A row of the op table, on its way into instructions.
type row struct {
	*op.Info
	ident           string
	params, results string
	template        *template.Template

	made  []instr
	forms []string // fields of code.Forms
}

func newRow(info *op.Info) *row {
	r := &row{Info: info, ident: ident(info.Name)}
	r.params, r.results, _ = strings.Cut(info.Sig, ":")
	var err error
	if r.template, err = template.Parse(info.Go); err != nil {
		panic(err) // go generate has parsed it for package op
	}
	return r
}

// add makes an instruction and enters it as one of the row's forms.
func (r *row) add(form, suffix, doc, body string) {
	in := instr{name: r.ident + suffix, doc: r.Name + doc, inner: body}
	in.traps = r.Effect == op.MayTrap || accesses(body)
	if outOfLine.MatchString(body) {
		in.inner, in.outer = "", body
	}
	r.made = append(r.made, in)
	r.forms = append(r.forms, form+": "+in.name)
}

// accesses tells whether statements access a memory.
func accesses(body string) bool {
	return strings.Contains(body, "mem.") || strings.Contains(body, "i.mems")
}

// outOfLine finds what the Go compiler does not inline in so large a function, or does by a call on some processors.
var outOfLine = regexp.MustCompile(`abi\.I\d+(DivS|Trunc|Add128|Sub128|Mul)|Copysign|(Ceil|Floor|F32Trunc|F64Trunc|Nearest)\(|OnesCount|i\.mems`)

// operation makes the forms of an instruction with one result: operands in registers, or the last, or the first one constant.
func (r *row) operation() {
	switch len(r.params) {
	case 1:
		r.add("R", "", "", set(r.results, r.fill(reg("B"))))
	case 2:
		r.add("R", "", "", set(r.results, r.fill(reg("B"), reg("C"))))
		if inAssembly[r.Name] {
			r.made[len(r.made)-1].computes = r.inRegisters()
		}
		r.add("K", "K", " B, K", set(r.results, r.fill(reg("B"), constant("in.Imm"))))
		if inAssembly[r.Name] {
			r.made[len(r.made)-1].computes = r.withConstant(fieldK)
		}
		if !commutes[r.Name] {
			r.add("L", "L", " K, B", set(r.results, r.fill(constant("in.Imm"), reg("B"))))
		}
	}
}

// advancing are the loads that can move their pointer first.
var advancing = map[string]bool{"i32.load": true, "i32.load8_u": true, "i64.load": true, "f64.load": true}

// commutes are the instructions whose operands can change places.
var commutes = map[string]bool{
	"i32.add": true, "i32.mul": true, "i32.and": true, "i32.or": true, "i32.xor": true,
	"i64.add": true, "i64.mul": true, "i64.and": true, "i64.or": true, "i64.xor": true,
}

// condition makes the forms of a comparison: one that gives 0 or 1, and ones that jump where it holds, or where it does not.
func (r *row) condition() {
	value := func(text string) string { return "*r.at(in.A) = uint64(abi.Bool(" + text + "))" }
	jump := func(text string) string { return "if " + text + " {\npc = jump(pc, in)\n}" }
	if len(r.params) == 1 {
		text := r.fill(reg("B"))
		r.add("R", "", "", value(text))
		r.add("J", "J", ", jump", jump(text))
		r.add("JN", "JN", ", jump if not", jump("!("+text+")"))
		return
	}
	text := r.fill(reg("B"), reg("C"))
	r.add("R", "", "", value(text))
	r.add("K", "K", " B, K", value(r.fill(reg("B"), constant("in.Imm"))))
	r.add("J", "J", ", jump", jump(text))
	if strings.ContainsAny(r.params, "fd") {
		r.add("JN", "JN", ", jump if not", jump("!("+text+")")) // not the same as the opposite comparison: NaN
		text = r.fill(reg("B"), upper)
		r.add("JK", "JK", " B, high half of K, jump", jump(text))
		r.add("JKN", "JKN", " B, high half of K, jump if not", jump("!("+text+")"))
		return
	}
	r.add("JK", "JK", " B, high half of K, jump", jump(r.fill(reg("B"), upper)))
}

// wide makes the form of an instruction with two results: the operands are in successive registers from B on.
func (r *row) wide() {
	var operands []operand
	for k := range r.params {
		operands = append(operands, reg(fmt.Sprintf("B+%d", k)))
	}
	r.add("R", "", "", fmt.Sprintf("x, y := %s\n*r.at(in.A), *r.at(in.C) = uint64(x), uint64(y)", r.fill(operands...)))
}

// The effective addresses of accesses. The offset is the constant, or its low half where a second number is in the high one.
const (
	plain   = "uint64(uint32(*r.at(in.B))) + in.Imm"
	indexed = "uint64(uint32(*r.at(in.B))+uint32(*r.at(in.C))) + in.Imm"
	scaled  = "uint64(uint32(*r.at(in.B))+uint32(*r.at(in.C))<<%d) + in.Imm"
	times   = "uint64(uint32(*r.at(in.B))<<%d) + in.Imm"
	wide    = "abi.Addr64(*r.at(in.B), in.Imm)"
)

// moved is the sum of a register and the high half of the constant, with the low half as offset.
func moved(field string) string {
	return "uint64(uint32(*r.at(in." + field + "))+uint32(in.Imm>>32)) + uint64(uint32(in.Imm))"
}

// loads makes the forms of a load, which differ in how the address comes about.
func (r *row) loads() {
	load := func(ea string) string { return set(r.results, r.access(ea)) }
	r.addressed(load)
	if advancing[r.Name] {
		r.advance(load)
	}
	r.add("Wide", "Wide", " [B+K], 64-bit address", load(wide))
	r.add("Other", "Other", " of memory C [B]", set(r.results, r.accessOf("i.mems[in.C]", "*r.at(in.B)")))
}

// stores makes the forms of a store. The value is in A, or in the high half of the constant.
func (r *row) stores() {
	store := func(ea string) string { return r.access(ea, reg("A")) }
	r.addressed(store)
	if strings.ContainsAny(r.params, "ij") && !strings.ContainsAny(r.params, "fd") {
		r.add("Small", "Small", " [(B+K>>32)+uint32(K)], the value is the number C", r.access(moved("B"), small))
		r.add("Value", "Value", " [B+uint32(K)], the value is K>>32", r.access("uint64(uint32(*r.at(in.B))) + uint64(uint32(in.Imm))", upper))
	}
	r.add("Wide", "Wide", " [B+K], 64-bit address", store(wide))
	r.add("Other", "Other", " of memory C [B]", r.accessOf("i.mems[in.C]", "*r.at(in.B)", reg("A")))
}

// addressed makes the forms that a load and a store have in common.
func (r *row) addressed(access func(ea string) string) {
	add := func(form, suffix, doc, ea, macro string) {
		r.add(form, suffix, doc, access(ea))
		r.made[len(r.made)-1].access = r.accessMacros(macro)
	}
	add("R", "", " [B+K]", plain, "PLAIN")
	add("Abs", "Abs", " [K]", "in.Imm", "ABS")
	add("Index", "Index", " [(B+C)+K]", indexed, "INDEX")
	if r.Size > 1 {
		n := shift(r.Size)
		add("Scale", "Scale", fmt.Sprintf(" [(B+C*%d)+K]", r.Size), fmt.Sprintf(scaled, n), fmt.Sprintf("SCALE(%d)", n))
		add("Times", "Times", fmt.Sprintf(" [B*%d+K]", r.Size), fmt.Sprintf(times, n), fmt.Sprintf("TIMES(%d)", n))
	}
	add("Moved", "Moved", " [(B+K>>32)+uint32(K)]", moved("B"), "MOVED")
}

// advance makes the form of a load whose address grows first.
func (r *row) advance(load func(ea string) string) {
	r.add("Advance", "Advance", " [C+uint32(K)] after C = B + K>>32",
		"at := uint32(*r.at(in.B)) + uint32(in.Imm>>32)\n*r.at(in.C) = uint64(at)\n"+load("uint64(at) + uint64(uint32(in.Imm))"))
}

// shift is the binary logarithm of an access's size.
func shift(size uint8) int { return bits.TrailingZeros8(size) }

// access fills the template of a load or store of the first memory whose address is ea.
func (r *row) access(ea string, value ...operand) string { return r.accessOf("mem", ea, value...) }

// accessOf fills the template of a load or store of a memory. The address is the first operand.
func (r *row) accessOf(mem, ea string, value ...operand) string {
	return r.template.Fill(func(p template.Piece) string {
		switch p.Kind {
		case template.Memory:
			return mem
		case template.Address:
			return ea
		case template.Operand:
			return value[p.Operand-1](r.params[p.Operand])
		}
		panic("gen: no text for an immediate of " + r.Name)
	})
}

// fill fills the template with operands.
func (r *row) fill(operands ...operand) string {
	return r.template.Fill(func(p template.Piece) string {
		if p.Kind != template.Operand {
			panic("gen: no text for an immediate of " + r.Name)
		}
		return operands[p.Operand](r.params[p.Operand])
	})
}

// An operand is Go text for a value of the type that a letter of a signature stands for.
type operand func(letter byte) string

// reg is an operand in the register that a field names.
func reg(field string) operand {
	return func(letter byte) string { return fromBits(letter, "*r.at(in."+field+")") }
}

// constant is an operand with the given bits.
func constant(bits string) operand {
	return func(letter byte) string { return fromBits(letter, bits) }
}

// upper is an operand in the upper half of the constant, sign-extended; floats are there as a float32.
func upper(letter byte) string {
	switch wasm.ClassOfLetter(letter) {
	case wasm.ClassI32:
		return "uint32(in.Imm>>32)"
	case wasm.ClassI64:
		return "(int64(in.Imm) >> 32)"
	case wasm.ClassF32:
		return "math.Float32frombits(uint32(in.Imm>>32))"
	case wasm.ClassF64:
		return "float64(math.Float32frombits(uint32(in.Imm>>32)))"
	}
	panic(noText(letter))
}

func noText(letter byte) string { return fmt.Sprintf("gen: no Go text for a value of type %q", letter) }

func fromBits(letter byte, bits string) string {
	switch wasm.ClassOfLetter(letter) {
	case wasm.ClassI32:
		return "uint32(" + bits + ")"
	case wasm.ClassI64:
		return "int64(" + bits + ")"
	case wasm.ClassF32:
		return "math.Float32frombits(uint32(" + bits + "))"
	case wasm.ClassF64:
		return "math.Float64frombits(" + bits + ")"
	}
	panic(noText(letter))
}

// set writes a result of the type that a letter stands for to register A.
func set(letter, value string) string {
	switch wasm.ClassOfLetter(letter[0]) {
	case wasm.ClassI32, wasm.ClassI64:
		value = "uint64(" + value + ")"
	case wasm.ClassF32:
		value = "uint64(math.Float32bits(" + value + "))"
	case wasm.ClassF64:
		value = "math.Float64bits(" + value + ")"
	case wasm.ClassV128:
		return "*r.vector(in.A) = " + value
	default:
		panic(noText(letter[0]))
	}
	return "*r.at(in.A) = " + value
}

// ident is the name of an instruction's constant in package op.
func ident(name string) string {
	var b strings.Builder
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == '_' }) {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}
