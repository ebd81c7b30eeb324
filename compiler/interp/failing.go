package interp

import (
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Failing makes a function of the type that function n of the module has. It does what a host function of that name does
// that returns err. A linker needs it for functions that are missing.
func (m *Module) Failing(n uint32, name string, err error) *rt.Func {
	t := m.wasm.FuncType(int(n))
	return &rt.Func{Name: name, Sig: &rt.Sig{
		Type:  m.sig(m.typeOf(n)).Type,
		Bind:  func(f *rt.Func) any { return rt.BindSlots(f, m.goTypes(t.Params), m.goTypes(t.Results)) },
		Slots: func(*rt.Func, int, []uint64, []rt.Ref) { abi.ThrowHost(name, err) },
	}}
}
