// Package decode, internal to this project and without a promise of stability, reads the binary format (spec chapter 5) into a
// wasm.Module. Function bodies stay bytes, the validator reads them with the same Reader.
package decode

import (
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Limits beyond those of the specification, the ones that the JavaScript API sets for engines.
const (
	maxFile      = 1 << 30
	maxTypes     = wasm.MaxTypes
	maxGroup     = 1_000_000
	maxEntries   = 1_000_000 // functions, imports, exports, globals, tags
	maxTables    = 100_000
	maxMemories  = 100
	maxData      = 100_000
	maxElems     = 10_000_000 // segments, and elements of one
	maxParams    = 1_000
	maxResults   = 1_000
	maxFields    = 10_000
	maxBody      = 7_654_321
	maxConstExpr = 1_000_000
)

// A decoder holds what is needed while a module is read.
type decoder struct {
	Reader // of the current section
	m      *wasm.Module
	groups map[string]uint32 // canonical recursion groups: where each starts
	funcs  int               // entries of the function section
	codes  int               // entries of the code section
}

// Section ids: spec 5.5.2.
const (
	secCustom = iota
	secType
	secImport
	secFunc
	secTable
	secMemory
	secGlobal
	secExport
	secStart
	secElem
	secCode
	secData
	secDataCount
	secTag
)

// sections tells of each section its name, its place in the order of sections, and what reads it.
var sections = [...]struct {
	name  string
	order int
	read  func(*decoder)
}{
	secType:      {"type", 1, (*decoder).types},
	secImport:    {"import", 2, (*decoder).imports},
	secFunc:      {"function", 3, (*decoder).functions},
	secTable:     {"table", 4, (*decoder).tables},
	secMemory:    {"memory", 5, (*decoder).memories},
	secTag:       {"tag", 6, (*decoder).tags},
	secGlobal:    {"global", 7, (*decoder).globals},
	secExport:    {"export", 8, (*decoder).exports},
	secStart:     {"start", 9, (*decoder).start},
	secElem:      {"element", 10, (*decoder).elems},
	secDataCount: {"data count", 11, (*decoder).dataCount},
	secCode:      {"code", 12, (*decoder).code},
	secData:      {"data", 13, (*decoder).datas},
}

// Decode reads a module. The module refers to file, which must not change afterwards. The error is a *wasm.Error.
func Decode(file []byte) (m *wasm.Module, err error) {
	defer Catch(&err)
	if len(file) > maxFile {
		Fail(0, "file of %d bytes, the limit is %d", len(file), maxFile)
	}
	d := &decoder{m: &wasm.Module{}, groups: map[string]uint32{}}
	f := NewReader(file, 0)
	header(&f)
	last := 0
	for f.Len() > 0 {
		at := f.Offset()
		id := f.Byte("section id")
		if int(id) >= len(sections) {
			Fail(at, "malformed section id %d", id)
		}
		s := sections[id]
		name := s.name + " section"
		if id == secCustom {
			name = "custom section"
		}
		size := f.U32("size of " + name)
		base := f.Offset()
		d.Reader = NewReader(f.Bytes(size, name), base)
		if id == secCustom {
			d.custom()
			continue
		}
		if s.order <= last {
			Fail(at, "unexpected %s: it is there twice or out of order", name)
		}
		last = s.order
		s.read(d)
		if d.Len() > 0 {
			Fail(d.Offset(), "section size mismatch: %d bytes left in the %s", d.Len(), name)
		}
	}
	d.finish(f.Offset())
	return d.m, nil
}

// Customs reads the custom sections of a file that need not be a whole module. The error is a *wasm.Error.
func Customs(file []byte) (customs []wasm.Custom, err error) {
	defer Catch(&err)
	d := &decoder{m: &wasm.Module{}}
	f := NewReader(file, 0)
	header(&f)
	for f.Len() > 0 {
		id, size := f.Byte("section id"), f.U32("size of a section")
		base := f.Offset()
		if d.Reader = NewReader(f.Bytes(size, "section"), base); id == secCustom {
			customs = append(customs, d.customSection())
		}
	}
	return customs, nil
}

// header reads the magic number and the version: spec 5.5.16.
func header(f *Reader) {
	if f.Len() < 4 || string(f.Bytes(4, "magic")) != "\x00asm" {
		Fail(0, `magic header not detected: a module starts with "\0asm"`)
	}
	if f.Len() < 4 {
		Fail(4, "unexpected end, expected the version")
	}
	if v := f.Bytes(4, "version"); string(v) != "\x01\x00\x00\x00" {
		if v[2] == 1 {
			Fail(4, "unknown binary version: this is a component, not a module")
		}
		Fail(4, "unknown binary version % x, expected 01 00 00 00", v)
	}
}

// custom reads a custom section. What is wrong inside one is no error.
func (d *decoder) custom() {
	c := d.customSection()
	d.m.Customs = append(d.m.Customs, c)
	switch c.Name {
	case "name":
		readNames(NewReader(c.Bytes, c.Offset), &d.m.Names)
	case "dylink.0":
		d.m.Dylink = readDylink(NewReader(c.Bytes, c.Offset))
	case "dylink":
		d.m.Dylink = readOldDylink(NewReader(c.Bytes, c.Offset))
	}
}

func (d *decoder) customSection() wasm.Custom {
	name := d.Name("name of custom section")
	return wasm.Custom{Name: name, Offset: d.Offset(), Bytes: d.Bytes(uint32(d.Len()), "custom section")}
}

// finish checks what two sections must agree on: spec 5.5.16.
func (d *decoder) finish(end uint32) {
	if d.funcs != d.codes {
		Fail(end, "function and code section have inconsistent lengths: %d functions, %d bodies", d.funcs, d.codes)
	}
	if d.m.HasDataCount && uint64(d.m.DataCount) != uint64(len(d.m.Datas)) {
		Fail(end, "data count and data section have inconsistent lengths: %d and %d", d.m.DataCount, len(d.m.Datas))
	}
}
