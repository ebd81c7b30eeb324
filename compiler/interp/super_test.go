package interp_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/op"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// A number type with its instructions and values to try.
type numberType struct {
	letter     byte
	code       byte // in the file
	konst      byte // opcode
	load       byte
	store      byte
	operations []op.Op
	compares   []op.Op
	values     []uint64
}

// numberTypes are the types with all their operations that cannot trap: the ones that superinstructions are made of, and others.
func numberTypes() []*numberType {
	f32 := func(v float32) uint64 { return uint64(math.Float32bits(v)) }
	types := []*numberType{
		{letter: 'i', code: 0x7f, konst: 0x41, load: 0x28, store: 0x36,
			values: []uint64{0, 1, 7, 0x80, 0xff, 0x7fff, 0x8000, 0xff0000, 0x7fffffff, 0x80000000, 0xffff8000, 0xffffffff}},
		{letter: 'j', code: 0x7e, konst: 0x42, load: 0x29, store: 0x37,
			values: []uint64{0, 1, 63, 0x8000, 0xff0000, 0xffffffff, 0x80000000, 1 << 40, 1 << 63, math.MaxUint64 - 0x7fff, math.MaxUint64}},
		{letter: 'f', code: 0x7d, konst: 0x43, load: 0x2a, store: 0x38,
			values: []uint64{0, f32(1), f32(-1), f32(0.1), f32(1e30), f32(float32(math.Inf(1))), f32(3)}},
		{letter: 'd', code: 0x7c, konst: 0x44, load: 0x2b, store: 0x39,
			values: []uint64{0, math.Float64bits(1), math.Float64bits(-1), math.Float64bits(0.1), math.Float64bits(1e300), math.Float64bits(math.Inf(-1)), math.Float64bits(4)}},
	}
	for o := range op.Invalid {
		info := &op.Table[o]
		for _, t := range types {
			pair := string([]byte{t.letter, t.letter})
			if info.Prefix != 0 || info.Effect != op.Pure || info.Go == "" {
				continue
			}
			switch info.Sig {
			case pair + ":" + string(t.letter):
				if !info.Condition() {
					t.operations = append(t.operations, o)
					continue
				}
				t.compares = append(t.compares, o)
			case pair + ":i":
				t.compares = append(t.compares, o)
			}
		}
	}
	return types
}

// constant is the instruction for a value.
func (t *numberType) constant(bits uint64) []byte {
	switch t.letter {
	case 'i':
		return append([]byte{t.konst}, Signed(int64(int32(bits)))...)
	case 'j':
		return append([]byte{t.konst}, Signed(int64(bits))...)
	case 'f':
		return binary.LittleEndian.AppendUint32([]byte{t.konst}, uint32(bits))
	}
	return binary.LittleEndian.AppendUint64([]byte{t.konst}, bits)
}

// The locals of the functions below: three operands, an address, and a place for what is between two operations.
const (
	x = iota
	y
	z
	address
	between
)

func get(local byte) []byte  { return []byte{0x20, local} }
func code(o op.Op) []byte    { return []byte{byte(op.Table[o].Code)} }
func memarg(off byte) []byte { return []byte{0, off} }

// An expression is two operations of which one is an operand of the other, as instructions. apart puts something between the
// two that keeps them from becoming one instruction.
type expression struct {
	name string
	make func(apart []byte) []byte
}

// apart moves the value on the stack through a memory cell that nothing else uses, by a load that no superinstruction takes.
func (t *numberType) apart() []byte {
	const cell = 0x40
	set, load := []byte{0x21, between}, []byte{t.load, 0, cell}
	return slices.Concat(set, []byte{0x41, 0}, get(between), []byte{t.store, 0, cell}, []byte{0x41, 0}, load, set, get(between))
}

// expressions are all shapes that the lowering looks for, with the given constants.
func (t *numberType) expressions(outer, inner op.Op, k1, k2 uint64) []expression {
	c1, c2 := t.constant(k1), t.constant(k2)
	o, in := code(outer), code(inner)
	load := slices.Concat(get(address), []byte{t.load}, memarg(8))
	join := slices.Concat[[]byte]
	return []expression{
		{"(x i y) o z", func(s []byte) []byte { return join(get(x), get(y), in, s, get(z), o) }},
		{"z o (x i y)", func(s []byte) []byte { return join(get(z), get(x), get(y), in, s, o) }},
		{"(x i K) o z", func(s []byte) []byte { return join(get(x), c1, in, s, get(z), o) }},
		{"z o (x i K)", func(s []byte) []byte { return join(get(z), get(x), c1, in, s, o) }},
		{"(K i x) o z", func(s []byte) []byte { return join(c1, get(x), in, s, get(z), o) }},
		{"(x i K) o K", func(s []byte) []byte { return join(get(x), c1, in, s, c2, o) }},
		{"K o (x i K)", func(s []byte) []byte { return join(c2, get(x), c1, in, s, o) }},
		{"x o load", func(s []byte) []byte { return join(get(x), load, s, o) }},
		{"load o x", func(s []byte) []byte { return join(load, s, get(x), o) }},
		{"load o K", func(s []byte) []byte { return join(load, s, c1, o) }},
	}
}

