package interp

import (
	"reflect"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Failing makes a function of the type that function n of the module has. It does what a host function of that name does
// that returns err. A linker needs it for functions that are missing.
func (m *Module) Failing(n uint32, name string, err error) *rt.Func {
	t := m.wasm.FuncType(int(n))
	in := append([]reflect.Type{reflect.TypeFor[int]()}, goTypes(t.Params)...)
	fail := func([]reflect.Value) []reflect.Value {
		abi.ThrowHost(name, err)
		return nil
	}
	fn := reflect.MakeFunc(reflect.FuncOf(in, goTypes(t.Results), false), fail).Interface()
	return &rt.Func{Name: name, Sig: &rt.Sig{
		Type:  m.sig(m.typeOf(n)).Type,
		Bind:  func(*rt.Func) any { return fn },
		Slots: func(*rt.Func, int, []uint64) { abi.ThrowHost(name, err) },
	}}
}
