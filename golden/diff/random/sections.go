package random

import (
	"fmt"
	"math/rand/v2"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/golden/diff/trial"
)

// encode puts the module together. The sections that use types go first, since they may add some. What they draw depends on the
// features, so the contents of the others come from a source of their own.
func (m *module) encode(contents *rand.Rand) []byte {
	imports, funcs := m.importSection(), m.funcSection()
	m.r = contents
	file := code("\x00asm\x01\x00\x00\x00")
	file.section(1, m.typeSection())
	file.section(2, imports)
	file.section(3, funcs)
	if m.owner == nil {
		file.section(4, m.tableSection())
		file.section(5, m.memorySection())
		file.section(6, m.globalSection())
	}
	file.section(7, m.exportSection())
	file.section(9, m.elemSection())
	var count code
	count.u(uint64(m.segments()))
	file.section(12, count)
	var bodies code
	bodies.u(uint64(len(m.bodies)))
	for _, b := range m.bodies {
		bodies.u(uint64(len(b)))
		bodies = append(bodies, b...)
	}
	file.section(10, bodies)
	file.section(11, m.dataSection())
	return file
}

func (m *module) typeSection() (c code) {
	c.u(uint64(len(m.types)))
	for _, s := range m.types {
		c.byte(0x60)
		c.text(string(s.params))
		c.text(string(s.results))
	}
	return c
}

func (m *module) importSection() code {
	var c code
	n := 0
	from := func(module, name string, kind byte) {
		c.text(module)
		c.text(name)
		c.byte(kind)
		n++
	}
	for i, name := range []string{"log-i32", "log-i64", "log-f32", "log-f64"} {
		from(Host, name, 0)
		c.u(m.typeIndex(m.funcs[i]))
	}
	if a := m.owner; a != nil {
		for i := a.imported; i < a.initIndex(); i++ {
			if name := a.exportName(i); name != "" {
				from(trial.Owner, name, 0)
				c.u(m.typeIndex(a.funcs[i]))
			}
		}
		for i, t := range a.tables {
			from(trial.Owner, tableName(i), 1)
			c.table(t)
		}
		for i, mem := range a.memories {
			from(trial.Owner, memoryName(i), 2)
			m.memory(&c, mem)
		}
		for i, g := range a.globals {
			from(trial.Owner, globalName(i), 3)
			c.global(g)
		}
		for _, k := range m.imitations() {
			from(trial.Owner, sizeName(k), 3)
			c.global(global{i64, true})
		}
	}
	var all code
	all.u(uint64(n))
	return append(all, c...)
}

func tableName(i int) string { return fmt.Sprintf("table%d", i) }

func globalName(i int) string { return fmt.Sprintf("g%d", i) }

func memoryName(i int) string {
	if i == 0 {
		return "memory"
	}
	return fmt.Sprintf("memory%d", i)
}

// table appends a table type.
func (c *code) table(t table) {
	c.byte(t.elem)
	c.limits(t.index, t.min, t.max)
}

// memory appends a memory type. Modules that may have pages of a byte say of all memories which pages they have.
func (m *module) memory(c *code, mem memory) {
	if m.features.Plain || !m.features.Bytes {
		mem = mem.usual()
		c.limits(mem.index, mem.pages, mem.max)
		return
	}
	flags := len(*c)
	c.limits(mem.index, mem.pages, mem.max)
	(*c)[flags] |= 8
	c.byte(mem.page)
}

// global appends a global type.
func (c *code) global(g global) {
	c.byte(g.typ, 0)
	if g.mutable {
		(*c)[len(*c)-1] = 1
	}
}

func (m *module) funcSection() (c code) {
	defined := m.funcs[m.imported:]
	c.u(uint64(len(defined)))
	for _, s := range defined {
		c.u(m.typeIndex(s))
	}
	return c
}

// limits appends limits of which max may be missing (0).
func (c *code) limits(index byte, least, most uint64) {
	flags := byte(0)
	if most > 0 {
		flags |= 1
	}
	if index == i64 {
		flags |= 4
	}
	c.byte(flags)
	c.u(least)
	if most > 0 {
		c.u(most)
	}
}

func (m *module) tableSection() (c code) {
	c.u(uint64(len(m.tables)))
	for _, t := range m.tables {
		c.table(t)
	}
	return c
}

func (m *module) memorySection() (c code) {
	c.u(uint64(len(m.memories)))
	for _, mem := range m.memories {
		m.memory(&c, mem)
	}
	return c
}

