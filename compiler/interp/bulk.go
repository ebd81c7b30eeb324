package interp

import (
	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// pieceSize is how many bytes of a memory or elements of a table a bulk instruction of a metered module changes before a look whether the context
// has ended.
const pieceSize = 64 << 10

// atOnce charges for a bulk instruction on n bytes or elements, and tells whether it is done at once. It is asked first, since to prepare pieces
// takes a tenth of the time of a small instruction.
func (i *Instance) atOnce(n uint64) bool {
	if !i.mod.opts.Meter {
		return true
	}
	i.core.Bulk(n)
	return n <= i.mod.piece
}

// inPieces does one that is not: do gets for each piece the distance from the first byte or element, and the length. Where some do not
// exist all is one piece: do traps then, and nothing may have changed.
func (i *Instance) inPieces(n uint64, exist, backwards bool, do func(at, n uint64)) {
	if !exist {
		do(0, n)
		return
	}
	for done := uint64(0); done < n; {
		piece := min(n-done, i.mod.piece)
		at := done
		if backwards {
			at = n - done - piece
		}
		do(at, piece)
		done += piece
		i.core.Poll()
	}
}

// memoryFill is memory.fill.
func (i *Instance) memoryFill(in *code.Instr, r window) {
	m, to, val, n := i.mems[in.Imm], *r.at(in.A), uint8(*r.at(in.B)), *r.at(in.C)
	if i.atOnce(n) {
		m.Fill(to, val, n)
		return
	}
	i.inPieces(n, mem.InRange(to, n, m.Size()), false, func(at, n uint64) { m.Fill(to+at, val, n) })
}

// memoryCopy is memory.copy. Two memories may be one that was imported twice: their ranges may overlap, too.
func (i *Instance) memoryCopy(in *code.Instr, r window) {
	m, source := i.mems[in.Imm>>32], i.mems[uint32(in.Imm)]
	to, from, n := *r.at(in.A), *r.at(in.B), *r.at(in.C)
	same := in.Imm>>32 == uint64(uint32(in.Imm))
	if i.atOnce(n) {
		copyMemory(m, source, same, to, from, n)
		return
	}
	exist := mem.InRange(to, n, m.Size()) && mem.InRange(from, n, source.Size())
	i.inPieces(n, exist, from < to, func(at, n uint64) { copyMemory(m, source, same, to+at, from+at, n) })
}

func copyMemory(m, source mem.Linear, same bool, to, from, n uint64) {
	if same {
		m.Copy(to, from, n)
	} else {
		m.CopyFrom(source, to, from, n)
	}
}

// memoryInit is memory.init.
func (i *Instance) memoryInit(in *code.Instr, r window) {
	m, data := i.mems[uint32(in.Imm)], i.data[in.Imm>>32]
	to, from, n := *r.at(in.A), *r.at(in.B), *r.at(in.C)
	if i.atOnce(n) {
		m.Init(to, data, from, n)
		return
	}
	exist := mem.InRange(to, n, m.Size()) && mem.InRange(from, n, uint64(len(data)))
	i.inPieces(n, exist, false, func(at, n uint64) { m.Init(to+at, data, from+at, n) })
}

// tableFill is table.fill.
func (i *Instance) tableFill(in *code.Instr, r window, v rt.Ref) {
	t, to, n := i.tables[in.Imm], *r.at(in.A), *r.at(in.C)
	if i.atOnce(n) {
		t.fill(to, v, n)
		return
	}
	i.inPieces(n, mem.InRange(to, n, t.size()), false, func(at, n uint64) { t.fill(to+at, v, n) })
}

// tableCopy is table.copy.
func (i *Instance) tableCopy(in *code.Instr, r window) {
	t, source := i.tables[in.Imm>>32], i.tables[uint32(in.Imm)]
	to, from, n := *r.at(in.A), *r.at(in.B), *r.at(in.C)
	if i.atOnce(n) {
		t.copy(source, to, from, n)
		return
	}
	exist := mem.InRange(to, n, t.size()) && mem.InRange(from, n, source.size())
	i.inPieces(n, exist, from < to, func(at, n uint64) { t.copy(source, to+at, from+at, n) })
}

// tableInit is table.init.
func (i *Instance) tableInit(in *code.Instr, r window) {
	t, elems := i.tables[uint32(in.Imm)], i.elems[in.Imm>>32]
	to, from, n := *r.at(in.A), *r.at(in.B), *r.at(in.C)
	if i.atOnce(n) {
		t.init(to, elems, from, n)
		return
	}
	exist := mem.InRange(to, n, t.size()) && mem.InRange(from, n, elems.size())
	i.inPieces(n, exist, false, func(at, n uint64) { t.init(to+at, elems, from+at, n) })
}
