package interp

import (
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// makeSigs makes the signatures of the module's function types, by which others call its functions.
func (m *Module) makeSigs() {
	m.sigs, m.rooms = make([]*rt.Sig, len(m.wasm.Types)), make([]wasm.Slots, len(m.wasm.Types))
	var types []uint32
	for i := range m.wasm.Types {
		if m.wasm.Canon(uint32(i)) != uint32(i) {
			continue
		}
		types = append(types, uint32(i))
		if t := &m.wasm.Types[i]; t.Kind == wasm.KindFunc {
			m.rooms[i] = t.Func.CallSlots()
			m.sigs[i] = &rt.Sig{Types: &m.types, Index: i, Bind: bind, Slots: slots, Pending: pending}
		}
	}
	m.types.Text = m.wasm.Notation(types)
}

// pending is the rt.Sig.Pending of all functions of the interpreter.
func pending(f *rt.Func, d int, s []uint64, refs []rt.Ref) {
	f.Env.(*Instance).linked(f.Code.(*function), d, s, refs)
}

// slots is their rt.Sig.Slots.
func slots(f *rt.Func, d int, s []uint64, refs []rt.Ref) {
	f.Env.(*Instance).bound(f.Code.(*function), d, s, refs)
}

// bind is their rt.Sig.Bind.
func bind(f *rt.Func) any {
	if b := bindCommon(f.Sig.Type().Signature(), f.Env.(*Instance), f.Code.(*function)); b != nil {
		return b
	}
	return f.BindSlots()
}

// FuncType is the type of function n of the module.
func (m *Module) FuncType(n uint32) *rt.Type { return m.sig(m.typeOf(n)).Type() }

// GlobalType is the type of global n.
func (m *Module) GlobalType(n uint32) rt.GlobalType {
	t := m.wasm.GlobalType(int(n))
	return rt.GlobalType{Type: m.valType(t.Type), Mutable: t.Mutable}
}

// TagType is the type of tag n: a function type whose parameters are the values of an exception.
func (m *Module) TagType(n uint32) *rt.Type { return m.sig(m.wasm.Canon(m.wasm.Tags[n].Type)).Type() }

// valType is a value type as package rt has it.
func (m *Module) valType(t wasm.ValType) rt.ValType { return m.types.ValType(t.String()) }
