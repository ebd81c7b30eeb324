// Package typed makes random programs of one to three modules that do what other generators seldom do with exceptions, typed function
// references and objects: handlers inside handlers with effects between calls that throw, exceptions across instances and through the host,
// casts in long chains of subtypes, types that modules share though each has them in another order, copies of arrays onto themselves. The
// same seed always makes the same program; its modules are valid, end soon, and show what they have by what they log.
package typed

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// Host is the module whose functions all import: package trial says what they do.
const Host = "fuzzing-support"

// Init is the exported function of the first module that has to be called before each other call: it allows calls to happen.
const Init = "hangLimitInitializer"

// Program makes the modules of a seed.
func Program(seed uint64) [][]byte {
	r := rand.New(rand.NewPCG(seed, 7))
	p := &program{r: r, wild: pick(r, []float64{0, 0.003, 0.01, 0.05})}
	// References to exceptions are of the newer kind: a module cannot have them beside the older instructions.
	older := seed%3 == 0
	p.world = newWorld(r, !older)
	for range 1 + r.IntN(4) {
		p.tags = append(p.tags, p.world.values(3))
	}
	p.last = int(seed%4+1) / 2
	var files [][]byte
	for i := range 1 + p.last {
		m := p.module(i, older && seed/3%3 != uint64(i))
		files = append(files, m.encode())
	}
	return files
}

// A program is what its modules have in common.
type program struct {
	*world
	r       *rand.Rand
	wild    float64 // the part of the instructions that may trap for want of care
	tags    [][]valType
	modules []*module // those that are made
	last    int       // number of the last
}

// A function as others may call it.
type callee struct {
	name  string // of its export, "" for none
	owner int    // the module that exports it
	typ   int
	slot  int // where the main table has it
}

type global struct {
	typ     valType
	mutable bool
	imports string // the name, where it is imported
}

type table struct {
	elem valType
	size int
}

// module is a module under construction.
type module struct {
	*program
	number int
	legacy bool // it has the older instructions for exceptions

	order   [][]int       // the recursion groups of the file
	indices map[int][]int // by type: where the file has it, once or more
	count   int           // of types

	imported int // functions
	funcs    []callee
	globals  []global
	tags     []tag
	ownTags  int
	tables   []table
	bodies   []code

	datas []int // bytes of passive segments
	elems []valType
}

type tag struct {
	params []valType
	owner  int // module it is imported from; -1: it is defined here; -2: the host
	name   string
}

// Host functions by their index in every module.
var hostFuncs = []struct {
	name string
	sig  signature
}{
	{"log-i32", signature{[]valType{num(i32)}, nil}},
	{"log-i64", signature{[]valType{num(i64)}, nil}},
	{"log-f32", signature{[]valType{num(f32)}, nil}},
	{"log-f64", signature{[]valType{num(f64)}, nil}},
	{"log-anyref", signature{[]valType{refNull(hAny)}, nil}},
	{"log-externref", signature{[]valType{refNull(hExtern)}, nil}},
	{"log-funcref", signature{[]valType{refNull(hFunc)}, nil}},
	{"throw", signature{[]valType{num(i32)}, nil}},
	{"call-ref", signature{[]valType{refNull(hFunc), num(i32)}, nil}},
	{"call-ref-catch", signature{[]valType{refNull(hFunc)}, []valType{num(i32)}}},
}

const (
	logAny    = 4
	logExtern = 5
	logFunc   = 6
	hostThrow = 7
	callRef   = 8
	callCatch = 9

	fuelGlobal = 0
	fuel       = 60
	showGlobal = 1 // how many more references are shown
	shows      = 60
	depth      = 3 // to which objects are shown

	slots     = 30 // of the main table for each module
	mainTable = 0  // functions, also those that modules behind put there
	anyTable  = 1
	typTable  = 2
)

func (p *program) module(number int, legacy bool) *module {
	m := &module{program: p, number: number, legacy: legacy, indices: map[int][]int{}}
	m.arrange()
	m.plan()
	p.modules = append(p.modules, m)
	first := m.imported
	for i := first; i < len(m.funcs)-3; i++ {
		m.bodies = append(m.bodies, m.body(i))
	}
	m.bodies = append(m.bodies, m.initBody(), m.showBody(), m.stateBody())
	return m
}

// arrange puts the groups of the world into an order in which each comes behind those that it needs. Some are there twice.
func (m *module) arrange() {
	left := slices.Clone(m.groups)
	if m.number > 0 {
		m.r.Shuffle(len(left), func(i, k int) { left[i], left[k] = left[k], left[i] })
	}
	for len(left) > 0 {
		i := slices.IndexFunc(left, m.ready)
		m.add(left[i])
		if chance(m.r, 0.1) {
			m.add(left[i])
		}
		left = slices.Delete(left, i, i+1)
	}
}

