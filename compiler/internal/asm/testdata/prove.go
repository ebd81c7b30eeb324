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
	for _, in := range list {
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
		if !equal(want[3], seen(got[3], result[0]), c.nan) {
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

// equal compares bits, but for a NaN that arithmetic made any quiet one will do.
func equal(want, got vec.V128, nan int) bool {
	switch nan {
	case 32:
		w, g := want.Uint32(), got.Uint32()
		return sameButNaNs(w[:], g[:], 0x7fc00000)
	case 64:
		w, g := want.Uint64(), got.Uint64()
		return sameButNaNs(w[:], g[:], 0x7ff8000000000000)
	}
	return want == got
}

func sameButNaNs[T uint32 | uint64](want, got []T, canonical T) bool {
	for i := range want {
		if want[i]&canonical == canonical {
			want[i], got[i] = canonical, got[i]&canonical
		}
		if want[i] != got[i] {
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
