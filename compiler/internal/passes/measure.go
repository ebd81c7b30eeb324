package passes

import "github.com/wasm2go/wasm2go/compiler/internal/ir"

// Measure returns how many statements and expressions a body has, and how
// many levels deep its ifs and loops are nested.
func Measure(f *ir.Func) (nodes, depth int) {
	return measure(f.Body)
}

func measure(list []ir.Stmt) (nodes, depth int) {
	for i := range list {
		s := &list[i]
		nodes++
		for _, x := range s.X {
			nodes += int(x.Size)
		}
		inner := 0
		for _, l := range [][]ir.Stmt{s.Then, s.Else} {
			n, d := measure(l)
			nodes, inner = nodes+n, max(inner, d)
		}
		for k := range s.Cases {
			n, d := measure(s.Cases[k].Body)
			nodes, inner = nodes+n, max(inner, d)
		}
		if s.Kind == ir.If || s.Kind == ir.Loop {
			inner++
		}
		depth = max(depth, inner)
	}
	return nodes, depth
}
