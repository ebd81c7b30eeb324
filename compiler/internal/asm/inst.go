package asm

import (
	"slices"
	"strconv"
	"strings"
)

// A vreg is a virtual register. The variables of the function come first, by the same numbers.
type vreg int

const none vreg = -1

// A class is a kind of registers.
type class uint8

const (
	general class = iota // an i32, with zeros above it, an i64 or an address
	vector               // a v128, or a float in its lowest lane
	classes
)

// An inst is one instruction, or several that stay together.
type inst struct {
	text     []string                                // lines, in which <d>, <0>, <1>, ... stand for registers, @3 for block 3, @@ for a label of its own, @T for its trap
	lines    func(dst string, src []string) []string // makes text of the registers, where that needs to know them
	dst      vreg
	src      []vreg
	tied     bool              // the register of dst holds src[0] when the text begins
	early    bool              // dst is written before all of src is read
	pure     bool              // it may be left out where nobody reads dst
	constant string            // the constant in memory that it loads, if it does nothing else
	copies   bool              // it does nothing but copy src[0]
	trap     string            // the function that @T calls
	offset   uint32            // of the instruction in the module's file, where it can trap
	access   int               // the line of text that can, where that is not @T
	polls    bool              // it calls a Go function, and begins to count turns in dst
	free     [classes][]string // the scratch registers that the text leaves alone, once allocate has looked
}

// A block is a run of instructions that ends with jumps.
type block struct {
	insts []inst
	to    []int
	depth int // loops around it
}

// code is a function on virtual registers.
type code struct {
	blocks []block
	kinds  []class    // by vreg
	consts [][16]byte // its constants in read-only data
}

func (c *code) newReg(k class) vreg {
	c.kinds = append(c.kinds, k)
	return vreg(len(c.kinds) - 1)
}

// write is the text with registers, but for jumps and labels.
func (i *inst) write(dst string, src []string) []string {
	if i.lines != nil {
		return i.lines(dst, src)
	}
	lines := slices.Clone(i.text)
	for k := range lines {
		for s, r := range src {
			lines[k] = strings.ReplaceAll(lines[k], "<"+strconv.Itoa(s)+">", r)
		}
		lines[k] = strings.ReplaceAll(lines[k], "<d>", dst)
	}
	return lines
}
