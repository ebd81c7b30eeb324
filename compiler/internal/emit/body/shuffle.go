package body

import (
	"encoding/binary"
	"math"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
)

// shuffle writes i8x16.shuffle (spec 4.4.3). Which bytes go where is known, so that each half of the result is the sum of halves of the operands,
// shifted and masked: an interleaving of 32-bit lanes takes four such moves, a rotation of the bytes three or four. Never is it more than 16, as an
// interleaving of bytes takes, in a third of the time that a loop over the bytes needs.
func (p *printer) shuffle(x *ir.Expr, args []*gotext.Expr) *gotext.Expr {
	lanes := p.f.V128[x.A]
	if a, b := x.Args[0], x.Args[1]; a.Kind == ir.Read && b.Kind == ir.Read && a.Var == b.Var {
		for i := range lanes {
			lanes[i] &= 15 // the bytes of b are those of a
		}
	}
	return gotext.CallIn(gotext.Vec, "vec.Of", p.moved(moves(lanes[:8]), x.Args, args), p.moved(moves(lanes[8:]), x.Args, args))
}

// A move takes bytes of half of an operand to half of a result.
type move struct {
	from  int    // which half: 0 and 1 are those of the first operand, lower one first, 2 and 3 those of the second
	bytes int    // how far up
	mask  uint64 // which of the result they are
}

// moves are those that lead to half of a result, whose bytes have these indices.
func moves(lanes []byte) (list []move) {
	at := map[[2]int]int{}
	for i, lane := range lanes {
		from, bytes := int(lane)/8, i-int(lane)%8
		k, ok := at[[2]int{from, bytes}]
		if !ok {
			k = len(list)
			at[[2]int{from, bytes}] = k
			list = append(list, move{from: from, bytes: bytes})
		}
		list[k].mask |= 0xff << (8 * i)
	}
	return list
}

// of is what the move makes of a half.
func (m move) of(half uint64) uint64 {
	if m.bytes < 0 {
		return half >> (-8 * m.bytes) & m.mask
	}
	return half << (8 * m.bytes) & m.mask
}

// moved writes half of a result. What comes from constants is one.
func (p *printer) moved(list []move, operands []*ir.Expr, args []*gotext.Expr) *gotext.Expr {
	var sum *gotext.Expr
	var known uint64
	for _, m := range list {
		if x := operands[m.from/2]; x.Kind == ir.Const {
			known |= m.of(binary.LittleEndian.Uint64(p.f.V128[x.A][8*(m.from%2):]))
			continue
		}
		sum = either(sum, m.write(gotext.Method(args[m.from/2], [...]string{"Lo", "Hi"}[m.from%2])))
	}
	if known != 0 || sum == nil {
		sum = either(sum, gotext.Hex(known))
	}
	return sum
}

// either is x | y, where there is an x.
func either(x, y *gotext.Expr) *gotext.Expr {
	if x == nil {
		return y
	}
	return gotext.Binary(x, "|", y)
}

// write is what the move makes of a half, as text.
func (m move) write(half *gotext.Expr) *gotext.Expr {
	switch {
	case m.bytes > 0:
		half = gotext.Binary(half, "<<", gotext.Uint64(uint64(8*m.bytes)))
	case m.bytes < 0:
		half = gotext.Binary(half, ">>", gotext.Uint64(uint64(-8*m.bytes)))
	}
	if m.of(math.MaxUint64) == (move{bytes: m.bytes, mask: math.MaxUint64}).of(math.MaxUint64) { // the shift leaves no others
		return half
	}
	return gotext.Binary(half, "&", gotext.Hex(m.mask))
}
