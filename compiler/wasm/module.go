// Package wasm, internal to this project and without a promise of stability, holds a module as data: what the decoder reads, and the
// function bodies that the validator hands on.
package wasm

import (
	"fmt"
	"iter"
	"slices"
)

// A Module is a decoded module. The index spaces Funcs, Tables, Memories, Globals and Tags hold the imported ones first.
// Byte slices and offsets refer to the file it was decoded from.
type Module struct {
	Types    []Type
	Imports  []Import
	Funcs    []Func
	Tables   []Table
	Memories []Memory
	Globals  []Global
	Tags     []Tag
	Exports  []Export
	Start    *Start
	Elems    []Elem
	Datas    []Data
	Codes    []Code   // of the functions behind the imported ones
	Customs  []Custom // in the order of the file
	Names    Names
	Dylink   *Dylink // the section dylink.0, or dylink of older tools; nil if there is none

	// Declared tells of each function whether ref.func may name it: it is exported, or mentioned in a segment or a constant
	// expression. The validator sets it.
	Declared []bool

	// How many of the index spaces are imported.
	ImportedFuncs, ImportedTables, ImportedMemories, ImportedGlobals, ImportedTags int

	CodeStart uint32 // where the content of the code section begins in the file: debug information counts from there

	DataCount    uint32 // of the data count section, if HasDataCount
	HasDataCount bool
}

// ExternKind is the kind of an import or export; the numbers are those of the file.
type ExternKind uint8

const (
	ExternFunc ExternKind = iota
	ExternTable
	ExternMemory
	ExternGlobal
	ExternTag
)

// String returns func, table, memory, global or tag.
func (k ExternKind) String() string {
	return [...]string{"func", "table", "memory", "global", "tag"}[k]
}

// An Import of the module.
type Import struct {
	Module, Name string
	Kind         ExternKind
	Index        uint32 // in the index space of its kind
	Offset       uint32
}

// A Func is a function, imported or defined.
type Func struct {
	Type   uint32 // type index, canonical if it is a known one
	Offset uint32
}

// A Table, imported or defined. Init is nil if it starts with nulls.
type Table struct {
	TableType
	Init   *Expr
	Offset uint32
}

// A Memory, imported or defined.
type Memory struct {
	MemType
	Offset uint32
}

// A Global, imported (Init is nil) or defined.
type Global struct {
	GlobalType
	Init   *Expr
	Offset uint32
}

// A Tag, imported or defined.
type Tag struct {
	Type   uint32 // type index, canonical if it is a known one
	Offset uint32
}

// An Export of the module.
type Export struct {
	Name   string
	Kind   ExternKind
	Index  uint32
	Offset uint32
}

// Start names the start function.
type Start struct{ Func, Offset uint32 }

// Mode says when a segment is used.
type Mode uint8

const (
	Active      Mode = iota // copied at instantiation
	Passive                 // used by instructions
	Declarative             // not used, but makes ref.func possible; a data segment only if initialisation has applied it, see package preinit
)

// An Elem is an element segment. Its elements are Funcs, or Exprs if those are not nil.
type Elem struct {
	Mode   Mode
	Table  uint32 // of an active one
	Start  *Expr  // of an active one
	Type   ValType
	Funcs  []uint32
	Exprs  []Expr
	Offset uint32
}

// Len returns the number of elements.
func (e *Elem) Len() int { return max(len(e.Funcs), len(e.Exprs)) }

// A Data is a data segment.
type Data struct {
	Mode   Mode
	Memory uint32 // of an active one
	Start  *Expr  // of an active one
	Init   []byte
	Offset uint32
}

// Code is a function body as it stands in the file: the locals and the instructions.
type Code struct {
	Bytes  []byte
	Offset uint32 // of Bytes in the file
}

// A Custom section.
type Custom struct {
	Name   string
	Bytes  []byte
	Offset uint32 // of Bytes in the file
}

// An Expr is a constant expression without its end. Instructions name functions, globals, types and so on by A; i32.const
// and its kin have their bits in B, v128.const an index into V128 in A, ref.null and ref.i31 their result type in Type.
type Expr struct {
	Instrs []Instr
	V128   [][16]byte
	Offset uint32 // of the first instruction
	End    uint32 // of the end instruction
}

// Canon returns the canonical index of type i: that of the first type of the module that is structurally equal. Two types
// are the same exactly if their canonical indices are.
func (m *Module) Canon(i uint32) uint32 { return m.Types[i].Canon }

// Supers visits canonical type i and its declared supertypes, the nearest first: where one of these is wanted, i will do (spec 3.3, "Defined
// Types").
func (m *Module) Supers(i uint32) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for yield(i) && m.Types[i].HasSuper {
			i = m.Types[i].Super
		}
	}
}

// FuncType returns the signature of function i.
func (m *Module) FuncType(i int) FuncType { return m.Types[m.Funcs[i].Type].Func }

// GlobalType returns the type of global i.
func (m *Module) GlobalType(i int) GlobalType { return m.Globals[i].GlobalType }

// TableType returns the type of table i.
func (m *Module) TableType(i int) TableType { return m.Tables[i].TableType }

// MemType returns the type of memory i.
func (m *Module) MemType(i int) MemType { return m.Memories[i].MemType }

// SharesMemory tells whether other threads may access a memory of the module.
func (m *Module) SharesMemory() bool {
	return slices.ContainsFunc(m.Memories, func(mem Memory) bool { return mem.Shared })
}

// TagType returns the signature of tag i.
func (m *Module) TagType(i int) FuncType { return m.Types[m.Tags[i].Type].Func }

// Export returns the export with that name, or nil.
func (m *Module) Export(name string) *Export {
	if i := slices.IndexFunc(m.Exports, func(e Export) bool { return e.Name == name }); i >= 0 {
		return &m.Exports[i]
	}
	return nil
}

// Custom returns the first custom section of that name, nil if there is none.
func (m *Module) Custom(name string) *Custom {
	for i := range m.Customs {
		if m.Customs[i].Name == name {
			return &m.Customs[i]
		}
	}
	return nil
}

// FuncName returns the name that the name section has for function i, or "".
func (m *Module) FuncName(i int) string { return m.Names.Funcs.Get(uint32(i)) }

// PlainName is FuncName for people: without what a compiler does to names.
func (m *Module) PlainName(i int) string {
	if name := m.Names.Demangled.Get(uint32(i)); name != "" {
		return name
	}
	return m.FuncName(i)
}

// LocalName returns the name that the name section has for local j of function i, or "".
func (m *Module) LocalName(i, j int) string { return m.Names.Locals.Get(uint32(i)).Get(uint32(j)) }

// An Error says what is wrong with a module and where.
type Error struct {
	Offset   uint32 // in the file
	Func     int    // index of the function it is in, or -1
	FuncName string
	Msg      string
}

// Error returns the message like: 0x1f3: func 12 "fib": type mismatch: i32.add wants i32, got i64
func (e *Error) Error() string {
	switch {
	case e.Func < 0:
		return fmt.Sprintf("%#x: %s", e.Offset, e.Msg)
	case e.FuncName == "":
		return fmt.Sprintf("%#x: func %d: %s", e.Offset, e.Func, e.Msg)
	}
	return fmt.Sprintf("%#x: func %d %q: %s", e.Offset, e.Func, e.FuncName, e.Msg)
}
