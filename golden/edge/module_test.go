package edge

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// A random module has a memory of a page, two global variables, and functions that take an address near its end and two numbers. They
// do with what they load all that may tempt the Go compiler: mask it, drop it, use it on some ways and not on others, hand it to
// a small function that does not want it. Bytes in memory are at most 0x3f, so that no float is a NaN, whose bits would be left open.

const (
	i32 = iota
	i64
	f32
	f64
)

// typeCodes are the types in the binary format.
var typeCodes = []byte{i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c}

// locals are how many locals of each type a function has, parameters included; those of a type have consecutive numbers.
var locals = []int{i32: 6, i64: 3, f32: 2, f64: 3}

const params = 3

// firstLocal is the number of the first local of each type.
var firstLocal = []int{i32: 0, i64: 6, f32: 9, f64: 11}

// counters are the locals behind them, one for each loop around.
const (
	counters = 14
	maxLoops = 2
)

// helpers are functions of one parameter that a Go compiler would inline, by type: one returns it, the other drops it.
const helpers = 2

// module makes the module of a seed with some exported functions f0, f1, ...
func module(seed uint64, functions int) []byte {
	types := [][]byte{funcType([]byte{typeCodes[i32], typeCodes[i32], typeCodes[i32]})}
	var funcs, bodies [][]byte
	for t := range 4 {
		types = append(types, funcType([]byte{typeCodes[t]}))
		for kind := range helpers {
			funcs = append(funcs, Num(1+t))
			bodies = append(bodies, Sized(helper(t, kind)))
		}
	}
	exports := [][]byte{export("memory", 2, 0), export("g0", 3, 0), export("g1", 3, 1)}
	for i := range functions {
		g := &generator{r: rand.New(rand.NewPCG(seed, uint64(i)))}
		exports = append(exports, export(fmt.Sprint("f", i), 0, len(funcs)))
		funcs = append(funcs, Num(0))
		bodies = append(bodies, Sized(g.function()))
	}
	return Module(Vec(Type, types...), Vec(Func, funcs...),
		Vec(Memory, []byte{1, 1, 1}), // a page, and no more
		Vec(Global, []byte("\x7f\x01\x41\x00\x0b"), []byte("\x7c\x01\x44\x00\x00\x00\x00\x00\x00\x00\x00\x0b")),
		Vec(Export, exports...), Vec(Code, bodies...))
}

// funcType is the type of a function that returns an i32.
func funcType(params []byte) []byte {
	return slices.Concat([]byte{0x60}, Sized(params), []byte{1, typeCodes[i32]})
}

func export(name string, kind byte, index int) []byte {
	return slices.Concat(Name(name), []byte{kind}, Num(index))
}

// helper is a function that returns an i32 that depends on its parameter of type t, or does not.
func helper(t, kind int) code {
	c := code{0}
	if kind == 0 {
		c.op(op.LocalGet, 0)
		c.toI32(t)
	} else {
		c.op(op.I32Const, 9)
	}
	c.op(op.End)
	return c
}
