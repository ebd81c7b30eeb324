package code

import (
	"cmp"
	"slices"
	"unsafe"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A handler is where a function goes on when the instruction at pc leaves an exception, a call or a throw. There is one for each of those in
// the body of a try; to enter one takes nothing.
type handler struct{ pc, to uint32 } // of Code

// Handler is where the function goes on when its instruction in leaves an exception, nil where that ends the function.
func (f *Func) Handler(in *Instr) *Instr {
	if len(f.handlers) == 0 {
		return nil
	}
	n := (uintptr(unsafe.Pointer(in)) - uintptr(unsafe.Pointer(f.Start))) / Size
	k, found := slices.BinarySearchFunc(f.handlers, n, func(h handler, n uintptr) int { return cmp.Compare(uintptr(h.pc), n) })
	if !found {
		return nil
	}
	return &f.Code[f.handlers[k].to]
}

// Has tells whether pc, an address, is that of an instruction of the function.
func (f *Func) Has(pc uintptr) bool {
	return pc-uintptr(unsafe.Pointer(f.Start)) < uintptr(len(f.Code))*Size
}

// A thrown is an instruction that leaves an exception to a handler which may not be reached yet.
type thrown struct {
	pc int
	to *target
}

// handled says what handles the exceptions that the last instruction leaves, nil for nothing.
func (l *lowerer) handled(label *ir.Label) {
	if label != nil {
		l.thrown = append(l.thrown, thrown{len(l.code) - 1, l.target(label)})
	}
}

// handlers makes the table of the function's handlers, once all targets are bound but before jumps have their distances.
func (l *lowerer) handlers() []handler {
	list := make([]handler, len(l.thrown))
	for i, t := range l.thrown {
		list[i] = handler{uint32(t.pc), uint32(l.landing(t.to.at))}
	}
	return list
}

// throw lowers a throw.
func (l *lowerer) throw(s *ir.Stmt) {
	in := Instr{Op: ThrowRef}
	if s.Op == op.ThrowRef {
		in.B = l.refOperand(s.X[0])
	} else {
		room := wasm.SlotCount(l.m.TagType(int(s.A)).Params)
		in = Instr{Op: Throw, A: reg(l.next), B: reg(l.nextRef), C: reg(room.Words), Imm: uint64(room.Refs)<<32 | uint64(s.A)}
		for _, x := range s.X {
			l.compute(x, l.take(x.Type))
		}
	}
	l.offset = s.Offset
	l.emit(in)
	l.handled(s.Label)
}

// valuePlace is where a value of an exception is: its slot, or its number among the references. Those of one tag are asked for in a row.
func (l *lowerer) valuePlace(tag uint32, n uint64) uint64 {
	if l.valuePlaces == nil || l.placesTag != tag {
		var s wasm.Slots
		l.placesTag, l.valuePlaces = tag, nil
		for _, t := range l.m.TagType(int(tag)).Params {
			l.valuePlaces = append(l.valuePlaces, uint64(s.Take(t)))
		}
	}
	return l.valuePlaces[n]
}

// exnValue reads value b of an exception with tag a.
func exnValue(l *lowerer, a uint32, b uint64, xs []*ir.Expr, to reg) {
	in := Instr{Op: ExnNumber, A: to, B: l.refOperand(xs[0]), Imm: l.valuePlace(a, b)}
	c := l.m.Class(l.m.TagType(int(a)).Params[b])
	if c.IsRef() {
		in.Op = ExnRef
	}
	for range c.Slots() {
		l.emit(in)
		in.A++
		in.Imm++
	}
}
