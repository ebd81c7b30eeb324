package floats

import (
	"fmt"
	"math"
	"slices"

	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// A shape is instructions that leave a float, and what they are called.
type shape struct {
	name string
	code []byte
}

func shapeOf(name string, code ...[]byte) shape { return shape{name, slices.Concat(code...)} }

// known are ways to have a constant that a compiler may see through.
func (t *floatType) known(v float64) []shape {
	c := t.constant
	text := fmt.Sprint(v)
	name := func(s string) string { return s + " " + text }
	fixed := t.builder.global(t.code, 0, c(v))
	function := t.function(noneToOne+t.which, t.code, c(v))
	t.elems = append(t.elems, Num(function))
	at := constants + int64(len(t.data))
	t.data = append(t.data, t.little(v)...)
	scratch := address(64)
	shapes := []shape{
		shapeOf(name("constant"), c(v)),
		shapeOf(name("local"), c(v), set(k), get(k)),
		shapeOf(name("tee"), c(v), tee(k)),
		shapeOf(name("sum"), c(v/2), c(v/2), t.op("add")),
		shapeOf(name("difference"), c(2*v), c(v), t.op("sub")),
		shapeOf(name("product"), c(v/2), c(2), t.op("mul")),
		shapeOf(name("quotient"), c(3*v), c(3), t.op("div")),
		shapeOf(name("least"), c(v), c(v), t.op("min")),
		shapeOf(name("negated"), c(-v), t.op("neg")),
		shapeOf(name("of bits"), t.bitsOf(v), t.fromBits()),
		shapeOf(name("call"), call(function)),
		shapeOf(name("call twice"), c(v), call(t.identity)),
		shapeOf(name("call by table"), address(int64(len(t.elems)-1)), []byte{0x11, noneToOne + t.which, 0}),
		shapeOf(name("immutable"), []byte{0x23}, Num(fixed)),
		shapeOf(name("global"), c(v), []byte{0x24}, Num(t.global), []byte{0x23}, Num(t.global)),
		shapeOf(name("block"), t.block(0x02, c(v))),
		shapeOf(name("arms"), t.condition(), t.block(0x04, c(v), []byte{0x05}, c(v))),
		shapeOf(name("branch"), t.block(0x02, c(v), t.condition(), []byte{0x0d, 0})),
		shapeOf(name("loop"), t.block(0x03, c(v), set(k), t.condition(), []byte{0x04, 0x40, 0x0b}, get(k))),
		shapeOf(name("select"), c(v), c(v), t.condition(), []byte{0x1b}),
		shapeOf(name("memory"), scratch, c(v), t.store(), scratch, t.load()),
		shapeOf(name("bits in memory"), scratch, t.bitsOf(v), t.ints("store"), noOffset, scratch, t.load()),
		shapeOf(name("segment"), address(at), t.load()),
	}
	if t.double {
		shapes = append(shapes, shapeOf(name("promoted"), t.codes["f32.const"], (&floatType{builder: t.builder}).little(v), t.op("promote_f32")))
	} else {
		shapes = append(shapes, shapeOf(name("demoted"), t.codes["f64.const"], (&floatType{double: true}).little(v), t.op("demote_f64")))
	}
	if v == math.Trunc(v) {
		shapes = append(shapes,
			shapeOf(name("converted"), address(int64(v)), t.op("convert_i32_s")),
			shapeOf(name("converted 64"), []byte{0x42}, Signed(int64(v)), t.op("convert_i64_s")),
			shapeOf(name("nearest"), c(v), t.op("nearest")))
	}
	if v > 0 {
		shapes = append(shapes, shapeOf(name("root"), c(v*v), t.op("sqrt")))
	}
	return shapes
}

// unknown are ways to have the parameter that keep its bits.
func (t *floatType) unknown() []shape {
	scratch := address(72)
	return []shape{
		shapeOf("x", get(x)),
		shapeOf("of bits", get(param), t.fromBits()),
		shapeOf("loaded", scratch, get(param), t.ints("store"), noOffset, scratch, t.load()),
		shapeOf("call", get(x), call(t.identity)),
		shapeOf("-(-x)", get(x), t.op("neg"), t.op("neg")),
		shapeOf("its sign", get(x), get(x), t.op("copysign")),
		shapeOf("select", get(x), get(x), t.condition(), []byte{0x1b}),
		shapeOf("global", get(x), []byte{0x24}, Num(t.global), []byte{0x23}, Num(t.global)),
		shapeOf("if", t.condition(), t.block(0x04, get(x), []byte{0x05}, get(x))),
		shapeOf("block", t.block(0x02, get(x), t.condition(), []byte{0x0d, 0})),
		shapeOf("loop", t.block(0x03, get(x))),
	}
}

// copies have the parameter's bits as their result.
func (t *floatType) copies() {
	for _, s := range t.unknown() {
		t.export("copy "+s.name, true, s.code)
		t.export("abs "+s.name, true, s.code, t.op("abs"))
		t.export("neg "+s.name, true, s.code, t.op("neg"))
		t.export("copysign "+s.name, true, s.code, t.constant(-1), t.op("copysign"))
	}
}

// products are x * k, k * x and x / k with a factor that a compiler may know.
func (t *floatType) products() {
	for _, v := range []float64{1, -1, 2, 0.5} {
		known := t.known(v)
		for _, o := range []string{"mul", "div"} {
			inlined := t.function(twoToOne+t.which, t.code, get(0), get(1), t.op(o))
			t.export(fmt.Sprint(o, " inlined ", v), false, get(x), t.constant(v), call(inlined))
			for _, s := range known {
				t.export(o+" "+s.name, false, get(x), s.code, t.op(o))
				t.export(o+" of "+s.name, false, s.code, get(x), t.op(o))
			}
			for _, s := range t.unknown() {
				t.export(fmt.Sprint(o, " ", s.name, " by ", v), false, s.code, t.constant(v), set(k), get(k), t.op(o))
			}
		}
	}
}

// others are the other operations with two operands, of which a compiler may know one.
func (t *floatType) others() {
	for _, v := range []float64{0, math.Copysign(0, -1), 1, -1, math.Inf(1)} {
		for _, s := range t.known(v)[:4] {
			for _, o := range []string{"add", "sub", "min", "max"} {
				t.export(o+" "+s.name, false, get(x), s.code, t.op(o))
				t.export(o+" of "+s.name, false, s.code, get(x), t.op(o))
			}
		}
	}
	for _, o := range []string{"add", "sub", "mul", "div", "min", "max"} {
		t.export(o+" itself", false, get(x), get(x), t.op(o))
		t.export(o+" negated", false, get(x), get(x), t.op("neg"), t.op(o))
		t.export(o+" of negated", false, get(x), t.op("neg"), get(x), t.op(o))
	}
}

// results are what becomes of a product that a compiler may leave out.
func (t *floatType) results() {
	scratch := address(80)
	for _, v := range []float64{1, -1} {
		for _, o := range []string{"mul", "div"} {
			p := slices.Concat(t.constant(v), set(k), get(x), get(k), t.op(o))
			export := func(name string, code ...[]byte) {
				t.export(fmt.Sprintf("%s by %v, %s", o, v, name), false, code...)
			}
			for _, next := range []string{"abs", "neg", "sqrt", "ceil", "floor", "trunc", "nearest"} {
				export(next, p, t.op(next))
			}
			for _, next := range []string{"add", "sub", "mul", "div", "min", "max", "copysign"} {
				export(next, p, get(k), t.op(next))
				export(next+" itself", p, p, t.op(next))
			}
			export("stored", scratch, p, t.store(), scratch, t.load())
			export("bits stored", scratch, p, t.toBits(), t.ints("store"), noOffset, scratch, t.load())
			export("in a local", p, set(other), get(other))
			export("in a local, twice", p, tee(other), t.op("neg"), tee(k), set(other), get(other))
			export("in a global", p, []byte{0x24}, Num(t.global), []byte{0x23}, Num(t.global))
			export("given to a function", p, call(t.identity))
			export("selected", p, t.constant(3), get(param), t.ints("popcnt"), t.ints("eqz"), []byte{0x45, 0x1b})
			export("in an arm", t.condition(), t.block(0x04, p, []byte{0x05}, p, t.op("neg")))
			export("out of a block", t.block(0x02, p, t.condition(), []byte{0x0d, 0}))
			export("returned", t.condition(), []byte{0x04, 0x40}, p, t.toBits(), []byte{0x0f, 0x0b}, p)
			export("compared", p, p, t.op("eq"), t.op("convert_i32_u"))
			export("counted", p, t.codes["i64.trunc_sat_"+t.name+"_s"], t.op("convert_i64_s"))
			if t.double {
				export("demoted", p, t.codes["f32.demote_f64"], t.op("promote_f32"))
			} else {
				export("promoted", p, t.codes["f64.promote_f32"], t.op("demote_f64"))
			}
		}
	}
}

// unary are the operations with one operand.
func (t *floatType) unary() {
	for _, s := range t.unknown() {
		for _, o := range []string{"sqrt", "ceil", "floor", "trunc", "nearest"} {
			t.export(o+" "+s.name, false, s.code, t.op(o))
			t.export(o+" twice "+s.name, false, s.code, t.op(o), t.op(o))
		}
		if t.double {
			t.export("demote "+s.name, false, s.code, t.codes["f32.demote_f64"], t.op("promote_f32"))
			t.export("integer "+s.name, false, s.code, t.codes["i64.trunc_sat_f64_u"], t.op("convert_i64_u"))
		} else {
			t.export("promote "+s.name, false, s.code, t.codes["f64.promote_f32"], t.op("demote_f64"))
			t.export("promoted bits "+s.name, false, s.code, t.codes["f64.promote_f32"], t.codes["i64.reinterpret_f64"],
				[]byte{0x42}, Signed(51), t.codes["i64.shr_u"], []byte{0x42}, Signed(0xfff), t.codes["i64.and"], t.op("convert_i64_s")) // exponent and the NaN's kind
			t.export("root by way of f64 "+s.name, false, s.code, t.codes["f64.promote_f32"], t.codes["f64.sqrt"], t.op("demote_f64"))
			t.export("integer "+s.name, false, s.code, t.codes["i32.trunc_sat_f32_u"], t.op("convert_i32_u"))
			t.export("wide integer "+s.name, false, s.code, t.codes["i64.trunc_sat_f32_u"], t.op("convert_i64_u"))
		}
		t.export("bits counted "+s.name, false, s.code, t.toBits(), t.op("convert_"+t.integer+"_u"))
	}
}

// fused are products that a processor could add to something without rounding them.
func (t *floatType) fused() {
	p := slices.Concat(get(x), get(x), t.op("mul"))
	tenth := t.constant(0.1)
	q := slices.Concat(get(x), tenth, t.op("mul"))
	for _, o := range []string{"add", "sub"} {
		t.export("x*x "+o+" 0.1", false, p, tenth, t.op(o))
		t.export("0.1 "+o+" x*x", false, tenth, p, t.op(o))
		t.export("x*x "+o+" x*0.1", false, p, q, t.op(o))
		t.export("-(x*x) "+o+" x", false, p, t.op("neg"), get(x), t.op(o))
		t.export("x "+o+" -x*x", false, get(x), get(x), t.op("neg"), get(x), t.op("mul"), t.op(o))
		t.export("product in a local "+o, false, p, set(k), get(k), tenth, t.op(o))
		t.export("product of a call "+o, false, p, call(t.identity), tenth, t.op(o))
	}
}
