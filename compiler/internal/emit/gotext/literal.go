package gotext

import (
	"fmt"
	"math"
	"strconv"
)

// litKind is the type of an integer literal: its conversions are printed as
// literals of the other type.
type litKind uint8

const (
	notLit litKind = iota
	lit32
	lit64
)

// Uint32 is a literal, hexadecimal where it may be meant to be negative.
func Uint32(v uint32) *Expr {
	e := &Expr{lit: lit32, bits: uint64(v)}
	if int32(v) < 0 {
		e.text = fmt.Sprintf("%#x", v)
	} else {
		e.text = strconv.FormatUint(uint64(v), 10)
	}
	return e
}

// Int64 is a literal, decimal.
func Int64(v int64) *Expr { return signed(&Expr{lit: lit64, bits: uint64(v)}, v) }

// Uint64 is a literal whose type the context gives, decimal.
func Uint64(v uint64) *Expr { return Atom(strconv.FormatUint(v, 10)) }

func signed(e *Expr, v int64) *Expr {
	if v >= 0 {
		e.text = strconv.FormatInt(v, 10)
		return e
	}
	e.kind, e.text = unary, "-"
	e.args = append(e.room[:0], Atom(strconv.FormatUint(-uint64(v), 10)))
	return e
}

// Float is the float of size 32 or 64 with these bits. What Go's constants cannot be (NaN, infinities, negative zero) comes from its
// bits.
func Float(bits uint64, size int) *Expr {
	v, from := math.Float64frombits(bits), "math.Float64frombits"
	if size == 32 {
		v, from = float64(math.Float32frombits(uint32(bits))), "math.Float32frombits"
	}
	if math.IsNaN(v) || math.IsInf(v, 0) || v == 0 && bits != 0 {
		return CallIn(Math, from, Atom("0x"+strconv.FormatUint(bits, 16)))
	}
	text := strconv.FormatFloat(v, 'g', -1, size)
	if v < 0 {
		return Unary("-", Atom(text[1:]))
	}
	return Atom(text)
}

// Literal returns the bits of an integer literal that Uint32 or Int64 made; ok is false for anything else.
func (e *Expr) Literal() (bits uint64, ok bool) { return e.bits, e.lit != notLit }

// Is32 tells whether e is a literal that Uint32 made.
func (e *Expr) Is32() bool { return e.lit == lit32 }

// Is64 tells whether e is a literal that Int64 made.
func (e *Expr) Is64() bool { return e.lit == lit64 }

// Negated is -e for a literal that counts as negative, else nil: v0 - 5 reads better than v0 + 0xfffffffb.
func (e *Expr) Negated() *Expr {
	switch {
	case e.lit == lit32 && int32(e.bits) < 0:
		return Uint32(-uint32(e.bits))
	case e.lit == lit64 && int64(e.bits) < 0 && e.bits != 1<<63:
		return Int64(-int64(e.bits))
	}
	return nil
}

// narrow are integer types between which only the lowest bits count: those
// that fewer bits are kept of come from whatever has at least as many.
var narrow = map[string]int{"uint8": 8, "uint16": 16, "uint32": 32}

// Convert is the conversion of x to an integer type. Go does not convert a
// constant that does not fit, so a literal becomes one of the new type.
func Convert(typ string, x *Expr) *Expr {
	if x.lit != notLit {
		return convertLiteral(typ, x)
	}
	if typ == "uint64" && x.wide {
		return x
	}
	if x.kind == call && len(x.args) == 1 {
		switch y := x.args[0]; {
		case typ == "uint64" && x.text == "int64" && y.wide:
			return y
		case narrow[typ] > 0 && narrow[typ] <= narrow[x.text]: // uint8(uint32(y)) is uint8(y)
			x = y
		}
	}
	return Call(typ, x)
}

func convertLiteral(typ string, x *Expr) *Expr {
	v := x.bits
	switch typ {
	case "uint8":
		v = uint64(uint8(v))
	case "uint16":
		v = uint64(uint16(v))
	case "uint32":
		v = uint64(uint32(v))
	case "uint64":
	case "int", "int32":
		if x.lit == lit32 {
			v = uint64(int64(int32(v)))
		}
		return signed(&Expr{}, int64(v))
	default:
		return Call(typ, x)
	}
	return Uint64(v)
}
