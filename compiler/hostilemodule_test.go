package compiler_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// A namedModule is a module with everything in it that can have a name. What each is called, name decides.
type namedModule struct {
	name func() string

	command bool // a WASI command
	values  bool // imports a memory, a table and globals, too
	wide    bool // so many exports that they are found in a table
	large   bool // so much data that it is a file of its own

	exported, imported string // something that is
}

// Value types and kinds in the binary format (spec 5.3).
const (
	i32, i64, f32, f64, funcref, externref = "\x7f", "\x7e", "\x7d", "\x7c", "\x70", "\x6f"
	kindFunc, kindTable, kindMemory        = "\x00", "\x01", "\x02"
	kindGlobal                             = "\x03"
)

// vec is a vector: the length, then the elements (spec 5.1.3).
func vec(elems ...string) string { return leb(len(elems)) + strings.Join(elems, "") }

// sized is text behind its length: a name, a body, the content of a section.
func sized(parts ...string) string {
	text := strings.Join(parts, "")
	return leb(len(text)) + text
}

func leb(n int) string { return string(wasmtest.Num(n)) }

// valid is a name that the format allows.
func valid(name string) string { return sized(strings.ToValidUTF8(name, "\ufffd")) }

// The function types of a namedModule.
const (
	sigPlain  = "\x00" // () ()
	sigBinary = "\x01" // (i32 i32) i32
	sigMixed  = "\x02" // (i64 f32) (i32 f64)
	sigRefs   = "\x03" // (externref funcref) ()
	sigWrite  = "\x04" // (i32 i32 i32 i32) i32, that of fd_write
)

// bytes encodes the module.
func (m *namedModule) bytes() []byte {
	var b strings.Builder
	section := func(id byte, parts ...string) {
		b.WriteByte(id)
		b.WriteString(sized(parts...))
	}
	b.WriteString("\x00asm\x01\x00\x00\x00")
	m.custom(&b)
	section(1, vec("\x60"+vec()+vec(), "\x60"+vec(i32, i32)+vec(i32), "\x60"+vec(i64, f32)+vec(i32, f64),
		"\x60"+vec(externref, funcref)+vec(), "\x60"+vec(i32, i32, i32, i32)+vec(i32)))
	imports, funcs, globals := m.importSection()
	section(2, imports)
	section(3, vec(sigBinary, sigPlain, sigMixed, sigBinary, sigRefs, sigPlain))
	section(4, vec(funcref+"\x00\x08", externref+"\x00\x01"))
	section(5, vec("\x00\x01"))
	section(6, vec(i32+"\x01\x41\x07\x0b", f64+"\x00\x44\x00\x00\x00\x00\x00\x00\xf8\x7f\x0b"))
	section(7, m.exportSection(funcs, globals))
	if !m.command {
		section(8, leb(funcs+1))
	}
	passive := func(parts ...string) string { return "\x01\x00" + vec(parts...) }
	section(9, vec("\x00\x41\x01\x0b"+vec(leb(funcs), leb(funcs+3)), passive(leb(funcs+1)), "\x03\x00"+vec(leb(funcs+2))))
	section(12, leb(2))
	section(10, m.codeSection(funcs, globals))
	section(11, m.dataSection())
	section(0, sized(".debug_line"), m.debugLine())
	m.custom(&b)
	section(0, sized("name"), m.nameSection(funcs, globals))
	section(0, sized("producers"), vec(valid(m.name())+vec(valid(m.name())+valid(m.name()))))
	m.custom(&b)
	return []byte(b.String())
}

// custom adds a section that nobody knows.
func (m *namedModule) custom(b *strings.Builder) {
	name := m.name()
	if name == "name" || name == "dylink.0" {
		name += "'"
	}
	b.WriteByte(0)
	b.WriteString(sized(valid(name), m.name()))
}

// importSection is its content, and how many functions and globals are imported. Some names stand twice.
func (m *namedModule) importSection() (text string, funcs, globals int) {
	if m.command {
		m.imported = "wasi_snapshot_preview1.fd_write"
		return vec(sized("wasi_snapshot_preview1") + sized("fd_write") + kindFunc + sigWrite), 1, 0
	}
	first, two := m.name(), valid(m.name())
	one, name := valid(first), m.name()
	field := valid(name)
	m.imported = strings.ToValidUTF8(first, "\ufffd") + "." + strings.ToValidUTF8(name, "\ufffd")
	list := []string{
		one + field + kindFunc + sigBinary,
		one + valid(m.name()) + kindFunc + sigPlain,
		two + field + kindFunc + sigBinary,
		two + valid(m.name()) + kindFunc + sigMixed,
		one + field + kindFunc + sigBinary,
		one + field + kindFunc + sigRefs,
	}
	funcs = len(list)
	if m.values {
		list = append(list,
			one+valid(m.name())+kindMemory+"\x00\x01",
			two+valid(m.name())+kindTable+funcref+"\x00\x04",
			one+valid(m.name())+kindGlobal+i32+"\x01",
			valid(m.name())+valid(m.name())+kindGlobal+i64+"\x00")
		globals = 2
	}
	return vec(list...), funcs, globals
}

