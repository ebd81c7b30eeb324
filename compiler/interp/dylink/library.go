package dylink

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// A Library is a side module in a program.
type Library struct {
	linker   *Linker
	name     string
	opens    int // calls of Load without a Close
	promoted bool

	wasm    *wasm.Module
	code    *interp.Module
	exports map[string]*wasm.Export
	flags   map[string]uint32 // of exports
	weak    map[string]bool   // imports that may be missing

	needs []*Library
	uses  map[*Library]bool // by whose symbols it is linked

	imports   map[importName]any
	addresses addresses

	inst        *interp.Instance
	promised    map[string]*rt.Func // functions that others have got before inst is there
	memory      span
	table       span
	base, first uint64 // where its data and its functions begin
	slots       []span // elements for functions of it that had none
}

// label is a library's name for a message. Programs make names, so that they may be anything: what is empty or does not print is quoted.
func label(name string) string {
	odd := func(r rune) bool { return r == utf8.RuneError || !strconv.IsPrint(r) }
	if name == "" || strings.ContainsFunc(name, odd) {
		return strconv.Quote(name)
	}
	return name
}

// Name is the name by which the library was loaded.
func (lib *Library) Name() string { return lib.name }

// Instance is the running side module.
func (lib *Library) Instance() *interp.Instance { return lib.inst }

// Promote makes the symbols of the library serve all libraries that are loaded later (RTLD_GLOBAL).
func (lib *Library) Promote() { lib.promoted = true }

// Func returns a function by its name: of the library, or of those that it needs. It stays callable until the library is
// closed.
func (lib *Library) Func(name string) (*rt.Func, error) {
	d, err := lib.find(name)
	if err != nil {
		return nil, err
	}
	f, ok := d.get().(*rt.Func)
	if !ok {
		return nil, fmt.Errorf("%s: symbol %q is no function", label(lib.name), name)
	}
	return f, nil
}

// Address returns what dlsym does: where in memory a symbol's data is, or the index of a function in the table, which
// is a function pointer. The symbol is one of the library, or of those that it needs.
func (lib *Library) Address(name string) (uint64, error) {
	d, err := lib.find(name)
	if err != nil {
		return 0, err
	}
	return d.address(lib.linker)
}

func (lib *Library) find(name string) (definition, error) {
	if lib.inst == nil {
		return definition{}, fmt.Errorf("%s: the library is closed", label(lib.name))
	}
	for _, l := range nearest(lib) {
		if l.defines(name) {
			return definition{lib: l, name: name}, nil
		}
	}
	return definition{}, fmt.Errorf("%s: undefined symbol %q", label(lib.name), name)
}

// nearest lists a library and what it needs, the nearest first.
func nearest(root *Library) []*Library {
	list := []*Library{root}
	seen := map[*Library]bool{root: true}
	for i := 0; i < len(list); i++ {
		for _, lib := range list[i].needs {
			if !seen[lib] {
				seen[lib] = true
				list = append(list, lib)
			}
		}
	}
	return list
}

// Close ends what Load began. Once nobody has the library open any more, and no library that is open needs it or is linked with it, its
// memory and its place in the table go to others: pointers to them must not be used any more. Closing once more than
// opening is an error.
func (lib *Library) Close() error {
	if lib.opens == 0 {
		return fmt.Errorf("%s: the library is closed", label(lib.name))
	}
	lib.opens--
	return lib.linker.sweep()
}

// remove takes the library out of the program, as far as it has got.
func (lib *Library) remove() error {
	l := lib.linker
	if l.table != nil {
		l.table.release(lib.table)
		for _, slot := range lib.slots {
			l.table.release(slot)
		}
		l.table.table.Release(lib.inst)
	}
	err := l.memory.release(lib.memory)
	if lib.inst != nil {
		err = errors.Join(err, lib.inst.Close())
	}
	lib.inst, lib.table, lib.slots, lib.memory = nil, span{}, nil, span{}
	return err
}

// defines tells whether the library has a symbol.
func (lib *Library) defines(name string) bool {
	e := lib.exports[name]
	return e != nil && (e.Kind == wasm.ExternFunc || e.Kind == wasm.ExternGlobal)
}

// errEarly is the error of a call that comes too early.
var errEarly = errors.New("called before its library is there")

// symbol returns a symbol that the library defines. Where there is no instance yet, a function will become what it stands
// for, and a global has only its type.
func (lib *Library) symbol(name string) any {
	if lib.inst != nil {
		v, _ := lib.inst.Export(name)
		return v
	}
	e := lib.exports[name]
	if e.Kind == wasm.ExternGlobal {
		t := lib.code.GlobalType(e.Index)
		return &rt.Global{Type: t.Type, Mutable: t.Mutable}
	}
	f := lib.promised[name]
	if f == nil {
		f = lib.code.Failing(e.Index, lib.name+"."+name, errEarly)
		lib.promised[name] = f
	}
	return f
}

// fulfil makes the functions that others have got what they stand for.
func (lib *Library) fulfil() {
	for name, f := range lib.promised {
		v, _ := lib.inst.Export(name)
		*f = *v.(*rt.Func)
	}
	lib.promised = nil
}

// call runs a function without parameters and results that the linker knows by name, if the library has it.
func (lib *Library) call(ctx context.Context, name string) error {
	e := lib.exports[name]
	if e == nil || e.Kind != wasm.ExternFunc {
		return nil
	}
	f, err := lib.inst.Func(name)
	if err == nil {
		_, err = f.Call(ctx)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", label(lib.name), err)
	}
	return nil
}
