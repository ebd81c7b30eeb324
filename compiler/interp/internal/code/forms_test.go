package code

import (
	le "encoding/binary"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/lower"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// The snippets below are functions with four parameters of each type of numbers and vectors: 0 to 3 are an i32, 4 to 7 an i64, and so on.
const letters = "ijfdv"

var join = slices.Concat[[]byte]

// variable is the nth parameter of a type.
func variable(letter byte, n int) byte { return byte(4*strings.IndexByte(letters, letter) + n) }

func get(letter byte, n int) []byte { return []byte{0x20, variable(letter, n)} }

// set takes a value of a type from the stack.
func set(letter byte) []byte { return []byte{0x21, variable(letter, 3)} }

// constant is a constant that is small, and not neutral for any operation.
func constant(letter byte) []byte {
	switch letter {
	case 'i':
		return []byte{0x41, 5}
	case 'j':
		return []byte{0x42, 5}
	case 'f':
		return le.LittleEndian.AppendUint32([]byte{0x43}, math.Float32bits(5))
	case 'v':
		return join([]byte{0xfd, 0x0c}, slices.Repeat([]byte{5}, 16))
	}
	return le.LittleEndian.AppendUint64([]byte{0x44}, math.Float64bits(5))
}

// instr is an instruction: of the memory, with an offset, if it is an access; of a lane, or with a mask of many moves.
func instr(o op.Op) []byte {
	info := &op.Table[o]
	code := []byte{byte(info.Code)}
	if info.Prefix != 0 {
		code = append([]byte{info.Prefix}, wasmtest.Num(int(info.Code))...)
	}
	if info.Accesses() {
		code = append(code, 0, 8)
	}
	switch info.Imm {
	case op.ImmLane:
		code = append(code, 1)
	case op.ImmShuffle:
		code = append(code, 31, 2, 29, 4, 27, 6, 25, 8, 23, 10, 21, 12, 19, 14, 17, 0)
	}
	return code
}

// signature takes a signature apart. Addresses are i32.
func signature(o op.Op) (params, results string) {
	params, results, _ = strings.Cut(strings.ReplaceAll(op.Table[o].Sig, "a", "i"), ":")
	return params, results
}

// lowered is the code of a function with that body. The second memory has 32-bit addresses; those of the first one have 64 bits if wide.
func lowered(t *testing.T, body []byte, wide bool) *Func {
	var params []byte
	for _, code := range []byte{0x7f, 0x7e, 0x7d, 0x7c, 0x7b} {
		params = append(params, code, code, code, code)
	}
	limits := []byte{0, 1}
	if wide {
		limits = []byte{4, 1}
	}
	file := wasmtest.Module(
		wasmtest.Vec(wasmtest.Type, join([]byte{0x60}, wasmtest.Num(len(params)), params, []byte{0})),
		wasmtest.Vec(wasmtest.Func, []byte{0}),
		wasmtest.Vec(wasmtest.Memory, limits, []byte{0, 1}),
		wasmtest.Vec(wasmtest.Code, wasmtest.Body(body...)))
	m, err := decode.Decode(file)
	require.NoError(t, err)
	require.NoError(t, validate.Module(m))
	f, err := validate.Func(m, 0)
	require.NoError(t, err)
	return Lower(m, lower.Func(m, 0, f, ir.Metering{}), Options{Other: func(uint32) bool { return false }})
}

// A snippet is a body that has to become the instruction want, among others.
type snippet struct {
	want Op
	body []byte
	wide bool
}

// jumps are the two ways to jump by a condition: where it holds, and where it does not.
func jumps(condition []byte) (where, whereNot []byte) {
	return join([]byte{0x02, 0x40}, condition, []byte{0x0d, 0, 0x41, 9}, set('i'), []byte{0x0b}),
		join(condition, []byte{0x04, 0x40, 0x41, 9}, set('i'), []byte{0x0b})
}

// operation makes snippets for the forms of an operation or a comparison.
func operation(o op.Op) (list []snippet) {
	forms := &Table[o]
	params, results := signature(o)
	var operands []byte
	for k := range params {
		operands = append(operands, get(params[k], k)...)
	}
	first, last := params[0], params[len(params)-1]
	end := []byte{}
	for k := range results {
		end = append(end, set(results[len(results)-1-k])...)
	}
	withConst := join(get(first, 0), constant(last), instr(o))
	add := func(want Op, body ...[]byte) { list = append(list, snippet{want: want, body: join(body...)}) }
	add(forms.R, operands, instr(o), end)
	add(forms.K, withConst, end)
	add(forms.L, constant(first), get(last, 1), instr(o), end)
	where, whereNot := jumps(join(operands, instr(o)))
	add(forms.J, where)
	add(forms.JN, whereNot)
	add(forms.V, operands, instr(o), end)
	add(forms.VK, withConst, end)
	where, whereNot = jumps(withConst)
	add(forms.JK, where)
	add(forms.JKN, whereNot)
	return list
}

// access makes snippets for the forms of a load or store.
func access(o op.Op) (list []snippet) {
	forms := &Table[o]
	params, results := signature(o)
	var value, small, end []byte
	if results != "" {
		end = set(results[0])
	} else {
		value, small = get(params[1], 1), constant(params[1])
	}
	a, b := get('i', 0), get('i', 1)
	add32 := []byte{0x6a}
	scaled := join(b, []byte{0x41, byte(map[uint8]int{2: 1, 4: 2, 8: 3, 16: 4}[op.Table[o].Size]), 0x74})
	moved := join(a, []byte{0x41, 4, 0x6a})
	add := func(want Op, address, value []byte) {
		list = append(list, snippet{want: want, body: join(address, value, instr(o), end)})
	}
	add(forms.R, a, value)
	add(forms.Abs, []byte{0x41, 16}, value)
	add(forms.Index, join(a, b, add32), value)
	add(forms.Scale, join(a, scaled, add32), value)
	add(forms.Times, scaled, value)
	add(forms.Moved, moved, value)
	add(forms.Small, moved, small)
	add(forms.Value, a, small)
	add(forms.Advance, join(moved, []byte{0x22, 0}), value)
	list = append(list, snippet{forms.Wide, join(get('j', 0), value, instr(o), end), true})
	other := instr(o)
	other = append(other[:len(other)-2], 0x40, 1, 8)
	list = append(list, snippet{want: forms.Other, body: join(a, value, other, end)})
	return list
}

// paired makes snippets for the superinstructions of a, and of b as an operand of a.
func paired(a, b op.Op) (list []snippet) {
	params, _ := signature(a)
	x := params[0]
	add := func(want Op, body ...[]byte) { list = append(list, snippet{want: want, body: join(body...)}) }

	p := PairOf(a, b)
	inner, innerK := join(get(x, 0), get(x, 1), instr(b)), join(get(x, 0), constant(x), instr(b))
	add(p.R, inner, get(x, 2), instr(a), set(x))
	add(p.K, innerK, get(x, 2), instr(a), set(x))
	add(p.Right, get(x, 2), inner, instr(a), set(x))
	add(p.RightK, get(x, 2), innerK, instr(a), set(x))
	add(p.KK, innerK, constant(x), instr(a), set(x))

	p = LoadedOf(a, b)
	load := join(get('i', 0), instr(b))
	add(p.R, get(x, 1), load, instr(a), set(x))
	add(p.Right, load, get(x, 1), instr(a), set(x))

	if p = StoredOf(a, b); p != (Pair{}) {
		y := params[1]
		add(p.R, get('i', 0), get(y, 1), get(y, 2), instr(b), instr(a))
		add(p.K, get('i', 0), get(y, 1), constant(y), instr(b), instr(a))
	}

	if p = TestedOf(a, b); p.JKN != None { // some bits
		where, whereNot := jumps(join(get(x, 0), constant(x), instr(b), instr(a)))
		add(p.JK, where)
		add(p.JKN, whereNot)
	} else if len(params) == 1 {
		where, whereNot := jumps(join(load, instr(a)))
		add(p.J, where)
		add(p.JN, whereNot)
	} else if p != (Pair{}) {
		where, _ := jumps(join(load, get(x, 1), instr(a)))
		add(p.J, where)
		where, _ = jumps(join(load, constant(x), instr(a)))
		add(p.JK, where)
	}

	if p = CountedOf(a, b); p != (Pair{}) {
		count := join(get(x, 0), constant(x), instr(b), []byte{0x22, variable(x, 0)})
		where, _ := jumps(join(count, get(x, 1), instr(a)))
		add(p.J, where)
		where, _ = jumps(join(count, constant(x), instr(a)))
		add(p.JK, where)
	}
	return list
}

// pairedVectors is paired for vectors.
func pairedVectors(a, b op.Op) []snippet {
	outer, results := signature(a)
	params, _ := signature(b)
	inner := get('v', 0)
	switch params {
	case "vv":
		inner = append(inner, get('v', 1)...)
	case "vi":
		inner = append(inner, constant('i')...)
	}
	inner = append(inner, instr(b)...)
	p, end := VectorPairOf(a, b), join(instr(a), set(results[0]))
	if len(outer) == 1 {
		return []snippet{{want: p.R, body: join(inner, end)}}
	}
	return []snippet{{want: p.R, body: join(inner, get('v', 2), end)}, {want: p.Right, body: join(get('v', 2), inner, end)}}
}

// unused are the forms that no function becomes.
var unused = map[Op]bool{
	I32SubK: true, // a sum

	// These leave a register as it is.
	I32ReinterpretF32: true, F32ReinterpretI32: true, I64ReinterpretF64: true, F64ReinterpretI64: true, I64ExtendI32U: true,

	F32Canonical: true, F64Canonical: true, F32x4Canonical: true, F64x2Canonical: true, // a pass puts them in
}

// TestForms: every instruction that is made from the table of Wasm instructions is what some function becomes.
func TestForms(t *testing.T) {
	var list []snippet
	for a := range op.Invalid {
		info := &op.Table[a]
		if forms := Table[a]; forms != (Forms{}) && info.Proposal != op.Internal {
			if info.Accesses() {
				list = append(list, access(a)...)
			} else {
				list = append(list, operation(a)...)
			}
			for b := range op.Invalid {
				if Table[b].R != None && op.Table[b].Proposal != op.Internal {
					list = append(list, paired(a, b)...)
				}
				if VectorPairOf(a, b) != (Pair{}) {
					list = append(list, pairedVectors(a, b)...)
				}
			}
		}
	}
	missing := map[Op]bool{}
	for _, forms := range Table {
		for k := range reflect.TypeFor[Forms]().NumField() {
			missing[Op(reflect.ValueOf(forms).Field(k).Uint())] = true
		}
	}
	for o := range Op(len(names)) {
		if strings.Contains(names[o], "Of") {
			missing[o] = true
		}
	}
	for _, s := range list {
		if s.want != None {
			f := lowered(t, s.body, s.wide)
			if slices.ContainsFunc(f.Code, func(in Instr) bool { return in.Op == s.want }) {
				delete(missing, s.want)
			}
		}
	}
	delete(missing, None)
	require.Equal(t, unused, missing)
}
