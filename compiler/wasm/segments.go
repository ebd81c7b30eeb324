package wasm

import "github.com/wasm2go/wasm2go/compiler/op"

// Droppable tells of each segment whether it is passive and one of the bodies names it: the others have the same content, or none, all the
// time.
func (m *Module) Droppable(bodies []*Body) (datas, elems []bool) {
	datas, elems = make([]bool, len(m.Datas)), make([]bool, len(m.Elems))
	if !m.hasPassive() {
		return datas, elems
	}
	for _, body := range bodies {
		for k := range body.Instrs {
			switch in := &body.Instrs[k]; in.Op {
			case op.MemoryInit, op.DataDrop:
				datas[in.A] = m.Datas[in.A].Mode == Passive
			case op.TableInit, op.ElemDrop:
				elems[in.A] = m.Elems[in.A].Mode == Passive
			}
		}
	}
	return datas, elems
}

func (m *Module) hasPassive() bool {
	for i := range m.Datas {
		if m.Datas[i].Mode == Passive {
			return true
		}
	}
	for i := range m.Elems {
		if m.Elems[i].Mode == Passive {
			return true
		}
	}
	return false
}
