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
		for list := range s.Lists {
			n, d := measure(*list)
			nodes, inner = nodes+n, max(inner, d)
		}
		if s.Kind == ir.If || s.Kind == ir.Loop {
			inner++
		}
		depth = max(depth, inner)
	}
	return nodes, depth
}
