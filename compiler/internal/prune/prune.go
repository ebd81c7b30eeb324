// Package prune leaves out of a module what nothing reaches from a choice of its exports: functions, imported ones included, elements, and
// the data of memories that nobody looks into. Index spaces stay as they are, so that functions keep the numbers and offsets that they
// have in the file.
package prune

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Pruned is what is left of a module.
type Pruned struct {
	Module *wasm.Module
	Bodies []*wasm.Body // of functions that are not live: a trap
	Live   []bool       // by function: it may be called

	// Mentioned tells by function whether anything names it, though it is not live: it is in a table, where no call of its type is.
	Mentioned []bool
}

// All keeps all of a module.
func All(m *wasm.Module, bodies []*wasm.Body) *Pruned {
	return &Pruned{Module: m, Bodies: bodies, Live: slices.Repeat([]bool{true}, len(m.Funcs)), Mentioned: make([]bool, len(m.Funcs))}
}

// Module keeps the exports that keep wants, and all memories, globals and tags, which carry no code; _initialize and _start, without which
// the rest is not ready; and what these reach. The module and its bodies are valid, and stay as they are.
func Module(m *wasm.Module, bodies []*wasm.Body, keep func(name string) bool) *Pruned {
	var exports []wasm.Export
	for _, e := range m.Exports {
		if isKept(e, keep) {
			exports = append(exports, e)
		}
	}
	r := newReacher(m, bodies)
	r.roots(exports)
	r.reach()
	p := &Pruned{Live: r.funcs, Mentioned: make([]bool, len(m.Funcs))}
	left := *m
	left.Exports = exports
	left.Names.Funcs = namesWithout(m, exports)
	left.Imports = slices.DeleteFunc(slices.Clone(m.Imports), func(i wasm.Import) bool { return i.Kind == wasm.ExternFunc && !r.funcs[i.Index] })
	left.Globals = r.globalsLeft()
	left.Elems = r.elemsLeft()
	left.Datas = r.datasLeft()
	p.Module, p.Bodies = &left, r.bodiesLeft()
	for i := range left.Elems {
		for f := range elements(&left.Elems[i]) {
			p.Mentioned[f] = !r.funcs[f]
		}
	}
	return p
}

func isKept(e wasm.Export, keep func(name string) bool) bool {
	switch e.Kind {
	case wasm.ExternMemory, wasm.ExternGlobal, wasm.ExternTag:
		return true
	}
	return e.Name == "_initialize" || e.Name == "_start" || keep(e.Name)
}

// namesWithout are the functions' names, and those that only exports had given them.
func namesWithout(m *wasm.Module, exports []wasm.Export) wasm.NameMap {
	kept := map[string]bool{}
	for _, e := range exports {
		kept[e.Name] = true
	}
	list := slices.Clone(m.Names.Funcs)
	for _, e := range m.Exports {
		at, named := slices.BinarySearchFunc(list, e.Index, func(a wasm.NameAssoc, i uint32) int { return int(a.Index) - int(i) })
		if e.Kind == wasm.ExternFunc && !named && !kept[e.Name] && int(e.Index) >= m.ImportedFuncs {
			list = slices.Insert(list, at, wasm.NameAssoc{Index: e.Index, Name: e.Name})
		}
	}
	return list
}

// globalsLeft are the globals. Those that nobody reads name no function.
func (r *reacher) globalsLeft() []wasm.Global {
	list := slices.Clone(r.m.Globals)
	for i := range list {
		if init := list[i].Init; namesFunction(init) && !r.globals[i] {
			null := *init
			null.Instrs = []wasm.Instr{{Op: op.RefNull, Type: list[i].Type, Offset: init.Offset}}
			list[i].Init = &null
		}
	}
	return list
}

// elemsLeft are the element segments. What code refers to stands in one more, which says so.
func (r *reacher) elemsLeft() []wasm.Elem {
	list := slices.Clone(r.m.Elems)
	for i := range list {
		if e := &list[i]; !r.wantsElem(i) {
			*e = wasm.Elem{Mode: wasm.Declarative, Type: e.Type, Offset: e.Offset}
		}
	}
	if len(r.referred) > 0 {
		slices.Sort(r.referred)
		list = append(list, wasm.Elem{Mode: wasm.Declarative, Type: wasm.FuncRef, Funcs: slices.Compact(r.referred)})
	}
	return list
}

// wantsElem tells whether an element segment does anything. One for a table that nobody looks into may still not fit, which is a trap.
func (r *reacher) wantsElem(i int) bool {
	e := &r.m.Elems[i]
	switch e.Mode {
	case wasm.Passive:
		return r.elems[i]
	case wasm.Active:
		return r.tables[e.Table] || !fits(e.Start, uint64(e.Len()), r.m.Tables[e.Table].Min)
	}
	return false
}

// datasLeft are the data segments. Those of a memory that nobody looks into are empty.
func (r *reacher) datasLeft() []wasm.Data {
	list := slices.Clone(r.m.Datas)
	for i := range list {
		d := &list[i]
		if d.Mode != wasm.Active || r.memories[d.Memory] {
			continue
		}
		if t := r.m.MemType(int(d.Memory)); fits(d.Start, uint64(len(d.Init)), t.Min*t.PageSize()) {
			d.Init = nil
		}
	}
	return list
}

// fits tells whether n elements or bytes from a constant on are certain to be within a size.
func fits(start *wasm.Expr, n, size uint64) bool {
	if len(start.Instrs) != 1 {
		return false
	}
	switch in := start.Instrs[0]; in.Op {
	case op.I32Const, op.I64Const:
		return n <= size && in.B <= size-n
	}
	return false
}

// bodiesLeft are the bodies. Where one is gone is a trap that nothing reaches.
func (r *reacher) bodiesLeft() []*wasm.Body {
	list := slices.Clone(r.bodies)
	for i := range list {
		if f := r.m.ImportedFuncs + i; !r.funcs[f] {
			list[i] = trap(r.m.FuncType(f), r.m.Codes[i].Offset)
		}
	}
	return list
}

func trap(t wasm.FuncType, offset uint32) *wasm.Body {
	return &wasm.Body{
		Type: t, Locals: t.Params,
		Instrs: []wasm.Instr{{Op: op.Unreachable, Offset: offset}, {Op: op.End, Dead: true, Offset: offset}},
		Blocks: []wasm.Block{{Op: op.Block, Results: t.Results}},
	}
}
