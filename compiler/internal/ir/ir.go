// Package ir is the form a function body has between validation and text:
// statements over expression trees, structured the way the Wasm code was.
//
// Evaluation order is explicit: an expression never contains a call of a
// Wasm function, and whatever could be seen to happen out of order has been
// moved to a statement of its own by package lower.
package ir

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A Func is one function body.
type Func struct {
	Index    uint32 // in the module's function index space
	Type     wasm.FuncType
	Offset   uint32 // of the body in the file, in bytes
	Vars     []Variable
	Params   int // Vars[:Params] are the parameters
	Locals   int // Vars[Params:Locals] are the declared locals, the rest temporaries
	Body     []Stmt
	Labels   int        // how many labels have been made
	Tails    bool       // has a TailCall
	Metered  bool       // has Charge statements
	NoInline bool       // the Go compiler must not see who uses its results, see passes.Floats
	V128     [][16]byte // the constants of 128 bits, see Vector
	Routines []*Func    // what passes.Cut took out of it
}

// A Variable is a local of the function or a temporary.
type Variable struct {
	Type   wasm.ValType
	Reads  int // counted by passes.Prune
	Writes int
}

// Var is an index into Func.Vars.
type Var uint32

// NewVar adds a temporary of type t.
func (f *Func) NewVar(t wasm.ValType) Var {
	f.Vars = append(f.Vars, Variable{Type: t})
	return Var(len(f.Vars) - 1)
}

// Vector is the constant with these bits: its index in V128.
func (f *Func) Vector(bits [16]byte) uint32 {
	i := slices.Index(f.V128, bits)
	if i < 0 {
		i = len(f.V128)
		f.V128 = append(f.V128, bits)
	}
	return uint32(i)
}

// NewLabel makes a label that nothing refers to yet.
func (f *Func) NewLabel() *Label {
	f.Labels++
	return &Label{ID: f.Labels}
}

// A Label is the end of a block or the head of a loop.
type Label struct {
	ID   int
	Loop bool
	Uses int    // how many Br statements go there
	Same *Label // another label at the same place, which stands for this one
}

// Target is the label that stands for l.
func (l *Label) Target() *Label {
	for l.Same != nil {
		l = l.Same
	}
	return l
}

// StmtKind says which fields of a Stmt count.
type StmtKind uint8

// The kinds of statements.
const (
	Assign      StmtKind = iota // Dst... = X... ; one X may yield several results
	Eval                        // X[0] for its effect
	Effect                      // Op with operands X and immediates A, B and Lane: stores, bulk operations, ...; a throw makes the exception pending
	Block                       // Then; Label is behind it
	Loop                        // Then, once; Label is before it
	If                          // X[0] is a condition; Then, Else
	Br                          // to Label
	Switch                      // X[0] selects one of Cases
	Return                      // X...
	TailCall                    // return what the call X[0] returns
	Unreachable                 // a trap
	Throw                       // Op says what: op.Throw, tag A with the values X, or op.ThrowRef, the exception X[0]; see Stmt
	Charge                      // B units of fuel; the function may end here. A is LoopHead or 0
)

// LoopHead is A of a Charge that each turn of a loop comes to.
const LoopHead = 1

// A Metering says what can end functions from outside, at their Charge statements.
type Metering struct {
	Fuel          bool // there is none left
	Interruptible bool // a context has ended
}

// A Stmt is one statement. Most kinds go on behind themselves; where else they may lead is Targets. Calls are the statements
// Assign and Eval, with the call as their only operand.
//
// The Label of a Throw, and of a call that may leave an exception, is that of the innermost handler around it, nil where the exception leaves the
// function. Control gets there as by a branch, with the exception pending and without anything assigned. The interpreter wants this
// form; for all other stages passes.Raise makes ordinary statements of it.
type Stmt struct {
	Kind   StmtKind
	Lane   uint8
	Op     op.Op
	Offset uint32 // of the instruction in the file
	A      uint32
	B      uint64
	Dst    []Var
	X      []*Expr
	Label  *Label
	Exit   *Label // of a Loop, once passes.Structure has run
	Then   []Stmt
	Else   []Stmt
	Cases  []Case
}

// A Case is one arm of a Switch. The default arm has no values.
type Case struct {
	Values []uint32
	Body   []Stmt
}

// ExprKind says what an Expr is.
type ExprKind uint8

