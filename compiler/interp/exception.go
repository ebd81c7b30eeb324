package interp

import (
	"unsafe"

	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// A pending exception is in the core, also where it leaves the activation: whoever has begun that looks there. Inside, the tables of
// the functions that run say where it goes (code.Func.Handler).

// exception is what the instruction in throws.
func (i *Instance) exception(s *stack, in *code.Instr, r window) *rt.Exception {
	e := i.core.NewException(i.tags[uint32(in.Imm)])
	at := s.offset(r) + int(in.A)
	copy(e.Slots(), s.vals[at:at+int(in.C)])
	at = s.ref + int(in.B)
	copy(e.Refs(), s.refs[at:at+int(in.Imm>>32)])
	i.trace(e, s, in)
	if i.attached != nil {
		abi.TraceOut(e)
	}
	return e
}

// trace notes the functions of the activation in the exception's stack: the innermost has come to the instruction in.
func (i *Instance) trace(e *rt.Exception, s *stack, in *code.Instr) {
	room, n := e.Room(), 0
	for k := s.n - 1; n < len(room); k-- {
		room[n] = uintptr(unsafe.Pointer(in))
		n++
		if s.frames[k].ret == &exit[1] {
			break
		}
		in = before(s.frames[k].ret)
	}
	e.Traced(n, i.traced)
}

// describe makes frames of what trace has noted.
func (i *Instance) describe(pcs []uintptr) (stack []rt.Frame) {
	for _, pc := range pcs {
		for n := range i.mod.funcs {
			if c := i.mod.funcs[n].code.Load(); c != nil && c.Has(pc) {
				stack = append(stack, i.frames(c, pc)...)
				break
			}
		}
	}
	return stack
}

// unwind leads the pending exception, which the instruction in has left, to the innermost handler, or out of the activation. It returns where
// to go on.
func (i *Instance) unwind(s *stack, in *code.Instr, r window, d int) (*code.Instr, window, int) {
	fn := s.frames[s.n-1].fn
	switch in.Op {
	case code.Throw, code.ThrowRef:
	case code.TailCallIndirect, code.TailCallRef, code.TailCallOther:
		r = r.move(fn.Far) // this and the references were moved back for the callee
		s.moveRefs(fn.FarRefs)
	default:
		s.returned(next(in))
	}
	for {
		if h := fn.Handler(in); h != nil {
			return h, r, d
		}
		s.moveRefs(-fn.FarRefs)
		clear(s.refs[s.ref : s.ref+fn.Refs])
		s.n--
		d += fn.Cost
		pc := s.frames[s.n].ret
		if pc == &exit[1] {
			return pc, r, d
		}
		in = before(pc)
		r = r.move(-fn.Far - int(in.A))
		s.returned(pc)
		fn = s.frames[s.n-1].fn
	}
}

// returned moves the window of references back, as the code does that goes on at pc, behind a call.
func (s *stack) returned(pc *code.Instr) {
	if pc.Op == code.RefReturn {
		s.moveRefs(int(pc.Imm))
	}
}
