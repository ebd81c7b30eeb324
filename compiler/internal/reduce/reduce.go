// Package reduce leaves out of a module what an interpreter that runs a few of its functions has no use for.
package reduce

import (
	"encoding/binary"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// The sections that matter here (spec 5.5.2, "Sections").
const (
	customSection = 0
	funcSection   = 3
	elemSection   = 9
	codeSection   = 10
	dataSection   = 11
	dataCount     = 12
)

// headerSize is that of magic number and version.
const headerSize = 8

// unreachable is a body without locals: size, number of locals, unreachable, end.
var unreachable = []byte{3, 0, 0x00, 0x0b}

// Module returns a valid module with the bodies of only those functions, by index, that funcs says, and the bytes of only those data
// segments that datas says, which are passive then. All other functions trap; all index spaces stay. There are no custom sections,
// and without any data segment that code may name there are none at all.
//
// m is the decoded file, or what its initialisation made of that: there may be functions and segments behind the file's, of which the
// latter, which are active, are left out, and segments that were dropped are dropped here, too.
func Module(file []byte, m *wasm.Module, funcs, datas []bool) []byte {
	keepsData := m.HasDataCount // unreachable code may name segments, too
	for _, keep := range datas {
		keepsData = keepsData || keep
	}
	out := append([]byte(nil), file[:headerSize]...)
	for rest := file[headerSize:]; len(rest) > 0; {
		id := rest[0]
		size, n := binary.Uvarint(rest[1:])
		end := 1 + n + int(size)
		content := rest[1+n : end]
		switch {
		case id == customSection, !keepsData && (id == dataSection || id == dataCount):
		case id == codeSection:
			out = section(out, id, codes(m.Codes, funcs[m.ImportedFuncs:]))
		case id == funcSection:
			out = section(out, id, types(content, m.Funcs[m.ImportedFuncs:]))
		case id == dataSection:
			out = section(out, id, segments(m.Datas[:count(content)], datas))
		case id == elemSection:
			out = section(out, id, elems(content, uint32(len(file)-len(rest)+1+n), m.Elems[:count(content)]))
		default:
			out = append(out, rest[:end]...)
		}
		rest = rest[end:]
	}
	return out
}

func section(out []byte, id byte, content []byte) []byte {
	out = append(out, id)
	return append(binary.AppendUvarint(out, uint64(len(content))), content...)
}

// types are those of the functions, of which content has the first.
func types(content []byte, funcs []wasm.Func) []byte {
	known, n := binary.Uvarint(content)
	b := append(binary.AppendUvarint(nil, uint64(len(funcs))), content[n:]...)
	for _, f := range funcs[known:] {
		b = binary.AppendUvarint(b, uint64(f.Type))
	}
	return b
}

// count is how many entries a section has.
func count(content []byte) int {
	n, _ := binary.Uvarint(content)
	return int(n)
}

func codes(list []wasm.Code, funcs []bool) []byte {
	b := binary.AppendUvarint(nil, uint64(len(list)))
	for i, c := range list {
		if !funcs[i] {
			b = append(b, unreachable...)
			continue
		}
		b = binary.AppendUvarint(b, uint64(len(c.Bytes)))
		b = append(b, c.Bytes...)
	}
	return b
}

// elems are the element segments as the file has them at start; those that were dropped are declarative, since code may name their functions.
func elems(content []byte, start uint32, list []wasm.Elem) []byte {
	const notActive, declarative = 1, 2
	b := append([]byte(nil), content...)
	for i := range list {
		if flags := &b[list[i].Offset-start]; *flags&notActive != 0 && list[i].Mode == wasm.Passive && list[i].Len() == 0 {
			*flags |= declarative
		}
	}
	return b
}

// segments are all passive ones: the active ones are empty once the module is instantiated.
func segments(list []wasm.Data, datas []bool) []byte {
	const passive = 1
	b := binary.AppendUvarint(nil, uint64(len(list)))
	for i := range list {
		b = append(b, passive)
		var init []byte
		if datas[i] && list[i].Mode == wasm.Passive {
			init = list[i].Init
		}
		b = binary.AppendUvarint(b, uint64(len(init)))
		b = append(b, init...)
	}
	return b
}
