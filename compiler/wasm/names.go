package wasm

import (
	"cmp"
	"slices"
)

// Names is the content of the name section.
type Names struct {
	Module    string
	Funcs     NameMap
	Demangled NameMap         // names for people of functions whose names are mangled; debuginfo.Demangle makes them
	Locals    IndirectNameMap // function, local
	Labels    IndirectNameMap // function, label
	Types     NameMap
	Fields    IndirectNameMap // type, field
	Tables    NameMap
	Memories  NameMap
	Globals   NameMap
	Elems     NameMap
	Datas     NameMap
	Tags      NameMap
}

// A NameMap assigns names to indices, in increasing order of these.
type NameMap []NameAssoc

// NameAssoc is an entry of a NameMap.
type NameAssoc struct {
	Index uint32
	Name  string
}

// Get returns the name of index i, or "".
func (m NameMap) Get(i uint32) string {
	at, ok := slices.BinarySearchFunc(m, i, func(a NameAssoc, i uint32) int { return cmp.Compare(a.Index, i) })
	if !ok {
		return ""
	}
	return m[at].Name
}

// An IndirectNameMap assigns names to pairs of indices, in increasing order of the first.
type IndirectNameMap []IndirectNameAssoc

// IndirectNameAssoc is an entry of an IndirectNameMap.
type IndirectNameAssoc struct {
	Index uint32
	Names NameMap
}

// Get returns the names below index i, or nil.
func (m IndirectNameMap) Get(i uint32) NameMap {
	at, ok := slices.BinarySearchFunc(m, i, func(a IndirectNameAssoc, i uint32) int { return cmp.Compare(a.Index, i) })
	if !ok {
		return nil
	}
	return m[at].Names
}

// Dylink is the content of a dylink.0 section, by which tool chains describe a module to be linked at run time
// (WebAssembly tool-conventions, DynamicLinking).
type Dylink struct {
	MemorySize, MemoryAlign uint32 // bytes, log2 of the alignment
	TableSize, TableAlign   uint32 // elements, log2 of the alignment
	Needed                  []string
	Exports                 []DylinkSymbol // Module is empty
	Imports                 []DylinkSymbol
	Err                     error // what is malformed in the section, nil if nothing is; the rest is what could be read
}

// DylinkSymbol has the flags of an export or import.
type DylinkSymbol struct {
	Module, Name string
	Flags        uint32
}

// TagNames is what messages call each tag: its name in the name section, else that of its first export, else "".
func (m *Module) TagNames() []string {
	list := make([]string, len(m.Tags))
	for _, e := range slices.Backward(m.Exports) {
		if e.Kind == ExternTag {
			list[e.Index] = e.Name
		}
	}
	for _, a := range m.Names.Tags {
		if a.Name != "" && int(a.Index) < len(list) {
			list[a.Index] = a.Name
		}
	}
	return list
}
