package emit

import (
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
)

// metered tells whether something can end calls from outside.
func (f *frame) metered() bool { return f.Options.Metering != ir.Metering{} }

// meterMethods prints how hosts say when calls are to end.
func (f *frame) meterMethods() {
	if f.Options.Metering.Fuel {
		f.fuelMethods()
	}
	if f.Options.Metering.Interruptible {
		f.contextMethods()
	}
}

// fuelMethods prints those for fuel.
func (f *frame) fuelMethods() {
	option := f.names.WithFuel
	f.printf("\n// %s is an option of %s and %s: how much fuel an instance has from the start on. Without it there is no limit.\n", option, f.names.New, f.names.Link)
	f.text.WriteString(gotext.Func("func "+option+"(units int64) rt.Option", "return abi.WithFuel(units)"))
	f.printf("\n// SetFuel sets how much fuel is left; rt.ErrFuel says what a unit is. A call that needs more returns an error that is rt.ErrFuel.\n")
	f.text.WriteString(gotext.Func("func (m *"+f.names.Instance+") SetFuel(units int64)", "m.core.SetFuel(units)"))
	f.printf("\n// Fuel is how much fuel is left.\n")
	f.text.WriteString(gotext.Func("func (m *"+f.names.Instance+") Fuel() int64", "return m.core.Fuel()"))
}

// contextMethods prints those for contexts.
func (f *frame) contextMethods() {
	f.uses(gotext.Context)
	option := f.names.WithContext
	f.printf("\n// %s is an option of %s and %s: the end of ctx ends each call of the instance, and its start function. Close lets go of ctx.\n", option, f.names.New, f.names.Link)
	f.text.WriteString(gotext.Func("func "+option+"(ctx context.Context) rt.Option", "return abi.WithContext(ctx)"))
	f.printf("\n// SetContext makes the end of ctx end calls, which then return an error with its cause, until end is called or another context is set.\n")
	f.printf("// A function of the host that is called by the module sets one for what it calls itself: the end of that one ends this alone, the\n// end of the outer one both. It has to call end before it returns. nil is no context.\n")
	f.text.WriteString(gotext.Func("func (m *"+f.names.Instance+") SetContext(ctx context.Context) (end func())", "return m.core.SetContext(ctx)"))
	f.printf("\n// Context is the context of the call that is running, for functions of the host that wait.\n")
	f.text.WriteString(gotext.Func("func (m *"+f.names.Instance+") Context() context.Context", "return m.core.Context()"))
}
