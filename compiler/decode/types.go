package decode

import (
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// types reads the type section: spec 5.3.10 to 5.3.12.
func (d *decoder) types() {
	for range d.Count(maxTypes, "types") {
		start, n := len(d.m.Types), 1
		if d.Peek() == 0x4e {
			d.Byte("rec")
			n = d.Count(maxGroup, "types in a recursion group")
		}
		if start+n > maxTypes {
			Fail(d.Offset(), "%d types, the limit is %d", start+n, maxTypes)
		}
		for range n {
			t := d.subType()
			t.GroupStart, t.GroupLen = uint32(start), uint32(n)
			t.Canon = uint32(len(d.m.Types)) // until canonicalize knows better
			d.m.Types = append(d.m.Types, t)
		}
		d.canonicalize(start)
	}
}

func (d *decoder) subType() wasm.Type {
	t := wasm.Type{Final: true, Offset: d.Offset()}
	if b := d.Peek(); b == 0x50 || b == 0x4f {
		d.Byte("sub")
		t.Final = b == 0x4f
		at := d.Offset()
		switch n := d.Count(maxTypes, "supertypes"); n {
		case 0:
		case 1:
			t.HasSuper, t.Super = true, d.TypeIndex(d.m)
		default:
			Fail(at, "%d supertypes, the limit is 1", n)
		}
	}
	at := d.Offset()
	switch b := d.Byte("type"); b {
	case 0x60:
		t.Kind = wasm.KindFunc
		t.Func.Params = d.valTypes(maxParams, "parameters")
		t.Func.Results = d.valTypes(maxResults, "results")
	case 0x5f:
		t.Kind = wasm.KindStruct
		t.Fields = make([]wasm.Field, d.Count(maxFields, "fields"))
		for i := range t.Fields {
			t.Fields[i] = d.field()
		}
	case 0x5e:
		t.Kind = wasm.KindArray
		t.Fields = []wasm.Field{d.field()}
	default:
		Fail(at, "malformed type %#x, expected func, struct, array, sub or rec%s", b, foreignType(b))
	}
	return t
}

func (d *decoder) valTypes(limit int, what string) []wasm.ValType {
	n := d.Count(limit, what)
	if n == 0 {
		return nil
	}
	types := make([]wasm.ValType, n)
	for i := range types {
		types[i] = d.ValType(d.m)
	}
	return types
}

func (d *decoder) field() wasm.Field {
	var f wasm.Field
	switch d.Peek() {
	case 0x78:
		d.Byte("i8")
		f.Type, f.Packed = wasm.I32, 8
	case 0x77:
		d.Byte("i16")
		f.Type, f.Packed = wasm.I32, 16
	default:
		f.Type = d.ValType(d.m)
	}
	f.Mutable = d.mutability()
	return f
}

func (d *decoder) mutability() bool {
	at := d.Offset()
	b := d.Byte("mutability")
	if b > 1 {
		Fail(at, "malformed mutability %#x", b)
	}
	return b == 1
}

// TypeIndex reads a type index and returns the canonical one, or the index as it is if the type is not known (yet).
func (r *Reader) TypeIndex(m *wasm.Module) uint32 { return canon(m, r.U32("type index")) }

// canon returns the canonical index of type i, or i if there is no such type yet.
func canon(m *wasm.Module, i uint32) uint32 {
	if uint64(i) < uint64(len(m.Types)) {
		return m.Types[i].Canon
	}
	return i
}

// ValType reads a value type: spec 5.3.4.
func (r *Reader) ValType(m *wasm.Module) wasm.ValType {
	at := r.Offset()
	switch b := r.Byte("value type"); {
	case b >= byte(wasm.V128) && b <= byte(wasm.I32):
		return wasm.ValType(b)
	case b == 0x63 || b == 0x64:
		return wasm.Ref(r.HeapType(m), b == 0x63)
	case isAbstract(b):
		return wasm.Ref(wasm.HeapBot|wasm.HeapType(b), true)
	default:
		Fail(at, "malformed value type %#x%s", b, foreignType(b))
	}
	return wasm.Bot
}

// RefType reads a reference type: spec 5.3.3.
func (r *Reader) RefType(m *wasm.Module) wasm.ValType {
	at := r.Offset()
	t := r.ValType(m)
	if !t.IsRef() {
		Fail(at, "malformed reference type: %s", t)
	}
	return t
}

// HeapType reads a heap type: spec 5.3.2.
func (r *Reader) HeapType(m *wasm.Module) wasm.HeapType {
	at := r.Offset()
	if isAbstract(r.Peek()) {
		return wasm.HeapBot | wasm.HeapType(r.Byte("heap type"))
	}
	first := r.Peek()
	i := r.S33("heap type")
	if i < 0 {
		Fail(at, "malformed heap type %#x%s", first, foreignType(first))
	}
	if i >= maxTypes {
		Fail(at, "unknown type %d", i)
	}
	return wasm.HeapType(canon(m, uint32(i)))
}

// isAbstract reports whether b is the code of an abstract heap type.
func isAbstract(b byte) bool { return b >= 0x69 && b <= 0x74 }

// BlockType reads a block type: spec 5.4.1. The result is a type index, or -1 and the type of the only result, or
// wasm.Bot if there is none.
func (r *Reader) BlockType(m *wasm.Module) (index int, result wasm.ValType) {
	at := r.Offset()
	switch b := r.Peek(); {
	case b == 0x40:
		r.Byte("block type")
		return -1, wasm.Bot
	case b&0xc0 == 0x40:
		return -1, r.ValType(m)
	}
	i := r.S33("block type")
	if i < 0 {
		Fail(at, "malformed block type")
	}
	if i >= int64(len(m.Types)) {
		Fail(at, "unknown type %d", i)
	}
	return int(i), wasm.Bot
}

// Flags of limits: spec 5.3.13, with the threads and custom-page-sizes proposals.
const (
	hasMax   = 1
	isShared = 2
	is64     = 4
	hasPage  = 8
)

// limits reads limits with the flags that are allowed.
func (d *decoder) limits(allowed byte, what string) (wasm.Limits, byte) {
	at := d.Offset()
	flags := d.Byte("limits flags of " + what)
	if flags&^allowed != 0 {
		Fail(at, "malformed limits flags %#x of %s", flags, what)
	}
	l := wasm.Limits{HasMax: flags&hasMax != 0, Shared: flags&isShared != 0, Is64: flags&is64 != 0}
	l.Min = d.U64("minimum")
	if l.HasMax {
		l.Max = d.U64("maximum")
	}
	return l, flags
}

func (d *decoder) tableType() wasm.TableType {
	t := wasm.TableType{Elem: d.RefType(d.m)}
	t.Limits, _ = d.limits(hasMax|is64, "table")
	return t
}

func (d *decoder) memType() wasm.MemType {
	t := wasm.MemType{PageBits: 16}
	var flags byte
	t.Limits, flags = d.limits(hasMax|isShared|is64|hasPage, "memory")
	if flags&hasPage != 0 {
		at := d.Offset()
		bits := d.U32("page size")
		if bits != 0 && bits != 16 {
			Fail(at, "invalid custom page size 2^%d, expected 1 or 65536 bytes", bits)
		}
		t.PageBits = uint8(bits)
	}
	return t
}

func (d *decoder) globalType() wasm.GlobalType {
	return wasm.GlobalType{Type: d.ValType(d.m), Mutable: d.mutability()}
}
