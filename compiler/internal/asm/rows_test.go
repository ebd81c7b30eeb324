package asm

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/op/template"
)

// values are the instructions that compute a value of others, and cannot trap: those that could have a row.
func values() (list []op.Op) {
	sig := regexp.MustCompile(`^[ijfdv]+:[ijfdv]$`)
	for o, info := range op.Table {
		if info.Effect == op.Pure && info.Go != "" && sig.MatchString(info.Sig) {
			list = append(list, op.Op(o))
		}
	}
	return list
}

// TestRowsComplete: each instruction that could have a row has one, and no other.
func TestRowsComplete(t *testing.T) {
	a := rowsAMD64()
	for _, o := range values() {
		require.NotNil(t, a.row(o), o)
	}
	require.Len(t, a.rows, len(values()))
	for o, info := range op.Table {
		if info.Proposal == op.SIMD || info.Proposal == op.RelaxedSIMD {
			without := info.Accesses() || info.Imm == op.ImmV128 || info.Imm == op.ImmShuffle // those the selector makes by hand
			require.Equal(t, without, a.row(op.Op(o)) == nil, info.Name)
		}
	}
}

// TestRowsAMD64 looks for mistakes in templates that no result shows.
func TestRowsAMD64(t *testing.T) {
	for o, r := range rowsAMD64().rows {
		operands, _, _ := strings.Cut(op.Table[o].Sig, ":")
		for _, lane := range r.lanes {
			all := strings.Join(lane, ";")
			for i := range operands {
				require.Equal(t, i > 0 || !r.tied, regexp.MustCompile(fmt.Sprintf(`\$%d\b`, i)).MatchString(all), "%v: $%d", o, i)
			}
			require.NotRegexp(t, `\b(X|R)\d|\b[ABCD]X\b|\bV[A-Z]`, placeholder.ReplaceAllString(all, ""), o) // registers, instructions of AVX
		}
		require.False(t, r.tied && r.early, o)
	}
}

// TestRowsCompute proves the rows of amd64 by computing with them, in registers of all kinds.
func TestRowsCompute(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("runs instructions of amd64")
	}
	if testing.Short() {
		t.Skip("builds a program with the go command; run without -short")
	}
	p := newProof(rowsAMD64(), amd64Proof)
	cmd := exec.Command("go", "run", ".")
	cmd.Dir = p.write(t)
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod -trimpath", "GOPROXY=off")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	t.Logf("%s", out)
}

// A testMachine is how to move values of a kind between memory and registers.
type testMachine struct {
	name      string
	pointer   string              // a register that rows leave alone
	registers map[byte][][]string // of a class, some sets of four
	load      func(kind byte, from int, reg string) string
	store     func(kind byte, reg string, to int) string
	receive   string // the instruction that loads the pointer
}

var amd64Proof = &testMachine{
	name:    "amd64",
	pointer: "DX",
	registers: map[byte][][]string{
		'X': {{"X0", "X1", "X2", "X3"}, {"X13", "X8", "X7", "X12"}},
		'R': {{"BX", "SI", "DI", "R9"}, {"R13", "R8", "R12", "DI"}, {"DI", "R12", "R13", "BX"}},
	},
	receive: "MOVQ p+0(FP), DX",
	load: func(kind byte, from int, reg string) string {
		return fmt.Sprintf("%s %d(DX), %s", map[byte]string{'i': "MOVL", 'j': "MOVQ", 'X': "MOVUPS"}[in(kind)], from, reg)
	},
	store: func(kind byte, reg string, to int) string {
		return fmt.Sprintf("%s %s, %d(DX)", map[byte]string{'i': "MOVQ", 'j': "MOVQ", 'X': "MOVUPS"}[in(kind)], reg, to)
	},
}

// in is i, j or X, for what is in a vector register.
func in(kind byte) byte {
	if bank(kind) == 'X' {
		return 'X'
	}
	return kind
}

// bank is R for general registers and X for those of vectors.
func bank(kind byte) byte {
	if kind == 'i' || kind == 'j' {
		return 'R'
	}
	return 'X'
}

// A proof is a program that runs rows.
type proof struct {
	arch        *arch
	testMachine *testMachine
	assembly    bytes.Buffer
	portable    bytes.Buffer // the reference functions
	checks      bytes.Buffer // the table of them
	constants   map[string]string
	functions   int
}