// exportSection is its content.
func (m *namedModule) exportSection(funcs, globals int) string {
	var list []string
	used := map[string]bool{}
	export := func(name, kind string, i int) {
		for used[valid(name)] {
			name += "'"
		}
		used[valid(name)] = true
		m.exported = strings.ToValidUTF8(name, "\ufffd")
		list = append(list, valid(name)+kind+leb(i))
	}
	if m.command {
		export("_start", kindFunc, funcs+1)
		export("memory", kindMemory, 0)
	}
	for i := range funcs + 6 {
		export(m.name(), kindFunc, i)
	}
	export(m.name(), kindMemory, 0)
	export(m.name(), kindTable, 0)
	export(m.name(), kindTable, m.hostTable())
	export(m.name(), kindGlobal, globals)
	export(m.name(), kindGlobal, globals+1)
	if m.wide {
		for i := range 110 {
			export(m.name(), kindFunc, i%funcs)
		}
	}
	return vec(list...)
}

// hostTable is the table that has references of the host's, behind those of functions.
func (m *namedModule) hostTable() int {
	if m.values && !m.command {
		return 2
	}
	return 1
}

// codeSection is its content: calls of all kinds, accesses, a constant that Go has no literal for.
func (m *namedModule) codeSection(funcs, globals int) string {
	call := "\x41\x01\x41\x02\x41\x03\x41\x04\x10\x00\x21\x02" // v2 = import 0(1, 2, 3, 4) as a command has it
	if !m.command {
		call = "\x20\x00\x20\x01\x10\x00\x21\x02"
	}
	body := func(locals string, code string) string { return sized(locals, code, "\x0b") }
	return vec(
		body(vec("\x02"+i32), call+
			"\x20\x02\x28\x02\x00\x21\x03"+ // v3 = i32.load v2
			"\x20\x00\x04\x40\x20\x00\x41\x01\x6b\x20\x01\x10"+leb(funcs)+"\x21\x03\x0b"+ // if v0 { v3 = self(v0-1, v1) }
			"\x20\x00\x20\x01\x41\x01\x11"+sigBinary+"\x00"+ // call_indirect
			"\x20\x03\x6a\x23"+leb(globals)+"\x6a"), // + v3 + global
		body(vec(), "\x41\x00\x41\x00\x41\x01\xfc\x08\x01\x00\xfc\x09\x01"+ // memory.init, data.drop
			"\x41\x00\x41\x00\x41\x01\xfc\x0c\x01\x00\xfc\x0d\x01"), // table.init, elem.drop
		body(vec(), "\x20\x00\xa7\x44\x00\x00\x00\x00\x00\x00\xf0\xff"),        // wrap(v0), -Inf
		body(vec("\x01"+i64), "\x20\x01\x20\x00\x41\x00\x13"+sigBinary+"\x00"), // return_call_indirect
		body(vec("\x01"+externref), "\x41\x00\x20\x00\x26"+leb(m.hostTable())), // table.set
		body(vec(), ""),
	)
}

// debugLine says of the bodies that each third byte is from another line (DWARF 4, 6.2): the lines go on to the end of the code section, or beyond.
func (m *namedModule) debugLine() string {
	name := strings.Map(func(r rune) rune { return max(r, 1) }, m.name())
	if len(name) > 1000 {
		name = name[:1000]
	}
	number := func(n int) string { return string([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)}) }
	header := "\x01\x01\x01\xfb\x0e\x01" + // lines advance by -5 to 8, no standard opcodes
		"\x00" + // no directories
		name + ".c\x00\x00\x00\x00" + "\x00"
	program := "\x00\x05\x02" + number(1) + strings.Repeat(string([]byte{1 + 3*14 + 6}), 100) + "\x00\x01\x01"
	text := "\x04\x00" + number(len(header)) + header + program
	return number(len(text)) + text
}

// dataSection is its content.
func (m *namedModule) dataSection() string {
	n := 10
	if m.large {
		n = 5000
	}
	return vec("\x00\x41\x08\x0b"+sized(strings.Repeat("`\n\"\\\x00\xff", n)), "\x01"+sized("*/ passive"))
}

