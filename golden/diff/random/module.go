// Package random makes random modules for comparing engines: valid, always the same for a seed, ending soon, and with
// results that the specification leaves no choice in. They do what modules of other generators seldom do: numbers at the edges of what
// instructions accept, addresses around the end of memory, branches that carry values, recursion, references.
package random

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// Features are what not every engine has.
type Features struct {
	Large   bool // several memories, 64-bit memories and tables
	Bytes   bool // memories with pages of a byte
	Vectors bool // vectors, and loops that are made of them
	Relaxed bool // the relaxed instructions on vectors, of which each engine may make something else
	Plain   bool // the same module without such pages and wide arithmetic: functions of plain instructions stand in for them
}

// Init is the function of a module that has to be called before each other call: it allows loops and calls to happen.
const Init = "hangLimitInitializer"

// Host is the module that random modules import from: log-i32, log-i64, log-f32 and log-f64.
const Host = "fuzzing-support"

// fuel is how many loops and calls a call may make.
const fuel = 60

// Module makes the module of a seed.
func Module(seed uint64, f Features) []byte {
	m := newModule(seed, 1, f)
	m.plan()
	m.makeBodies()
	return m.encode(rand.New(rand.NewPCG(seed, 2)))
}

// Pair makes two modules. The second has no memories, tables and global variables but those of the first, and calls functions of it.
func Pair(seed uint64, f Features) (first, second []byte) {
	a := newModule(seed, 3, f)
	a.exportsAll = true
	a.plan()
	a.makeBodies()
	b := newModule(seed, 4, f)
	b.owner = a
	b.plan()
	b.makeBodies()
	return a.encode(rand.New(rand.NewPCG(seed, 5))), b.encode(rand.New(rand.NewPCG(seed, 6)))
}

func newModule(seed, stream uint64, f Features) *module {
	m := &module{r: rand.New(rand.NewPCG(seed, stream)), features: f}
	m.wild = pick(m.r, []float64{0, 0, 0.003, 0.02, 0.1})
	return m
}

func (m *module) makeBodies() {
	for i := m.imported; i < m.imported+m.random; i++ {
		m.bodies = append(m.bodies, m.body(i))
	}
	m.bodies = append(m.bodies, m.initBody(), m.stateBody())
	m.bodies = append(m.bodies, m.wideBodies()...)
	m.bodies = append(m.bodies, m.standIns...)
}

type signature struct{ params, results []byte }

func (s signature) equal(t signature) bool {
	return slices.Equal(s.params, t.params) && slices.Equal(s.results, t.results)
}

// numeric tells whether the harness can call such a function.
func (s signature) numeric() bool {
	return !slices.ContainsFunc(slices.Concat(s.params, s.results), func(t byte) bool { return isRef(t) || isVector(t) })
}

func isRef(t byte) bool { return t == funcref || t == externref }

type memory struct {
	pages, max uint64 // max 0: none
	index      byte   // type of addresses
	page       byte   // log2 of a page's bytes: 16 or 0
}

func (m memory) bytes() uint64 { return m.pages << m.page }

type table struct {
	elem     byte
	index    byte // type of indices
	min, max uint64
}

type global struct {
	typ     byte
	mutable bool
}

// module is a module under construction.
type module struct {
	r        *rand.Rand
	features Features
	wild     float64 // the part of the accesses that may be outside, of the divisions that may be by zero, and so on

	owner      *module // whose memories, tables and globals these are; nil: its own
	exportsAll bool

	types    []signature // some of them more than once
	funcs    []signature // by function index
	imported int
	random   int // functions that are made at random, behind the imported ones
	memories []memory
	tables   []table
	globals  []global
	passive  []int // sizes of passive data segments: 0, 1, ...
	active   int   // number of active ones, behind these
	elems    []int // sizes of passive element segments, behind that of table 0
	bodies   []code

	standIns []code            // the last bodies: what a plain module has for instructions on memories with pages of a byte
	standIn  map[string]uint64 // their function indices
}

const fuelGlobal = 0

// plan decides on everything but bodies.
func (m *module) plan() {
	r := m.r
	for _, t := range numeric {
		m.funcs = append(m.funcs, signature{params: []byte{t}})
	}
	if m.owner != nil {
		m.funcs = append(m.funcs, m.owner.exported()...)
	}
	m.imported = len(m.funcs)
	for range 2 + r.IntN(6) {
		m.types = append(m.types, m.signature())
	}
	m.types = append(m.types, m.types[r.IntN(len(m.types))], m.types[0])
	m.random = 4 + r.IntN(8)
	if m.features.Vectors { // which are large
		m.random = 3 + r.IntN(3)
	}
	for range m.random {
		s := m.signature()
		if chance(r, 0.6) {
			s = pick(r, m.types)
		}
		m.funcs = append(m.funcs, s)
	}
	m.funcs = append(m.funcs, signature{}, signature{results: []byte{i32}})
	if m.features.Plain {
		m.funcs = append(m.funcs, wideSignatures()...)
	}
	m.planData()
	if m.owner != nil {
		m.memories, m.tables, m.globals = m.owner.memories, m.owner.tables, m.owner.globals
		return
	}
	m.planMemories()
	m.planTables()
	m.globals = []global{{i32, true}}
	for range 4 + r.IntN(8) {
		m.globals = append(m.globals, global{pick(r, numeric), chance(r, 0.8)})
	}
	m.globals = append(m.globals, global{funcref, true})
	if m.features.Vectors && !m.exportsAll {
		m.globals = append(m.globals, global{v128, true}, global{v128, false})
	}
}

