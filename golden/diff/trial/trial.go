// Package trial runs modules in the same way on different engines, and writes down all that can be seen of them.
package trial

import (
	"fmt"
	"hash/crc32"
	"math"
	"slices"
	"strings"
)

// A Script is what to do with an instance. It writes a line for each thing that can be seen.
type Script func(e Engine, write func(line string))

// LogLine is the line for a value that a module passes to the host.
func LogLine(typ string, bits uint64) string { return "log " + typ + " " + Text(typ, bits) }

// An Engine is an instance of a module on some engine.
type Engine interface {
	Funcs() []Func // the exported ones
	// Call returns the results as bits, or the text of a trap or an exception (ThrowLine). The texts are those of the WebAssembly test suite,
	// with one, "table", for all that can be wrong with a table's element.
	Call(name string, args []uint64) (results []uint64, trap string)
	State() State
}

// A Func is an exported function.
type Func struct {
	Name    string
	Params  []string // i32, i64, f32, f64, and what RefName says
	Results []string
}

// State is what can be seen of an instance between calls.
type State struct {
	Memories []Memory // those exported as memory, memory1, memory2 ...
	Globals  []Global // the exported ones with numbers, by name; those with references only where modules have objects
}

// A Memory is a memory's contents.
type Memory struct {
	Bytes int
	CRC   uint32
}

// A Global is the value of an exported global variable.
type Global struct {
	Name, Type string
	Bits       uint64
}

// MemoryName is the name under which memory i is exported.
func MemoryName(i int) string {
	if i == 0 {
		return "memory"
	}
	return fmt.Sprintf("memory%d", i)
}

// SizeSuffix is what the name of a memory ends in where a module exports the memory's size in bytes, as a global variable: the memory
// may have more, which do not count.
const SizeSuffix = "-size"

// MemoryOf describes a memory.
func MemoryOf(contents []byte) Memory { return Memory{len(contents), crc32.ChecksumIEEE(contents)} }

// Text writes down a value: all NaNs are the same, since arithmetic may give any (spec 4.3.3, "NaN propagation").
func Text(typ string, bits uint64) string {
	if IsRef(typ) {
		return refText(bits)
	}
	if typ == "f32" && bits&0x7fffffff > 0x7f800000 || typ == "f64" && bits<<1 > 0x7ff<<53 {
		return "nan"
	}
	return fmt.Sprintf("%x", bits)
}

// Unlimited is the function that wasm-opt's random modules export: it has to be called for more than ten loops and calls to be made.
const Unlimited = "hangLimitInitializer"

// Run calls every exported function a number of times. It writes a line for each call, with the state after it.
func Run(e Engine, rounds int, write func(line string)) {
	funcs := slices.DeleteFunc(slices.Clone(e.Funcs()), func(f Func) bool { return f.Name == Unlimited })
	slices.SortFunc(funcs, func(a, b Func) int { return strings.Compare(a.Name, b.Name) })
	limited := len(funcs) < len(e.Funcs())
	var choice random = 1
	for range rounds {
		for _, f := range funcs {
			if limited {
				e.Call(Unlimited, nil)
			}
			args := make([]uint64, len(f.Params))
			for i, t := range f.Params {
				args[i] = choice.value(t)
			}
			write(line(e, f, args))
		}
	}
}

// Apply calls one function with one i32 argument after the other.
func Apply(e Engine, write func(line string), name string, args ...int32) {
	for _, a := range args {
		write(line(e, Func{Name: name, Params: []string{"i32"}, Results: []string{"i32"}}, []uint64{uint64(uint32(a))}))
	}
}

func line(e Engine, f Func, args []uint64) string {
	results, trap := e.Call(f.Name, args)
	var b strings.Builder
	fmt.Fprintf(&b, "%s%x", f.Name, args)
	if trap != "" {
		fmt.Fprintf(&b, " traps: %s", trap)
	} else {
		b.WriteString(" =")
		for i, v := range results {
			b.WriteString(" " + Text(f.Results[i], v))
		}
	}
	s := e.State()
	for _, m := range s.Memories {
		fmt.Fprintf(&b, ", memory %d %08x", m.Bytes, m.CRC)
	}
	for _, g := range s.Globals {
		fmt.Fprintf(&b, ", %s %s", g.Name, Text(g.Type, g.Bits))
	}
	return b.String()
}

// random is a small generator of the same numbers everywhere.
type random uint64

func (r *random) next() uint64 {
	*r = *r*6364136223846793005 + 1442695040888963407
	x := uint64(*r)
	return x ^ x>>29
}

// value returns the bits of a value of type t that is likely to find something: small, extreme, or any but NaN.
func (r *random) value(t string) uint64 {
	kind, n := r.next()>>5%3, r.next()>>7
	switch t {
	case "i32":
		edges := []uint32{0, 1, math.MaxUint32, 1 << 31, 1<<31 - 1, 0xff80, 65536, 0x01020304}
		return []uint64{n & 15, uint64(edges[n%8]), uint64(uint32(n))}[kind]
	case "i64":
		edges := []uint64{0, 1, math.MaxUint64, 1 << 63, 1<<63 - 1, 1 << 32, 0xff80, 0x8000_0000}
		return []uint64{n & 15, edges[n%8], n << 3}[kind]
	case "f32":
		edges := []float32{0, float32(math.Copysign(0, -1)), -1, math.MaxFloat32, math.SmallestNonzeroFloat32, float32(math.Inf(-1)), -1 << 63, 0.1}
		return []uint64{f32(float32(n & 15)), f32(edges[n%8]), f32(float32(int64(n)-1<<56) / 1e9)}[kind]
	case "f64":
		edges := []float64{0, math.Copysign(0, -1), -1, math.MaxFloat64, math.SmallestNonzeroFloat64, math.Inf(1), -1 << 63, 0.1}
		return []uint64{f64(float64(n & 15)), f64(edges[n%8]), f64(float64(int64(n)-1<<56) / 1e9)}[kind]
	}
	if list := refValues[t]; list != nil {
		return list[n%uint64(len(list))]
	}
	if IsRef(t) && !strings.HasPrefix(t, "(") {
		return Null
	}
	panic("no values of type " + t)
}

func f32(v float32) uint64 { return uint64(math.Float32bits(v)) }

func f64(v float64) uint64 { return math.Float64bits(v) }
