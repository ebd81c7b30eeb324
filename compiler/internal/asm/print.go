package asm

import (
	"fmt"
	"maps"
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
	in      *Input
	m       machine
	held    map[string]vreg // what spare registers have of what lives in the frame
	code    *code
	homes   *allocation
	text    []byte
	line    int
	labels  int
	targets []bool // by block: jumps mention it
	places  []Place
	traps   []stub
	at      int // number of the instruction
	saves   int // bytes of the frame for what polls save
}

// A stub calls, behind the function's end, what raises a trap.
type stub struct {
	label, trap string
	offset      uint32
}

func print(in *Input, m machine, c *code, a *allocation) *Output {
	p := &printer{in: in, m: m, code: c, homes: a, held: map[string]vreg{}}
	p.findTargets()
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
	clear(p.held)
	if p.targets[b] {
		p.lines(blockLabel(b) + ":")
	}
	for n := range p.code.blocks[b].insts {
		p.inst(&p.code.blocks[b].insts[n], b)
		p.at++
	}
}

func blockLabel(b int) string { return "b" + strconv.Itoa(b) }

// findTargets finds the blocks that jumps mention.
func (p *printer) findTargets() {
	p.targets = make([]bool, len(p.code.blocks))
	for from := range p.code.blocks {
		for _, to := range p.code.blocks[from].to {
			p.targets[to] = p.targets[to] || to != from+1 || !p.fallsThrough(from)
		}
	}
}

// fallsThrough tells whether a block ends with no jump but one to the next.
func (p *printer) fallsThrough(b int) bool {
	blk := &p.code.blocks[b]
	return len(blk.to) == 1 && (len(blk.insts) == 0 || len(blk.insts[len(blk.insts)-1].text) == 1 && blk.insts[len(blk.insts)-1].text[0] == jumpTo(b+1))
}

func jumpTo(b int) string { return "JMP @" + strconv.Itoa(b) }

// inst writes one instruction with its registers.
func (p *printer) inst(i *inst, block int) {
	if i.dst != none && p.homes.homes[i.dst].again != nil {
		return
	}
	dst, src := p.operands(i)
	if i.tied && dst != src[0] {
		p.lines(p.m.move(p.code.kinds[i.dst], src[0], dst))
	}
	p.forget(i, dst)
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
		p.held[dst] = i.dst
	}
}

// forget notes that an instruction overwrites spare registers.
func (p *printer) forget(i *inst, dst string) {
	if i.polls {
		clear(p.held)
	}
	maps.DeleteFunc(p.held, func(reg string, r vreg) bool { return reg == dst || r == i.dst })
	for k := range classes {
		for _, reg := range p.m.scratch(k) {
			if !slices.Contains(i.free[k], reg) {
				delete(p.held, reg)
			}
		}
	}
}

// operands finds the machine registers of an instruction. What lives in the frame is loaded into spare ones, unless one has it from before.
func (p *printer) operands(i *inst) (dst string, src []string) {
	free := p.spares(i)
	src = make([]string, len(i.src))
	for s, r := range i.src {
		if h := p.homes.homes[r]; h.reg >= 0 {
			src[s] = p.register(r)
		} else if at := p.holder(r, free); at != "" && !(i.tied && s == 0) {
			src[s] = at
			free.remove(at)
		}
	}
	for s, r := range i.src {
		if src[s] != "" {
			continue
		}
		if first := slices.Index(i.src, r); first < s && !(i.tied && first == 0) {
			src[s] = src[first]
			continue
		}
		if text, ok := p.inMemory(i, s); ok {
			src[s] = text
			continue
		}
		if i.tied && s == 0 && p.homes.homes[i.dst].reg >= 0 {
			src[s] = p.register(i.dst)
		} else {
			src[s] = free.take(p.code.kinds[r])
		}
		p.load(r, src[s])
	}
	if i.dst == none {
		return "", src
	}
	switch h := p.homes.homes[i.dst]; {
	case h.reg >= 0:
		dst = p.register(i.dst)
	case i.tied && p.homes.homes[i.src[0]].reg < 0:
		dst = src[0]
	default:
		dst = free.take(p.code.kinds[i.dst])
	}
	return dst, src
}

// register is the machine register of a virtual one that has one.
func (p *printer) register(r vreg) string {
	return p.m.registers(p.code.kinds[r])[p.homes.homes[r].reg]
}

// load loads what lives in the frame, or computes it again.
func (p *printer) load(r vreg, reg string) {
	h := p.homes.homes[r]
	if h.again != nil {
		for _, l := range h.again.write(reg, nil) {
			p.lines(p.m.spelled(l))
		}
	} else {
		p.lines(p.m.reload(p.code.kinds[r], h.slot, reg))
	}
	p.held[reg] = r
}

// inMemory is the operand of an instruction that can have a constant from memory.
func (p *printer) inMemory(i *inst, s int) (string, bool) {
	h := p.homes.homes[i.src[s]]
	if h.again == nil || h.again.constant == "" || i.lines == nil || !i.tied || s == 0 || !p.m.constants() {
		return "", false
	}
	return h.again.constant, true
}

// A spareList has registers that pass values.
type spareList [classes][]string

// spares are those that an instruction may use.
func (p *printer) spares(i *inst) *spareList {
	list := &spareList{}
	for k := range classes {
		list[k] = slices.Concat(i.free[k], p.m.registers(k)[p.homes.spare[k]:])
	}
	return list
}

func (l *spareList) take(k class) string {
	reg := l[k][0]
	l[k] = l[k][1:]
	return reg
}

func (l *spareList) remove(reg string) {
	for k := range l {
		l[k] = slices.DeleteFunc(l[k], func(r string) bool { return r == reg })
	}
}

// holder is the spare register that has a value of the frame already.
func (p *printer) holder(r vreg, among *spareList) string {
	for _, reg := range among[p.code.kinds[r]] {
		if held, ok := p.held[reg]; ok && held == r {
			return reg
		}
	}
	return ""
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
