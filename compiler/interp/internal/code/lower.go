package code

import (
	"math"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// Options say how functions are lowered.
type Options struct {
	Other  func(i uint32) bool       // whether function i is called as one of somebody else
	Layout func(t uint32) *rt.Layout // of objects of the struct or array type t, which is canonical

	Assembly bool // runs of vectors are to begin with the instruction Vectors
}

// Lower makes the code of a function. f is as package lower makes it.
func Lower(m *wasm.Module, f *ir.Func, o Options) *Func {
	l := &lowerer{m: m, f: f, opts: o, targets: map[*ir.Label]*target{}}
	l.layOut()
	l.prologue()
	l.list(f.Body)
	l.offset = 0
	l.emit(Instr{Op: Unreachable}) // the end is not reached; pc may point here
	handlers := l.handlers()
	l.connect()
	return l.finish(handlers)
}

// A reg is the number of a register.
type reg = uint16

type lowerer struct {
	m    *wasm.Module
	f    *ir.Func
	opts Options
	code []Instr

	offset uint32 // of the Wasm instruction under way
	places []place
	thrown []thrown

	placesTag   uint32
	valuePlaces []uint64 // where the values of an exception with that tag are, once asked for

	home      []int // by variable: its register, or its reference
	addresses addresses

	assembled bool // the instruction before may be in assembly, where those on vectors go on

	kept      map[uint32]reg // vector constants that are in registers
	constants []uint32       // these, in their order

	// In a function with too many variables for a window: how many registers, and how many references, they take before the window.
	far, farRefs int

	// Registers and references in use, and how many ever were.
	next, most       int
	nextRef, mostRef int
	refs             bool // the function has references

	targets map[*ir.Label]*target
	jumps   []int // instructions that jump, and entries of tables
	bound   int   // where a target was bound last: what is emitted there begins a new run of instructions
}

// A target is where branches to a label go.
type target struct {
	at    int   // index of an instruction, -1 while unknown
	jumps []int // instructions to be completed
}

// maxNear is how many registers variables may take. The rest is left for values that wait to be used.
const maxNear = 60_000

// layOut gives every variable its register.
func (l *lowerer) layOut() {
	l.home = make([]int, len(l.f.Vars))
	var at wasm.Slots
	for i := range l.f.Vars {
		l.home[i] = at.Take(l.f.Vars[i].Type)
	}
	l.next, l.nextRef = at.Words, at.Refs
	if l.next > maxNear {
		l.far, l.next = l.next, 0
	}
	l.refs = l.nextRef > 0
	if l.nextRef > maxNear {
		l.farRefs, l.nextRef = l.nextRef, 0
	}
	l.most, l.mostRef = l.next, l.nextRef
	ir.Visit(l.f.Body, func(s *ir.Stmt) {
		for _, x := range s.X {
			x.Walk(func(x *ir.Expr) { l.refs = l.refs || l.touchesRefs(x) })
		}
	})
	l.refs = l.refs || wasm.HasRefs(l.f.Type.Results)
	l.keepConstants()
}

func (l *lowerer) touchesRefs(x *ir.Expr) bool {
	switch x.Kind {
	case ir.Call:
		return l.m.FuncType(int(x.A)).HasRefs()
	case ir.Indirect, ir.ByRef:
		return l.m.Types[x.A].Func.HasRefs()
	}
	return x.Type.IsRef()
}

// prologue gives the locals their first values.
func (l *lowerer) prologue() {
	if l.refs {
		l.emit(Instr{Op: RefEnter}) // K: see finish
	}
	if l.farRefs > 0 {
		l.emit(Instr{Op: RefShift, Imm: uint64(l.farRefs)})
	}
	if l.far > 0 {
		l.emit(Instr{Op: Shift, Imm: uint64(l.far)})
	}
	l.zeros()
	l.loadConstants()
}

// zeros emits what sets the locals to zero that may be read before they are set.
func (l *lowerer) zeros() {
	first, last := math.MaxInt, -1
	for _, v := range unassigned(l.f) {
		c := l.m.Class(l.f.Vars[v].Type)
		if c.IsRef() {
			l.null(v)
		} else {
			first, last = min(first, l.home[v]), max(last, l.home[v]+c.Slots()-1)
		}
	}
	switch {
	case last < 0:
	case l.far > 0:
		zero := l.temp()
		l.emit(Instr{Op: Const, A: zero})
		for n := first; n <= last; n++ {
			l.emit(Instr{Op: FarSet, A: zero, Imm: uint64(n - l.far)})
		}
		l.next = 0
	case first == last:
		l.emit(Instr{Op: Const, A: reg(first)})
	default:
		l.emit(Instr{Op: Zero, A: reg(first), Imm: uint64(last + 1 - first)})
	}
}

// null makes a variable null, which may have any reference yet.
func (l *lowerer) null(v ir.Var) {
	if l.farRefs == 0 {
		l.emit(Instr{Op: RefNull, A: reg(l.home[v])})
		return
	}
	none := l.tempRef()
	l.emit(Instr{Op: RefNull, A: none})
	l.setFarRef(v, none)
	l.nextRef = 0
}

// finish completes what depends on the whole function.
func (l *lowerer) finish(handlers []handler) *Func {
	f := &Func{Index: l.f.Index, Far: l.far, FarRefs: l.farRefs, Code: l.code, Start: &l.code[0], places: slices.Clip(l.places), handlers: handlers}
	refs := l.farRefs + l.mostRef
	f.Cost, f.Refs = FrameCost+8*(l.far+l.most)+refBytes*refs, refs
	for i := range f.Code {
		switch in := &f.Code[i]; in.Op {
		case Return, Return1:
			in.Imm = uint64(f.Cost)
		case RefEnter, RefLeave:
			in.Imm = uint64(refs)
		}
	}
	return f
}

func (l *lowerer) emit(in Instr) {
	l.code = append(l.code, in)
	l.assembled = l.assembled && in.Op >= FirstAssembled
	l.locate(in.Op)
}

// locate notes where the last instruction comes from, if it may trap or call.
func (l *lowerer) locate(o Op) {
	if traps[o] && l.offset != 0 {
		l.places = append(l.places, place{uint32(len(l.code) - 1), l.offset})
	}
}

// temp takes a register.
func (l *lowerer) temp() reg {
	n := l.next
	l.reserve(1)
	return reg(n)
}

// reserve takes n successive registers.
func (l *lowerer) reserve(n int) {
	l.next += n
	l.most = max(l.most, l.next)
	if l.next > 1<<16 {
		panic("interp: a statement needs too many registers")
	}
}

// tempRef takes a reference.
func (l *lowerer) tempRef() reg {
	n := l.nextRef
	l.reserveRefs(1)
	return reg(n)
}

// reserveRefs takes n successive references.
func (l *lowerer) reserveRefs(n int) {
	l.nextRef += n
	l.mostRef = max(l.mostRef, l.nextRef)
	if l.nextRef > 1<<16 {
		panic("interp: a statement needs too many references")
	}
}

// take takes what a value of type t needs.
func (l *lowerer) take(t wasm.ValType) reg {
	at := wasm.Slots{Words: l.next, Refs: l.nextRef}
	to := reg(at.Take(t))
	l.reserve(at.Words - l.next)
	l.reserveRefs(at.Refs - l.nextRef)
	return to
}

// release gives back the registers and references taken since then.
func (l *lowerer) release(next, nextRef int) { l.next, l.nextRef = next, nextRef }

// target finds or makes the target of a label.
func (l *lowerer) target(label *ir.Label) *target {
	label = label.Target()
	t := l.targets[label]
	if t == nil {
		t = &target{at: -1}
		l.targets[label] = t
	}
	return t
}

// bind says that a target is here, and completes the jumps to it.
func (l *lowerer) bind(t *target) {
	t.at = len(l.code)
	l.bound = t.at
	l.assembled = false
	for _, j := range t.jumps {
		l.complete(j, t)
	}
	t.jumps = nil
}

// jump emits a jump, or an entry of a table.
func (l *lowerer) jump(in Instr, t *target) {
	l.jumps = append(l.jumps, len(l.code))
	l.emit(in)
	if t.at >= 0 {
		l.complete(len(l.code)-1, t)
		return
	}
	t.jumps = append(t.jumps, len(l.code)-1)
}

// complete notes where a jump goes, until finish.
func (l *lowerer) complete(j int, t *target) { l.code[j].Imm |= uint64(uint32(t.at)) }

// connect gives the jumps their distances: from the next instruction, or for an entry of a table from the entry itself. A jump to
// a jump goes where that goes.
func (l *lowerer) connect() {
	to := make([]int, len(l.jumps))
	for i, j := range l.jumps {
		to[i] = l.landing(int(uint32(l.code[j].Imm)))
	}
	for i, j := range l.jumps {
		in := &l.code[j]
		from := j + 1
		if in.Op == None {
			from = j
		}
		in.Imm = in.Imm>>32<<32 | uint64(uint32(int32((to[i]-from)*Size)))
	}
}

// landing is where a jump to the instruction at gets in the end.
func (l *lowerer) landing(at int) int {
	for range 8 { // there are endless loops
		if l.code[at].Op != Jump {
			break
		}
		at = int(uint32(l.code[at].Imm))
	}
	return at
}
