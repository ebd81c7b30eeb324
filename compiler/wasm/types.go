package wasm

import (
	"fmt"
	"strings"
)

// A ValType is a value type (spec 2.3.6). Two of the same module are equal exactly if they are == : type indices in them
// are canonical, see Module.Canon. The zero ValType is no type at all; the validator uses it for the operands that an
// unreachable instruction leaves behind.
type ValType uint32

// A HeapType is what a reference refers to: an abstract type (spec 2.3.3) or the index of a type of the module.
type HeapType uint32

// A ValType of a reference holds its HeapType in the low bits; the numeric types are their code in the file.
const (
	refBit      = 1 << 31
	nullBit     = 1 << 30
	abstractBit = 1 << 29

	// MaxTypes bounds type indices, so that they fit into a ValType beside its flags.
	MaxTypes = 1_000_000
)

// The abstract heap types. HeapBot stands below all others; it has no notation in a file.
const (
	HeapBot      HeapType = abstractBit
	HeapExn      HeapType = abstractBit | 0x69
	HeapArray    HeapType = abstractBit | 0x6a
	HeapStruct   HeapType = abstractBit | 0x6b
	HeapI31      HeapType = abstractBit | 0x6c
	HeapEq       HeapType = abstractBit | 0x6d
	HeapAny      HeapType = abstractBit | 0x6e
	HeapExtern   HeapType = abstractBit | 0x6f
	HeapFunc     HeapType = abstractBit | 0x70
	HeapNone     HeapType = abstractBit | 0x71
	HeapNoExtern HeapType = abstractBit | 0x72
	HeapNoFunc   HeapType = abstractBit | 0x73
	HeapNoExn    HeapType = abstractBit | 0x74
)

// The value types that have a name. The references are the nullable ones.
const (
	Bot  ValType = 0
	I32  ValType = 0x7f
	I64  ValType = 0x7e
	F32  ValType = 0x7d
	F64  ValType = 0x7c
	V128 ValType = 0x7b

	FuncRef       = refBit | nullBit | ValType(HeapFunc)
	ExternRef     = refBit | nullBit | ValType(HeapExtern)
	AnyRef        = refBit | nullBit | ValType(HeapAny)
	EqRef         = refBit | nullBit | ValType(HeapEq)
	I31Ref        = refBit | nullBit | ValType(HeapI31)
	StructRef     = refBit | nullBit | ValType(HeapStruct)
	ArrayRef      = refBit | nullBit | ValType(HeapArray)
	ExnRef        = refBit | nullBit | ValType(HeapExn)
	NullRef       = refBit | nullBit | ValType(HeapNone)
	NullFuncRef   = refBit | nullBit | ValType(HeapNoFunc)
	NullExternRef = refBit | nullBit | ValType(HeapNoExtern)
	NullExnRef    = refBit | nullBit | ValType(HeapNoExn)
)

// Ref returns the type of references to h.
func Ref(h HeapType, nullable bool) ValType {
	if nullable {
		return refBit | nullBit | ValType(h)
	}
	return refBit | ValType(h)
}

// IsNum reports whether t is i32, i64, f32 or f64.
func (t ValType) IsNum() bool { return t >= F64 && t <= I32 }

// IsRef reports whether t is a reference type.
func (t ValType) IsRef() bool { return t&refBit != 0 }

// Nullable reports whether t is a reference type with a null.
func (t ValType) Nullable() bool { return t&(refBit|nullBit) == refBit|nullBit }

// Defaultable reports whether locals of type t have a value before they are set.
func (t ValType) Defaultable() bool { return t&(refBit|nullBit) != refBit }

// HeapType returns what the reference type t refers to.
func (t ValType) HeapType() HeapType { return HeapType(t &^ (refBit | nullBit)) }

// NonNull returns the reference type t without null.
func (t ValType) NonNull() ValType { return t &^ nullBit }

// IsAbstract reports whether h is not a type of the module.
func (h HeapType) IsAbstract() bool { return h&abstractBit != 0 }

