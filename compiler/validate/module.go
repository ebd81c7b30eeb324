// Package validate, internal to this project and without a promise of stability, checks modules (spec chapter 3) and turns function
// bodies into a form in which nothing is left to check: the types and branch targets that validation computes are handed on.
package validate

import (
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// maxDepth bounds chains of supertypes; the JavaScript API's limit.
const maxDepth = 63

// Module validates all of m but the function bodies (spec 3.4), and sets m.Declared. The error is a *wasm.Error.
func Module(m *wasm.Module) (err error) {
	defer decode.Catch(&err)
	c := &checker{m: m}
	c.types()
	for _, f := range m.Funcs {
		c.funcType(f.Offset, f.Type)
	}
	for _, t := range m.Tags {
		if ft := c.funcType(t.Offset, t.Type); len(ft.Results) > 0 {
			decode.Fail(t.Offset, "non-empty tag result type: %s", ft)
		}
	}
	for _, g := range m.Globals {
		c.known(g.Offset, g.Type)
	}
	c.declare()
	c.memories()
	c.tables()
	c.globals()
	c.exports()
	c.start()
	c.elems()
	c.datas()
	return nil
}

// checker validates a module.
type checker struct {
	m *wasm.Module
	v validator // of constant expressions
}

// known checks that a type the module mentions is one that it has.
func (c *checker) known(at uint32, t wasm.ValType) { c.below(at, t, uint32(len(c.m.Types))) }

func (c *checker) below(at uint32, t wasm.ValType, end uint32) {
	if t.IsRef() && !t.HeapType().IsAbstract() && t.HeapType().Index() >= end {
		decode.Fail(at, "unknown type %s", t.HeapType())
	}
}

// types validates the type section: spec 3.2.9 to 3.2.11. First all references, as what follows relies on them.
func (c *checker) types() {
	depth := make([]uint8, len(c.m.Types))
	for i := range c.m.Types {
		t := &c.m.Types[i]
		end := t.GroupStart + t.GroupLen
		for _, p := range t.Func.Params {
			c.below(t.Offset, p, end)
		}
		for _, r := range t.Func.Results {
			c.below(t.Offset, r, end)
		}
		for _, f := range t.Fields {
			c.below(t.Offset, f.Type, end)
		}
		if !t.HasSuper {
			continue
		}
		if t.Super >= uint32(i) {
			decode.Fail(t.Offset, "unknown type %d as supertype of type %d", t.Super, i)
		}
		if depth[i] = depth[t.Super] + 1; depth[i] > maxDepth {
			decode.Fail(t.Offset, "type %d has more than %d supertypes", i, maxDepth)
		}
	}
	for i := range c.m.Types {
		t := &c.m.Types[i]
		if !t.HasSuper {
			continue
		}
		if super := &c.m.Types[t.Super]; super.Final || !typeMatches(c.m, t, super) {
			decode.Fail(t.Offset, "sub type %d does not match super type %d", i, t.Super)
		}
	}
}

// funcType returns type i, which must be that of a function.
func (c *checker) funcType(at, i uint32) wasm.FuncType {
	if uint64(i) >= uint64(len(c.m.Types)) {
		decode.Fail(at, "unknown type %d", i)
	}
	t := &c.m.Types[i]
	if t.Kind != wasm.KindFunc {
		decode.Fail(at, "type %d is not a function type but %s", i, t.Kind)
	}
	return t.Func
}

// declare sets m.Declared: spec 3.4.16, the context's refs.
func (c *checker) declare() {
	m := c.m
	m.Declared = make([]bool, len(m.Funcs))
	set := func(i uint32) {
		if uint64(i) < uint64(len(m.Declared)) {
			m.Declared[i] = true
		}
	}
	for _, e := range m.Exports {
		if e.Kind == wasm.ExternFunc {
			set(e.Index)
		}
	}
	for i := range m.Elems {
		for _, f := range m.Elems[i].Funcs {
			set(f)
		}
	}
	forEachExpr(m, func(e *wasm.Expr) {
		for _, in := range e.Instrs {
			if isRefFunc(in) {
				set(in.A)
			}
		}
	})
}

// limits checks limits: spec 3.2.12. Bound is the largest value.
func limits(at uint32, l wasm.Limits, bound uint64, what string) {
	if l.Min > bound {
		decode.Fail(at, "%s size must be at most %d, minimum is %d", what, bound, l.Min)
	}
	if !l.HasMax {
		return
	}
	if l.Max > bound {
		decode.Fail(at, "%s size must be at most %d, maximum is %d", what, bound, l.Max)
	}
	if l.Max < l.Min {
		decode.Fail(at, "size minimum must not be greater than maximum: %s of %d to %d", what, l.Min, l.Max)
	}
}

// memories validates the memories: spec 3.2.15.
func (c *checker) memories() {
	for _, mem := range c.m.Memories {
		// All pages together have at most 2^32 or 2^64 bytes, and no count is beyond the range of an address.
		bits := 32
		if mem.Is64 {
			bits = 64
		}
		bound := uint64(1)<<(bits-int(mem.PageBits)) - 1
		if mem.PageBits > 0 {
			bound++
		}
		limits(mem.Offset, mem.Limits, bound, "memory")
		if mem.Shared && !mem.HasMax {
			decode.Fail(mem.Offset, "shared memory must have maximum")
		}
	}
}

// tables validates the tables: spec 3.2.14, 3.4.6.
func (c *checker) tables() {
	for i := range c.m.Tables {
		t := &c.m.Tables[i]
		c.known(t.Offset, t.Elem)
		bound := uint64(1<<32 - 1)
		if t.Is64 {
			bound = 1<<64 - 1
		}
		limits(t.Offset, t.Limits, bound, "table")
		switch {
		case t.Init != nil:
			c.expr(t.Init, t.Elem, c.m.ImportedGlobals)
		case i >= c.m.ImportedTables && !t.Elem.Nullable():
			decode.Fail(t.Offset, "type mismatch: a table of %s needs an initial value", t.Elem)
		}
	}
}

// globals validates the initial values of the globals, which may refer to the ones before: spec 3.4.3.
func (c *checker) globals() {
	for i := range c.m.Globals {
		if g := &c.m.Globals[i]; g.Init != nil {
			c.expr(g.Init, g.Type, i)
		}
	}
}

// exports validates the exports: spec 3.4.13.
func (c *checker) exports() {
	m := c.m
	seen := make(map[string]struct{}, len(m.Exports))
	for _, e := range m.Exports {
		if _, dup := seen[e.Name]; dup {
			decode.Fail(e.Offset, "duplicate export name %q", e.Name)
		}
		seen[e.Name] = struct{}{}
		n := [...]int{len(m.Funcs), len(m.Tables), len(m.Memories), len(m.Globals), len(m.Tags)}[e.Kind]
		if uint64(e.Index) >= uint64(n) {
			decode.Fail(e.Offset, "unknown %s %d is exported as %q", e.Kind, e.Index, e.Name)
		}
	}
}

// start validates the start function: spec 3.4.10.
func (c *checker) start() {
	s := c.m.Start
	if s == nil {
		return
	}
	if uint64(s.Func) >= uint64(len(c.m.Funcs)) {
		decode.Fail(s.Offset, "unknown function %d as start function", s.Func)
	}
	if t := c.m.FuncType(int(s.Func)); len(t.Params)+len(t.Results) > 0 {
		decode.Fail(s.Offset, "start function %d must have no parameters and results, got %s", s.Func, t)
	}
}

// elems validates the element segments: spec 3.4.8.
func (c *checker) elems() {
	for i := range c.m.Elems {
		e := &c.m.Elems[i]
		c.known(e.Offset, e.Type)
		if e.Mode == wasm.Active {
			if uint64(e.Table) >= uint64(len(c.m.Tables)) {
				decode.Fail(e.Offset, "unknown table %d", e.Table)
			}
			t := c.m.TableType(int(e.Table))
			if !matches(c.m, e.Type, t.Elem) {
				decode.Fail(e.Offset, "type mismatch: a segment of %s for a table of %s", e.Type, t.Elem)
			}
			c.expr(e.Start, t.Addr(), len(c.m.Globals))
		}
		for _, f := range e.Funcs {
			c.elemFunc(e, f)
		}
		for j := range e.Exprs {
			c.expr(&e.Exprs[j], e.Type, len(c.m.Globals))
		}
	}
}

func (c *checker) elemFunc(e *wasm.Elem, f uint32) {
	if uint64(f) >= uint64(len(c.m.Funcs)) {
		decode.Fail(e.Offset, "unknown function %d", f)
	}
	if t := wasm.Ref(wasm.HeapType(c.m.Funcs[f].Type), false); !matches(c.m, t, e.Type) {
		decode.Fail(e.Offset, "type mismatch: function %d of type %s in a segment of %s", f, t, e.Type)
	}
}

// datas validates the data segments: spec 3.4.7.
func (c *checker) datas() {
	for i := range c.m.Datas {
		d := &c.m.Datas[i]
		if d.Mode != wasm.Active {
			continue
		}
		if uint64(d.Memory) >= uint64(len(c.m.Memories)) {
			decode.Fail(d.Offset, "unknown memory %d", d.Memory)
		}
		c.expr(d.Start, c.m.Memories[d.Memory].Addr(), len(c.m.Globals))
	}
}
