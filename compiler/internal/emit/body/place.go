package body

import (
	"bytes"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// A Place is a line of a body's text, and the instructions there that can trap or call: a call stack knows lines, and tells by them
// where in the module's file it stands.
type Place struct {
	File    int    // 0 for the Go text, else 1 more than the index of a file of the source
	Line    int    // of the text, from 0, or of that file, from 1
	Trap    uint32 // offset in the file of the first instruction that can trap, 0 where none can
	Several bool   // others on the line can trap, too
	Call    uint32 // offset of the instruction that calls a function, 0 where there is none
	Calls   bool   // others on the line call, too: in a line of the source, of which there may be many in the text
}

// A spot is a Place in the making: where the line is in the text, as long as more text may come before it.
type spot struct {
	Place
	at   int    // in the text, on the line
	from uint32 // offset of an instruction that the line is from, where that is wanted
}

// spot is that of the line that is being written.
func (p *printer) spot() *spot {
	if n := len(p.spots); n > 0 && bytes.IndexByte(p.Text[p.spots[n-1].at:], '\n') < 0 {
		return &p.spots[n-1]
	}
	p.spots = append(p.spots, spot{at: len(p.Text)})
	return &p.spots[len(p.spots)-1]
}

// traps notes that the line has an instruction that can trap. It may be told twice.
func (p *printer) traps(offset uint32) {
	s := p.spot()
	if s.Trap == 0 {
		s.Trap = offset
	}
	s.Several = s.Several || s.Trap != offset
}

// calls notes that the line has an instruction that calls.
func (p *printer) calls(offset uint32) { p.spot().Call = offset }

// note notes what evaluating x can do, behind what its operands can.
func (p *printer) note(x *ir.Expr) {
	switch x.Kind {
	case ir.Call:
		p.calls(x.Offset)
	case ir.Indirect, ir.ByRef:
		p.traps(x.Offset)
		p.calls(x.Offset)
	case ir.Apply:
		if canTrap(x.Op) {
			p.traps(x.Offset)
		}
	}
}

// canTrap tells whether an instruction other than a call can trap, also because the device under a memory fails.
func canTrap(o op.Op) bool {
	info := &op.Table[o]
	switch info.Effect {
	case op.Pure:
		return o == op.StructNew || o == op.StructNewDefault || o == op.ArrayNewFixed // there may be no memory for them
	case op.MayTrap:
		return true
	case op.Read, op.Write:
		switch info.Imm {
		case op.ImmLocal, op.ImmGlobal, op.ImmElem, op.ImmData:
			return false
		}
		return o != op.MemorySize && o != op.TableSize
	}
	panic("emit: whether " + info.Name + " traps is for its caller to know")
}

// moveSpots is for n bytes that come into the text at a place.
func moveSpots(spots []spot, place, n int) {
	for i := range spots {
		if spots[i].at >= place {
			spots[i].at += n
		}
	}
}

// places are the spots once the text is complete.
func (p *printer) places() []Place {
	list := make([]Place, len(p.spots))
	line, at := 0, 0
	for i, s := range p.spots {
		line += bytes.Count(p.Text[at:s.at], []byte{'\n'})
		at = s.at
		list[i] = s.Place
		list[i].Line = line
	}
	return list
}
