package interp

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// link takes the imports from r.
func (i *Instance) link(r rt.Resolver) error {
	w := i.mod.wasm
	i.makeGlobals()
	i.imports = make([]*rt.Func, w.ImportedFuncs)
	for _, imp := range w.Imports {
		if err := i.linkOne(r, imp); err != nil {
			return err
		}
	}
	return nil
}

func (i *Instance) linkOne(r rt.Resolver, imp wasm.Import) (err error) {
	w, n := i.mod.wasm, int(imp.Index)
	switch imp.Kind {
	case wasm.ExternFunc:
		i.imports[n], err = abi.ImportFunc(r, imp.Module, imp.Name, i.mod.FuncType(imp.Index))
	case wasm.ExternMemory:
		var m mem.Linear
		m, err = abi.ImportMemoryAs[mem.Linear](r, imp.Module, imp.Name, memType(w.MemType(n)))
		i.mems = append(i.mems, m)
	case wasm.ExternTable:
		err = i.linkTable(r, imp)
	case wasm.ExternGlobal:
		err = i.linkGlobal(r, imp)
	default:
		panic("interp: an imported " + imp.Kind.String())
	}
	return err
}

func (i *Instance) linkTable(r rt.Resolver, imp wasm.Import) error {
	t := i.mod.tableType(int(imp.Index))
	if !i.mod.ofFuncs(int(imp.Index)) {
		table, err := abi.ImportTable[any](r, imp.Module, imp.Name, t)
		if err == nil {
			table.Hold(i)
			i.addTable(anyTable{table})
		}
		return err
	}
	table, err := abi.ImportTable[*rt.Func](r, imp.Module, imp.Name, t)
	if err == nil {
		table.Hold(i)
		i.addTable(funcTable{table})
	}
	return err
}

func (i *Instance) addTable(t table) {
	i.tables = append(i.tables, t)
	f, _ := t.(funcTable)
	i.funcTables = append(i.funcTables, f.Table)
}

func (i *Instance) linkGlobal(r rt.Resolver, imp wasm.Import) error {
	t := i.mod.GlobalType(imp.Index)
	var p any
	var err error
	switch c := i.class(int(imp.Index)); c {
	case wasm.ClassI32:
		p, err = abi.ImportGlobal[int32](r, imp.Module, imp.Name, t)
	case wasm.ClassI64:
		p, err = abi.ImportGlobal[int64](r, imp.Module, imp.Name, t)
	case wasm.ClassF32:
		p, err = abi.ImportGlobal[float32](r, imp.Module, imp.Name, t)
	case wasm.ClassF64:
		p, err = abi.ImportGlobal[float64](r, imp.Module, imp.Name, t)
	case wasm.ClassFunc:
		p, err = abi.ImportGlobal[*rt.Func](r, imp.Module, imp.Name, t)
	case wasm.ClassExtern:
		p, err = abi.ImportGlobal[any](r, imp.Module, imp.Name, t)
	default:
		panic(noGlobal(c))
	}
	if err == nil {
		i.setPointer(int(imp.Index), p)
	}
	return err
}

// allocate makes what the module defines: globals, then tables and memories (spec 4.7.3, "Instantiation").
func (i *Instance) allocate() error {
	w := i.mod.wasm
	for n := w.ImportedGlobals; n < len(w.Globals); n++ {
		i.newGlobal(n, i.constant(w.Globals[n].Init))
	}
	if i.mod.hasPointer {
		i.core.StackPointer(i.pointer(int(i.mod.pointer)))
	}
	for n := w.ImportedMemories; n < len(w.Memories); n++ {
		if err := i.newMemory(memType(w.MemType(n))); err != nil {
			return err
		}
	}
	i.view()
	for n := w.ImportedTables; n < len(w.Tables); n++ {
		if err := i.newTable(n); err != nil {
			return err
		}
	}
	return nil
}

func (i *Instance) newMemory(t mem.Type) error {
	if most := i.mod.opts.Limits.MemoryBytes; most > 0 {
		t = t.Limited(most)
	}
	m, err := i.mod.opts.Mem.Make(i.core.Limit(t), i.core)
	if err != nil {
		return err
	}
	i.core.Own(m)
	return i.addMemory(m)
}

func (i *Instance) addMemory(m mem.Memory) error {
	l, ok := m.(mem.Linear)
	if !ok {
		return fmt.Errorf("%T lacks methods that the interpreter needs", m)
	}
	i.mems = append(i.mems, l)
	return nil
}

func (i *Instance) newTable(n int) error {
	w := i.mod.wasm
	t := i.mod.tableType(n)
	var first value
	if init := w.Tables[n].Init; init != nil {
		first = i.constant(init)
	}
	if t.Limit = i.mod.opts.Limits.TableElements; t.Limit > 0 && t.Min > t.Limit {
		return fmt.Errorf("%v: larger than the limit of %d elements", t, t.Limit)
	}
	if i.mod.ofFuncs(n) {
		table, err := rt.NewTable(t, first.ref.Func())
		i.addTable(funcTable{table})
		return err
	}
	table, err := rt.NewTable(t, first.ref.Extern())
	i.addTable(anyTable{table})
	return err
}

// memType is a memory type as package mem has it.
func memType(t wasm.MemType) mem.Type {
	return mem.Type{Min: t.Min, Max: t.Max, HasMax: t.HasMax, PageSize: t.PageSize(), Is64: t.Is64, Shared: t.Shared}
}

// isFunc tells whether references of a type are to functions, *rt.Func, not the host's, any.
func (m *Module) isFunc(t wasm.ValType) bool {
	switch c := m.wasm.Class(t); c {
	case wasm.ClassFunc:
		return true
	case wasm.ClassExtern:
		return false
	default:
		panic("interp: no reference is a " + c.String())
	}
}

// ofFuncs tells whether table n is one of references to functions.
func (m *Module) ofFuncs(n int) bool { return m.isFunc(m.wasm.TableType(n).Elem) }

// tableType is the type of table n as package rt has it.
func (m *Module) tableType(n int) rt.TableType {
	t := m.wasm.TableType(n)
	return rt.TableType{Elem: m.valType(t.Elem), Min: t.Min, Max: t.Max, HasMax: t.HasMax, Is64: t.Is64}
}
