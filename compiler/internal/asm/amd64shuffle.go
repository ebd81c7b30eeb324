package asm

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// shuffle is i8x16.shuffle, by the shortest instruction that does it.
func (m amd64) shuffle(s *selector, x *ir.Expr, dst vreg) vreg {
	lanes := s.f.V128[x.A]
	a, b := x.Args[0], x.Args[1]
	if ir.SameLeaf(a, b) { // also where lanes are of one alone: lowering mentions no other
		for i := range lanes {
			lanes[i] &= 15
		}
		return m.shuffleOne(s, lanes, a, dst)
	}
	for _, u := range unpacks {
		switch lanes {
		case unpacked(u.width, u.from, 0, 16):
			return m.two(s, u.name+" <1>, <d>", a, b, dst)
		case unpacked(u.width, u.from, 16, 0):
			return m.two(s, u.name+" <1>, <d>", b, a, dst)
		}
	}
	if n := lanes[0]; n < 16 && lanes == consecutive(n) {
		return m.two(s, fmt.Sprintf("PALIGNR $%d, <1>, <d>", n), b, a, dst)
	} else if lanes == consecutive(n) {
		return m.two(s, fmt.Sprintf("PALIGNR $%d, <1>, <d>", n-16), a, b, dst)
	}
	if w, ok := words(lanes); ok && w[0] < 4 && w[1] < 4 && w[2] >= 4 && w[3] >= 4 {
		return m.two(s, fmt.Sprintf("SHUFPS $%#x, <1>, <d>", w[0]|w[1]<<2|(w[2]-4)<<4|(w[3]-4)<<6), a, b, dst)
	} else if ok && w[0] >= 4 && w[1] >= 4 && w[2] < 4 && w[3] < 4 {
		return m.two(s, fmt.Sprintf("SHUFPS $%#x, <1>, <d>", (w[0]-4)|(w[1]-4)<<2|w[2]<<4|w[3]<<6), b, a, dst)
	}
	var of [2][16]byte // out of range where the byte is the other's
	for i, l := range lanes {
		of[0][i], of[1][i] = 0x80, 0x80
		of[l/16][i] = l % 16
	}
	return s.make(wasm.V128, dst, inst{
		text: []string{
			"MOVAPS <1>, X15", "PSHUFB " + s.constText(of[1]) + ", X15",
			"PSHUFB " + s.constText(of[0]) + ", <d>", "POR X15, <d>",
		},
		src: s.overwriting(dst, a, b), tied: true, pure: true,
	})
}

// two is an instruction of two vectors that overwrites the first.
func (m amd64) two(s *selector, text string, a, b *ir.Expr, dst vreg) vreg {
	return s.make(wasm.V128, dst, inst{text: []string{text}, src: s.overwriting(dst, a, b), tied: true, pure: true})
}

// unpacks are the instructions that take lanes of two vectors in turn, from their lower or upper halves.
var unpacks = []struct {
	name        string
	width, from int // bytes
}{
	{"PUNPCKLBW", 1, 0}, {"PUNPCKHBW", 1, 8}, {"PUNPCKLWL", 2, 0}, {"PUNPCKHWL", 2, 8},
	{"PUNPCKLLQ", 4, 0}, {"PUNPCKHLQ", 4, 8}, {"PUNPCKLQDQ", 8, 0}, {"PUNPCKHQDQ", 8, 8},
}

func unpacked(width, from int, first, second byte) (lanes [16]byte) {
	for i := range lanes {
		lane, side := i/width/2, first
		if i/width%2 == 1 {
			side = second
		}
		lanes[i] = side + byte(from+lane*width+i%width)
	}
	return lanes
}

// consecutive are lanes from n on, the last one of both vectors followed by the first.
func consecutive(n byte) (lanes [16]byte) {
	for i := range lanes {
		lanes[i] = (n + byte(i)) % 32
	}
	return lanes
}

// words are the lanes of 32 bits that a shuffle takes, if it moves whole ones.
func words(lanes [16]byte) (w [4]byte, ok bool) {
	for i := range w {
		w[i] = lanes[4*i] / 4
		for k := range byte(4) {
			if lanes[4*i+int(k)] != 4*w[i]+k {
				return w, false
			}
		}
	}
	return w, true
}

// shuffleOne moves lanes within one vector.
func (m amd64) shuffleOne(s *selector, lanes [16]byte, a *ir.Expr, dst vreg) vreg {
	if lanes == consecutive(0) {
		return s.eval(a, dst)
	}
	i := inst{src: []vreg{s.value(a)}, pure: true}
	if w, ok := words(lanes); ok {
		i.text = []string{fmt.Sprintf("PSHUFL $%#x, <0>, <d>", w[0]|w[1]<<2|w[2]<<4|w[3]<<6)}
		return s.make(wasm.V128, dst, i)
	}
	i.tied, i.text = true, []string{"PSHUFB " + s.constText(lanes) + ", <d>"}
	return s.make(wasm.V128, dst, i)
}
