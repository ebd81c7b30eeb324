package asm

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/op/template"
)

// A proof is a program that runs rows.
type proof struct {
	target    *target
	assembly  bytes.Buffer
	data      bytes.Buffer // the constants
	portable  bytes.Buffer // the reference functions
	checks    bytes.Buffer // the table of them
	constants map[string]bool
	functions int
}

func newProof(m *target) *proof {
	p := &proof{target: m, constants: map[string]bool{}}
	for _, o := range values() {
		for lane := range max(op.Table[o].Size, 1) {
			p.add(o, m.rows().row(o), lane)
		}
	}
	return p
}

// write puts the program into a directory of its own.
func (p *proof) write(t *testing.T) string {
	dir := t.TempDir()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	write := func(name, format string, args ...any) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), fmt.Appendf(nil, format, args...), 0o666))
	}
	const module = "github.com/wasm2go/wasm2go"
	write("go.mod", "module example.com/prove\n\ngo 1.26\n\nrequire %[1]s v0.0.0\n\nreplace %[1]s => %[2]s\n", module, root)
	for _, name := range []string{"prove.go", "inputs.go"} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(t, err)
		write(name, "%s", text)
	}
	write("checks.go", `package main

import (
	"math"
	"math/bits"

	"%[1]s/rt/abi"
	"%[1]s/rt/abi/vector"
	"%[1]s/rt/vec"
)

%[2]s
var checks = []check{
%[3]s}
`, module, &p.portable, &p.checks)
	write("rows_"+p.target.name+".s", "#include \"textflag.h\"\n\n%s%s", &p.data, &p.assembly)
	return dir
}

// add writes the functions of a row for one lane.
func (p *proof) add(o op.Op, r *row, lane uint8) {
	reference := fmt.Sprintf("p%d_%d", o, lane)
	p.reference(reference, &op.Table[o], lane)
	for _, v := range variants(p.target, r, op.Table[o].Sig) {
		p.functions++
		p.variant(fmt.Sprint("a", p.functions), &op.Table[o], r, lane, v)
		fmt.Fprintf(&p.checks, " portable: %s},\n", reference)
	}
}

// A variant is a choice of registers.
type variant struct {
	dst     string
	args    []string
	swapped bool // the first two operands are swapped
	step    int  // each so many inputs are tried
}

// variants are the choices that the flags of a row allow. The first shows what the row computes, the others only whether they can be.
func variants(m *target, r *row, sig string) (list []variant) {
	operands, result, _ := strings.Cut(sig, ":")
	add := func(dst string, args []string, swapped bool) {
		step := 17
		if list == nil {
			step = 1
		}
		list = append(list, variant{dst, args, swapped, step})
	}
	for i, general := range m.registers['R'] {
		free := map[byte][]string{'R': general, 'X': m.registers['X'][i%2]}
		take := func(kind byte) string {
			c := bank(kind)
			r := free[c][0]
			free[c] = free[c][1:]
			return r
		}
		var args []string
		for _, kind := range []byte(operands) {
			args = append(args, take(kind))
		}
		add(take(result[0]), args, false)
	}
	dst, args := list[0].dst, list[0].args
	if r.commutes {
		add(dst, args, true)
	}
	if r.tied {
		return list
	}
	sets := [][]string{args}
	if len(operands) > 1 && operands[0] == operands[1] {
		twins := slices.Clone(args)
		twins[1] = twins[0]
		add(dst, twins, false)
		sets = append(sets, twins)
	}
	for _, args := range sets {
		for i, kind := range []byte(operands) {
			if !r.early && bank(kind) == bank(result[0]) {
				add(args[i], args, false)
			}
		}
	}
	return list
}

