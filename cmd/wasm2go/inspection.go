package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/layout"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// An inspection is what inspect says of a module: its text has nothing that is not here. The names in JSON stay as they are, and keep
// their meaning; there may be more of them one day. What does not apply is left out.
type inspection struct {
	Schema    int             `json:"schema"` // 1; another number would mean that something here has changed
	File      string          `json:"file"`
	Bytes     int             `json:"bytes"`
	Name      string          `json:"name,omitempty"` // the module's own
	Kind      moduleKind      `json:"kind"`
	Producers []producer      `json:"producers,omitempty"`
	Proposals []string        `json:"proposals,omitempty"` // that it uses
	Refused   string          `json:"refused,omitempty"`   // why it is not translated
	Build     *buildCosts     `json:"build,omitempty"`     // what go build will take, unless it is refused
	Functions functionCounts  `json:"functions"`
	Types     *typeCounts     `json:"types,omitempty"` // if there are others than of functions, or recursion groups
	Tags      *tagCounts      `json:"tags,omitempty"`
	Memories  []memoryFound   `json:"memories,omitempty"`
	Layout    []regionFound   `json:"layout,omitempty"` // of the first memory
	Chips     []string        `json:"chips,omitempty"`  // for -mem sram, in words
	Imports   []externFound   `json:"imports,omitempty"`
	Exports   []externFound   `json:"exports,omitempty"`
	Largest   []functionFound `json:"largest,omitempty"` // functions
}

// A moduleKind is what a module is made for.
type moduleKind string

const (
	kindCommand moduleKind = "command"     // it has a _start
	kindReactor moduleKind = "reactor"     // a library with an _initialize, to be called first
	kindSide    moduleKind = "side-module" // a shared library for other modules
	kindLibrary moduleKind = "library"     // anything else
)

type buildCosts struct {
	CPUSeconds  float64 `json:"cpuSeconds"`
	MemoryBytes uint64  `json:"memoryBytes"` // at the most
}

type functionCounts struct {
	Defined   int `json:"defined"`
	Imported  int `json:"imported"`
	CodeBytes int `json:"codeBytes"`
}

type typeCounts struct {
	Functions int `json:"functions"`
	Structs   int `json:"structs"`
	Arrays    int `json:"arrays"`
	Groups    int `json:"groups"` // recursion groups of more than one type
	Supers    int `json:"supers"` // the most that a type has above it
}

type tagCounts struct {
	Defined  int `json:"defined"`
	Imported int `json:"imported"`
}

type memoryFound struct {
	Imported  bool    `json:"imported,omitempty"`
	PageBytes uint64  `json:"pageBytes"`
	Pages     uint64  `json:"pages"`
	MaxPages  *uint64 `json:"maxPages,omitempty"`
	Is64      bool    `json:"is64,omitempty"`
	Shared    bool    `json:"shared,omitempty"`
	Grows     bool    `json:"grows,omitempty"` // the code has memory.grow, for any memory
	Sized     bool    `json:"sized,omitempty"` // the code has memory.size
}

type regionFound struct {
	Name string `json:"name"`
	From uint64 `json:"from"` // bytes
	To   uint64 `json:"to,omitempty"`
	How  string `json:"how"`            // it was found
	Rest bool   `json:"rest,omitempty"` // it reaches to the end of the memory, wherever that is
}

type externFound struct {
	Module string `json:"module,omitempty"` // of imports
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Index  uint32 `json:"index"`
	Type   string `json:"type"`
}

type functionFound struct {
	Index int    `json:"index"`
	Name  string `json:"name,omitempty"`
	Bytes int    `json:"bytes"` // of code
}

// largest is how many functions the report lists.
const largest = 10