// nameSection is its content.
func (m *namedModule) nameSection(funcs, globals int) string {
	var b strings.Builder
	subsection := func(id byte, text string) {
		b.WriteByte(id)
		b.WriteString(sized(text))
	}
	list := func(n int) string {
		assocs := make([]string, n)
		for i := range assocs {
			assocs[i] = leb(i) + valid(m.name())
		}
		return vec(assocs...)
	}
	lists := func(first, n, each int) string {
		maps := make([]string, n)
		for i := range maps {
			maps[i] = leb(first+i) + list(each)
		}
		return vec(maps...)
	}
	subsection(0, valid(m.name()))
	subsection(1, list(funcs+6))
	subsection(2, lists(0, funcs+6, 4))
	subsection(3, lists(funcs, 1, 1))
	for id := byte(4); id < 10; id++ { // types, tables, memories, globals, segments
		subsection(id, list(3+globals))
	}
	return b.String()
}

// keptNames mean something to the translator: nothing else may take their place.
var keptNames = map[string]bool{"_start": true, "memory": true, "__heap_base": true, "__data_end": true, "__stack_pointer": true}

// A naming draws the names of a module from words, the same ones for the same seed, and can spell them all anew: harmless, but equal
// wherever they were.
type naming struct {
	words  []string
	random *rand.Rand
	spell  map[string]string // nil: as they are
	drawn  []string
}

func newNaming(words []string, seed uint64, spell map[string]string) *naming {
	return &naming{words: words, random: rand.New(rand.NewPCG(seed, 0)), spell: spell}
}

// next draws a name.
func (n *naming) next() string {
	name := fmt.Sprint("name", n.random.IntN(1000))
	switch k := n.random.IntN(2*len(n.words) + 1); {
	case k < len(n.words):
		name = n.words[k]
	case k < 2*len(n.words):
		name = n.words[k-len(n.words)] + name[:n.random.IntN(len(name))]
	}
	n.drawn = append(n.drawn, name)
	if n.spell != nil {
		name = n.spell[name]
	}
	return name
}

// option draws a name for an option, whose harmless value is another.
func (n *naming) option(harmless string) string {
	n.next()
	name := n.drawn[len(n.drawn)-1]
	if n.spell != nil && name != "" && !slices.Contains(compiler.Backends(), name) {
		return harmless
	}
	return name
}

// harmless spells the names that were drawn. They keep their order, as some of what is printed is sorted by them, also among those that
// stay as they are: what lies behind one of these begins with it.
func (n *naming) harmless() map[string]string {
	key := func(name string) string { return strconv.Quote(strings.ToValidUTF8(name, "\ufffd")) }
	byKey := map[string]string{}
	for _, name := range n.drawn {
		byKey[key(name)] = name
	}
	spelled := map[string]string{}
	begin := "Plain"
	for i, k := range slices.Sorted(maps.Keys(byKey)) {
		if name := byKey[k]; keptNames[name] {
			spelled[k], begin = name, name+"-plain"
		} else {
			spelled[k] = fmt.Sprintf("%s%03d", begin, i)
		}
	}
	all := map[string]string{}
	for _, name := range n.drawn {
		all[name] = spelled[key(name)]
	}
	return all
}

// module makes a module and the options to translate it with. The bits of shape say what is in it and which of the options are drawn.
func (n *naming) module(shape uint64) ([]byte, compiler.Options) {
	choose := func(k uint64) uint64 {
		rest := shape % k
		shape /= k
		return rest
	}
	yes := func() bool { return choose(2) == 1 }
	option := func(normal, harmless string) string {
		if choose(4) == 0 {
			return n.option(harmless)
		}
		return normal
	}
	m := namedModule{name: n.next, command: choose(8) == 0, values: yes(), wide: choose(8) == 0, large: choose(4) == 0}
	o := compiler.Options{
		Name: option("m", "m"), Package: option("", ""), PackageGiven: yes(), Prefix: option("", "p"),
		ImportPath: option("example.com/x", "example.com/x"), Runtime: option("", "example.com/x"),
		Single: yes(), Parts: choose(4) == 0, Internal: choose(4) == 0, Tags: option("", "harmless"), Version: n.next(), Flags: n.next(), Input: option("", "file"),
	}
	if o.Package == "" {
		o.Package = "m"
	}
	if yes() {
		o.PackageSize = 1
	}
	if choose(4) == 0 {
		o.SplitAt = 3
	}
	o.Mem = option([]string{"guard", "slice", "sram", "example.com/own.Mine"}[choose(4)], "example.com/own.Mine")
	switch choose(4) {
	case 0:
		o.Interp = func(uint32, string) bool { return true }
	case 1:
		o.Interp = func(i uint32, _ string) bool { return i%2 == 0 }
	}
	file := m.bytes()
	if choose(4) == 0 {
		o.Rename = map[string]string{"export:" + m.exported: n.option("Given")}
		if !m.command {
			o.Rename["import:"+m.imported] = n.option("Granted")
		}
	}
	o.Dwarf = yes()
	return file, o
}