// variant writes an assembly function, and its check but for the function to compare with.
func (p *proof) variant(name string, info *op.Info, r *row, lane uint8, v variant) {
	args, slots := slices.Clone(v.args), []int{0, 1, 2}
	if v.swapped {
		slots = []int{1, 0, 2}
	}
	held := slices.Clone(args)
	if r.tied {
		args[0], held[0] = "-", v.dst
	}
	var head, tail, kept []string
	for i, reg := range held {
		head = append(head, p.target.load(info.Sig[i], 16*slots[i], reg))
		if reg != v.dst {
			tail = append(tail, p.target.store(info.Sig[i], reg, 64+16*slots[i]))
			kept = append(kept, fmt.Sprint(slots[i]))
		}
	}
	tail = append(tail, p.target.store(info.Sig[len(info.Sig)-1], v.dst, 48), "RET")
	lines := slices.Concat([]string{p.target.receive}, head, r.expand(v.dst, args, lane, p.constant), []string{p.target.receive}, tail)
	fmt.Fprintf(&p.assembly, "TEXT ·%s(SB), NOSPLIT, $0-8\n\t%s\n\n", name, strings.Join(lines, "\n\t"))
	fmt.Fprintf(&p.portable, "func %s(p *slots)\n\n", name)
	title := fmt.Sprintf("%s, lane %d, %s of %s", info.Name, lane, v.dst, strings.Join(args, " "))
	same := len(held) > 1 && held[0] == held[1]
	fmt.Fprintf(&p.checks, "\t{name: %q, sig: %q, step: %d, kept: []int{%s}, nan: %d, same: %t, assembly: %s,",
		title, info.Sig, v.step, strings.Join(kept, ", "), nan(info.Name), same, name)
}

// constant writes a constant, when it is the first of its bytes.
func (p *proof) constant(b [16]byte) string {
	name := fmt.Sprintf("c%x<>(SB)", b)
	if !p.constants[name] {
		p.constants[name] = true
		symbol := strings.TrimSuffix(name, "(SB)")
		for i := 0; i < len(b); i += 8 {
			fmt.Fprintf(&p.data, "DATA %s+%d(SB)/8, $%#x\n", symbol, i, binary.LittleEndian.Uint64(b[i:]))
		}
		fmt.Fprintf(&p.data, "GLOBL %s, RODATA|NOPTR, $16\n\n", name)
	}
	return name
}

// arithmetic matches instructions after whose NaNs one need not ask but that they are quiet.
var arithmetic = regexp.MustCompile(`^f(32|64)(x\d)?\.(relaxed_)?(ceil|floor|trunc|nearest|sqrt|add|sub|mul|div|min|max|madd|nmadd|demote|promote)(_\w+)?$`)

// nan is the width of the floats that an instruction of these computes.
func nan(name string) int {
	if m := arithmetic.FindStringSubmatch(name); m != nil {
		return map[string]int{"32": 32, "64": 64}[m[1]]
	}
	return 0
}

// reference writes the function that computes an instruction in Go.
func (p *proof) reference(name string, info *op.Info, lane uint8) {
	parsed, err := template.Parse(info.Go)
	if err != nil {
		panic(err)
	}
	expr := parsed.Fill(func(piece template.Piece) string {
		if piece.Kind == template.Lane {
			return fmt.Sprint(lane)
		}
		return fmt.Sprintf(operand[info.Sig[piece.Operand]], piece.Operand)
	})
	format := result[info.Sig[len(info.Sig)-1]]
	if parsed.Bool {
		format = "vec.Of(number(%s), 0)"
	}
	fmt.Fprintf(&p.portable, "func %s(p *slots) { p[3] = %s }\n\n", name, fmt.Sprintf(format, expr))
}

// operand and result are how slots hold values of a kind.
var (
	operand = map[byte]string{
		'i': "uint32(p[%d].Lo())",
		'j': "int64(p[%d].Lo())",
		'f': "math.Float32frombits(uint32(p[%d].Lo()))",
		'd': "math.Float64frombits(p[%d].Lo())",
		'v': "p[%d]",
	}
	result = map[byte]string{
		'i': "vec.Of(uint64(%s), 0)",
		'j': "vec.Of(uint64(%s), 0)",
		'f': "vec.Of(uint64(math.Float32bits(%s)), 0)",
		'd': "vec.Of(math.Float64bits(%s), 0)",
		'v': "%s",
	}
)
