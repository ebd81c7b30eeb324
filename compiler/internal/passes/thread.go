package passes

import "github.com/wasm2go/wasm2go/compiler/internal/ir"

// Thread has branches to the end of a block, behind which is another branch, lead to where that does: so the end of a try's body, which leads past the
// handler, is where the code goes on.
func Thread(f *ir.Func) { threader{}.list(f.Body) }

// A threader knows where the ends of the blocks around lead that have a branch behind them.
type threader map[*ir.Label]*ir.Label

func (t threader) list(list []ir.Stmt) {
	for i := range list {
		s := &list[i]
		if s.Kind == ir.Br {
			s.Label.Uses--
			s.Label = t.end(s.Label)
			s.Label.Uses++
		}
		if s.Kind == ir.Block && i+1 < len(list) && list[i+1].Kind == ir.Br {
			t[s.Label] = t.end(list[i+1].Label)
		}
		for inner := range s.Lists {
			t.list(*inner)
		}
	}
}

// end is where a branch to label leads in the end.
func (t threader) end(label *ir.Label) *ir.Label {
	if further := t[label]; further != nil {
		return further
	}
	return label
}