// The kinds of expressions.
const (
	Const    ExprKind = iota // the bits B, of type Type; of a v128: Func.V128[A]
	Read                     // Var
	Apply                    // Op on Args, with immediates A, B and Lane
	Call                     // function A on Args
	Indirect                 // through table B with type A; the last of Args is the index
	ByRef                    // by the reference that is the last of Args, of type A
	Not                      // the condition Args[0] negated
	FromBool                 // the condition Args[0] as an i32, 0 or 1
	Quiet                    // the float Args[0], but no signalling NaN: see passes.Quiet
	Select                   // Args[0] if the condition Args[2] holds, else Args[1]
	Routine                  // Func.Routines[A] on Args
)

// An Expr is an expression tree. A tree has one parent. There are millions: what is added must fit where the compiler pads.
// Immediates are those of wasm.Instr, by the same names.
type Expr struct {
	Kind    ExprKind
	Cond    bool // a Go bool, not an i32
	Effects Effects
	Lane    uint8
	Op      op.Op
	Size    uint16 // nodes in the tree
	Offset  uint32 // of the instruction in the file
	A       uint32
	Var     Var
	Type    wasm.ValType // of the (first) result
	B       uint64       // immediate; the bits of a Const
	Args    []*Expr
}

// Effects says what the evaluation of an expression depends on, and so what
// it must not be moved across.
type Effects uint8

// The effects an expression can have.
const (
	ReadsMemory Effects = 1 << iota // and traps when out of bounds
	ReadsGlobal
	ReadsTable
	Traps
	ReadsObject  // what can change of one
	Dereferences // and traps where the reference is null, with no call that does it
)

// Trapping are the effects of what can trap.
const Trapping = ReadsMemory | Traps | Dereferences

// OneTrap tells whether what has these effects traps in one way alone: which of two comes first, nobody sees.
func (e Effects) OneTrap() bool { return e&Trapping == ReadsMemory || e&Trapping == Dereferences }

// EffectsOf is what the evaluation of an instruction that changes nothing depends on, besides its operands.
func EffectsOf(o op.Op) Effects {
	info := &op.Table[o]
	switch info.Effect {
	case op.Pure:
		return 0
	case op.MayTrap:
		if o == op.RefAsNonNull { // emit leaves it out of what dereferences
			return Dereferences
		}
		return Traps
	case op.Read:
		return readsOf(info)
	}
	panic("ir: " + info.Name + " is more than an expression")
}

func readsOf(info *op.Info) Effects {
	switch {
	case info.Accesses(), info.Imm == op.ImmMemory:
		return ReadsMemory
	case info.Imm == op.ImmGlobal:
		return ReadsGlobal
	case info == &op.Table[op.TableSize]:
		return ReadsTable
	case info.Imm == op.ImmTable:
		return ReadsTable | Traps
	case info.Imm == op.ImmTypeField:
		return ReadsObject | Dereferences
	case info.Proposal == op.GC:
		return ReadsObject | Traps
	case info == &op.Table[op.ExnPending]:
		return ReadsGlobal
	}
	panic("ir: what does " + info.Name + " read?")
}

// ApplyEffects is what an instruction with these immediates and operands depends on itself. What cannot change is not read, and a reference that
// cannot be null does not trap.
func ApplyEffects(m *wasm.Module, o op.Op, a uint32, b uint64, args []*Expr) Effects {
	effects := EffectsOf(o)
	switch o {
	case op.GlobalGet:
		if !m.GlobalType(int(a)).Mutable {
			return 0
		}
	case op.StructGet, op.StructGetS, op.StructGetU:
		if !m.Types[a].Fields[b].Mutable {
			effects &^= ReadsObject
		}
		if !args[0].Type.Nullable() {
			effects &^= Dereferences
		}
	case op.ArrayLen, op.I31GetS, op.I31GetU:
		if !args[0].Type.Nullable() {
			effects &^= Traps
		}
	}
	return effects
}

// IsCall tells whether x is a call of a function.
func (x *Expr) IsCall() bool {
	switch x.Kind {
	case Call, Indirect, ByRef, Routine:
		return true
	}
	return false
}

// Pure tells whether x itself is no call and changes nothing: whether it may be left out, but for a trap.
func (x *Expr) Pure() bool {
	if x.Kind == Apply {
		return !op.Table[x.Op].Effect.Changes()
	}
	return !x.IsCall()
}

// Walk calls visit for x and everything below it.
func (x *Expr) Walk(visit func(*Expr)) {
	visit(x)
	for _, a := range x.Args {
		a.Walk(visit)
	}
}

// Zero is the value that a local of type t starts with.
func (f *Func) Zero(t wasm.ValType) *Expr {
	switch {
	case t.IsRef():
		return &Expr{Kind: Apply, Op: op.RefNull, Type: t, Size: 1}
	case t == wasm.V128:
		return &Expr{Kind: Const, Type: t, A: f.Vector([16]byte{}), Size: 1}
	}
	return &Expr{Kind: Const, Type: t, Size: 1}
}
