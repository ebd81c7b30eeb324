package decode

import (
	"cmp"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Subsections of the name section: spec 7.4.1, and the extended-name-section proposal.
const (
	nameModule = iota
	nameFuncs
	nameLocals
	nameLabels
	nameTypes
	nameTables
	nameMemories
	nameGlobals
	nameElems
	nameDatas
	nameFields
	nameTags
)

// readNames reads the name section as far as it is well-formed: a mistake in it is none of the module.
func readNames(r Reader, n *wasm.Names) {
	subsections(r, func(id byte, r Reader) {
		switch id {
		case nameModule:
			n.Module = r.Name("module name")
		case nameFuncs:
			r.nameMap(&n.Funcs)
		case nameLocals:
			r.indirectNameMap(&n.Locals)
		case nameLabels:
			r.indirectNameMap(&n.Labels)
		case nameTypes:
			r.nameMap(&n.Types)
		case nameTables:
			r.nameMap(&n.Tables)
		case nameMemories:
			r.nameMap(&n.Memories)
		case nameGlobals:
			r.nameMap(&n.Globals)
		case nameElems:
			r.nameMap(&n.Elems)
		case nameDatas:
			r.nameMap(&n.Datas)
		case nameFields:
			r.fieldNames(&n.Fields)
		case nameTags:
			r.nameMap(&n.Tags)
		}
	})
}

// subsections calls read for every subsection of a custom section. Where one is malformed, what was read of it stays, and
// the following are read none the less. The error is the first such mistake.
func subsections(r Reader, read func(id byte, r Reader)) (first error) {
	lenient := func(f func()) (ok bool) {
		var err error
		defer func() {
			ok = err == nil
			if first == nil {
				first = err
			}
		}()
		defer Catch(&err)
		f()
		return
	}
	for ok := true; ok && r.Len() > 0; {
		ok = lenient(func() {
			id := r.Byte("subsection id")
			size := r.U32("subsection size")
			at := r.Offset()
			sub := NewReader(r.Bytes(size, "subsection"), at)
			lenient(func() { read(id, sub) })
		})
	}
	return first
}

// nameMap appends to m the names that follow; they must be in increasing order of index.
func (r *Reader) nameMap(m *wasm.NameMap) {
	for range r.Count(maxElems, "names") {
		at := r.Offset()
		a := wasm.NameAssoc{Index: r.U32("index"), Name: r.Name("name")}
		if n := len(*m); n > 0 && (*m)[n-1].Index >= a.Index {
			Fail(at, "names out of order")
		}
		*m = append(*m, a)
	}
}

func (r *Reader) indirectNameMap(m *wasm.IndirectNameMap) {
	for range r.Count(maxElems, "name maps") {
		at := r.Offset()
		i := r.U32("index")
		if n := len(*m); n > 0 && (*m)[n-1].Index >= i {
			Fail(at, "names out of order")
		}
		*m = append(*m, wasm.IndirectNameAssoc{Index: i})
		r.nameMap(&(*m)[len(*m)-1].Names)
	}
}

// fieldNames reads the names of fields. Tools write those of a type in any order.
func (r *Reader) fieldNames(m *wasm.IndirectNameMap) {
	for range r.Count(maxElems, "name maps") {
		at := r.Offset()
		i := r.U32("index")
		if n := len(*m); n > 0 && (*m)[n-1].Index >= i {
			Fail(at, "names out of order")
		}
		var names wasm.NameMap
		for range r.Count(maxElems, "names") {
			names = append(names, wasm.NameAssoc{Index: r.U32("index"), Name: r.Name("name")})
		}
		slices.SortStableFunc(names, func(a, b wasm.NameAssoc) int { return cmp.Compare(a.Index, b.Index) })
		names = slices.CompactFunc(names, func(a, b wasm.NameAssoc) bool { return a.Index == b.Index })
		*m = append(*m, wasm.IndirectNameAssoc{Index: i, Names: names})
	}
}

// Subsections of the dylink.0 section (tool-conventions, DynamicLinking).
const (
	dylinkMemInfo = iota + 1
	dylinkNeeded
	dylinkExports
	dylinkImports
)

// readDylink reads the dylink.0 section as far as it is well-formed.
func readDylink(r Reader) *wasm.Dylink {
	d := &wasm.Dylink{}
	d.Err = subsections(r, func(id byte, r Reader) {
		switch id {
		case dylinkMemInfo:
			r.dylinkMemory(d)
		case dylinkNeeded:
			r.dylinkNeeded(d)
		case dylinkExports:
			for range r.Count(maxEntries, "exports") {
				d.Exports = append(d.Exports, wasm.DylinkSymbol{Name: r.Name("export name"), Flags: r.U32("flags")})
			}
		case dylinkImports:
			for range r.Count(maxEntries, "imports") {
				d.Imports = append(d.Imports, wasm.DylinkSymbol{Module: r.Name("module name"), Name: r.Name("import name"), Flags: r.U32("flags")})
			}
		}
	})
	return d
}

// readOldDylink reads the dylink section, which older tools write: the first two subsections of dylink.0, bare.
func readOldDylink(r Reader) (d *wasm.Dylink) {
	d = &wasm.Dylink{}
	defer Catch(&d.Err)
	r.dylinkMemory(d)
	r.dylinkNeeded(d)
	return d
}

func (r *Reader) dylinkMemory(d *wasm.Dylink) {
	d.MemorySize, d.MemoryAlign = r.U32("memory size"), r.U32("memory alignment")
	d.TableSize, d.TableAlign = r.U32("table size"), r.U32("table alignment")
}

func (r *Reader) dylinkNeeded(d *wasm.Dylink) {
	for range r.Count(maxEntries, "needed modules") {
		d.Needed = append(d.Needed, r.Name("module name"))
	}
}
