// Package reduce leaves out of a module what an interpreter that runs a few of its functions has no use for.
package reduce

import (
	"encoding/binary"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// The sections that matter here (spec 5.5.2, "Sections").
const (
	customSection = 0
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
// and without any data segment that code may name there are none at all. m is the decoded file.
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
		switch {
		case id == customSection, !keepsData && (id == dataSection || id == dataCount):
		case id == codeSection:
			out = section(out, id, codes(m, funcs))
		case id == dataSection:
			out = section(out, id, segments(m, datas))
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

func codes(m *wasm.Module, funcs []bool) []byte {
	b := binary.AppendUvarint(nil, uint64(len(m.Codes)))
	for i, c := range m.Codes {
		if !funcs[m.ImportedFuncs+i] {
			b = append(b, unreachable...)
			continue
		}
		b = binary.AppendUvarint(b, uint64(len(c.Bytes)))
		b = append(b, c.Bytes...)
	}
	return b
}

// segments are all passive ones: the active ones are empty once the module is instantiated.
func segments(m *wasm.Module, datas []bool) []byte {
	const passive = 1
	b := binary.AppendUvarint(nil, uint64(len(m.Datas)))
	for i := range m.Datas {
		b = append(b, passive)
		var init []byte
		if datas[i] && m.Datas[i].Mode == wasm.Passive {
			init = m.Datas[i].Init
		}
		b = binary.AppendUvarint(b, uint64(len(init)))
		b = append(b, init...)
	}
	return b
}
