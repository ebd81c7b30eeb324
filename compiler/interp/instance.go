package interp

import (
	"context"
	"errors"
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/guard"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// An Instance is an instantiated module. Like instances of translated modules it serves one goroutine at a time.
type Instance struct {
	mod      *Module
	owner    *rt.Owner // of its functions
	core     *abi.Core
	attached []rt.Frame                     // by Attach: the functions to interpret
	lines    abi.Lines                      // of these
	catches  bool                           // the module has handlers of exceptions
	traced   func(pcs []uintptr) []rt.Frame // describe
	stack    *stack                         // while a function runs

	// The first memory, in the form that the run loop for its kind wants.
	kind   memoryKind
	guard  guard.Memory
	slice  *slice.Memory
	linear mem.Linear

	tags       []*rt.Tag
	mems       []mem.Linear
	shared     []mem.Atomic // those that threads share, by index, nil for others
	tables     []table
	funcTables []*rt.Table[*rt.Func] // by table, nil for other types

	// Globals, each in the list of its type.
	i32s       []*int32
	i64s       []*int64
	f32s       []*float32
	f64s       []*float64
	v128s      []*vec.V128
	refGlobals []refGlobal

	types []*rt.Type // by canonical type index: of the objects that the code makes and tests

	imports []*rt.Func // functions of somebody else, by index
	refs    []*rt.Func // references to functions, once they are asked for
	data    []string   // passive segments
	elems   []segment
}

var _ rt.Instance = (*Instance)(nil)

// ErrInstances is the error of Instantiate when Limits.Instances are open.
var ErrInstances = errors.New("interp: too many instances")

// Instantiate links the module with its imports, fills its tables and memories, and runs its start function, which ends
// early where ctx does (if Options.Meter).
func (m *Module) Instantiate(ctx context.Context, r rt.Resolver, opts ...rt.Option) (*Instance, error) {
	if err := m.share(m.imported()); err != nil {
		return nil, err
	}
	if n := m.instances.Add(1); m.opts.Limits.Instances > 0 && n > int64(m.opts.Limits.Instances) {
		m.instances.Add(-1)
		return nil, ErrInstances
	}
	i := &Instance{mod: m, core: new(abi.Core), owner: new(rt.Owner), types: m.rtts, catches: m.catches}
	i.traced = i.describe
	i.owner.Run = i.core.Run
	if i.catches { // else what a host throws passes as a panic: nobody here looks for it
		i.owner.Thrown = &i.core.Thrown
	}
	i.core.Open(i, m.name(), "", opts)
	if m.opts.Meter {
		i.core.Sliced()
		i.owner.Watch = i.core.Watch
	}
	i.core.Own(counted{m})
	err := i.link(r)
	if err == nil {
		err = i.run(i.allocate)
	}
	if err == nil {
		err = abi.Bind(i, i.hosts(r)...)
	}
	if err == nil {
		err = i.initialize(ctx)
	}
	if err != nil {
		// Functions of i may have got into a table of other instances: i stays usable until nothing refers to it.
		if !i.escapes() {
			i.core.Close()
		}
		return nil, err
	}
	return i, nil
}

// run calls f as a call of the host would be: what it makes may be more than the instance may have.
func (i *Instance) run(f func() error) (err error) {
	if failure := i.core.Run(func(int) { err = f() }); failure != nil {
		return failure
	}
	return err
}

// hosts are what may want to be bound to the instance: the resolver, and what it has found.
func (i *Instance) hosts(r rt.Resolver) []any {
	hosts := []any{r}
	for _, f := range i.imports {
		hosts = append(hosts, f)
	}
	return hosts
}

// counted takes an instance out of the module's count when its core is closed.
type counted struct{ m *Module }

func (c counted) Close() error {
	c.m.instances.Add(-1)
	return nil
}

// escapes tells whether references to functions can get out of an instance that failed to start.
func (i *Instance) escapes() bool {
	w := i.mod.wasm
	for _, g := range w.Globals[:w.ImportedGlobals] {
		if g.Mutable && g.Type.IsRef() {
			return true
		}
	}
	return w.ImportedTables > 0
}

// Export returns the export of that name: a *rt.Func, mem.Memory, *rt.Table, *rt.Global or *rt.Tag.
func (i *Instance) Export(name string) (any, bool) {
	e := i.mod.exports[name]
	if e == nil {
		return nil, false
	}
	switch e.Kind {
	case wasm.ExternFunc:
		return i.ref(e.Index), true
	case wasm.ExternMemory:
		return i.mems[e.Index], true
	case wasm.ExternTable:
		return i.tables[e.Index].value(), true
	case wasm.ExternGlobal:
		return i.global(e.Index), true
	case wasm.ExternTag:
		return i.tags[e.Index], true
	}
	return nil, false
}

// Exports returns the names of all exports, in the module's order.
func (i *Instance) Exports() []string {
	names := make([]string, len(i.mod.wasm.Exports))
	for k, e := range i.mod.wasm.Exports {
		names[k] = e.Name
	}
	return names
}

// Close releases the memories of the instance, at the end of a call that runs. Later calls return rt.ErrClosed.
func (i *Instance) Close() error { return i.core.Close() }

// Func returns an exported function.
func (i *Instance) Func(name string) (*Function, error) {
	e := i.mod.exports[name]
	if e == nil || e.Kind != wasm.ExternFunc {
		err := fmt.Errorf("no exported function %q", name)
		if module := i.mod.name(); module != "" {
			err = fmt.Errorf("%w in module %q", err, module)
		}
		return nil, err
	}
	return newFunction(i, e.Index), nil
}

// ref returns the reference to function n, always the same.
func (i *Instance) ref(n uint32) *rt.Func {
	if i.refs == nil {
		i.refs = make([]*rt.Func, len(i.mod.funcs))
		copy(i.refs, i.imports)
	}
	f := i.refs[n]
	if f == nil {
		t := i.mod.typeOf(n)
		f = &rt.Func{Code: &i.mod.funcs[n], Type: int(t), Env: i, Owner: i.owner, Sig: i.mod.sig(t), Name: i.mod.names.Of(n)}
		i.refs[n] = f
	}
	return f
}
