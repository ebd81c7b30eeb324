package compiler_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/op"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// TestLanes compares vectors that lanes.Split has taken apart with the interpreter, which leaves them as they are: in random functions of
// all instructions on vectors, with variables that change their shape, loops, choices, loads and stores. NaNs are canonical, since sums of
// two may be either. What is one file has no assembly.
func TestLanes(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	m := newGoModule(t)
	r := rand.New(rand.NewPCG(1, 2))
	file := (&vectorMaker{Rand: r}).module(randomFunctions)
	m.write(t, "random.wasm", file)
	m.add(t, "guard", translate(t, file, compiler.Options{Name: "guard", CanonicalNaN: true, Single: true}))
	m.add(t, "divided", translate(t, file, compiler.Options{Name: "divided", CanonicalNaN: true, Mem: "slice", SplitAt: 30, Single: true}))
	m.write(t, "main.go", []byte(strings.Replace(lanesProgram, "FUNCTIONS", fmt.Sprint(randomFunctions), 1)))
	m.run(t, "go", "vet", ".")
	require.Equal(t, "ok\n", m.run(t, "go", "run", "."))
}

const randomFunctions = 24

const lanesProgram = `package main

import (
	"context"
	_ "embed"
	"fmt"

	"example.com/use/divided"
	"example.com/use/guard"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

//go:embed random.wasm
var file []byte

func main() {
	m, err := interp.Compile(file, interp.Options{CanonicalNaN: true})
	check(err)
	want, err := m.Instantiate(context.Background(), nil)
	check(err)
	first, err := guard.New()
	check(err)
	second, err := divided.New()
	check(err)
	differ := 0
	for f := range FUNCTIONS {
		for arg := range int32(40) {
			a := call(want, f, arg)
			for name, i := range map[string]rt.Instance{"guard": first, "divided": second} {
				if b := call(i, f, arg); a != b && differ < 20 {
					fmt.Printf("%s: f%d(%d) is %s, not %s\n", name, f, arg, b, a)
					differ++
				}
			}
		}
	}
	if differ == 0 {
		fmt.Println("ok")
	}
}

func call(i rt.Instance, f int, arg int32) string {
	v, _ := i.Export(fmt.Sprint("f", f))
	results, err := v.(*rt.Func).Call(arg)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%#x", results[0])
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
`

// A vectorMaker makes functions of an i32 to an i64. Locals: 0 is the parameter, 1 to 6 are vectors, 7 is an i32, 8 a counter.
type vectorMaker struct {
	*rand.Rand
	loops int
}

func (r *vectorMaker) module(functions int) []byte {
	var funcs, exports, bodies [][]byte
	for i := range functions {
		funcs = append(funcs, []byte{0})
		exports = append(exports, slices.Concat(Name(fmt.Sprint("f", i)), []byte{0}, Num(i)))
		bodies = append(bodies, r.function())
	}
	data := make([]byte, 512)
	for i := range data {
		data[i] = byte(r.Uint32())
		if i%16 >= 8 && i%4 > 1 { // numbers that floats are made of, and small integers
			data[i] = []byte{0, 0xff, 0x40, 0x3f, 0x80, 0x7f}[r.IntN(6)]
		}
	}
	return Module(Vec(Type, []byte{0x60, 1, 0x7f, 1, 0x7e}), Vec(Func, funcs...), Vec(Memory, []byte{0, 1}), Vec(Export, exports...), Vec(Code, bodies...),
		Vec(Data, slices.Concat([]byte{0, 0x41, 0, 0x0b}, Sized(data))))
}

func (r *vectorMaker) function() []byte {
	r.loops = 0
	code := r.statements(2 + r.IntN(8))
	for i := range uint64(6) {
		code = append(code, Instr(op.LocalGet, 1+i)...)
		if i > 0 {
			code = append(code, Instr(op.I16x8Add)...)
		}
	}
	code = slices.Concat(code, Instr(op.LocalTee, 1), Instr(op.I64x2ExtractLane, 0), Instr(op.LocalGet, 1), Instr(op.I64x2ExtractLane, 1),
		[]byte{0x42}, Signed(31), Instr(op.I64Mul), Instr(op.I64Add), []byte{0x0b})
	return Sized([]byte{2, 6, 0x7b, 2, 0x7f}, code)
}

