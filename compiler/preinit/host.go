package preinit

import (
	"cmp"
	"errors"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// harmless are the functions of WASI that tell of what a program was given. Here that is nothing.
var harmless = []string{"args_get", "args_sizes_get", "environ_get", "environ_sizes_get", "fd_prestat_get", "fd_prestat_dir_name"}

// A host is what initialisation sees: WASI without anything, as far as it is allowed. Its other functions end the call.
type host struct {
	*wasitarget.System
	module *interp.Module
	fuel   int64
	byName map[[2]string]*rt.Func
	calls  []string // see Report
}

// newHost makes the host for all functions that m imports.
func newHost(file []byte, m *wasm.Module, nan bool, o Options) (*host, error) {
	module, err := interp.Compile(file, interp.Options{Meter: true, CanonicalNaN: nan})
	if err != nil {
		return nil, err
	}
	system, err := wasitarget.New(wasitarget.Config{Deterministic: &wasitarget.Deterministic{}})
	if err != nil {
		return nil, err
	}
	h := &host{System: system, module: module, fuel: cmp.Or(o.Fuel, DefaultFuel), byName: map[[2]string]*rt.Func{}}
	for _, imp := range m.Imports {
		h.byName[[2]string{imp.Module, imp.Name}] = h.function(imp, slices.Concat(harmless, o.WASI))
	}
	return h, nil
}

// Resolve finds an import (rt.Resolver).
func (h *host) Resolve(module, name string) (any, bool) {
	f, ok := h.byName[[2]string{module, name}]
	return f, ok
}

// Bind bounds what the instance may do before it does anything (rt.Binder).
func (h *host) Bind(m rt.Instance) error {
	m.(*interp.Instance).SetFuel(h.fuel)
	return h.System.Bind(m)
}

// A NotAllowedError says that initialisation called a function of WASI that Options.WASI has not.
type NotAllowedError struct{ Func string }

func (e *NotAllowedError) Error() string {
	return "initialisation calls it, and what it says would be the same in all instances"
}

// function is what is imported: of WASI if it is allowed, else one that ends the call.
func (h *host) function(imp wasm.Import, allowed []string) *rt.Func {
	name := imp.Module + "." + imp.Name
	v, isWASI := h.System.Resolve(imp.Module, imp.Name)
	switch {
	case !isWASI:
		return h.module.Failing(imp.Index, name, errors.New("initialisation calls it, but there is no host yet when the module is translated"))
	case !slices.Contains(allowed, imp.Name):
		return h.module.Failing(imp.Index, name, &NotAllowedError{imp.Name})
	}
	return h.noted(imp.Name, v.(*rt.Func))
}

// noted is the function f, which is noted in calls.
func (h *host) noted(name string, f *rt.Func) *rt.Func {
	g := *f
	g.Sig = &rt.Sig{Types: f.Sig.Types, Index: f.Sig.Index, Bind: (*rt.Func).BindSlots, Slots: func(_ *rt.Func, d int, s []uint64, refs []rt.Ref) {
		if !slices.Contains(h.calls, name) {
			h.calls = append(h.calls, name)
		}
		f.CallSlots(d, s, refs)
	}}
	return &g
}
