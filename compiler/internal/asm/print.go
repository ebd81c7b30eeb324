package asm

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// betweenPolls is about how many instructions there may be between two polls: some ten microseconds.
const betweenPolls = 1 << 17

// turns is how many turns of loops that are.
func (c *code) turns() int {
	n := 1
	for b := range c.blocks {
		n += len(c.blocks[b].insts)
	}
	return betweenPolls/n + 1
}

// printer writes a function's text.
type printer struct {
	in     *Input
	m      machine
	code   *code
	homes  *allocation
	text   []byte
	line   int
	labels int
	places []Place
	traps  []stub
	at     int // number of the instruction
	saves  int // bytes of the frame for what polls save
}

// A stub calls, behind the function's end, what raises a trap.
type stub struct {
	label, trap string
	offset      uint32
}

func print(in *Input, m machine, c *code, a *allocation) *Output {
	p := &printer{in: in, m: m, code: c, homes: a}
	for b := range c.blocks {
		p.block(b)
	}
	for _, s := range p.traps {
		p.lines(s.label+":", "CALL ·"+s.trap+"(SB)")
		p.place(s.offset)
		p.lines("RET")
	}
	head := p.head()
	above := strings.Count(head, "\n")
	for i := range p.places {
		p.places[i].Line += above
	}
	return &Output{Text: append([]byte(head), p.text...), Places: p.places}
}

// head is what comes before the code: constants, the function's symbol and its frame.
func (p *printer) head() string {
	var b strings.Builder
	for i, c := range p.code.consts {
		name := constName(p.in.Name, i)
		for n := range 2 {
			fmt.Fprintf(&b, "DATA %s+%d(SB)/8, $%#x\n", name, 8*n, half(c, n))
		}
		fmt.Fprintf(&b, "GLOBL %s(SB), RODATA|NOPTR, $16\n\n", name)
	}
	fmt.Fprintf(&b, "TEXT ·%s(SB), 0, $%d-%d\n\tNO_LOCAL_POINTERS\n", p.in.Name, p.homes.frame+p.saves, frameOf(p.in).size)
	return b.String()
}

func constName(name string, i int) string { return name + "c" + strconv.Itoa(i) + "<>" }

// half is 8 bytes of a constant as a number.
func half(c [16]byte, n int) (w uint64) {
	for i := 7; i >= 0; i-- {
		w = w<<8 | uint64(c[8*n+i])
	}
	return w
}

// lines writes lines: labels at the margin, instructions behind a tab.
func (p *printer) lines(lines ...string) {
	for _, l := range lines {
		if !strings.HasSuffix(l, ":") {
			p.text = append(p.text, '\t')
		} else {
			p.text = append(p.text, '\n')
			p.line++
		}
		p.text = append(append(p.text, l...), '\n')
		p.line++
	}
}

// place notes that the line before may trap.
func (p *printer) place(offset uint32) { p.places = append(p.places, Place{p.line - 1, offset}) }

func (p *printer) block(b int) {
	if p.isTarget(b) {
		p.lines(blockLabel(b) + ":")
	}
	for n := range p.code.blocks[b].insts {
		p.inst(&p.code.blocks[b].insts[n], b)
		p.at++
	}
}

func blockLabel(b int) string { return "b" + strconv.Itoa(b) }

// isTarget tells whether a jump mentions a block.
func (p *printer) isTarget(b int) bool {
	for from := range p.code.blocks {
		if slices.Contains(p.code.blocks[from].to, b) && (from != b-1 || !p.fallsThrough(from)) {
			return true
		}
	}
	return false
}

// fallsThrough tells whether a block ends with no jump but one to the next.
func (p *printer) fallsThrough(b int) bool {
	blk := &p.code.blocks[b]
	return len(blk.to) == 1 && (len(blk.insts) == 0 || len(blk.insts[len(blk.insts)-1].text) == 1 && blk.insts[len(blk.insts)-1].text[0] == jumpTo(b+1))
}

func jumpTo(b int) string { return "JMP @" + strconv.Itoa(b) }