func (r *vectorMaker) statements(n int) (code []byte) {
	for range n {
		switch k := r.IntN(12); {
		case k < 7:
			code = slices.Concat(code, r.tree('v', 3), Instr(op.LocalSet, 1+r.Uint64N(6)))
		case k == 7:
			code = slices.Concat(code, r.address(), r.tree('v', 3), Instr(op.V128Store, 0, 512+r.Uint64N(64)))
		case k == 8:
			code = slices.Concat(code, r.tree('i', 3), Instr(op.LocalSet, 7))
		case k == 9 && r.loops == 0:
			r.loops++
			code = slices.Concat(code, []byte{0x41, 3}, Instr(op.LocalSet, 8), []byte{0x03, 0x40}, r.statements(4),
				Instr(op.LocalGet, 8), []byte{0x41}, Signed(-1), Instr(op.I32Add), Instr(op.LocalTee, 8), []byte{0x0d, 0, 0x0b})
		default:
			code = slices.Concat(code, r.tree('i', 2), []byte{0x04, 0x40}, r.statements(2), []byte{0x05}, r.statements(1), []byte{0x0b})
		}
	}
	return code
}

// address is one below 256.
func (r *vectorMaker) address() []byte {
	return slices.Concat(r.tree('i', 1), []byte{0x41}, Signed(0xff), Instr(op.I32And))
}

// tree leaves a value of a type, by its letter.
func (r *vectorMaker) tree(letter byte, depth int) []byte {
	if depth <= 0 || r.IntN(8) == 0 {
		return r.leaf(letter)
	}
	if letter == 'v' && r.IntN(16) == 0 {
		return slices.Concat(r.tree('v', depth-1), r.tree('v', depth-1), r.tree('i', 1), Instr(op.Select))
	}
	var fitting []op.Op
	for o := range op.Table {
		info := &op.Table[o]
		if strings.HasSuffix(info.Sig, ":"+string(letter)) && strings.ContainsAny(info.Sig, "v") && info.Proposal != op.Internal && op.Op(o) != op.V128Const {
			fitting = append(fitting, op.Op(o))
		}
	}
	if len(fitting) == 0 {
		return r.leaf(letter)
	}
	o := fitting[r.IntN(len(fitting))]
	info := &op.Table[o]
	var code []byte
	for i := range strings.Index(info.Sig, ":") {
		if info.Sig[i] == 'a' {
			code = append(code, r.address()...)
		} else {
			code = append(code, r.tree(info.Sig[i], depth-1)...)
		}
	}
	code = append(code, Instr(o)...)
	switch info.Imm {
	case op.ImmLane:
		code = append(code, byte(r.IntN(int(info.Size))))
	case op.ImmMem:
		code = append(code, 0, byte(r.IntN(100)))
	case op.ImmMemLane:
		code = append(code, 0, byte(r.IntN(100)), byte(r.IntN(16/int(info.Size))))
	case op.ImmShuffle:
		code = append(code, r.shuffle()...)
	}
	return code
}

// shuffle leaves lanes of some width together, or rotates.
func (r *vectorMaker) shuffle() []byte {
	lanes := make([]byte, 16)
	size, by := 1<<r.IntN(4), r.IntN(32)
	if by < 16 {
		for i := range lanes {
			lanes[i] = byte(i + by)
		}
		return lanes
	}
	for i := 0; i < 16; i += size {
		from := r.IntN(32/size) * size
		for k := range size {
			lanes[i+k] = byte(from + k)
		}
	}
	return lanes
}

func (r *vectorMaker) leaf(letter byte) []byte {
	switch letter {
	case 'i':
		return [][]byte{Instr(op.LocalGet, 0), Instr(op.LocalGet, 7), slices.Concat([]byte{0x41}, Signed(int64(r.IntN(40))))}[r.IntN(3)]
	case 'j':
		return slices.Concat(Instr(op.LocalGet, 7), Instr(op.I64ExtendI32S))
	case 'f':
		return slices.Concat(Instr(op.LocalGet, 0), Instr(op.F32ConvertI32S))
	case 'd':
		return slices.Concat(Instr(op.LocalGet, 7), Instr(op.F64ConvertI32S))
	}
	switch r.IntN(4) {
	case 0:
		return slices.Concat(r.address(), Instr(op.V128Load, 0, r.Uint64N(200)))
	case 1:
		bits := make([]byte, 16)
		for i := range bits {
			bits[i] = []byte{0, 1, 0x7f, 0x80, 0xff, 5}[r.IntN(6)]
			if i >= 4 && r.IntN(2) == 0 {
				bits[i] = bits[i-4]
			}
		}
		return slices.Concat(Instr(op.V128Const), bits)
	}
	return Instr(op.LocalGet, 1+r.Uint64N(6))
}
