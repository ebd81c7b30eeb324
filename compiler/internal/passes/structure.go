package passes

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// maxGuards bounds how many branches out of one block become nested ifs:
// beyond a few, gotos to the block's end read better.
const maxGuards = 4

// maxNesting bounds how deep blocks may be nested for that: each of them can
// add a level.
const maxNesting = 40

// Structure turns blocks and branches into ifs and fors where it can, and
// drops statements that control cannot reach. A branch always leaves the
// block it names, so all of a block's branches are seen inside it.
//
// Afterwards a Loop means what Go's for means: its body runs again when its
// end is reached, and a Br to its Exit leaves it.
func Structure(f *ir.Func) {
	s := structurer{f: f}
	f.Body = s.list(f.Body)
}

type structurer struct {
	f     *ir.Func
	depth int // blocks around
}

func (s *structurer) list(list []ir.Stmt) []ir.Stmt {
	if len(list) == 0 {
		return nil
	}
	return s.add(make([]ir.Stmt, 0, len(list)), list)
}

// add appends a list to out.
func (s *structurer) add(out, list []ir.Stmt) []ir.Stmt {
	first := len(out)
	for i := range list {
		st := &list[i]
		switch st.Kind {
		case ir.Block:
			out = s.block(out, *st)
		case ir.Loop:
			out = append(out, s.loop(*st))
		default:
			for inner := range st.Lists {
				*inner = s.list(*inner)
			}
			out = append(out, *st)
		}
		if !ir.Completes(out[first:]) {
			forget(list[i+1:])
			break
		}
	}
	return out
}

// block appends a block, or its statements if nothing branches to its end: these are where they belong then, so that blocks in blocks do
// not copy them again and again.
func (s *structurer) block(out []ir.Stmt, b ir.Stmt) []ir.Stmt {
	first := len(out)
	s.depth++
	out = s.add(out, b.Then)
	s.depth--
	out = out[:first+len(dropTail(out[first:], b.Label))]
	if b.Label.Uses <= maxGuards && s.depth < maxNesting {
		out = guards(out, first, b.Label)
	}
	if b.Label.Uses == 0 {
		return out
	}
	body := out[first:]
	if n := len(body); n > 0 && body[n-1].Kind == ir.Loop {
		body[n-1].Exit.Same = b.Label
		b.Label.Uses += body[n-1].Exit.Uses
	}
	b.Then = slices.Clone(body)
	return append(out[:first], b)
}

// loop makes the way out of a loop explicit.
func (s *structurer) loop(l ir.Stmt) ir.Stmt {
	l.Exit = s.f.NewLabel()
	l.Then = s.list(l.Then)
	n := len(l.Then)
	if n > 0 && l.Then[n-1].Kind == ir.Br && l.Then[n-1].Label == l.Label {
		l.Then = l.Then[:n-1]
		l.Label.Uses--
		return l
	}
	if !ir.Completes(l.Then) {
		return l
	}
	// `if c { continue }` before the end is `if !c { break }`.
	if n > 0 && l.Then[n-1].Kind == ir.If && isJump(l.Then[n-1].Then, l.Label) && len(l.Then[n-1].Else) == 0 {
		last := &l.Then[n-1]
		last.X[0] = ir.Negate(last.X[0])
		last.Then[0].Label = l.Exit
		l.Label.Uses--
		l.Exit.Uses++
		return l
	}
	l.Then = append(l.Then, ir.Stmt{Kind: ir.Br, Label: l.Exit})
	l.Exit.Uses++
	return l
}

// isJump tells whether list is just a branch to label.
func isJump(list []ir.Stmt, label *ir.Label) bool {
	return len(list) == 1 && list[0].Kind == ir.Br && list[0].Label == label
}

// dropTail removes branches to label where control gets there anyway.
func dropTail(list []ir.Stmt, label *ir.Label) []ir.Stmt {
	if len(list) == 0 {
		return list
	}
	last := &list[len(list)-1]
	switch last.Kind {
	case ir.Br:
		if last.Label == label {
			label.Uses--
			return dropTail(list[:len(list)-1], label)
		}
	case ir.If, ir.Block, ir.Switch: // the end of a loop's body leads elsewhere
		for inner := range last.Lists {
			*inner = dropTail(*inner, label)
		}
		tidy(last)
	}
	return list
}

// tidy gives an if a first arm.
func tidy(s *ir.Stmt) {
	if len(s.Then) == 0 && len(s.Else) > 0 {
		s.X[0] = ir.Negate(s.X[0])
		s.Then, s.Else = s.Else, nil
	}
}

// guards turns a branch to the end of the block that begins with statement first, `if c { A; goto end }; B`,
// into `if c { A } else { B }`, or `if !c { B }; A` where B is a handler that leads elsewhere.
func guards(list []ir.Stmt, first int, end *ir.Label) []ir.Stmt {
	for i := len(list) - 2; i >= first; i-- {
		st := &list[i]
		n := len(st.Then)
		if st.Kind != ir.If || len(st.Else) > 0 || n == 0 {
			continue
		}
		if last := st.Then[n-1]; last.Kind != ir.Br || last.Label != end {
			continue
		}
		end.Uses--
		st.Then = dropTail(st.Then[:n-1], end)
		st.Else = dropTail(slices.Clone(list[i+1:]), end)
		list = list[:i+1]
		if asksPending(st.X[0]) && !ir.Completes(st.Else) {
			before := st.Then
			st.Then = nil
			list = append(list, before...)
		}
		tidy(&list[i])
	}
	return list
}

// asksPending tells whether a condition is that there is an exception, or that there is none.
func asksPending(x *ir.Expr) bool {
	return x.Op == op.ExnPending || x.Kind == ir.Not && x.Args[0].Op == op.ExnPending
}

// forget takes back the uses of labels by statements that are dropped.
func forget(list []ir.Stmt) {
	ir.Visit(list, func(s *ir.Stmt) {
		for label := range s.Targets {
			label.Uses--
		}
	})
}
