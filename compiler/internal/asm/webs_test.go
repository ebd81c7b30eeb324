package asm

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is known of every register in every block is a bit of liveness: a function may have thousands of either.
func TestSplitWebsMemory(t *testing.T) {
	const n = 2000
	c := &code{}
	for range n {
		c.newReg(vector)
	}
	for b := range n { // defines one register, with all of them live
		i := inst{dst: vreg(b), src: []vreg{vreg(b)}, text: []string{"NOP"}}
		c.blocks = append(c.blocks, block{insts: []inst{i}, to: []int{(b + 1) % n}})
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	splitWebs(c)
	runtime.ReadMemStats(&after)
	require.Len(t, c.kinds, n)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(32<<20))
}

// A register that is defined again before it is read has nothing to do with what it was, unless both come to the same place.
func TestSplitWebs(t *testing.T) {
	def := func(r vreg) inst { return inst{dst: r, text: []string{"NOP"}} }
	use := func(r vreg) inst { return inst{dst: none, src: []vreg{r}, text: []string{"NOP"}} }
	c := &code{kinds: []class{general, vector}, blocks: []block{
		{insts: []inst{def(0), use(0), def(0), def(1)}, to: []int{1, 2}},
		{insts: []inst{use(0), def(0)}, to: []int{2}},
		{insts: []inst{use(0), use(1), def(1), use(1)}},
	}}
	splitWebs(c)
	var got [][]vreg
	for _, b := range c.blocks {
		var regs []vreg
		for _, i := range b.insts {
			regs = append(regs, append(i.src, i.dst)[0])
		}
		got = append(got, regs)
	}
	require.Equal(t, [][]vreg{{0, 0, 1, 2}, {1, 1}, {1, 2, 3, 3}}, got)
	require.Equal(t, []class{general, general, vector, vector}, c.kinds)
}
