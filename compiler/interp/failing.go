package interp

import (
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Failing makes a function of the type that function n of the module has. It does what a host function of that name does
// that returns err. A linker needs it for functions that are missing.
func (m *Module) Failing(n uint32, name string, err error) *rt.Func {
	return &rt.Func{Name: name, Sig: &rt.Sig{
		Types: &m.types,
		Index: int(m.typeOf(n)),
		Bind:  (*rt.Func).BindSlots,
		Slots: func(*rt.Func, int, []uint64, []rt.Ref) { abi.ThrowHost(name, err) },
	}}
}