// Index returns the type index that h is; h must not be abstract.
func (h HeapType) Index() uint32 { return uint32(h) }

var heapNames = map[HeapType]string{
	HeapBot: "bot", HeapExn: "exn", HeapArray: "array", HeapStruct: "struct", HeapI31: "i31", HeapEq: "eq",
	HeapAny: "any", HeapExtern: "extern", HeapFunc: "func", HeapNone: "none", HeapNoExtern: "noextern",
	HeapNoFunc: "nofunc", HeapNoExn: "noexn",
}

var valNames = map[ValType]string{
	Bot: "unknown", I32: "i32", I64: "i64", F32: "f32", F64: "f64", V128: "v128",
	NullRef: "nullref", NullFuncRef: "nullfuncref", NullExternRef: "nullexternref", NullExnRef: "nullexnref",
}

// String returns the heap type in the text format.
func (h HeapType) String() string {
	if h.IsAbstract() {
		return heapNames[h]
	}
	return fmt.Sprint(uint32(h))
}

// String returns the type in the text format, the short form where there is one.
func (t ValType) String() string {
	if s, ok := valNames[t]; ok {
		return s
	}
	h := t.HeapType()
	switch {
	case !t.IsRef():
		return fmt.Sprintf("type %#x", uint32(t))
	case !t.Nullable():
		return "(ref " + h.String() + ")"
	case h.IsAbstract() && h != HeapBot:
		return h.String() + "ref"
	}
	return "(ref null " + h.String() + ")"
}

// A FuncType is the signature of a function.
type FuncType struct{ Params, Results []ValType }

// String returns the signature like (i32 i64) f64, or (i32) (i32 i32), or () ().
func (t FuncType) String() string {
	results := Join(t.Results)
	if len(t.Results) != 1 {
		results = "(" + results + ")"
	}
	return "(" + Join(t.Params) + ") " + results
}

// Join returns the types with blanks between them.
func Join(types []ValType) string {
	var b strings.Builder
	for i, t := range types {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.String())
	}
	return b.String()
}

// Kind says what a Type describes.
type Kind uint8

const (
	KindFunc Kind = iota
	KindStruct
	KindArray
)

// String returns func, struct or array.
func (k Kind) String() string { return [...]string{"func", "struct", "array"}[k] }

// A Field is a field of a struct, or what the elements of an array are.
type Field struct {
	Type    ValType // I32 for packed fields
	Packed  uint8   // bits of a packed field: 8 or 16, else 0
	Mutable bool
}

// A Type is an entry of the type section's index space: spec 2.3.9.
type Type struct {
	Kind       Kind
	Func       FuncType // of KindFunc
	Fields     []Field  // of KindStruct; a KindArray has one
	Final      bool     // no type may name it as its supertype
	HasSuper   bool
	Super      uint32 // canonical index of the supertype
	GroupStart uint32 // the recursion group: index of its first type and how many there are
	GroupLen   uint32
	Canon      uint32 // see Module.Canon
	Offset     uint32 // where the file has it
}

// Limits of a table or a memory. The unit is elements, or pages of the memory's own size.
type Limits struct {
	Min, Max uint64 // Max counts only if HasMax
	HasMax   bool
	Is64     bool // addresses are i64
	Shared   bool
}

// Addr returns the type of addresses: I32 or I64.
func (l Limits) Addr() ValType {
	if l.Is64 {
		return I64
	}
	return I32
}

// TableType is the type of a table.
type TableType struct {
	Limits
	Elem ValType
}

// MemType is the type of a memory.
type MemType struct {
	Limits
	PageBits uint8 // log2 of the page size in bytes: 16, or 0 (custom-page-sizes proposal)
}

// PageSize returns the size of a page in bytes.
func (t MemType) PageSize() uint64 { return 1 << t.PageBits }

// GlobalType is the type of a global.
type GlobalType struct {
	Type    ValType
	Mutable bool
}