func (m *module) add(group []int) {
	for i, id := range group {
		m.indices[id] = append(m.indices[id], m.count+i)
	}
	m.count += len(group)
	m.order = append(m.order, group)
}

// ready tells whether all that a group needs is there.
func (m *module) ready(group []int) bool {
	has := func(id int) bool { return id < 0 || slices.Contains(group, id) || m.indices[id] != nil }
	for _, id := range group {
		t := m.types[id]
		refs := slices.Concat(t.sig.params, t.sig.results)
		for _, f := range t.fields {
			refs = append(refs, f.typ)
		}
		if !has(t.super) || slices.ContainsFunc(refs, func(v valType) bool { return v.isRef() && !has(int(v.heap)) }) {
			return false
		}
	}
	return true
}

// typeIndex is an index of a type, any of those that it has.
func (m *module) typeIndex(id int) int { return pick(m.r, m.indices[id]) }

// sigType is the type of plain functions with a signature, which is made if there is none.
func (m *module) sigType(s signature) int {
	for i, t := range m.types {
		if t.form == formFunc && !t.open && t.super < 0 && t.sig.equal(s) {
			if m.indices[i] == nil {
				m.add([]int{i})
			}
			return i
		}
	}
	id := m.group(typ{form: formFunc, super: -1, sig: s})
	m.add([]int{id})
	return id
}

func (m *module) plan() {
	r := m.r
	for _, f := range hostFuncs {
		m.funcs = append(m.funcs, callee{typ: m.sigType(f.sig)})
	}
	for k, owner := range m.modules {
		for _, f := range owner.funcs[owner.imported:] {
			if f.name != "" && f.name != "state" && f.name != Init {
				m.funcs = append(m.funcs, callee{f.name, k, f.typ, f.slot})
			}
		}
	}
	m.imported = len(m.funcs)
	types := slices.Clone(m.world.funcs)
	for range 2 + r.IntN(4) {
		types = append(types, m.sigType(signature{m.world.values(4), m.world.values(2)}))
	}
	for i, t := range types {
		m.funcs = append(m.funcs, callee{fmt.Sprintf("f%d", i), m.number, t, slots*m.number + i})
	}
	m.funcs = append(m.funcs, callee{typ: m.sigType(signature{})},
		callee{typ: m.sigType(signature{[]valType{refNull(hAny), num(i32)}, nil})},
		callee{name: "state", typ: m.sigType(signature{})})
	if m.number == 0 {
		m.funcs[len(m.funcs)-3].name = Init
	}
	m.planTags()
	m.planStorage()
}

func (m *module) initIndex() int { return len(m.funcs) - 3 }

func (m *module) showIndex() int { return len(m.funcs) - 2 }

// planTags: the first module has the tags, which the others import; each may have more of the same types, which are not the same.
func (m *module) planTags() {
	m.tags = append(m.tags, tag{[]valType{num(i32)}, -2, "wasmtag"})
	if m.number > 0 {
		for i, params := range m.program.tags {
			m.tags = append(m.tags, tag{params, 0, fmt.Sprintf("tag%d", i)})
		}
	} else {
		for i, params := range m.program.tags {
			m.tags = append(m.tags, tag{params, -1, fmt.Sprintf("tag%d", i)})
			m.ownTags++
		}
	}
	for range m.r.IntN(2) {
		m.tags = append(m.tags, tag{pick(m.r, m.program.tags), -1, fmt.Sprintf("own%d", m.ownTags)})
		m.ownTags++
	}
}

func (m *module) planStorage() {
	r := m.r
	if m.number == 0 {
		m.globals = append(m.globals, global{typ: num(i32), mutable: true}, global{typ: num(i32), mutable: true})
	} else {
		for i, g := range m.modules[0].globals {
			g.imports = fmt.Sprintf("g%d", i)
			if i <= showGlobal || chance(r, 0.7) {
				m.globals = append(m.globals, g)
			}
		}
	}
	for range 4 + r.IntN(8) {
		m.globals = append(m.globals, global{typ: m.world.value(), mutable: chance(r, 0.8)})
	}
	m.tables = []table{{refNull(hFunc), 100}, {refNull(hAny), 8}, {refNull(heap(m.world.funcs[0])), 6}}
	m.datas = []int{r.IntN(60), 64}
	m.elems = []valType{refNull(hFunc), refNull(hAny), refNull(heap(m.world.funcs[0]))}
}

// initBody allows calls.
func (m *module) initBody() code {
	c := code{0} // no locals
	c.i32(fuel)
	c.op(op.GlobalSet, fuelGlobal)
	c.i32(shows)
	c.op(op.GlobalSet, showGlobal)
	c.op(op.End)
	return c
}