func newProof(a *arch, m *testMachine) *proof {
	p := &proof{arch: a, testMachine: m, constants: map[string]string{}}
	for _, o := range values() {
		if r := a.row(o); r != nil {
			for lane := range max(op.Table[o].Size, 1) {
				p.add(o, r, lane)
			}
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
	write("rows_"+p.testMachine.name+".s", "#include \"textflag.h\"\n\n%s", &p.assembly)
	return dir
}

// add writes the functions of a row for one lane.
func (p *proof) add(o op.Op, r *row, lane uint8) {
	reference := fmt.Sprintf("p%d_%d", o, lane)
	p.reference(reference, &op.Table[o], lane)
	for _, v := range variants(p.testMachine, r, op.Table[o].Sig) {
		p.functions++
		p.variant(fmt.Sprint("a", p.functions), reference, o, r, lane, v)
	}
}

// A variant is a choice of registers.
type variant struct {
	dst     string
	args    []string
	swapped bool // the first two operands are swapped
}

// variants are the choices that the flags of a row allow.
func variants(m *testMachine, r *row, sig string) (list []variant) {
	operands, result, _ := strings.Cut(sig, ":")
	for _, set := range m.registers['R'] {
		vectors := m.registers['X'][len(list)%2]
		used := map[byte]int{}
		take := func(kind byte) string {
			c := bank(kind)
			used[c]++
			return map[byte][]string{'R': set, 'X': vectors}[c][used[c]-1]
		}
		var args []string
		for _, kind := range []byte(operands) {
			args = append(args, take(kind))
		}
		list = append(list, variant{dst: take(result[0]), args: args})
	}
	first := list[0]
	if r.commutes {
		list = append(list, variant{dst: first.dst, args: first.args, swapped: true})
	}
	if r.tied {
		return list
	}
	twins := slices.Clone(first.args)
	if len(operands) > 1 && operands[0] == operands[1] {
		twins[1] = twins[0]
		list = append(list, variant{dst: first.dst, args: twins})
	}
	for i, kind := range []byte(operands) {
		if !r.early && bank(kind) == bank(result[0]) {
			list = append(list, variant{dst: first.args[i], args: first.args}, variant{dst: twins[i], args: twins})
		}
	}
	return list
}

// variant writes an assembly function, and its check.
func (p *proof) variant(name, reference string, o op.Op, r *row, lane uint8, v variant) {
	info := &op.Table[o]
	args, slots := slices.Clone(v.args), []int{0, 1, 2}
	if v.swapped {
		slots = []int{1, 0, 2}
	}
	held := slices.Clone(args)
	if r.tied {
		args[0] = "-"
		held[0] = v.dst
	}
	var head, tail, kept []string
	for i, reg := range held {
		head = append(head, p.testMachine.load(info.Sig[i], 16*slots[i], reg))
		if reg != v.dst {
			tail = append(tail, p.testMachine.store(info.Sig[i], reg, 64+16*slots[i]))
			kept = append(kept, fmt.Sprint(slots[i]))
		}
	}
	tail = append(tail, p.testMachine.store(info.Sig[len(info.Sig)-1], v.dst, 48))
	var data strings.Builder
	body := r.expand(v.dst, args, lane, func(b [16]byte) string { return p.constant(&data, b) })
	lines := slices.Concat([]string{p.testMachine.receive}, head, body, []string{p.testMachine.receive}, tail, []string{"RET"})
	fmt.Fprintf(&p.assembly, "%sTEXT ·%s(SB), NOSPLIT, $0-8\n\t%s\n\n", &data, name, strings.Join(lines, "\n\t"))
	fmt.Fprintf(&p.portable, "func %s(p *slots)\n\n", name)
	registers := strings.Join(append([]string{v.dst}, args...), " ")
	fmt.Fprintf(&p.checks, "\t{name: %q, sig: %q, kept: []int{%s}, nan: %d, same: %t, assembly: %s, portable: %s},\n",
		info.Name+" "+registers+fmt.Sprintf(" (lane %d)", lane), info.Sig, strings.Join(kept, ", "), nan(info.Name), len(held) > 1 && held[0] == held[1], name, reference)
}

// constant writes a constant, when it is the first of its bytes.
func (p *proof) constant(data *strings.Builder, b [16]byte) string {
	name := fmt.Sprintf("c%x<>", b)
	if p.constants[name] == "" {
		p.constants[name] = name
		fmt.Fprintf(data, "DATA %[1]s+0(SB)/8, $0x%016[2]x\nDATA %[1]s+8(SB)/8, $0x%016[3]x\nGLOBL %[1]s(SB), RODATA|NOPTR, $16\n\n", name, little(b[:8]), little(b[8:]))
	}
	return name + "(SB)"
}

func little(b []byte) (x uint64) {
	for i, b := range b {
		x |= uint64(b) << (8 * i)
	}
	return x
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
