// Command prove compares what rows compute with what the Go functions do. TestRows adds the checks.
package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// slots has three operands, the result, and the operands as they were found afterwards. A scalar is in the lowest bits.
type slots [7]vec.V128

// A check is a row in some registers. Functions assembly and portable read operands and set the result of slots.
type check struct {
	name     string // the instruction and the registers
	sig      string // as in ops.txt
	step     int    // each so many inputs are tried
	kept     []int  // the operands whose registers are read afterwards
	nan      int    // the width of floats, if any quiet NaN may be the result
	same     bool   // the first two operands are in one register
	assembly func(*slots)
	portable func(*slots)
}

func main() {
	failures := 0
	list := inputs(rand.New(rand.NewPCG(1, 2)))
	for _, c := range checks {
		if message := c.run(list); message != "" {
			fmt.Println(message)
			failures++
		}
	}
	fmt.Println(len(checks), "checks,", len(list), "inputs")
	if failures > 0 {
		os.Exit(1)
	}
}

// run returns what is wrong with the first result that is.
func (c *check) run(list [][3]vec.V128) string {
	operands, result, _ := strings.Cut(c.sig, ":")
	for i := 0; i < len(list); i += c.step {
		in := list[i]
		want := slots{in[0], in[1], in[2]}
		if c.same {
			want[1] = want[0]
		}
		got := want
		for i, kind := range []byte(operands) {
			want[i] = clip(want[i], kind)
		}
		c.portable(&want)
		c.assembly(&got)
		if !equal(want[3], seen(got[3], result[0]), c.nan, canonical(want[:len(operands)])) {
			return fmt.Sprintf("%s: of %v is %v, want %v", c.name, got[:len(operands)], got[3], want[3])
		}
		for _, i := range c.kept {
			if seen(got[4+i], operands[i]) != want[i] {
				return fmt.Sprintf("%s: operand %d of %v is %v afterwards", c.name, i, got[:len(operands)], got[4+i])
			}
		}
	}
	return ""
}

// clip is what of 16 bytes a value is.
func clip(v vec.V128, kind byte) vec.V128 {
	switch kind {
	case 'i', 'f':
		return vec.Of(uint64(uint32(v.Lo())), 0)
	case 'j', 'd':
		return vec.Of(v.Lo(), 0)
	}
	return v
}

// seen is what of a register is a value: an i32 is all of it, because the upper half must be 0.
func seen(v vec.V128, kind byte) vec.V128 {
	if kind == 'i' {
		kind = 'j'
	}
	return clip(v, kind)
}

// canonical reports whether there is no NaN in any lane but canonical ones.
func canonical(operands []vec.V128) bool {
	for _, v := range operands {
		for _, x := range v.Uint32() {
			if x<<1 > 0x7f800000<<1 && x<<1 != 0x7fc00000<<1 {
				return false
			}
		}
		for _, x := range v.Uint64() {
			if x<<1 > 0x7ff0000000000000<<1 && x<<1 != 0x7ff8000000000000<<1 {
				return false
			}
		}
	}
	return true
}

// equal compares bits, but for NaNs if arithmetic made them of floats of so many bits: then any quiet one will do, and if strict
// any canonical one.
func equal(want, got vec.V128, nan int, strict bool) bool {
	switch nan {
	case 32:
		w, g := want.Uint32(), got.Uint32()
		return sameButNaNs(w[:], g[:], 0x7fc00000, strict)
	case 64:
		w, g := want.Uint64(), got.Uint64()
		return sameButNaNs(w[:], g[:], 0x7ff8000000000000, strict)
	}
	return want == got
}

func sameButNaNs[T uint32 | uint64](want, got []T, quiet T, strict bool) bool {
	for i := range want {
		same := want[i] == got[i]
		if want[i]&quiet == quiet {
			same = got[i]&quiet == quiet && (!strict || got[i]<<1 == quiet<<1)
		}
		if !same {
			return false
		}
	}
	return true
}

func number(holds bool) uint64 {
	if holds {
		return 1
	}
	return 0
}
