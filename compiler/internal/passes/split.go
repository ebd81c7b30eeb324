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

// share marks the variables that are live where control enters a part.
func share(f *ir.Func, flat *ir.Flat) {
	words := (len(f.Vars) + 63) / 64
	live := make([]uint64, len(flat.Blocks)*words) // at the start of each block
	reads, writes := accesses(flat, words)
	preds := predecessors(flat)
	work := make([]int, len(flat.Blocks))
	queued := make([]bool, len(flat.Blocks))
	for i := range work {
		work[i], queued[i] = i, true
	}
	for len(work) > 0 {
		i := work[len(work)-1]
		work = work[:len(work)-1]
		queued[i] = false
		in := live[i*words:][:words]
		changed := false
		for w := range words {
			out := uint64(0)
			for _, to := range flat.Blocks[i].End.To {
				out |= live[to*words+w]
			}
			if v := reads[i*words+w] | out&^writes[i*words+w]; v != in[w] {
				in[w], changed = v, true
			}
		}
		if !changed {
			continue
		}
		for _, p := range preds[i] {
			if !queued[p] {
				work, queued[p] = append(work, p), true
			}
		}
	}
	for _, part := range flat.Parts {
		for _, e := range part.Entries {
			for v := range f.Vars {
				if live[e*words+v/64]>>(v%64)&1 != 0 {
					flat.Shared[v] = true
				}
			}
		}
	}
}

// accesses gives for each block the variables it reads before it writes
// them, and those it writes.
func accesses(flat *ir.Flat, words int) (reads, writes []uint64) {
	reads = make([]uint64, len(flat.Blocks)*words)
	writes = make([]uint64, len(flat.Blocks)*words)
	for i := range flat.Blocks {
		r, w := reads[i*words:][:words], writes[i*words:][:words]
		read := func(x *ir.Expr) {
			if v := x.Var; x.Kind == ir.Read && w[v/64]>>(v%64)&1 == 0 {
				r[v/64] |= 1 << (v % 64)
			}
		}
		EachStmt(&flat.Blocks[i], func(s *ir.Stmt) {
			for _, x := range s.X {
				x.Walk(read)
			}
			for _, v := range s.Dst {
				w[v/64] |= 1 << (v % 64)
			}
		})
	}
	return reads, writes
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
