package decode

import (
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Op reads an opcode: spec 5.4.
func (r *Reader) Op() op.Op {
	at := r.Offset()
	b := r.Byte("instruction")
	if o, ok := op.FromByte(b); ok {
		return o
	}
	if b < 0xfb || b > 0xfe {
		Fail(at, "illegal opcode %#02x%s", b, foreignOpcode(0, uint32(b)))
	}
	code := r.U32("opcode")
	o, ok := op.FromPrefix(b, code)
	if !ok {
		Fail(at, "illegal opcode %#02x %#02x%s", b, code, foreignOpcode(b, code))
	}
	return o
}

// expr reads a constant expression (spec 3.4.15, 5.4.12): the instructions that may stand in one have no blocks.
func (d *decoder) expr() wasm.Expr {
	e := wasm.Expr{Offset: d.Offset()}
	for {
		in := wasm.Instr{Offset: d.Offset()}
		if in.Op = d.Op(); in.Op == op.End {
			e.End = in.Offset
			return e
		}
		if !isConst(in.Op) {
			Fail(in.Offset, "constant expression required, %s is not constant", in.Op)
		}
		if len(e.Instrs) == maxConstExpr {
			Fail(in.Offset, "constant expression of more than %d instructions", maxConstExpr)
		}
		if in.Op == op.V128Const {
			in.A = uint32(len(e.V128))
			e.V128 = append(e.V128, d.V128("v128 constant"))
		} else {
			d.Immediates(d.m, &in, op.Table[in.Op].Imm)
		}
		e.Instrs = append(e.Instrs, in)
	}
}

func isConst(o op.Op) bool {
	switch o {
	case op.I32Const, op.I64Const, op.F32Const, op.F64Const, op.V128Const, op.GlobalGet,
		op.I32Add, op.I32Sub, op.I32Mul, op.I64Add, op.I64Sub, op.I64Mul,
		op.RefNull, op.RefFunc, op.RefI31, op.AnyConvertExtern, op.ExternConvertAny,
		op.StructNew, op.StructNewDefault, op.ArrayNew, op.ArrayNewDefault, op.ArrayNewFixed:
		return true
	}
	return false
}

// elemExprs reads the elements of e that are expressions. If all are plain ref.func, e gets Funcs instead of Exprs.
func (d *decoder) elemExprs(e *wasm.Elem) {
	e.Exprs = make([]wasm.Expr, d.Count(maxElems, "elements"))
	plain := true
	for i := range e.Exprs {
		e.Exprs[i] = d.expr()
		in := e.Exprs[i].Instrs
		plain = plain && len(in) == 1 && in[0].Op == op.RefFunc
	}
	if !plain {
		return
	}
	e.Funcs = make([]uint32, len(e.Exprs))
	for i := range e.Exprs {
		e.Funcs[i] = e.Exprs[i].Instrs[0].A
	}
	e.Exprs = nil
}

// Immediates reads the immediates of an instruction into in, as wasm.Instr has them. Not for those with a block type, a
// vector, a memarg, a v128 or a cast.
func (r *Reader) Immediates(m *wasm.Module, in *wasm.Instr, imm op.Imm) {
	switch imm {
	case op.ImmNone:
	case op.ImmLabel, op.ImmTag, op.ImmFunc, op.ImmLocal, op.ImmGlobal, op.ImmTable, op.ImmElem, op.ImmMemory, op.ImmData:
		in.A = r.U32("index")
	case op.ImmTableTable, op.ImmElemTable, op.ImmMemoryMemory, op.ImmDataMemory:
		in.A = r.U32("index")
		in.B = uint64(r.U32("index"))
	case op.ImmLane:
		in.Lane = r.Byte("lane index")
	case op.ImmI32:
		in.B = uint64(uint32(r.S32("i32 constant")))
	case op.ImmI64:
		in.B = uint64(r.S64("i64 constant"))
	case op.ImmF32:
		in.B = uint64(r.F32())
	case op.ImmF64:
		in.B = r.F64()
	case op.ImmHeap:
		in.Type = wasm.Ref(r.HeapType(m), in.Op == op.RefNull || in.Op == op.RefTestNull || in.Op == op.RefCastNull)
	case op.ImmType:
		in.A = r.TypeIndex(m)
	case op.ImmTypeType:
		in.A = r.TypeIndex(m)
		in.B = uint64(r.TypeIndex(m))
	case op.ImmTypeTable, op.ImmTypeField, op.ImmTypeCount, op.ImmTypeData, op.ImmTypeElem:
		in.A = r.TypeIndex(m)
		in.B = uint64(r.U32("index"))
	case op.ImmZero:
		r.Zero("reserved byte")
	default:
		panic("no reader for this kind of immediate")
	}
}
