package asm

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/sets"
)

// Whatever is alive at the same time has homes of its own, and what an instruction writes before it has read all is no register of an operand.
func TestAllocate(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		c := randomCode(r)
		m := narrow{few: [classes]int{5 + r.IntN(6), 4 + r.IntN(10)}}
		dropUnused(c)
		if seed%2 == 0 {
			splitWebs(c)
		}
		a := allocate(c, m)
		l := live(c)
		for b := range c.blocks {
			now := l.out[b]
			for k := len(c.blocks[b].insts) - 1; k >= 0; k-- {
				i := &c.blocks[b].insts[k]
				checkHomes(t, c, a, m, i, now)
				before(now, i)
			}
			requireApart(t, c, a, now)
		}
	}
}

// A narrow machine has few registers.
type narrow struct {
	amd64
	few [classes]int
}

func (m narrow) registers(k class) []string { return m.amd64.registers(k)[:m.few[k]] }

// checkHomes looks at an instruction behind which these registers are alive.
func checkHomes(t *testing.T, c *code, a *allocation, m machine, i *inst, behind set) {
	t.Helper()
	if i.dst == none {
		return
	}
	after := sets.New[vreg](len(c.kinds))
	copy(after, behind)
	after.Add(i.dst)
	requireApart(t, c, a, after)
	for s, r := range i.src {
		if i.early && !(i.tied && s == 0) || i.tied && s > 0 {
			require.False(t, c.kinds[r] == c.kinds[i.dst] && a.homes[r].reg >= 0 && a.homes[r].reg == a.homes[i.dst].reg, "operand %d is overwritten too early", s)
		}
		require.Less(t, a.homes[r].reg, len(m.registers(c.kinds[r])))
	}
}

// requireApart tells whether registers have different homes.
func requireApart(t *testing.T, c *code, a *allocation, all set) {
	t.Helper()
	registers, slots := map[[2]int]vreg{}, map[int]vreg{}
	for r := range all.All {
		h := a.homes[r]
		if h.reg < 0 {
			if h.again == nil {
				require.NotContains(t, slots, h.slot)
				slots[h.slot] = r
			}
			continue
		}
		require.Less(t, h.reg, a.spare[c.kinds[r]], "a register that is set aside")
		at := [2]int{int(c.kinds[r]), h.reg}
		require.NotContains(t, registers, at)
		registers[at] = r
	}
}

// randomCode makes blocks that jump anywhere.
func randomCode(r *rand.Rand) *code {
	c := &code{}
	for range 10 + r.IntN(30) {
		c.newReg(class(r.IntN(2)))
	}
	any := func() vreg { return vreg(r.IntN(len(c.kinds))) }
	n := 1 + r.IntN(8)
	for range n {
		b := block{}
		for range r.IntN(12) {
			i := inst{dst: any(), pure: r.IntN(2) == 0, text: []string{"NOP"}}
			for range r.IntN(4) {
				i.src = append(i.src, any())
			}
			i.early = r.IntN(4) == 0
			if len(i.src) > 0 && c.kinds[i.src[0]] == c.kinds[i.dst] {
				i.tied = r.IntN(2) == 0
			}
			for k, s := range i.src { // as emit takes care
				if s == i.dst && (i.early && !(i.tied && k == 0) || i.tied && k > 0) {
					i.dst = c.newReg(c.kinds[i.dst])
				}
			}
			b.insts = append(b.insts, i)
		}
		for range r.IntN(3) {
			b.to = append(b.to, r.IntN(n))
		}
		c.blocks = append(c.blocks, b)
	}
	return c
}
