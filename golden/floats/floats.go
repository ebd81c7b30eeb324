// Package floats has float arithmetic in all the forms in which a compiler may look through it: an operation, what its operands are, what
// becomes of its result. Tests compare what engines make of them, bit by bit.
package floats

import (
	"fmt"
	"math"
)

// A Function is an exported function of the module: its parameter and its result are the bits of floats.
type Function struct {
	Name   string
	Double bool // f64 in an i64, else f32 in an i32
	Exact  bool // the bits of the result are certain, also those of a NaN
}

// Values are the parameters to call a function with.
func (f Function) Values() []uint64 {
	numbers := []float64{0, math.Copysign(0, -1), 1, -1, 1.5, -2, 0.1, 3e10, math.Inf(1), math.Inf(-1)}
	var bits []uint64
	for _, v := range numbers {
		if f.Double {
			bits = append(bits, math.Float64bits(v))
		} else {
			bits = append(bits, uint64(math.Float32bits(float32(v))))
		}
	}
	if f.Double {
		return append(bits, 1, 0x3ff0_0000_0000_0001, 0x7fef_ffff_ffff_ffff, 0x7ff8_0000_0000_0000, 0xfff8_0000_0000_0001, 0x7fff_1234_5678_9abc,
			0x7ff0_0000_0000_0001, 0xfff0_0000_0000_0001, 0x7ff4_0000_0000_0000, 0xfff7_ffff_ffff_ffff)
	}
	return append(bits, 1, 0x3f80_0001, 0x7f7f_ffff, 0x7fc0_0000, 0xffc0_0001, 0x7fff_1234,
		0x7f80_0001, 0xff80_0001, 0x7fa0_0000, 0xffbf_ffff)
}

// Text writes a result down. Where NaNs are canonical all bits are certain. The sign of a NaN that comes from arithmetic is open and so is its payload, but it is not a signalling one
// (spec 4.3.3, "NaN propagation").
func (f Function) Text(bits uint64, canonical bool) string {
	quiet, value := bits>>22&1 != 0, float64(math.Float32frombits(uint32(bits)))
	if f.Double {
		quiet, value = bits>>51&1 != 0, math.Float64frombits(bits)
	}
	if f.Exact || canonical || !math.IsNaN(value) {
		return fmt.Sprintf("%#x", bits)
	}
	if quiet {
		return "nan"
	}
	return fmt.Sprintf("signalling %#x", bits)
}

// Make makes the module, and lists its functions.
func Make() ([]byte, []Function) {
	b := newBuilder()
	for _, t := range []*floatType{single(b), double(b)} {
		t.products()
		t.others()
		t.results()
		t.unary()
		t.fused()
		t.copies()
	}
	return b.module(), b.exported
}
