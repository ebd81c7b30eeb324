package decode

import "github.com/wasm2go/wasm2go/compiler/wasm"

// imports reads the import section: spec 5.5.5.
func (d *decoder) imports() {
	m := d.m
	m.Imports = make([]wasm.Import, d.Count(maxEntries, "imports"))
	for i := range m.Imports {
		im := wasm.Import{Offset: d.Offset()}
		im.Module, im.Name = d.Name("module name"), d.Name("import name")
		at := d.Offset()
		im.Kind = wasm.ExternKind(d.Byte("import kind"))
		switch im.Kind {
		case wasm.ExternFunc:
			im.Index = uint32(len(m.Funcs))
			m.Funcs = append(m.Funcs, wasm.Func{Type: d.TypeIndex(m), Offset: im.Offset})
		case wasm.ExternTable:
			im.Index = uint32(len(m.Tables))
			m.Tables = append(m.Tables, wasm.Table{TableType: d.tableType(), Offset: im.Offset})
		case wasm.ExternMemory:
			im.Index = uint32(len(m.Memories))
			m.Memories = append(m.Memories, wasm.Memory{MemType: d.memType(), Offset: im.Offset})
		case wasm.ExternGlobal:
			im.Index = uint32(len(m.Globals))
			m.Globals = append(m.Globals, wasm.Global{GlobalType: d.globalType(), Offset: im.Offset})
		case wasm.ExternTag:
			im.Index = uint32(len(m.Tags))
			m.Tags = append(m.Tags, d.tag(im.Offset))
		default:
			Fail(at, "malformed import kind %#x%s", byte(im.Kind), foreignImport(byte(im.Kind)))
		}
		m.Imports[i] = im
	}
	m.ImportedFuncs, m.ImportedTables, m.ImportedMemories = len(m.Funcs), len(m.Tables), len(m.Memories)
	m.ImportedGlobals, m.ImportedTags = len(m.Globals), len(m.Tags)
}

// functions reads the function section: spec 5.5.6.
func (d *decoder) functions() {
	d.funcs = d.Count(maxEntries, "functions")
	funcs := make([]wasm.Func, len(d.m.Funcs), len(d.m.Funcs)+d.funcs)
	copy(funcs, d.m.Funcs)
	for range d.funcs {
		at := d.Offset()
		funcs = append(funcs, wasm.Func{Type: d.TypeIndex(d.m), Offset: at})
	}
	d.m.Funcs = funcs
}

// tables reads the table section: spec 5.5.7.
func (d *decoder) tables() {
	for range d.Count(maxTables, "tables") {
		t := wasm.Table{Offset: d.Offset()}
		withInit := d.Peek() == 0x40
		if withInit {
			d.Byte("table")
			d.Zero("byte before a table type")
		}
		t.TableType = d.tableType()
		if withInit {
			e := d.expr()
			t.Init = &e
		}
		d.m.Tables = append(d.m.Tables, t)
	}
}

// memories reads the memory section: spec 5.5.8.
func (d *decoder) memories() {
	for range d.Count(maxMemories, "memories") {
		at := d.Offset()
		d.m.Memories = append(d.m.Memories, wasm.Memory{MemType: d.memType(), Offset: at})
	}
}

// tags reads the tag section: spec 5.5.14.
func (d *decoder) tags() {
	for range d.Count(maxEntries, "tags") {
		d.m.Tags = append(d.m.Tags, d.tag(d.Offset()))
	}
}

// tag reads a tag type: spec 5.3.17.
func (d *decoder) tag(offset uint32) wasm.Tag {
	d.Zero("attribute of a tag")
	return wasm.Tag{Type: d.TypeIndex(d.m), Offset: offset}
}

// globals reads the global section: spec 5.5.9.
func (d *decoder) globals() {
	for range d.Count(maxEntries, "globals") {
		at := d.Offset()
		t := d.globalType()
		e := d.expr()
		d.m.Globals = append(d.m.Globals, wasm.Global{GlobalType: t, Init: &e, Offset: at})
	}
}

