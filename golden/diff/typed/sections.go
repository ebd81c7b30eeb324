package typed

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/golden/diff/trial"
)

// encode puts the module together. The type section comes last, since the others may add types.
func (m *module) encode() []byte {
	section := func(id byte, pieces []code) []byte {
		var c code
		c.counted(pieces)
		return wasmtest.Section(id, c)
	}
	var bodies []code
	for _, b := range m.bodies {
		var c code
		c.u(len(b))
		bodies = append(bodies, append(c, b...))
	}
	rest := [][]byte{
		section(wasmtest.Import, m.imports()), section(wasmtest.Func, m.functions()), section(wasmtest.Table, m.ownTables()),
		section(wasmtest.Memory, m.memory()), section(wasmtest.Tag, m.definedTags()), section(wasmtest.Global, m.ownGlobals()),
		section(wasmtest.Export, m.exports()), section(wasmtest.Elem, m.elements()),
		wasmtest.Section(wasmtest.DataCount, wasmtest.Num(len(m.datas)+1)),
		section(wasmtest.Code, bodies), section(wasmtest.Data, m.data()),
	}
	return wasmtest.Module(append([][]byte{section(wasmtest.Type, m.typeSection())}, rest...)...)
}

func (m *module) typeSection() (groups []code) {
	for k := range m.order { // a group is known to its members by the indices of this very copy
		groups = append(groups, m.groupAt(k))
	}
	return groups
}

func (m *module) groupAt(k int) code {
	first := 0
	for _, g := range m.order[:k] {
		first += len(g)
	}
	at := m.localIndexer(k, first)
	var c code
	if len(m.order[k]) > 1 {
		c.byte(0x4e)
		c.u(len(m.order[k]))
	}
	for _, id := range m.order[k] {
		c.typ(at, m.types[id])
	}
	return c
}

// groupIndexer knows types as one group does: its own, else those before it.
type groupIndexer map[int]int

func (g groupIndexer) typeIndex(id int) int { return g[id] }

func (m *module) localIndexer(k, first int) groupIndexer {
	g := groupIndexer{}
	n := 0
	for _, group := range m.order[:k] {
		for _, id := range group {
			if _, known := g[id]; !known || chance(m.r, 0.5) {
				g[id] = n
			}
			n++
		}
	}
	for i, id := range m.order[k] {
		g[id] = first + i
	}
	return g
}

func (m *module) imports() (list []code) {
	from := func(module, name string, kind byte, write func(c *code)) {
		var c code
		c.text(module)
		c.text(name)
		c.byte(kind)
		write(&c)
		list = append(list, c)
	}
	for i, f := range m.funcs[:m.imported] {
		module, name := trial.OwnerName(f.owner), f.name
		if i < len(hostFuncs) {
			module, name = Host, hostFuncs[i].name
		}
		from(module, name, 0, func(c *code) { c.u(m.typeIndex(f.typ)) })
	}
	for _, t := range m.tags {
		if t.owner == -1 {
			continue
		}
		module := Host
		if t.owner >= 0 {
			module = trial.OwnerName(t.owner)
		}
		from(module, t.name, 4, func(c *code) { c.tag(m, t) })
	}
	for _, g := range m.globals {
		if g.imports != "" {
			from(trial.OwnerName(0), g.imports, 3, func(c *code) { c.global(m, g) })
		}
	}
	if m.number > 0 {
		for i, t := range m.tables {
			from(trial.OwnerName(0), fmt.Sprintf("table%d", i), 1, func(c *code) { c.table(m, t) })
		}
		from(trial.OwnerName(0), "memory", 2, func(c *code) { c.byte(1, 1, 2) })
	}
	return list
}

// tag appends a tag type.
func (c *code) tag(m *module, t tag) {
	c.byte(0)
	c.u(m.typeIndex(m.sigType(signature{t.params, nil})))
}

func (c *code) global(m *module, g global) {
	c.val(m, g.typ)
	c.byte(map[bool]byte{true: 1}[g.mutable])
}

func (c *code) table(m *module, t table) {
	c.val(m, t.elem)
	c.byte(0)
	c.u(t.size)
}

func (m *module) functions() (list []code) {
	for _, f := range m.funcs[m.imported:] {
		list = append(list, wasmtest.Num(m.typeIndex(f.typ)))
	}
	return list
}

// ownTables are the tables of the first module, one of them with initial values.
func (m *module) ownTables() (list []code) {
	if m.number > 0 {
		return nil
	}
	for i, t := range m.tables {
		var c code
		if i == anyTable {
			c.byte(0x40, 0)
		}
		c.table(m, t)
		if i == anyTable {
			m.simple(&c, t.elem)
			c.op(op.End)
		}
		list = append(list, c)
	}
	return list
}

func (m *module) memory() []code {
	if m.number > 0 {
		return nil
	}
	return []code{{1, 1, 2}}
}

func (m *module) definedTags() (list []code) {
	for _, t := range m.tags {
		if t.owner == -1 {
			var c code
			c.tag(m, t)
			list = append(list, c)
		}
	}
	return list
}

func (m *module) ownGlobals() (list []code) {
	for i, g := range m.globals {
		if g.imports != "" {
			continue
		}
		var c code
		c.global(m, g)
		if i <= showGlobal {
			c.i32(0)
		} else {
			m.simple(&c, g.typ)
		}
		c.op(op.End)
		list = append(list, c)
	}
	return list
}

func (m *module) exports() (list []code) {
	export := func(name string, kind byte, index int) {
		var c code
		c.text(name)
		c.byte(kind)
		c.u(index)
		list = append(list, c)
	}
	for i := m.imported; i < len(m.funcs); i++ {
		if m.funcs[i].name != "" {
			export(m.funcs[i].name, 0, i)
		}
	}
	imported := 0
	for _, t := range m.tags {
		if t.owner != -1 {
			imported++
		}
	}
	for _, t := range m.tags {
		if t.owner == -1 {
			export(t.name, 4, imported)
			imported++
		}
	}
	n := 0
	for i, g := range m.globals {
		if g.imports != "" {
			continue
		}
		if m.number == 0 {
			n = i
		}
		export(fmt.Sprintf("g%d", n), 3, i)
		n++
	}
	if m.number == 0 {
		for i := range m.tables {
			export(fmt.Sprintf("table%d", i), 1, i)
		}
		export("memory", 2, 0)
	}
	return list
}

// elements puts the functions into the main table, and has passive segments.
func (m *module) elements() (list []code) {
	var c code
	c.byte(2, mainTable) // active, of functions
	c.i32(slots * m.number)
	c.op(op.End)
	c.byte(0)
	functions := func(c *code, from, to int) {
		c.u(to - from)
		for i := from; i < to; i++ {
			c.u(i)
		}
	}
	functions(&c, m.imported, m.initIndex())
	for _, t := range m.elems {
		var c code
		c.byte(5) // passive, of expressions
		c.val(m, t)
		c.u(8)
		for range 8 {
			m.simple(&c, t)
			c.op(op.End)
		}
		list = append(list, c)
	}
	declared := code{3, 0}
	functions(&declared, 0, m.initIndex())
	return append(list, c, declared)
}

func (m *module) data() (list []code) {
	for _, n := range m.datas {
		c := code{1}
		c.u(n)
		for range n {
			c.byte(byte(m.r.Uint32()))
		}
		list = append(list, c)
	}
	active := code{0}
	active.i32(16)
	active.op(op.End)
	active.text("some bytes at the start")
	return append(list, active)
}
