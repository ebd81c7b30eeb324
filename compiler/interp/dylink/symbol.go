package dylink

import (
	"errors"
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// A definition is what a symbol stands for.
type definition struct {
	lib   *Library // nil: of the main module or the host
	name  string
	value any    // without lib
	base  uint64 // what the address of data counts from, without lib
}

// find looks for the definition of a symbol: in the main module, in the host, in the libraries of scope.
func (l *Linker) find(name string, scope []*Library) (definition, bool) {
	if l.exports[name] {
		v, ok := l.main.Export(name)
		return definition{name: name, value: v, base: l.opts.MemoryBase}, ok
	}
	if v, ok := l.host("env", name); ok {
		return definition{name: name, value: v}, true
	}
	for _, lib := range scope {
		if lib.defines(name) {
			return definition{lib: lib, name: name}, true
		}
	}
	return definition{}, false
}

// get is the value: a *rt.Func, a *rt.Global, or something that is no symbol.
func (d definition) get() any {
	if d.lib != nil {
		return d.lib.symbol(d.name)
	}
	return d.value
}

// isFunc tells whether the symbol is a function.
func (d definition) isFunc() bool {
	if d.lib != nil {
		return d.lib.exports[d.name].Kind == wasm.ExternFunc
	}
	_, ok := d.value.(*rt.Func)
	return ok
}

// address is where the symbol's data is, or a function's index in the table.
func (d definition) address(l *Linker) (uint64, error) {
	if !d.isFunc() {
		return d.dataAddress()
	}
	if l.table == nil {
		return 0, errNoTable
	}
	return d.functionAddress(l.table, l.table.addresses())
}

var errNoTable = errors.New(`dylink: the main module exports no table "__indirect_function_table": link it with --export-table`)

// functionAddress is a function's index in the table, where known tells of each function that is there its own.
func (d definition) functionAddress(t *tableSpace, known map[*rt.Func]uint64) (uint64, error) {
	at, block, err := t.slot(d.get().(*rt.Func), known)
	if d.lib != nil && block.n > 0 {
		d.lib.slots = append(d.lib.slots, block)
	}
	return at, err
}

func (d definition) dataAddress() (uint64, error) {
	g, ok := d.get().(*rt.Global)
	if ok && !g.Mutable {
		if v, ok := number(g.Get()); ok {
			return v + d.dataBase(), nil
		}
	}
	return 0, fmt.Errorf("dylink: symbol %q is neither a function nor data", d.name)
}

// dataBase is what the exported address counts from.
func (d definition) dataBase() uint64 {
	switch {
	case d.lib == nil:
		return d.base
	case d.lib.flags[d.name]&flagAbsolute != 0:
		return 0
	}
	return d.lib.base
}

// Flags of symbols in the section dylink.0 (tool-conventions, Linking).
const (
	bindingMask  = 3
	bindingWeak  = 1
	flagTLS      = 0x100
	flagAbsolute = 0x200
)

// private tells whether a symbol of this name is one that each library has for itself.
func private(name string) bool {
	return strings.HasPrefix(name, "__wasm_") || name == "__dso_handle"
}
