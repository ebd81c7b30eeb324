package lower

import (
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Atomic instructions (threads proposal) on a memory that is not shared are taken apart: nobody else sees what is between a load and a store, so that
// only the alignment has to be checked, which comes first.

// Loads, stores and each way to change what is there are in the table of instructions in one order of types and sizes.
const (
	atomicForms   = 7
	atomicStores  = op.I32AtomicStore
	atomicChanges = op.I32AtomicRmwAdd
	atomicXchgs   = op.I32AtomicRmwXchg
	atomicCmpxchg = op.I32AtomicRmwCmpxchg
)

// The plain instructions in that order.
var (
	plainLoads  = [atomicForms]op.Op{op.I32Load, op.I64Load, op.I32Load8U, op.I32Load16U, op.I64Load8U, op.I64Load16U, op.I64Load32U}
	plainStores = [atomicForms]op.Op{op.I32Store, op.I64Store, op.I32Store8, op.I32Store16, op.I64Store8, op.I64Store16, op.I64Store32}
)

// changes are what is done with what was there, for both types, in the order of the table.
var changes = [...][2]op.Op{
	{op.I32Add, op.I64Add}, {op.I32Sub, op.I64Sub}, {op.I32And, op.I64And}, {op.I32Or, op.I64Or}, {op.I32Xor, op.I64Xor},
}

// atomic lowers an instruction that names a memory. That of a shared one finds the place before its other operands are computed, as Go has it, and traps
// where there is none: what may trap of these comes first.
func (l *lowerer) atomic(in *wasm.Instr) {
	if !l.m.MemType(int(in.A)).Shared {
		l.unshared(in)
		return
	}
	params, results, _ := strings.Cut(op.Table[in.Op].Sig, ":")
	for i := len(l.stack) - len(params) + 1; i < len(l.stack); i++ {
		if l.stack[i].Effects&ir.Trapping != 0 {
			l.spill(i)
		}
	}
	l.change(in, l.popN(len(params)), l.kindTypes(results, in))
}

// unshared lowers one that names a memory that is not shared.
func (l *lowerer) unshared(in *wasm.Instr) {
	args := l.atomicOperands(in)
	switch in.Op {
	case op.MemoryAtomicNotify:
		l.forget(l.load(op.I32Load, in, 0, args[0])) // nobody waits, but the address must be good
		l.consume(args[1:])
		l.push(l.constant(wasm.I32, 0))
	case op.MemoryAtomicWait32, op.MemoryAtomicWait64:
		l.consume(args)
		l.change(&wasm.Instr{Op: op.AtomicUnshared, Offset: in.Offset}, nil, nil)
		l.push(l.constant(wasm.I32, 0))
	default:
		form := (in.Op - op.I32AtomicLoad) % atomicForms
		l.plain(in, args, plainLoads[form], plainStores[form])
	}
}

// plain lowers an instruction by the plain load and store of what it accesses.
func (l *lowerer) plain(in *wasm.Instr, args []*ir.Expr, load, store op.Op) {
	if in.Op < atomicStores {
		l.push(l.load(load, in, 0, args[0]))
		return
	}
	if in.Op < atomicChanges {
		l.change(further(in, store, 0), args, nil)
		return
	}
	old := l.read(l.assignTemps(l.load(load, in, 0, l.copy(args[0])), []wasm.ValType{resultOf(load)})[0])
	switch {
	case in.Op >= atomicCmpxchg:
		l.exchangeIf(further(in, store, 0), l.equal(l.copy(old), args[1]), args[0], args[2])
	case in.Op >= atomicXchgs:
		l.change(further(in, store, 0), args, nil)
	default:
		change := changes[(in.Op-atomicChanges)/atomicForms][typeIndex(old)]
		l.change(further(in, store, 0), []*ir.Expr{args[0], l.apply(change, old.Type, []*ir.Expr{l.copy(old), args[1]})}, nil)
	}
	l.push(old)
}

// equal compares two integers of one type: what was there, with zeros before it, and all of what is expected.
func (l *lowerer) equal(a, b *ir.Expr) *ir.Expr {
	return l.apply([2]op.Op{op.I32Eq, op.I64Eq}[typeIndex(a)], wasm.I32, []*ir.Expr{a, b})
}

// typeIndex is 0 for an i32 and 1 for an i64.
func typeIndex(x *ir.Expr) int {
	if x.Type == wasm.I64 {
		return 1
	}
	return 0
}

// exchangeIf writes a store under a condition.
func (l *lowerer) exchangeIf(store *wasm.Instr, cond, address, value *ir.Expr) {
	l.consume([]*ir.Expr{cond})
	taken := l.arm(func() { l.change(store, []*ir.Expr{address, value}, nil) })
	l.out = append(l.out, ir.Stmt{Kind: ir.If, Offset: l.offset, X: []*ir.Expr{cond}, Then: taken})
}

// atomicOperands takes the operands of an atomic instruction, of which each may be written several times, and checks the alignment.
// All that waits has been computed then, since that may trap.
func (l *lowerer) atomicOperands(in *wasm.Instr) []*ir.Expr {
	params, _, _ := strings.Cut(op.Table[in.Op].Sig, ":")
	for i := len(l.stack) - len(params); i < len(l.stack); i++ {
		l.shareable(i)
	}
	args := l.popN(len(params))
	l.settle()
	l.aligned(in, args[0])
	return args
}

// aligned writes the check of an address: a multiple of the size that is accessed.
func (l *lowerer) aligned(in *wasm.Instr, address *ir.Expr) {
	mask := uint64(op.Table[in.Op].Size) - 1
	if mask == 0 {
		return
	}
	low := l.copy(address)
	if low.Type == wasm.I64 {
		low = l.apply(op.I32WrapI64, wasm.I32, []*ir.Expr{low})
	}
	if offset := in.B & mask; offset != 0 {
		low = l.apply(op.I32Add, wasm.I32, []*ir.Expr{low, l.constant(wasm.I32, offset)})
	}
	low = l.apply(op.I32And, wasm.I32, []*ir.Expr{low, l.constant(wasm.I32, mask)})
	if low.Kind == ir.Const && low.B == 0 {
		return
	}
	l.change(&wasm.Instr{Op: op.AtomicAligned, Offset: in.Offset}, []*ir.Expr{low}, nil)
}

// fence orders nothing where no memory is shared.
func (l *lowerer) fence(in *wasm.Instr) {
	if l.m.SharesMemory() {
		l.change(in, nil, nil)
	}
}
