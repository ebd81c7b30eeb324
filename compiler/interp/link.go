package interp

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
	"github.com/wasm2go/wasm2go/rt/vec"
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
		m, err = abi.ImportMemoryAs[mem.Linear](r, imp.Module, imp.Name, MemType(w.MemType(n)))
		if err == nil {
			err = i.addMemory(m)
		}
	case wasm.ExternTable:
		err = i.linkTable(r, imp)
	case wasm.ExternGlobal:
		err = i.linkGlobal(r, imp)
	case wasm.ExternTag:
		var t *rt.Tag
		t, err = abi.ImportTag(r, imp.Module, imp.Name, i.mod.TagType(imp.Index))
		i.tags = append(i.tags, t)
	default:
		panic("interp: an imported " + imp.Kind.String())
	}
	return err
}

func (i *Instance) linkTable(r rt.Resolver, imp wasm.Import) error {
	switch c := i.mod.wasm.Class(i.mod.wasm.TableType(int(imp.Index)).Elem); c {
	case wasm.ClassFunc:
		return importTable(i, r, imp, funcForm)
	case wasm.ClassExtern:
		return importTable(i, r, imp, externForm)
	case wasm.ClassAny:
		return importTable(i, r, imp, anyForm)
	case wasm.ClassObject:
		return importTable(i, r, imp, objectForm)
	case wasm.ClassExn:
		return importTable(i, r, imp, exnForm)
	default:
		panic(noTable(c))
	}
}

// noTable is the panic about a table of a class that nothing is made for.
func noTable(c wasm.Class) string { return "interp: no table of type " + c.String() }

func importTable[T any](i *Instance, r rt.Resolver, imp wasm.Import, f form[T]) error {
	table, err := abi.ImportTable[T](r, imp.Module, imp.Name, i.mod.tableType(int(imp.Index)))
	if err == nil {
		table.Hold(i)
		i.addTable(tableOf[T]{table, f})
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
	case wasm.ClassV128:
		p, err = abi.ImportGlobal[vec.V128](r, imp.Module, imp.Name, t)
	case wasm.ClassFunc:
		p, err = abi.ImportGlobal[*rt.Func](r, imp.Module, imp.Name, t)
	case wasm.ClassExtern:
		p, err = abi.ImportGlobal[any](r, imp.Module, imp.Name, t)
	case wasm.ClassAny:
		p, err = abi.ImportGlobal[rt.Ref](r, imp.Module, imp.Name, t)
	case wasm.ClassObject:
		p, err = abi.ImportGlobal[*rt.Object](r, imp.Module, imp.Name, t)
	case wasm.ClassExn:
		p, err = abi.ImportGlobal[*rt.Exception](r, imp.Module, imp.Name, t)
	default:
		panic(noGlobal(c))
	}
	if err == nil {
		i.setPointer(int(imp.Index), p)
	}
	return err
}

// allocate makes what the module defines: tags, globals, then tables and memories (spec 4.7.3, "Instantiation").
func (i *Instance) allocate() error {
	w := i.mod.wasm
	for n, name := range w.TagNames() {
		if n >= w.ImportedTags {
			i.tags = append(i.tags, abi.NewTag(name, i.mod.TagType(uint32(n))))
		}
	}
	for n := w.ImportedGlobals; n < len(w.Globals); n++ {
		i.newGlobal(n, i.constant(w.Globals[n].Init))
	}
	if i.mod.hasPointer {
		i.core.StackPointer(i.pointer(int(i.mod.pointer)))
	}
	for n := w.ImportedMemories; n < len(w.Memories); n++ {
		if err := i.newMemory(MemType(w.MemType(n))); err != nil {
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
	var shared mem.Atomic
	if m.Type().Shared {
		if shared, ok = m.(mem.Atomic); !ok {
			return fmt.Errorf("%v: threads cannot share a %T", m.Type(), m)
		}
	}
	i.mems, i.shared = append(i.mems, l), append(i.shared, shared)
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
	switch c := w.Class(w.TableType(n).Elem); c {
	case wasm.ClassFunc:
		return newTableOf(i, t, funcForm, first.ref)
	case wasm.ClassExtern:
		return newTableOf(i, t, externForm, first.ref)
	case wasm.ClassAny:
		return newTableOf(i, t, anyForm, first.ref)
	case wasm.ClassObject:
		return newTableOf(i, t, objectForm, first.ref)
	case wasm.ClassExn:
		return newTableOf(i, t, exnForm, first.ref)
	default:
		panic(noTable(c))
	}
}

func newTableOf[T any](i *Instance, t rt.TableType, f form[T], first rt.Ref) error {
	table, err := rt.NewTable(t, f.store(first))
	i.addTable(tableOf[T]{table, f})
	return err
}

// MemType is a memory type as package mem has it.
func MemType(t wasm.MemType) mem.Type {
	return mem.Type{Min: t.Min, Max: t.Max, HasMax: t.HasMax, PageSize: t.PageSize(), Is64: t.Is64, Shared: t.Shared}
}

// tableType is the type of table n as package rt has it.
func (m *Module) tableType(n int) rt.TableType {
	t := m.wasm.TableType(n)
	return rt.TableType{Elem: m.valType(t.Elem), Min: t.Min, Max: t.Max, HasMax: t.HasMax, Is64: t.Is64}
}
