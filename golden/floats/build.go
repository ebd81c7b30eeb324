package floats

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// A builder collects a module.
type builder struct {
	exported []Function
	types    []byte   // of the functions
	bodies   [][]byte // of the functions
	exports  [][]byte
	globals  [][]byte
	elems    [][]byte // functions in the table
	data     []byte   // at address constants
	codes    map[string][]byte
}

const constants = 256 // where the memory has them

func newBuilder() *builder {
	b := &builder{codes: map[string][]byte{}}
	for i := range op.Table {
		b.codes[op.Table[i].Name] = Instr(op.Op(i))
	}
	return b
}

// function adds a function of the type with that number, which has three locals of a type.
func (b *builder) function(typ, local byte, body ...[]byte) (index int) {
	b.types = append(b.types, typ)
	b.bodies = append(b.bodies, Sized([]byte{1, 3, local}, slices.Concat(body...), []byte{0x0b}))
	return len(b.bodies) - 1
}

// global adds a global and returns its index.
func (b *builder) global(typ byte, mutable byte, value []byte) int {
	b.globals = append(b.globals, slices.Concat([]byte{typ, mutable}, value, []byte{0x0b}))
	return len(b.globals) - 1
}

func (b *builder) module() []byte {
	var funcs [][]byte
	for _, t := range b.types {
		funcs = append(funcs, []byte{t})
	}
	var types [][]byte
	for _, t := range []struct{ params, result string }{
		{"\x7f", "\x7f"}, {"\x7e", "\x7e"}, {"", "\x7d"}, {"", "\x7c"}, {"\x7d", "\x7d"}, {"\x7c", "\x7c"}, {"\x7d\x7d", "\x7d"}, {"\x7c\x7c", "\x7c"},
	} {
		types = append(types, slices.Concat([]byte{0x60}, Name(t.params), Name(t.result)))
	}
	return Module(
		Vec(Type, types...), Vec(Func, funcs...), Vec(Table, []byte{0x70, 0, byte(len(b.elems))}), Vec(Memory, []byte{1, 1, 1}),
		Vec(Global, b.globals...), Vec(Export, b.exports...),
		Vec(Elem, slices.Concat([]byte{0, 0x41, 0, 0x0b}, Num(len(b.elems)), slices.Concat(b.elems...))),
		Vec(Code, b.bodies...), Vec(Data, slices.Concat([]byte{0, 0x41}, Signed(constants), []byte{0x0b}, Sized(b.data))))
}

// The numbers of types in the module; those of f64 are one more.
const (
	bitsToBits = 0
	noneToOne  = 2
	oneToOne   = 4
	twoToOne   = 6
)

// A floatType is f32 or f64, and what the module has for it.
type floatType struct {
	*builder
	name, integer string // f32, i32
	double        bool
	code, intCode byte
	which         byte // 0 or 1: added to the numbers of types
	identity      int  // function
	global        int  // that can be assigned
}

func single(b *builder) *floatType {
	return (&floatType{builder: b, name: "f32", integer: "i32", code: 0x7d, intCode: 0x7f}).init()
}

func double(b *builder) *floatType {
	return (&floatType{builder: b, name: "f64", integer: "i64", code: 0x7c, intCode: 0x7e, double: true, which: 1}).init()
}

func (t *floatType) init() *floatType {
	t.identity = t.function(oneToOne+t.which, t.code, get(0))
	t.global = t.builder.global(t.code, 1, t.constant(0))
	return t
}

// export adds a function whose parameter's bits are in x, and which returns the bits of what body leaves.
func (t *floatType) export(name string, exact bool, body ...[]byte) {
	index := t.function(bitsToBits+t.which, t.code, get(0), t.fromBits(), set(x), slices.Concat(body...), t.toBits())
	name = t.name + " " + name
	t.exports = append(t.exports, slices.Concat(Name(name), []byte{0}, Num(index)))
	t.exported = append(t.exported, Function{Name: name, Double: t.double, Exact: exact})
}

// The variables of a function.
const (
	param = iota
	x
	k
	other
)

func get(local byte) []byte { return []byte{0x20, local} }
func set(local byte) []byte { return []byte{0x21, local} }
func tee(local byte) []byte { return []byte{0x22, local} }

func call(f int) []byte { return append([]byte{0x10}, Num(f)...) }

func address(at int64) []byte { return append([]byte{0x41}, Signed(at)...) }

var noOffset = []byte{0, 0}

// op is an instruction of the type.
func (t *floatType) op(name string) []byte { return t.codes[t.name+"."+name] }

// ints is an instruction of the integers that are as wide.
func (t *floatType) ints(name string) []byte { return t.codes[t.integer+"."+name] }

func (t *floatType) fromBits() []byte { return t.op("reinterpret_" + t.integer) }
func (t *floatType) toBits() []byte   { return t.ints("reinterpret_" + t.name) }

func (t *floatType) load() []byte  { return append(t.op("load"), noOffset...) }
func (t *floatType) store() []byte { return append(t.op("store"), noOffset...) }

// little is a value in memory.
func (t *floatType) little(v float64) []byte {
	if t.double {
		return binary.LittleEndian.AppendUint64(nil, math.Float64bits(v))
	}
	return binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(v)))
}

func (t *floatType) constant(v float64) []byte { return append(t.op("const"), t.little(v)...) }

// bitsOf is the integer constant with the bits of v.
func (t *floatType) bitsOf(v float64) []byte {
	if t.double {
		return append(t.ints("const"), Signed(int64(math.Float64bits(v)))...)
	}
	return append(t.ints("const"), Signed(int64(int32(math.Float32bits(float32(v)))))...)
}

// condition is an i32 that depends on the parameter.
func (t *floatType) condition() []byte { return append(get(param), t.ints("eqz")...) }

// block is a block of the type: 0x02 block, 0x03 loop, 0x04 if.
func (t *floatType) block(kind byte, body ...[]byte) []byte {
	return slices.Concat([]byte{kind, t.code}, slices.Concat(body...), []byte{0x0b})
}