func (m *module) globalSection() (c code) {
	imitations := m.imitations()
	c.u(uint64(len(m.globals) + len(imitations)))
	for i, g := range m.globals {
		c.global(g)
		m.initial(&c, i)
		c.op(op.End)
	}
	for _, k := range imitations {
		c.global(global{i64, true})
		c.i64(int64(m.memories[k].bytes()))
		c.op(op.End)
	}
	return c
}

// initial is the constant expression of a global.
func (m *module) initial(c *code, i int) {
	switch t := m.globals[i].typ; {
	case i == fuelGlobal:
		c.i32(0)
	case t == funcref:
		c.op(op.RefFunc, uint64(m.imported))
	case t == i32 && chance(m.r, 0.3):
		c.i32(int32(value32(m.r)))
		c.i32(int32(value32(m.r)))
		c.op(pick(m.r, []op.Op{op.I32Add, op.I32Sub, op.I32Mul}))
	case t == i64 && chance(m.r, 0.3):
		c.i64(int64(value64(m.r)))
		c.i64(int64(value64(m.r)))
		c.op(pick(m.r, []op.Op{op.I64Add, op.I64Sub, op.I64Mul}))
	default:
		m.constant(c, t)
	}
}

func (m *module) exportSection() code {
	var c code
	n := 0
	export := func(name string, kind byte, index int) {
		c.text(name)
		c.byte(kind)
		c.u(uint64(index))
		n++
	}
	for i := range m.funcs {
		if name := m.exportName(i); name != "" {
			export(name, 0, i)
		}
	}
	if m.owner == nil {
		for i := range m.memories {
			export(memoryName(i), 2, i)
		}
		for i, g := range m.globals {
			if m.exportsAll || !isRef(g.typ) && !isVector(g.typ) && i != fuelGlobal {
				export(globalName(i), 3, i)
			}
		}
		for _, k := range m.imitations() {
			export(sizeName(k), 3, int(m.sizeGlobal(k)))
		}
	}
	if m.exportsAll {
		for i := range m.tables {
			export(tableName(i), 1, i)
		}
	}
	var all code
	all.u(uint64(n))
	return append(all, c...)
}

// elemSection fills table 0 with all functions of its owner, table 1 with some, and has passive segments.
func (m *module) elemSection() (c code) {
	c.u(uint64(2 + len(m.elems)))
	functions := func(n int, f func(i int) int) {
		c.u(uint64(n))
		for i := range n {
			c.u(uint64(f(i)))
		}
	}
	any := func(int) int { return m.r.IntN(m.imported + m.random) }
	if m.owner != nil {
		c.byte(3) // so that ref.func may name them
	} else {
		c.byte(2) // active, with a table index
		c.u(0)
		c.address(m.tables[0].index, 0)
		c.op(op.End)
	}
	c.byte(0) // of functions
	functions(m.imported+m.random, func(i int) int { return i })
	for _, n := range m.elems {
		c.byte(1, 0) // passive
		functions(n, any)
	}
	c.byte(2)
	c.u(1)
	c.address(m.tables[1].index, uint64(m.r.IntN(5)))
	c.op(op.End)
	c.byte(0)
	functions(m.r.IntN(6), any)
	return c
}

func (m *module) dataSection() (c code) {
	c.u(uint64(m.segments()))
	bytes := func(n int) {
		c.u(uint64(n))
		for range n {
			c.byte(byte(m.r.Uint32()))
		}
	}
	for _, n := range m.passive {
		c.byte(1)
		bytes(n)
	}
	if m.features.Vectors {
		m.lanes(&c)
	}
	for range m.active {
		k := m.r.IntN(len(m.memories))
		size := m.memories[k].bytes()
		n := min(m.r.IntN(300), int(size))
		c.byte(2)
		c.u(uint64(k))
		c.address(m.memories[k].index, size-min(size, uint64(n+m.r.IntN(2)*m.r.IntN(5000))))
		c.op(op.End)
		bytes(n)
	}
	return c
}

// segments is how many data segments there are.
func (m *module) segments() int {
	n := len(m.passive) + m.active
	if m.features.Vectors {
		n++
	}
	return n
}

// lanes appends a data segment of lanes at the edges of what instructions do.
func (m *module) lanes(c *code) {
	mem := m.memories[0]
	c.byte(0)
	c.address(mem.index, 0)
	c.op(op.End)
	var data []byte
	for len(data) < int(min(mem.bytes(), 4096)) {
		data = append(data, valueV128(m.r)...)
	}
	c.text(string(data[:min(mem.bytes(), 4096)]))
}