// module has functions with the parameters x, y, z, an address and between; bodies leave a value of type result.
func (t *numberType) module(bodies [][]byte, result byte) []byte {
	var funcs, exports [][]byte
	for k := range bodies {
		funcs = append(funcs, []byte{0})
		exports = append(exports, append(append(Name(fmt.Sprint(k)), 0), Num(k)...))
		bodies[k] = Body(bodies[k]...)
	}
	params := []byte{0x60, 5, t.code, t.code, t.code, 0x7f, t.code, 1, result}
	return Module(Vec(1, params), Vec(3, funcs...), Vec(5, []byte{0, 1}), Vec(7, exports...), Vec(10, bodies...))
}

// run calls the functions of a module with operands.
func run(t *testing.T, wasm []byte, n int, operands [][3]uint64) [][]uint64 {
	m, err := interp.Compile(wasm, interp.Options{})
	require.NoError(t, err)
	i, err := m.Instantiate(background, nil)
	require.NoError(t, err)
	defer i.Close()
	results := make([][]uint64, n)
	for k := range results {
		f := function(t, i, fmt.Sprint(k))
		for _, o := range operands {
			s := []uint64{o[0], o[1], o[2], 16, 0}
			require.NoError(t, f.CallSlots(background, s))
			results[k] = append(results[k], s[0])
		}
	}
	return results
}

// tested makes a comparison's result by a jump.
func tested(body []byte) []byte {
	return append(body, 0x04, 0x7f, 0x41, 1, 0x05, 0x41, 0, 0x0b)
}

// stored stores an operation's result and loads it again.
func (t *numberType) stored(body []byte) []byte {
	at := slices.Concat(get(address), []byte{0x41, 4, 0x6b})
	return slices.Concat(at, body, []byte{t.store, 0, 0x14}, at, []byte{t.load, 0, 0x14})
}

// TestSuperinstructions compares expressions as they are with the same ones whose operations are kept apart.
func TestSuperinstructions(t *testing.T) {
	for _, typ := range numberTypes() {
		operands := triples(typ.values)
		begin := slices.Concat(get(address), get(y), []byte{typ.store, 0, 8})
		for _, outer := range slices.Concat(typ.operations, typ.compares) {
			var together, apart [][]byte
			var names []string
			add := func(name string, one, two []byte) {
				names = append(names, fmt.Sprintf("%v: %s", outer, name))
				together, apart = append(together, slices.Concat(begin, one)), append(apart, slices.Concat(begin, two))
			}
			compares := slices.Contains(typ.compares, outer)
			for _, inner := range typ.operations {
				for n, k := range typ.values[:5] {
					for _, e := range typ.expressions(outer, inner, k, typ.values[len(typ.values)-1-n]) {
						name, one, two := inner.String()+": "+e.name, e.make(nil), e.make(typ.apart())
						add(name, one, two)
						if compares {
							add(name+", jump", tested(one), tested(two))
						} else {
							add(name+", store", typ.stored(one), typ.stored(two))
						}
					}
				}
			}
			result := typ.code
			if compares {
				result = 0x7f
			}
			want := run(t, typ.module(apart, result), len(apart), operands)
			got := run(t, typ.module(together, result), len(together), operands)
			for k := range names {
				require.Equal(t, want[k], got[k], names[k])
			}
		}
	}
}

// TestSuperStores compares stores of a result with the result.
func TestSuperStores(t *testing.T) {
	for _, typ := range numberTypes() {
		operands := triples(typ.values)
		for _, o := range typ.operations {
			var stored, plain [][]byte
			for _, k := range append(typ.values, 5) {
				for _, body := range [][]byte{
					slices.Concat(get(x), get(y), code(o)), slices.Concat(get(x), typ.constant(k), code(o)), typ.constant(k),
				} {
					stored, plain = append(stored, typ.stored(body)), append(plain, body)
				}
			}
			want := run(t, typ.module(plain, typ.code), len(plain), operands)
			require.Equal(t, want, run(t, typ.module(stored, typ.code), len(stored), operands), o)
		}
	}
}

// TestCounting compares jumps after an addition, whose result a local keeps, with jumps after the same in other order.
func TestCounting(t *testing.T) {
	for _, typ := range numberTypes()[:2] {
		operands := triples(typ.values)
		plus := map[byte]byte{'i': 0x6a, 'j': 0x7c}[typ.letter]
		for _, compare := range typ.compares {
			var together, apart [][]byte
			for n, k := range typ.values {
				for _, other := range [][]byte{get(z), typ.constant(typ.values[n/2])} {
					sum := slices.Concat(get(x), typ.constant(k), []byte{plus})
					one := tested(slices.Concat(sum, []byte{0x22, y}, other, code(compare)))
					two := tested(slices.Concat(sum, []byte{0x21, y}, other, []byte{0x21, between}, get(y), typ.apart(), other, code(compare)))
					for i, body := range [][]byte{one, two} {
						list := []*[][]byte{&together, &apart}[i]
						*list = append(*list, slices.Concat(body, get(y), typ.constant(7), code(typ.compares[0]), []byte{0x41, 2, 0x6c, 0x6a}))
					}
				}
			}
			want := run(t, typ.module(apart, 0x7f), len(apart), operands)
			require.Equal(t, want, run(t, typ.module(together, 0x7f), len(together), operands), compare)
		}
	}
}

// triples are some operands.
func triples(values []uint64) [][3]uint64 {
	var list [][3]uint64
	for k := range values {
		n := len(values)
		list = append(list, [3]uint64{values[k], values[(k*3+1)%n], values[(k*5+2)%n]}, [3]uint64{values[(k+1)%n], values[k], values[n-1-k]})
	}
	return list
}