// exports reads the export section: spec 5.5.10.
func (d *decoder) exports() {
	d.m.Exports = make([]wasm.Export, d.Count(maxEntries, "exports"))
	for i := range d.m.Exports {
		e := wasm.Export{Offset: d.Offset(), Name: d.Name("export name")}
		at := d.Offset()
		if e.Kind = wasm.ExternKind(d.Byte("export kind")); e.Kind > wasm.ExternTag {
			Fail(at, "malformed export kind %#x", byte(e.Kind))
		}
		e.Index = d.U32(e.Kind.String() + " index")
		d.m.Exports[i] = e
	}
}

// start reads the start section: spec 5.5.11.
func (d *decoder) start() {
	at := d.Offset()
	d.m.Start = &wasm.Start{Func: d.U32("function index"), Offset: at}
}

// Flags of segments: spec 5.5.12, 5.5.15.
const (
	notActive    = 1
	explicit     = 2 // active: with an index; otherwise: declarative
	withExprs    = 4
	maxElemFlags = 7
)

// elems reads the element section: spec 5.5.12.
func (d *decoder) elems() {
	for range d.Count(maxElems, "element segments") {
		d.m.Elems = append(d.m.Elems, d.elem())
	}
}

func (d *decoder) elem() wasm.Elem {
	e := wasm.Elem{Offset: d.Offset()}
	flags := d.U32("flags of an element segment")
	if flags > maxElemFlags {
		Fail(e.Offset, "malformed element segment flags %#x", flags)
	}
	switch {
	case flags&notActive == 0:
		if flags&explicit != 0 {
			e.Table = d.U32("table index")
		}
		start := d.expr()
		e.Start = &start
	case flags&explicit == 0:
		e.Mode = wasm.Passive
	default:
		e.Mode = wasm.Declarative
	}
	hasType := flags&(notActive|explicit) != 0
	if flags&withExprs == 0 {
		if hasType {
			d.Zero("element kind")
		}
		e.Type = wasm.Ref(wasm.HeapFunc, false)
		e.Funcs = make([]uint32, d.Count(maxElems, "elements"))
		for i := range e.Funcs {
			e.Funcs[i] = d.U32("function index")
		}
		return e
	}
	e.Type = wasm.FuncRef
	if hasType {
		e.Type = d.RefType(d.m)
	}
	d.elemExprs(&e)
	return e
}

// datas reads the data section: spec 5.5.15.
func (d *decoder) datas() {
	d.m.Datas = make([]wasm.Data, d.Count(maxData, "data segments"))
	for i := range d.m.Datas {
		s := wasm.Data{Offset: d.Offset()}
		flags := d.U32("flags of a data segment")
		switch flags {
		case 0, explicit:
			if flags == explicit {
				s.Memory = d.U32("memory index")
			}
			e := d.expr()
			s.Start = &e
		case notActive:
			s.Mode = wasm.Passive
		default:
			Fail(s.Offset, "malformed data segment flags %#x", flags)
		}
		s.Init = d.Bytes(d.U32("length of a data segment"), "data segment")
		d.m.Datas[i] = s
	}
}

// dataCount reads the data count section: spec 5.5.16.
func (d *decoder) dataCount() {
	d.m.DataCount, d.m.HasDataCount = d.U32("number of data segments"), true
}

// code reads the code section: spec 5.5.13.
func (d *decoder) code() {
	d.m.CodeStart = d.Offset()
	d.codes = d.Count(maxEntries, "function bodies")
	d.m.Codes = make([]wasm.Code, d.codes)
	for i := range d.m.Codes {
		at := d.Offset()
		size := d.U32("size of a function body")
		if size > maxBody {
			Fail(at, "function body of %d bytes, the limit is %d", size, maxBody)
		}
		d.m.Codes[i].Offset = d.Offset()
		d.m.Codes[i].Bytes = d.Bytes(size, "function body")
	}
}
