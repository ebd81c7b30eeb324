package passes

import "github.com/wasm2go/wasm2go/compiler/internal/ir"

// Split divides a flat body into parts of about size nodes, each to become a
// Go function of its own (one if all of it fits), and finds the variables that must survive from one
// part to the next.
func Split(f *ir.Func, flat *ir.Flat, size int) {
	part, sum := ir.Part{}, 0
	for i := range flat.Blocks {
		n := blockSize(&flat.Blocks[i])
		if sum > 0 && sum+n > size {
			part.End = i
			flat.Parts = append(flat.Parts, part)
			part, sum = ir.Part{First: i}, 0
		}
		sum += n
	}
	part.End = len(flat.Blocks)
	flat.Parts = append(flat.Parts, part)
	flat.Shared = make([]bool, len(f.Vars))
	if len(flat.Parts) > 1 {
		entries(flat)
		share(f, flat)
	}
}

func blockSize(b *ir.BasicBlock) int {
	n := 2
	for i := range b.Stmts {
		n += 2
		for _, x := range b.Stmts[i].X {
			n += int(x.Size)
		}
	}
	return n
}

// entries finds the blocks that control enters from another part. A large
// table always leaves its part: the Go function returns a table's entry.
func entries(flat *ir.Flat) {
	partOf := make([]int, len(flat.Blocks))
	for p := range flat.Parts {
		for i := flat.Parts[p].First; i < flat.Parts[p].End; i++ {
			partOf[i] = p
		}
	}
	entered := make([]bool, len(flat.Blocks))
	entered[0] = true
	for i := range flat.Blocks {
		e := &flat.Blocks[i].End
		for _, to := range e.To {
			if partOf[to] != partOf[i] || LargeTable(e) {
				entered[to] = true
			}
		}
	}
	for i, is := range entered {
		if is {
			p := &flat.Parts[partOf[i]]
			p.Entries = append(p.Entries, i)
		}
	}
}

// LargeTable tells whether a table is better looked up than switched on.
func LargeTable(e *ir.Exit) bool { return e.Kind == ir.Table && len(e.To) > 256 }

// share marks the variables that are live where control enters a part. For each it goes back through the blocks from those that need its
// value, until it meets an entry or all that write it: never out of a part.
func share(f *ir.Func, flat *ir.Flat) {
	entry := make([]bool, len(flat.Blocks))
	for _, part := range flat.Parts {
		for _, e := range part.Entries {
			entry[e] = true
		}
	}
	needs, writes := accesses(f, flat)
	preds := predecessors(flat)
	seen := make([]int, len(flat.Blocks)) // 1 + the last variable that was found to be live at the start of the block, or is written in it
	var work []int
	for v := range f.Vars {
		for _, i := range writes[v] {
			seen[i] = v + 1
		}
		for work = append(work[:0], needs[v]...); len(work) > 0 && !flat.Shared[v]; {
			i := work[len(work)-1]
			work = work[:len(work)-1]
			flat.Shared[v] = entry[i]
			for _, p := range preds[i] {
				if seen[p] != v+1 {
					seen[p] = v + 1
					work = append(work, p)
				}
			}
		}
	}
}

// accesses gives for each variable the blocks that read it before they write it, and those that write it.
func accesses(f *ir.Func, flat *ir.Flat) (needs, writes [][]int) {
	needs, writes = make([][]int, len(f.Vars)), make([][]int, len(f.Vars))
	add := func(list *[]int, i int) {
		if n := len(*list); n == 0 || (*list)[n-1] != i {
			*list = append(*list, i)
		}
	}
	for i := range flat.Blocks {
		read := func(x *ir.Expr) {
			if x.Kind != ir.Read {
				return
			}
			if w := writes[x.Var]; len(w) == 0 || w[len(w)-1] != i {
				add(&needs[x.Var], i)
			}
		}
		EachStmt(&flat.Blocks[i], func(s *ir.Stmt) {
			for _, x := range s.X {
				x.Walk(read)
			}
			for _, v := range s.Dst {
				add(&writes[v], i)
			}
		})
	}
	return needs, writes
}

// EachStmt calls visit for the statements of a block; the operands of its
// end count as one more.
func EachStmt(b *ir.BasicBlock, visit func(*ir.Stmt)) {
	for k := range b.Stmts {
		visit(&b.Stmts[k])
	}
	switch {
	case b.End.X != nil:
		visit(&ir.Stmt{Kind: ir.Eval, X: []*ir.Expr{b.End.X}})
	case b.End.Stmt != nil:
		visit(b.End.Stmt)
	}
}

func predecessors(flat *ir.Flat) [][]int {
	preds := make([][]int, len(flat.Blocks))
	for i := range flat.Blocks {
		for _, to := range flat.Blocks[i].End.To {
			if n := len(preds[to]); n == 0 || preds[to][n-1] != i {
				preds[to] = append(preds[to], i)
			}
		}
	}
	return preds
}
