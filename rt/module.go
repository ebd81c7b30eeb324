package rt

import (
	"errors"
	"maps"
	"reflect"
	"slices"

	"github.com/wasm2go/wasm2go/mem"
)

// Instance is an instantiated module. Exported values are *Func, mem.Memory, *Global, *Tag, and *Table[*Func], *Table[any] or
// another *Table.
type Instance interface {
	Export(name string) (any, bool) // false where there is no export of that name
	Exports() []string              // the names, in the module's order
	Close() error                   // releases the memories, at the end of a call that runs; later calls return ErrClosed
}

// Resolver finds the values of imports by name. Where instances are made on several goroutines, it is called by them all.
type Resolver interface {
	Resolve(module, name string) (any, bool)
}

// Binder is implemented by a host module that wants the instance, for instance to reach its memory. New and Link call Bind once, when
// memories and tables exist and before any function runs: of the values in Imports, of the Resolver, and of what the imported functions have
// as their Func.Binder or come from in a Store, however they have got there. One that cannot serve a second instance should refuse it.
type Binder interface {
	Bind(Instance) error
}

// Module is an instance made by hand: a host module whose values are those of Instance.Export, or plain Go functions as NewFunc takes them.
// Linking only reads it, so that instances on several goroutines may import from the same one.
type Module map[string]any

// Export returns the value of that name; for a Go function, what NewFunc makes of it: another *Func each time.
func (m Module) Export(name string) (any, bool) {
	v, ok := m[name]
	if ok && reflect.TypeOf(v) != nil && reflect.TypeOf(v).Kind() == reflect.Func {
		f, err := NewFunc(name, v)
		if err != nil {
			return v, true // of no Wasm type: the import says so
		}
		return f, true
	}
	return v, ok
}

// BoundBy returns a copy of the module whose functions have b as their Binder, unless they have one.
func (m Module) BoundBy(b Binder) Module {
	bound := maps.Clone(m)
	for name := range m {
		v, _ := m.Export(name)
		bound[name] = boundBy(v, b)
	}
	return bound
}

// boundBy gives a function of the host a Binder, unless it has one. Other values stay as they are.
func boundBy(v any, b Binder) any {
	f, ok := v.(*Func)
	if !ok || f == nil || !f.host || f.Binder != nil {
		return v
	}
	return &Func{Name: f.Name, Sig: f.Sig, Binder: b, host: true, native: f.native}
}

// Exports returns the names in alphabetical order.
func (m Module) Exports() []string { return slices.Sorted(maps.Keys(m)) }

// Close closes the module's memories.
func (m Module) Close() error {
	var errs []error
	for _, name := range m.Exports() {
		if memory, ok := m[name].(mem.Memory); ok {
			errs = append(errs, memory.Close())
		}
	}
	return errors.Join(errs...)
}

// Store is a Resolver over named instances.
type Store map[string]Instance

// Resolve finds the export of the instance that is registered under the module's name.
func (s Store) Resolve(module, name string) (any, bool) {
	m := s[module]
	if m == nil {
		return nil, false
	}
	v, ok := m.Export(name)
	if b, wants := m.(Binder); wants {
		v = boundBy(v, b)
	}
	return v, ok
}
