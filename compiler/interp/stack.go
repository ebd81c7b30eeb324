package interp

import (
	"unsafe"

	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// A window is the registers of a running function: 65536 of them, as many as the uint16 of an instruction can name, so that no
// index needs a check. Windows of nested calls overlap: the arguments that a caller has put into its last registers are the
// first ones of its callee.
type window struct{ base unsafe.Pointer }

// at is register n.
func (w window) at(n uint16) *uint64 { return (*uint64)(unsafe.Add(w.base, uintptr(n)*8)) }

// upper is the register behind n: the upper half of a vector.
func (w window) upper(n uint16) *uint64 { return (*uint64)(unsafe.Add(w.base, uintptr(n)*8+8)) }

// vector is registers n and n+1. They have the fields of a V128 in their order.
func (w window) vector(n uint16) *vec.V128 { return (*vec.V128)(unsafe.Add(w.base, uintptr(n)*8)) }

// offset is how many bytes register n is behind the first one. The compiler does not see that it is an index times 8, and that is good: on amd64
// no access to a float has such an address.
func offset(n uint16) uintptr { return uintptr(uint32(n) << 3) }

// f32, f64, u32 and u64 are a lane of the vector at an offset: on machines with big-endian order those of 32 bits change places in each half.
func (w window) f32(offset, lane uintptr) *float32 {
	return (*float32)(unsafe.Add(w.base, offset+lane*4))
}

func (w window) f64(offset, lane uintptr) *float64 {
	return (*float64)(unsafe.Add(w.base, offset+lane*8))
}

func (w window) u32(offset, lane uintptr) *uint32 {
	return (*uint32)(unsafe.Add(w.base, offset+lane*4))
}

func (w window) u64(offset, lane uintptr) *uint64 {
	return (*uint64)(unsafe.Add(w.base, offset+lane*8))
}

// value is registers n and n+1 as a value, of which a number needs the first alone.
func (w window) value(n uint16) value { return vectorValue(*w.vector(n)) }

// move is the window that begins n registers from this one.
func (w window) move(n int) window { return window{unsafe.Add(w.base, n*8)} }

// A frame is a running function.
type frame struct {
	ret *code.Instr // where its caller goes on; the instruction before is the call
	fn  *code.Func
}

// A stack is what the running functions of an instance have: one for all activations of the interpreter that are nested in
// each other by way of the host.
type stack struct {
	vals   []uint64 // the windows; the last one is only there to be pointed into
	frames []frame
	n      int // frames in use

	// here is the address of the instruction that the running function traps at, if it does, or from which a function of somebody else
	// was called. It is no pointer since the store of one costs more: functions stay where they are as long as their frames.
	here uintptr

	refs []rt.Ref
	ref  int       // where the references of the running function begin
	q    refWindow // these

	top     int  // registers in use while a function of somebody else runs
	reserve int  // the part of the stack budget that vals has no room for yet
	foreign bool // a panic is under way that does not concern the module
}

const (
	windowSize  = 1 << 16
	firstBytes  = 32 << 10 // of room in a new stack
	bytesOfSlot = 8
)

func newStack() *stack {
	return &stack{vals: make([]uint64, windowSize+firstBytes/bytesOfSlot), frames: make([]frame, firstBytes/code.FrameCost+1)}
}

// note says that the instruction in may trap, or call.
func (s *stack) note(in *code.Instr) { s.here = uintptr(unsafe.Pointer(in)) }

// next is the instruction behind pc.
func next(pc *code.Instr) *code.Instr {
	return (*code.Instr)(unsafe.Add(unsafe.Pointer(pc), code.Size))
}

// jump is the target of the jump in, which precedes pc.
func jump(pc, in *code.Instr) *code.Instr {
	return (*code.Instr)(unsafe.Add(unsafe.Pointer(pc), int(int32(in.Imm))))
}

// before is the instruction before pc.
func before(pc *code.Instr) *code.Instr {
	return (*code.Instr)(unsafe.Add(unsafe.Pointer(pc), -code.Size))
}

// at is the window that begins at register n of the stack.
func (s *stack) at(n int) window { return window{unsafe.Pointer(&s.vals[n : n+windowSize][0])} }

// slots are n registers from the top on.
func (s *stack) slots(top, n int) []uint64 { return s.vals[top : top+n] }

// offset undoes at.
func (s *stack) offset(r window) int {
	return int(uintptr(r.base)-uintptr(unsafe.Pointer(unsafe.SliceData(s.vals)))) / bytesOfSlot
}

// room is how many bytes of the stack budget there is room for above the top.
func (s *stack) room() int {
	return min((len(s.vals)-windowSize-s.top)*bytesOfSlot, (len(s.frames)-1-s.n)*code.FrameCost)
}

// grow makes room for a call that there was none for: d is negative. It traps where the budget is used up.
func (s *stack) grow(d int, r window) (int, window) {
	if d+s.reserve < 0 {
		abi.Throw(rt.StackExhausted)
	}
	at := s.offset(r)
	extra := min(s.reserve, max(-d, (len(s.vals)-windowSize)*bytesOfSlot))
	s.reserve -= extra
	vals := make([]uint64, len(s.vals)+(extra+bytesOfSlot-1)/bytesOfSlot)
	copy(vals, s.vals)
	s.vals = vals
	s.frames = append(s.frames, make([]frame, extra/code.FrameCost+1)...)
	return d + extra, s.at(at)
}

// reference is a reference of the running function.
func (s *stack) reference(n uint16) *rt.Ref { return s.q.at(n) }

// refsAt lets the window of references begin at reference n of the stack.
func (s *stack) refsAt(n int) {
	s.ref = n
	s.q = refWindow{unsafe.Pointer(unsafe.SliceData(s.refs))}.move(n)
}

// moveRefs moves the window of references by n.
func (s *stack) moveRefs(n int) {
	s.ref += n
	s.q = s.q.move(n)
}

// enterRefs makes room for n references of the function that begins. Some more keep the windows that begin at the last one inside.
func (s *stack) enterRefs(n int) {
	if need := s.ref + n; need >= len(s.refs) {
		s.refs = append(s.refs, make([]rt.Ref, need-len(s.refs)+16)...)
	}
	s.refsAt(s.ref)
}

// A refWindow is the references of a running function. Nothing checks an index: RefEnter has made room for all that the function names.
type refWindow struct{ base unsafe.Pointer }

const bytesOfRef = unsafe.Sizeof(rt.Ref{})

// at is reference n.
func (w refWindow) at(n uint16) *rt.Ref {
	return (*rt.Ref)(unsafe.Add(w.base, uintptr(n)*bytesOfRef))
}

// far is the reference n away from the start.
func (w refWindow) far(n int) *rt.Ref { return (*rt.Ref)(unsafe.Add(w.base, n*int(bytesOfRef))) }

// move is the window that begins n references from this one.
func (w refWindow) move(n int) refWindow { return refWindow{unsafe.Add(w.base, n*int(bytesOfRef))} }