// inst writes one instruction with its registers.
func (p *printer) inst(i *inst, block int) {
	dst, src := p.operands(i)
	if i.tied && dst != src[0] {
		p.lines(p.m.move(p.code.kinds[i.dst], src[0], dst))
	}
	switch {
	case i.copies:
		if dst != src[0] {
			p.lines(p.m.move(p.code.kinds[i.dst], src[0], dst))
		}
	case i.polls:
		p.poll(i, dst)
	default:
		p.expand(i, block, dst, src)
	}
	if i.dst != none && p.homes.homes[i.dst].reg < 0 {
		p.lines(p.m.spill(p.code.kinds[i.dst], dst, p.homes.homes[i.dst].slot))
	}
}

// operands finds the machine registers of an instruction. What lives in the frame is loaded into spare ones.
func (p *printer) operands(i *inst) (dst string, src []string) {
	used := [classes]int{}
	spare := func(r vreg) string {
		k := p.code.kinds[r]
		used[k]++
		return p.m.registers(k)[p.homes.spare[k]+used[k]-1]
	}
	src = make([]string, len(i.src))
	for s, r := range i.src {
		h := p.homes.homes[r]
		if first := slices.Index(i.src, r); first < s && !(i.tied && first == 0) {
			src[s] = src[first]
			continue
		}
		if h.reg >= 0 {
			src[s] = p.m.registers(p.code.kinds[r])[h.reg]
			continue
		}
		src[s] = spare(r)
		p.lines(p.m.reload(p.code.kinds[r], h.slot, src[s]))
	}
	if i.dst == none {
		return "", src
	}
	h := p.homes.homes[i.dst]
	switch {
	case h.reg >= 0:
		dst = p.m.registers(p.code.kinds[i.dst])[h.reg]
	case i.tied && p.homes.homes[i.src[0]].reg < 0:
		dst = src[0]
	default:
		dst = spare(i.dst)
	}
	return dst, src
}

// expand writes the text of an instruction.
func (p *printer) expand(i *inst, block int, dst string, src []string) {
	own := ""
	for n, l := range i.write(dst, src) {
		l = p.m.spelled(l)
		if strings.Contains(l, "@@") {
			if own == "" {
				p.labels++
				own = "l" + strconv.Itoa(p.labels)
			}
			l = strings.ReplaceAll(l, "@@", own)
		}
		if strings.Contains(l, "@T") {
			l = strings.ReplaceAll(l, "@T", p.trap(i))
		}
		if to, jump := jumpTarget(l); jump && to == block+1 && strings.HasPrefix(l, "JMP") {
			continue
		}
		p.lines(blocksNamed(l))
		if i.offset != 0 && i.trap == "" && n == i.access {
			p.place(i.offset)
		}
	}
}

// jumpTarget is the block that a line jumps to.
func jumpTarget(l string) (to int, ok bool) {
	_, number, ok := strings.Cut(l, "@")
	if !ok {
		return 0, false
	}
	to, err := strconv.Atoi(number)
	return to, err == nil
}

// blocksNamed writes @3 as the label of block 3.
func blocksNamed(l string) string {
	if _, ok := jumpTarget(l); !ok {
		return l
	}
	return strings.Replace(l, "@", "b", 1)
}

func (p *printer) trap(i *inst) string {
	label := "t" + strconv.Itoa(len(p.traps)+1)
	p.traps = append(p.traps, stub{label, i.trap, i.offset})
	return label
}

// poll calls the function where the goroutine can be stopped, around which it saves the registers in use, and begins to count again.
func (p *printer) poll(i *inst, count string) {
	var saved []vreg
	bytes := 0
	for r, s := range p.homes.spans {
		if s.start >= 0 && s.start < 2*p.at && s.end > 2*p.at && p.homes.homes[r].reg >= 0 && vreg(r) != i.dst {
			saved = append(saved, vreg(r))
		}
	}
	each := func(f func(k class, slot int, reg string) string) {
		slot := p.homes.frame
		for _, r := range saved {
			k := p.code.kinds[r]
			p.lines(f(k, slot, p.m.registers(k)[p.homes.homes[r].reg]))
			slot += slotSize(k)
		}
		bytes = slot - p.homes.frame
	}
	each(func(k class, slot int, reg string) string { return p.m.spill(k, reg, slot) })
	p.lines("CALL ·poll(SB)")
	each(func(k class, slot int, reg string) string { return p.m.reload(k, slot, reg) })
	p.lines(p.m.number(p.code.turns(), count))
	p.saves = max(p.saves, bytes)
}
