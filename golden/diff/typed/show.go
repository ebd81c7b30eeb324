package typed

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// showBody shows a reference and, to a depth, the fields of what it refers to. Subtypes are tried before their supertypes.
func (m *module) showBody() code {
	const v, level, at = 0, 1, 2
	var ids []int
	for id, t := range m.types {
		if t.form != formFunc && m.indices[id] != nil {
			ids = append(ids, id)
		}
	}
	slices.Reverse(ids) // a type is behind its supertype
	locals := code{}
	locals.u(1 + len(ids))
	locals.u(1)
	locals.val(m, num(i32))
	var c code
	c.op(op.LocalGet, v)
	c.op(op.Call, logAny)
	c.op(op.LocalGet, level)
	c.op(op.I32Eqz)
	c.op(op.GlobalGet, showGlobal)
	c.op(op.I32Eqz)
	c.op(op.I32Or)
	c.op(op.If)
	c.byte(0x40)
	c.op(op.Return)
	c.op(op.End)
	c.op(op.GlobalGet, showGlobal)
	c.i32(1)
	c.op(op.I32Sub)
	c.op(op.GlobalSet, showGlobal)
	for i, id := range ids {
		o := at + 1 + i
		t := ref(heap(id))
		locals.u(1)
		locals.val(m, refNull(heap(id)))
		c.op(op.Block)
		c.byte(0x40)
		if i%3 == 0 {
			c.op(op.LocalGet, v)
			c.op(op.RefTest)
			c.heap(m, t.heap)
			c.op(op.I32Eqz)
			c.op(op.BrIf, 0)
			c.op(op.LocalGet, v)
			c.op(op.RefCast)
			c.heap(m, t.heap)
		} else {
			c.op(op.Block)
			c.val(m, refNull(hAny))
			c.op(op.LocalGet, v)
			c.op(op.BrOnCastFail)
			c.byte(1)
			c.u(0)
			c.heap(m, hAny)
			c.heap(m, t.heap)
			c.op(op.LocalSet, o)
			m.showObject(&c, id, o, level, at)
			c.op(op.Return)
			c.op(op.End)
			c.op(op.Drop)
			c.op(op.End)
			continue
		}
		c.op(op.LocalSet, o)
		m.showObject(&c, id, o, level, at)
		c.op(op.Return)
		c.op(op.End)
	}
	c.op(op.End)
	return append(locals, c...)
}

// showObject shows the object in local o, of type id.
func (m *module) showObject(c *code, id, o, level, at int) {
	c.i32(1000 + id)
	c.op(op.Call, 0)
	t := m.types[id]
	if t.form == formStruct {
		for k, d := range t.fields {
			c.op(op.LocalGet, o)
			c.op([]op.Op{op.StructGet, op.StructGetS, op.StructGetU}[packing(d, k)], m.typeIndex(id), k)
			m.showField(c, d, level)
		}
		return
	}
	c.op(op.LocalGet, o)
	c.op(op.ArrayLen)
	c.op(op.Call, 0)
	c.i32(0)
	c.op(op.LocalSet, at)
	c.op(op.Block)
	c.byte(0x40)
	c.op(op.Loop)
	c.byte(0x40)
	c.op(op.LocalGet, at)
	c.op(op.LocalGet, o)
	c.op(op.ArrayLen)
	c.op(op.I32GeU)
	c.op(op.BrIf, 1)
	c.op(op.LocalGet, o)
	c.op(op.LocalGet, at)
	c.op([]op.Op{op.ArrayGet, op.ArrayGetS, op.ArrayGetU}[packing(t.fields[0], id)], m.typeIndex(id))
	m.showField(c, t.fields[0], level)
	c.op(op.LocalGet, at)
	c.i32(1)
	c.op(op.I32Add)
	c.op(op.LocalTee, at)
	c.i32(4)
	c.op(op.I32LtU)
	c.op(op.BrIf, 0)
	c.op(op.End)
	c.op(op.End)
}

// packing is 0 for a field that is not packed, else 1 or 2.
func packing(d field, k int) int {
	if d.packed == 0 {
		return 0
	}
	return 1 + k%2
}

func (m *module) showField(c *code, d field, level int) {
	if d.typ.isRef() && m.top(d.typ.heap) == hAny {
		c.op(op.LocalGet, level)
		c.i32(1)
		c.op(op.I32Sub)
		c.op(op.Call, m.showIndex())
		return
	}
	m.seen(c, d.typ)
}

// stateBody shows the module's globals and tables of objects.
func (m *module) stateBody() code {
	c := code{0} // no locals
	for i, g := range m.globals {
		c.op(op.GlobalGet, i)
		m.seen(&c, g.typ)
	}
	for k := range m.tables[anyTable].size {
		c.i32(k)
		c.op(op.TableGet, anyTable)
		m.seen(&c, m.tables[anyTable].elem)
	}
	c.op(op.End)
	return c
}
