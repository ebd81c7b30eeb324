// Package preinit runs the initialisation of a module when it is translated: what comes of it is baked into the output, and instances
// begin where it ends. It runs on the interpreter, with a host that is the same everywhere and always, and has nothing.
package preinit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// Options say what is run, and within which bounds.
type Options struct {
	// Funcs are exported functions without parameters and results, to run in this order: behind the start function and _initialize, if
	// there are any, which always run. Nil stands for those that the module has of wizer.initialize and wizer-initialize.
	Funcs []string

	// WASI are functions of WASI that may be called besides those that tell of arguments, environment and preopened directories. There are
	// no files, input is empty, output is discarded, clocks and random numbers are those of wasitarget.Deterministic: what
	// the module makes of that is in all instances.
	WASI []string

	Fuel   int64  // instructions of the module, see rt.ErrFuel; 0 for DefaultFuel
	Memory uint64 // bytes that each memory may grow to; 0 for DefaultMemory
}

// The bounds where nothing is said. The fuel lasts for about a minute: a bound in time would make the output depend on the machine.
const (
	DefaultFuel   = 20_000_000_000
	DefaultMemory = 1 << 30
)

// A Report says what has run.
type Report struct {
	Ran   []string // the functions, "the start function" first, if there is one
	Calls []string // functions of WASI that were called, each once, in order of their first call
	Bytes int      // of the data segments
}

// Told are the functions among calls that asked for what a program is given when it starts, and got nothing: the instances will not ask
// again. "" if there are none.
func (r *Report) Told() string {
	var list []string
	for _, name := range r.Calls {
		if slices.Contains(harmless, name) {
			list = append(list, name)
		}
	}
	return strings.Join(list, ", ")
}

// ErrNothing is the error of a module without initialisation.
var ErrNothing = errors.New("there is nothing to run: no start function, and none of the exports _initialize, wizer.initialize and wizer-initialize; name a function")

// Run runs the initialisation of the module in file, and makes of m and bodies, which are that file, what the module is afterwards: segments and
// initial values are what memories, tables and globals have come to, there is no start function any more, and the exported functions that were run
// do nothing. It returns the bodies with those of such functions. nan is interp.Options.CanonicalNaN.
func Run(file []byte, m *wasm.Module, bodies []*wasm.Body, nan bool, o Options) ([]*wasm.Body, *Report, error) {
	if err := ownState(m); err != nil {
		return nil, nil, err
	}
	funcs, err := toRun(m, o.Funcs)
	if err != nil {
		return nil, nil, err
	}
	h, err := newHost(file, m, nan, o)
	if err != nil {
		return nil, nil, err
	}
	defer h.Close()
	inst, err := h.instantiate(o)
	if err != nil {
		return nil, nil, err
	}
	defer inst.Close()
	r := &Report{}
	if m.Start != nil {
		r.Ran = append(r.Ran, "the start function")
	}
	for _, e := range funcs {
		if err := call(inst, e.Name); err != nil {
			return nil, nil, explain(e.Name, err)
		}
		r.Ran = append(r.Ran, e.Name)
	}
	r.Calls = h.calls
	b := baker{m: m, bodies: bodies, state: inst.State()}
	if err := b.bake(funcs); err != nil {
		return nil, nil, err
	}
	for i := range m.Datas {
		r.Bytes += len(m.Datas[i].Init)
	}
	return b.bodies, r, nil
}

// toRun are the exports to call.
func toRun(m *wasm.Module, names []string) ([]*wasm.Export, error) {
	given := names != nil
	if !given {
		names = []string{"wizer.initialize", "wizer-initialize"}
	}
	var list []*wasm.Export
	for _, name := range slices.Concat([]string{"_initialize"}, names) {
		e := m.Export(name)
		switch {
		case e == nil && (!given || name == "_initialize"), slices.Contains(list, e) && e != nil:
			continue
		case e == nil || e.Kind != wasm.ExternFunc:
			return nil, fmt.Errorf("the module exports no function %q", name)
		}
		if t := m.FuncType(int(e.Index)); len(t.Params)+len(t.Results) > 0 {
			return nil, fmt.Errorf("%q cannot be run: it is of type %v, not () ()", name, t)
		}
		list = append(list, e)
	}
	if len(list) == 0 && m.Start == nil {
		return nil, ErrNothing
	}
	return list, nil
}

// ownState refuses modules with imports that are known only when an instance is made.
func ownState(m *wasm.Module) error {
	if m.SharesMemory() {
		return errors.New("the module has a shared memory, whose threads share what its initialisation leaves there")
	}
	for _, imp := range m.Imports {
		if imp.Kind != wasm.ExternFunc {
			return fmt.Errorf("the module imports the %v %s.%s, which is known only when an instance is made", imp.Kind, imp.Module, imp.Name)
		}
	}
	return nil
}

// instantiate makes the instance, and runs the start function.
func (h *host) instantiate(o Options) (*interp.Instance, error) {
	limit := cmp.Or(o.Memory, DefaultMemory)
	refused := func(e *mem.GrowError) error {
		if e.Bound == mem.TypeBound {
			return nil // it is the same everywhere
		}
		return fmt.Errorf("more memory is needed than initialisation may have: %w", e)
	}
	inst, err := h.module.Instantiate(context.Background(), h, rt.MaxMemory(limit), rt.OnGrowRefused(refused))
	if err != nil {
		return nil, explain("instantiation", err)
	}
	return inst, nil
}

func call(inst *interp.Instance, name string) error {
	f, err := inst.Func(name)
	if err == nil {
		_, err = f.Call(context.Background())
	}
	return err
}

// explain says what went wrong in a function, and where.
func explain(name string, err error) error {
	var stack []rt.Frame
	var trap *rt.Trap
	var failed *rt.HostError
	switch {
	case errors.Is(err, interp.ErrFuel):
		return fmt.Errorf("%s does not end in the time that initialisation may take: %w", name, err)
	case errors.As(err, &trap):
		return fmt.Errorf("%s: %w", name, err) // whose message has the stack
	case errors.As(err, &failed):
		stack = failed.Stack
	}
	text := ""
	for i, f := range stack {
		if i == mostFrames {
			text += ", ..."
			break
		}
		text += ", called by " + f.Func
	}
	return fmt.Errorf("%s: %w%s", name, err, text)
}

// mostFrames is how many callers an error has.
const mostFrames = 5
