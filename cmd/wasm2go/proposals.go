package main

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// declared adds the proposals that show outside function bodies.
func (r *report) declared() {
	if len(r.Memories) > 1 {
		r.used.Add(op.MultiMemory)
	}
	for _, m := range r.Memories {
		switch {
		case m.Is64:
			r.used.Add(op.Memory64)
		case m.PageSize() != 1<<16:
			r.used.Add(op.CustomPageSizes)
		}
		if m.Shared {
			r.used.Add(op.Threads)
		}
	}
	if len(r.Tables) > 1 {
		r.used.Add(op.ReferenceTypes)
	}
	for i, g := range r.Globals {
		imported := i < r.ImportedGlobals
		exported := slices.ContainsFunc(r.Exports, func(e wasm.Export) bool { return e.Kind == wasm.ExternGlobal && e.Index == uint32(i) })
		if g.Mutable && (imported || exported) {
			r.used.Add(op.MutableGlobals)
		}
	}
	r.declaredTypes()
	r.constants()
	if len(r.Tags) > 0 && !r.used.Has(op.LegacyExceptions) {
		r.used.Add(op.Exceptions)
	}
}

// declaredTypes adds the proposals that types belong to.
func (r *report) declaredTypes() {
	for i := range r.Types {
		t := &r.Types[i]
		switch {
		case t.Kind != wasm.KindFunc || t.HasSuper || !t.Final || t.GroupLen > 1:
			r.used.Add(op.GC)
		case len(t.Func.Results) > 1:
			r.used.Add(op.MultiValue)
		}
		for _, v := range slices.Concat(t.Func.Params, t.Func.Results) {
			r.valueType(v)
		}
		for _, f := range t.Fields {
			r.valueType(f.Type)
		}
	}
	for _, g := range r.Globals {
		r.valueType(g.Type)
	}
	for _, t := range r.Tables {
		if t.Elem != wasm.FuncRef { // those are as old as tables
			r.valueType(t.Elem)
		}
	}
}

// valueType adds the proposal that a value type belongs to.
func (r *report) valueType(t wasm.ValType) {
	switch class := r.Class(t); class {
	case wasm.ClassI32, wasm.ClassI64, wasm.ClassF32, wasm.ClassF64:
		return
	case wasm.ClassV128:
		r.used.Add(op.SIMD)
		return
	case wasm.ClassFunc, wasm.ClassExtern:
		r.used.Add(op.ReferenceTypes)
	case wasm.ClassAny, wasm.ClassObject:
		r.used.Add(op.GC)
	case wasm.ClassExn:
		r.used.Add(op.Exceptions)
	}
	if !t.Nullable() || !t.HeapType().IsAbstract() {
		r.used.Add(op.FunctionReferences)
	}
}

// constants adds the proposals that instructions of constant expressions belong to.
func (r *report) constants() {
	add := func(x *wasm.Expr) {
		if x != nil {
			for i := range x.Instrs {
				r.used.Add(op.Table[x.Instrs[i].Op].Proposal)
			}
		}
	}
	for i := range r.Globals {
		add(r.Globals[i].Init)
	}
	for i := range r.Tables {
		add(r.Tables[i].Init)
	}
	for i := range r.Elems {
		for k := range r.Elems[i].Exprs {
			add(&r.Elems[i].Exprs[k])
		}
	}
}
