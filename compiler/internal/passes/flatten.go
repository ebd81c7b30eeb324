package passes

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
)

// Flatten turns a lowered body, before Structure, into basic blocks.
// Unreachable ones are left out.
func Flatten(f *ir.Func) *ir.Flat {
	b := flattener{at: map[*ir.Label]int{}}
	b.open(b.block())
	b.list(f.Body)
	if b.live {
		b.close(ir.Exit{Kind: ir.Leave, Stmt: &ir.Stmt{Kind: ir.Unreachable}})
	}
	return b.finish()
}

// maxBlock bounds the statements of a basic block, so that a part can end
// anywhere.
const maxBlock = 200

type flattener struct {
	blocks []ir.BasicBlock
	order  []int // blocks in the order they were opened
	at     map[*ir.Label]int
	cur    int
	live   bool
}

func (b *flattener) block() int {
	b.blocks = append(b.blocks, ir.BasicBlock{})
	return len(b.blocks) - 1
}

// open goes on in block i.
func (b *flattener) open(i int) {
	b.order = append(b.order, i)
	b.cur, b.live = i, true
}

// close ends the current block.
func (b *flattener) close(e ir.Exit) {
	b.blocks[b.cur].End = e
	b.live = false
}

func (b *flattener) jump(to int) { b.close(ir.Exit{Kind: ir.Goto, To: []int{to}}) }

// next ends the current block, if it is live, by falling into block i.
func (b *flattener) next(i int) {
	if b.live {
		b.jump(i)
	}
	b.open(i)
}

func (b *flattener) list(list []ir.Stmt) {
	for i := range list {
		if !b.live {
			return
		}
		b.stmt(&list[i])
	}
}

func (b *flattener) stmt(s *ir.Stmt) {
	switch s.Kind {
	case ir.Block:
		after := b.block()
		b.at[s.Label] = after
		b.list(s.Then)
		b.next(after)
	case ir.Loop:
		head := b.block()
		b.at[s.Label] = head
		b.next(head)
		b.list(s.Then)
	case ir.If:
		b.branch(s)
	case ir.Br:
		b.jump(b.at[s.Label])
	case ir.Switch:
		b.table(s)
	case ir.Return, ir.TailCall, ir.Unreachable:
		b.close(ir.Exit{Kind: ir.Leave, Stmt: s})
	default:
		cur := &b.blocks[b.cur]
		cur.Stmts = append(cur.Stmts, *s)
		if len(cur.Stmts) >= maxBlock {
			b.next(b.block())
		}
	}
}

func (b *flattener) branch(s *ir.Stmt) {
	after := b.block()
	then, thenBody := b.arm(s.Then, after)
	other, otherBody := b.arm(s.Else, after)
	b.close(ir.Exit{Kind: ir.Branch, X: s.X[0], To: []int{then, other}})
	for _, arm := range []struct {
		at   int
		body []ir.Stmt
	}{{then, thenBody}, {other, otherBody}} {
		if arm.body != nil {
			b.open(arm.at)
			b.list(arm.body)
			if b.live {
				b.jump(after)
			}
		}
	}
	b.open(after)
}

// arm finds where a list of statements begins: at the target of the branch
// that it consists of, at after if it is empty, else in a block of its own.
func (b *flattener) arm(list []ir.Stmt, after int) (at int, body []ir.Stmt) {
	switch {
	case len(list) == 0:
		return after, nil
	case list[0].Kind == ir.Br:
		return b.at[list[0].Label], nil
	}
	return b.block(), list
}

func (b *flattener) table(s *ir.Stmt) {
	last := &s.Cases[len(s.Cases)-1] // the default
	n := 0
	for i := range s.Cases {
		for _, v := range s.Cases[i].Values {
			n = max(n, int(v)+1)
		}
	}
	after := b.block()
	to := make([]int, n+1)
	fallback, body := b.arm(last.Body, after)
	for i := range to {
		to[i] = fallback
	}
	type arm struct {
		at   int
		body []ir.Stmt
	}
	arms := []arm{{fallback, body}}
	for i := range s.Cases[:len(s.Cases)-1] {
		c := &s.Cases[i]
		at, body := b.arm(c.Body, after)
		arms = append(arms, arm{at, body})
		for _, v := range c.Values {
			to[v] = at
		}
	}
	b.close(ir.Exit{Kind: ir.Table, X: s.X[0], To: to})
	for _, a := range arms {
		if a.body != nil {
			b.open(a.at)
			b.list(a.body)
			if b.live {
				b.jump(after)
			}
		}
	}
	b.open(after)
}

// finish threads jumps through empty blocks, drops what cannot be reached,
// and numbers the rest in the order of the text.
func (b *flattener) finish() *ir.Flat {
	if b.live {
		b.close(ir.Exit{Kind: ir.Leave, Stmt: &ir.Stmt{Kind: ir.Unreachable}})
	}
	for i := range b.blocks {
		to := b.blocks[i].End.To
		for k := range to {
			to[k] = b.thread(to[k])
		}
	}
	reached := b.reach()
	number := make([]int, len(b.blocks))
	flat := &ir.Flat{}
	for _, i := range b.order {
		if reached[i] {
			number[i] = len(flat.Blocks)
			flat.Blocks = append(flat.Blocks, b.blocks[i])
		}
	}
	for i := range flat.Blocks {
		to := slices.Clone(flat.Blocks[i].End.To)
		for k := range to {
			to[k] = number[to[k]]
		}
		flat.Blocks[i].End.To = to
	}
	return flat
}

// thread follows empty blocks from i on, and has all of them lead to where it ends. Empty blocks can form a loop: then it ends somewhere on
// it, with a block that leads to itself.
func (b *flattener) thread(i int) int {
	end := i
	for range len(b.blocks) {
		to := b.through(end)
		if to == nil || *to == end {
			break
		}
		end = *to
	}
	for i != end {
		to := b.through(i)
		i, *to = *to, end
	}
	if to := b.through(end); to != nil {
		*to = end
	}
	return end
}

// through is where an empty block leads, nil for any other.
func (b *flattener) through(i int) *int {
	x := &b.blocks[i]
	if len(x.Stmts) > 0 || x.End.Kind != ir.Goto || len(x.End.To) != 1 {
		return nil
	}
	return &x.End.To[0]
}

func (b *flattener) reach() []bool {
	reached := make([]bool, len(b.blocks))
	work := []int{0}
	reached[0] = true
	for len(work) > 0 {
		i := work[len(work)-1]
		work = work[:len(work)-1]
		for _, k := range b.blocks[i].End.To {
			if !reached[k] {
				reached[k] = true
				work = append(work, k)
			}
		}
	}
	return reached
}
