package wasm

import (
	"fmt"
	"iter"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// A Segment is a data segment or an element segment.
type Segment struct {
	Elem  bool
	Index uint32
}

func (s Segment) String() string {
	if s.Elem {
		return fmt.Sprintf("element segment %d", s.Index)
	}
	return fmt.Sprintf("data segment %d", s.Index)
}

// Segments yields the segments that the body names, one for each instruction that does.
func (b *Body) Segments() iter.Seq[Segment] {
	return func(yield func(Segment) bool) {
		for i := range b.Instrs {
			switch in := &b.Instrs[i]; in.Op {
			case op.MemoryInit, op.DataDrop:
				if !yield(Segment{false, in.A}) {
					return
				}
			case op.TableInit, op.ElemDrop:
				if !yield(Segment{true, in.A}) {
					return
				}
			case op.ArrayNewData, op.ArrayInitData:
				if !yield(Segment{false, uint32(in.B)}) {
					return
				}
			case op.ArrayNewElem, op.ArrayInitElem:
				if !yield(Segment{true, uint32(in.B)}) {
					return
				}
			}
		}
	}
}

// Droppable tells of each segment whether it is passive and one of the bodies names it: the others have the same content, or none, all the
// time.
func (m *Module) Droppable(bodies []*Body) (datas, elems []bool) {
	datas, elems = make([]bool, len(m.Datas)), make([]bool, len(m.Elems))
	if !m.hasPassive() {
		return datas, elems
	}
	for _, body := range bodies {
		for s := range body.Segments() {
			if s.Elem {
				elems[s.Index] = m.Elems[s.Index].Mode == Passive
			} else {
				datas[s.Index] = m.Datas[s.Index].Mode == Passive
			}
		}
	}
	return datas, elems
}

func (m *Module) hasPassive() bool {
	return slices.ContainsFunc(m.Datas, func(d Data) bool { return d.Mode == Passive }) ||
		slices.ContainsFunc(m.Elems, func(e Elem) bool { return e.Mode == Passive })
}