func (m *module) signature() signature {
	most := func(few, many int) int {
		if chance(m.r, 0.08) {
			return many
		}
		return few
	}
	s := signature{m.valueTypes(m.r.IntN(most(5, 24))), m.valueTypes(m.r.IntN(most(3, 12)))}
	if chance(m.r, 0.05) {
		s.params = append(s.params, funcref)
	}
	if chance(m.r, 0.05) {
		s.results = append(s.results, funcref)
	}
	return s
}

func (m *module) valueTypes(n int) []byte {
	types := make([]byte, n)
	for i := range types {
		types[i] = m.valueType()
	}
	return types
}

func (m *module) valueType() byte {
	if m.features.Vectors && chance(m.r, 0.2) {
		return v128
	}
	if chance(m.r, 0.4) {
		return i32
	}
	return pick(m.r, numeric)
}

func (m *module) planMemories() {
	n := 1
	if m.features.Large {
		n += m.r.IntN(3)
	}
	for k := range n {
		mem := memory{pages: uint64(1 + m.r.IntN(2)), index: i32, page: 16}
		mem.max = pick(m.r, []uint64{0, mem.pages, mem.pages + 2, 1 << 16})
		if m.features.Bytes && (k == 0 || chance(m.r, 0.5)) {
			mem = m.byteMemory()
		}
		if m.features.Large && chance(m.r, 0.4) {
			mem.index = i64
		}
		m.memories = append(m.memories, mem)
	}
}

// planData chooses the sizes of passive segments.
func (m *module) planData() {
	for range 2 {
		m.passive = append(m.passive, m.r.IntN(200))
	}
	m.active = 1 + m.r.IntN(2)
	m.elems = []int{1 + m.r.IntN(8), m.r.IntN(20)}
}

// exported are the types of the functions made at random that the harness can call.
func (m *module) exported() (types []signature) {
	for _, s := range m.funcs[m.imported:m.initIndex()] {
		if s.numeric() {
			types = append(types, s)
		}
	}
	return types
}

// planTables makes three tables: one that stays as it is, of all functions, for calls; one that changes; one of the host's references.
func (m *module) planTables() {
	index := func() byte {
		if m.features.Large && chance(m.r, 0.3) {
			return i64
		}
		return i32
	}
	all := uint64(m.imported + m.random)
	m.tables = []table{{funcref, index(), all, all}, {funcref, index(), 10, 24}, {externref, index(), 4, 9}}
}

// typeIndex is the index of a type: where there are several, any of them.
func (m *module) typeIndex(s signature) uint64 {
	s = s.wire()
	var found []int
	for i, t := range m.types {
		if t.equal(s) {
			found = append(found, i)
		}
	}
	if found == nil {
		m.types = append(m.types, s)
		return uint64(len(m.types) - 1)
	}
	return uint64(pick(m.r, found))
}

func (m *module) initIndex() int { return m.imported + m.random }

// initBody allows loops and calls.
func (m *module) initBody() code {
	c := code{0} // no locals
	c.i32(fuel)
	c.op(op.GlobalSet, fuelGlobal)
	c.op(op.End)
	return c
}

// stateBody returns a number that depends on the sizes of the tables and on which of their elements are null.
func (m *module) stateBody() code {
	c := code{1, 1, i32} // one local
	for i, t := range m.tables {
		c.op(op.LocalGet, 0)
		c.i32(31)
		c.op(op.I32Mul)
		c.op(op.TableSize, uint64(i))
		if t.index == i64 {
			c.op(op.I32WrapI64)
		}
		c.op(op.I32Add)
		c.op(op.LocalSet, 0)
		for k := range t.min {
			c.op(op.LocalGet, 0)
			c.i32(3)
			c.op(op.I32Mul)
			c.address(t.index, k)
			c.op(op.TableGet, uint64(i))
			c.op(op.RefIsNull)
			c.op(op.I32Add)
			c.op(op.LocalSet, 0)
		}
	}
	c.op(op.LocalGet, 0)
	c.op(op.End)
	return c
}

// exportName is the name of the n-th export of a kind, "" for none.
func (m *module) exportName(f int) string {
	switch {
	case f < m.imported || !m.funcs[f].numeric():
		return ""
	case f < m.initIndex():
		return fmt.Sprintf("f%d", f)
	case f == m.initIndex():
		return Init
	case f == m.initIndex()+1:
		return "state"
	}
	return ""
}