// inspection gathers what there is to say.
func (r *report) inspection(path string, size int) *inspection {
	found := &inspection{
		Schema: 1, File: path, Bytes: size, Name: r.Names.Module, Kind: r.kind(), Producers: producers(r.Module), Chips: r.chips,
		Functions: functionCounts{Defined: len(r.Codes), Imported: r.ImportedFuncs}, Types: r.types(), Largest: r.functions(),
	}
	if len(r.Tags) > 0 {
		found.Tags = &tagCounts{Defined: len(r.Tags) - r.ImportedTags, Imported: r.ImportedTags}
	}
	for _, p := range r.used.List() {
		found.Proposals = append(found.Proposals, p.String())
	}
	for _, c := range r.Codes {
		found.Functions.CodeBytes += len(c.Bytes)
	}
	if r.refusal != nil {
		found.Refused = r.refusal.Error()
	} else {
		c := buildCost(r.Module)
		found.Build = &buildCosts{c.cpuSeconds, uint64(c.peakBytes)}
	}
	for i := range r.Memories {
		found.Memories = append(found.Memories, r.memory(i))
	}
	if len(r.Memories) > 0 {
		for _, region := range layout.Find(r.Module) {
			found.Layout = append(found.Layout, regionFound{region.Name, region.From, region.To, region.How, region.To == 0})
		}
	}
	for _, imp := range r.Imports {
		found.Imports = append(found.Imports, externFound{imp.Module, imp.Name, imp.Kind.String(), imp.Index, r.typeOf(imp.Kind, imp.Index)})
	}
	for _, e := range r.Exports {
		found.Exports = append(found.Exports, externFound{"", e.Name, e.Kind.String(), e.Index, r.typeOf(e.Kind, e.Index)})
	}
	return found
}

// json is the inspection in JSON, in which names of the module cannot mean anything to a terminal either: what is not print is escaped.
func (f *inspection) json() []byte {
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		panic(err) // it is strings and numbers
	}
	var b []byte
	for _, r := range string(text) {
		switch {
		case r == '\n' || unicode.IsPrint(r):
			b = utf8.AppendRune(b, r)
		case r <= 0xffff:
			b = fmt.Appendf(b, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			b = fmt.Appendf(b, `\u%04x\u%04x`, high, low)
		}
	}
	return append(b, '\n')
}

// types counts the types, nil where there is nothing to say but what functions say.
func (r *report) types() *typeCounts {
	var c typeCounts
	depths := make([]int, len(r.Types))
	for i := range r.Types {
		t := &r.Types[i]
		switch t.Kind {
		case wasm.KindFunc:
			c.Functions++
		case wasm.KindStruct:
			c.Structs++
		case wasm.KindArray:
			c.Arrays++
		}
		if t.GroupLen > 1 && int(t.GroupStart) == i {
			c.Groups++
		}
		if t.HasSuper { // which stands before its subtypes
			depths[i] = depths[t.Super] + 1
			c.Supers = max(c.Supers, depths[i])
		}
	}
	if c.Structs+c.Arrays+c.Groups+c.Supers == 0 {
		return nil
	}
	return &c
}

func (r *report) kind() moduleKind {
	switch {
	case r.Dylink != nil:
		return kindSide
	case compiler.IsCommand(r.Module):
		return kindCommand
	case r.Export("_initialize") != nil:
		return kindReactor
	}
	return kindLibrary
}

func (r *report) memory(i int) memoryFound {
	m := r.Memories[i]
	found := memoryFound{
		Imported: i < r.ImportedMemories, PageBytes: m.PageSize(), Pages: m.Min, Is64: m.Is64, Shared: m.Shared,
		Grows: r.grow, Sized: r.sizes,
	}
	if m.HasMax {
		found.MaxPages = &m.Max
	}
	return found
}

// typeOf describes an import or export by its type.
func (r *report) typeOf(kind wasm.ExternKind, i uint32) string {
	limits := func(l wasm.Limits) string {
		text := fmt.Sprint(l.Min)
		if l.HasMax {
			text += fmt.Sprint(" ", l.Max)
		}
		return text
	}
	switch kind {
	case wasm.ExternFunc:
		return r.FuncType(int(i)).String()
	case wasm.ExternTable:
		return fmt.Sprintf("%s %v", limits(r.Tables[i].Limits), r.Tables[i].Elem)
	case wasm.ExternMemory:
		return limits(r.Memories[i].Limits)
	case wasm.ExternGlobal:
		g := r.Globals[i]
		if g.Mutable {
			return fmt.Sprintf("mutable %v", g.Type)
		}
		return g.Type.String()
	case wasm.ExternTag:
		return r.TagType(int(i)).String()
	}
	panic("no description of a " + kind.String())
}

func (r *report) functions() (list []functionFound) {
	for i, c := range r.Codes {
		index := r.ImportedFuncs + i
		list = append(list, functionFound{index, r.PlainName(index), len(c.Bytes)})
	}
	slices.SortStableFunc(list, func(a, b functionFound) int { return b.Bytes - a.Bytes })
	return list[:min(largest, len(list))]
}
