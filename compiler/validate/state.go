package validate

import (
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Parametric, variable, table and memory instructions without a fixed signature: spec 3.4.3 to 3.4.6.

func (v *validator) drop() {
	v.in.Type = v.popAny("an operand")
	v.emit()
}

func (v *validator) selectAny() {
	v.pop(wasm.I32)
	t, u := v.popAny("an operand"), v.popAny("an operand")
	if t.IsRef() || u.IsRef() {
		v.fail("type mismatch: select without a type takes no references")
	}
	if t != u && t != wasm.Bot && u != wasm.Bot {
		v.fail("type mismatch: select of %s and %s", u, t)
	}
	if t == wasm.Bot {
		t = u
	}
	v.in.Type = t
	v.push(t)
	v.emit()
}

func (v *validator) selectType() {
	if n := v.Count(maxLocals, "types of select"); n != 1 {
		v.fail("invalid result arity: select has one type, got %d", n)
	}
	t := v.valType()
	v.pop(wasm.I32)
	v.pop(t)
	v.pop(t)
	v.in.Type = t
	v.push(t)
	v.emit()
}

// local puts the type of the local into v.in and returns it.
func (v *validator) local() wasm.ValType {
	if uint64(v.in.A) >= uint64(len(v.locals)) {
		v.fail("unknown local %d, there are %d", v.in.A, len(v.locals))
	}
	v.in.Type = v.locals[v.in.A]
	return v.in.Type
}

func (v *validator) localGet() {
	t := v.local()
	if v.unset != nil && v.unset[v.in.A] {
		v.fail("uninitialized local %d of type %s", v.in.A, t)
	}
	v.push(t)
	v.emit()
}

func (v *validator) localSet() {
	v.pop(v.local())
	v.setLocal()
	v.emit()
}

func (v *validator) localTee() {
	t := v.local()
	v.pop(t)
	v.setLocal()
	v.push(t)
	v.emit()
}

// setLocal notes that the local is set from here to the end of the block.
func (v *validator) setLocal() {
	if v.unset != nil && v.unset[v.in.A] {
		v.unset[v.in.A] = false
		v.setOrder = append(v.setOrder, v.in.A)
	}
}

func (v *validator) global() wasm.GlobalType {
	if uint64(v.in.A) >= uint64(len(v.m.Globals)) {
		v.fail("unknown global %d", v.in.A)
	}
	g := v.m.GlobalType(int(v.in.A))
	v.in.Type = g.Type
	return g
}

func (v *validator) globalGet() {
	v.push(v.global().Type)
	v.emit()
}

func (v *validator) globalSet() {
	g := v.global()
	if !g.Mutable {
		v.fail("global is immutable: global.set %d", v.in.A)
	}
	v.pop(g.Type)
	v.emit()
}

// table returns the type of table i.
func (v *validator) table(i uint32) wasm.TableType {
	if uint64(i) >= uint64(len(v.m.Tables)) {
		v.fail("unknown table %d", i)
	}
	t := v.m.TableType(int(i))
	if i > 0 {
		v.use(op.ReferenceTypes)
	}
	if t.Is64 {
		v.use(op.Memory64)
	}
	return t
}

// elem returns the type of the elements of segment i.
func (v *validator) elem(i uint32) wasm.ValType {
	if uint64(i) >= uint64(len(v.m.Elems)) {
		v.fail("unknown elem segment %d", i)
	}
	return v.m.Elems[i].Type
}

func (v *validator) tableGet() {
	t := v.table(v.in.A)
	v.pop(t.Addr())
	v.tableResult(t, t.Elem)
}

// tableResult ends an instruction on table t that has a result.
func (v *validator) tableResult(t wasm.TableType, result wasm.ValType) {
	v.in.Type = t.Elem
	v.push(result)
	v.emit()
}

func (v *validator) tableSet() {
	t := v.table(v.in.A)
	v.pop(t.Elem)
	v.pop(t.Addr())
	v.in.Type = t.Elem
	v.emit()
}

func (v *validator) tableSize() {
	t := v.table(v.in.A)
	v.tableResult(t, t.Addr())
}

func (v *validator) tableGrow() {
	t := v.table(v.in.A)
	v.pop(t.Addr())
	v.pop(t.Elem)
	v.tableResult(t, t.Addr())
}

func (v *validator) tableFill() {
	t := v.table(v.in.A)
	v.pop(t.Addr())
	v.pop(t.Elem)
	v.pop(t.Addr())
	v.in.Type = t.Elem
	v.emit()
}

func (v *validator) tableCopy() {
	dst, src := v.table(v.in.A), v.table(uint32(v.in.B))
	if !matches(v.m, src.Elem, dst.Elem) {
		v.fail("type mismatch: table.copy from a table of %s to one of %s", src.Elem, dst.Elem)
	}
	v.in.Type = dst.Elem
	v.copyOperands(dst.Limits, src.Limits)
}

// copyOperands types a copy between tables or memories: the length has the smaller of the address types.
func (v *validator) copyOperands(dst, src wasm.Limits) {
	length := wasm.I32
	if dst.Is64 && src.Is64 {
		length = wasm.I64
	}
	v.pop(length)
	v.pop(src.Addr())
	v.pop(dst.Addr())
	v.emit()
}

func (v *validator) tableInit() {
	elem, t := v.elem(v.in.A), v.table(uint32(v.in.B))
	if !matches(v.m, elem, t.Elem) {
		v.fail("type mismatch: table.init from a segment of %s to a table of %s", elem, t.Elem)
	}
	v.in.Type = t.Elem
	v.initOperands(t.Limits)
}

// initOperands types the copying of a segment's part to a table or memory.
func (v *validator) initOperands(dst wasm.Limits) {
	v.pop(wasm.I32)
	v.pop(wasm.I32)
	v.pop(dst.Addr())
	v.emit()
}

func (v *validator) elemDrop() {
	v.elem(v.in.A)
	v.emit()
}

func (v *validator) memoryCopy() {
	v.copyOperands(v.m.Memories[v.in.A].Limits, v.m.Memories[v.in.B].Limits)
}

func (v *validator) memoryInit() { v.initOperands(v.m.Memories[v.in.B].Limits) }
