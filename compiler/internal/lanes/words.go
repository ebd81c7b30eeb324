package lanes

import (
	"math"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Bytes within words, as package rt/abi/vector computes with them: but in line, where its functions are too long for Go to do that.

const highBits = 0x8080808080808080 // of all bytes

// bytesInLine are the instructions on bytes that compare.
func bytesInLine(stem string, signed bool) (laneOp, bool) {
	row := laneOp{from: words, form: words, inLine: true}
	row.lane = func(t *taker, x *ir.Expr, i int) lane {
		a, b := t.twice(t.lane(x.Args[0], words, i)), t.twice(t.lane(x.Args[1], words, i))
		less := func(a, b lane) lane { return t.fill(t.less(a, b, signed)) }
		switch stem {
		case "lt":
			return less(a, b)
		case "gt":
			return less(b, a)
		case "le":
			return t.not(less(b, a), words)
		case "ge":
			return t.not(less(a, b), words)
		case "min":
			return t.pick(less(a, b), a, b)
		}
		return t.pick(less(a, b), b, a)
	}
	switch stem {
	case "lt", "gt", "le", "ge", "min", "max":
		return row, true
	}
	return laneOp{}, false
}

func (t *taker) word(bits uint64) *ir.Expr { return t.constant(wasm.I64, bits) }

// less has the highest bit of each byte of a that is less than that of b. Where these bits differ they tell, else the difference of the others does.
func (t *taker) less(a, b lane, signed bool) lane {
	differ := t.twice(full(t.apply(op.I64Xor, a.read(), b.read())))
	below := b // what has the bit where it alone tells that a is less
	if signed {
		below = a
	}
	difference := t.apply(op.I64Sub, t.apply(op.I64Or, a.read(), t.word(highBits)), t.apply(op.I64And, b.read(), t.word(^uint64(highBits))))
	same := t.apply(op.I64Xor, t.apply(op.I64Or, differ.read(), difference), t.word(math.MaxUint64))
	return full(t.apply(op.I64And, t.apply(op.I64Or, t.apply(op.I64And, differ.read(), below.read()), same), t.word(highBits)))
}

// fill makes of the highest bit of each byte the whole byte. All other bits are 0.
func (t *taker) fill(bits lane) lane {
	bits = t.twice(bits)
	rest := t.apply(op.I64Sub, bits.read(), t.apply(op.I64ShrU, bits.read(), t.word(7)))
	return full(t.apply(op.I64Or, bits.read(), rest))
}

// pick has the bits of a where mask has ones, those of b elsewhere.
func (t *taker) pick(mask, a, b lane) lane {
	return full(t.apply(op.I64Xor, b.read(), t.apply(op.I64And, t.apply(op.I64Xor, a.read(), b.read()), mask.x)))
}
