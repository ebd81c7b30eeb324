package debuginfo

import (
	"bytes"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/decode"
)

// header reads what stands before a program, and lets its Reader stand at the program.
func (p *program) header() {
	at := p.Offset()
	p.version = fixed(&p.Reader, 2)
	if p.version < 2 || p.version > 5 {
		decode.Fail(at, "line table of version %d", p.version)
	}
	if p.version >= 5 {
		fixed(&p.Reader, 2) // sizes of addresses and of segment selectors
	}
	size := uint32(fixed(&p.Reader, 4))
	begin := p.Offset()
	h := decode.NewReader(p.Bytes(size, "header of a line table"), begin)
	p.step = fixed(&h, 1)
	if p.version >= 4 {
		h.Byte("operations of an instruction")
	}
	h.Byte("default_is_stmt")
	p.base, p.span, p.opcodes = int(int8(h.Byte("line base"))), int(h.Byte("line range")), int(h.Byte("opcode base"))
	if p.span == 0 || p.opcodes == 0 {
		decode.Fail(begin, "line table with line range %d and opcode base %d", p.span, p.opcodes)
	}
	p.arguments = h.Bytes(uint32(p.opcodes-1), "lengths of opcodes")
	if p.version >= 5 {
		p.tables(&h)
	} else {
		p.lists(&h)
	}
}

// lists are the directories and files before version 5. Directory 0 is where the compiler ran.
func (p *program) lists(h *decode.Reader) {
	p.dirs = []string{""}
	for dir := text(h); dir != ""; dir = text(h) {
		p.dirs = append(p.dirs, dir)
	}
	for name := text(h); name != ""; name = text(h) {
		p.names = append(p.names, fileName{h.U64("directory"), name})
		h.U64("time")
		h.U64("length")
	}
}

// tables are those of version 5. Directory 0 is named there.
func (p *program) tables(h *decode.Reader) {
	for _, d := range p.table(h) {
		p.dirs = append(p.dirs, d.name)
	}
	p.names = p.table(h)
	if len(p.dirs) > 0 {
		if p.compiled == "" || strings.HasPrefix(slashed(p.dirs[0]), "/") {
			p.compiled = p.dirs[0]
		}
		p.dirs[0] = ""
	}
}

// What a table may have of an entry, and the forms.
const (
	lnctPath = 1
	lnctDir  = 2

	formData2    = 0x05
	formData4    = 0x06
	formData8    = 0x07
	formString   = 0x08
	formBlock    = 0x09
	formData1    = 0x0b
	formStrp     = 0x0e
	formUdata    = 0x0f
	formData16   = 0x1e
	formLineStrp = 0x1f
)

// table reads a table of directories or files.
func (p *program) table(h *decode.Reader) []fileName {
	type column struct{ content, form uint64 }
	columns := make([]column, h.Byte("columns"))
	for i := range columns {
		columns[i] = column{h.U64("content"), h.U64("form")}
	}
	at := h.Offset()
	n := h.U32("entries")
	if uint64(n)*uint64(len(columns)) > uint64(h.Len()) || n > 0 && len(columns) == 0 {
		decode.Fail(at, "line table with %d entries of %d columns in %d bytes", n, len(columns), h.Len())
	}
	list := make([]fileName, n)
	for i := range list {
		for _, c := range columns {
			name, number := p.value(h, c.form)
			switch c.content {
			case lnctPath:
				list[i].name = name
			case lnctDir:
				list[i].dir = number
			}
		}
	}
	return list
}

// value reads what an entry has in a column.
func (p *program) value(h *decode.Reader, form uint64) (name string, n uint64) {
	switch form {
	case formString:
		return text(h), 0
	case formLineStrp:
		return p.stringAt(h, p.lineStr), 0
	case formStrp:
		return p.stringAt(h, p.str), 0
	case formUdata:
		return "", h.U64("number")
	case formData1:
		return "", fixed(h, 1)
	case formData2:
		return "", fixed(h, 2)
	case formData4:
		return "", fixed(h, 4)
	case formData8:
		return "", fixed(h, 8)
	case formData16:
		h.Bytes(16, "checksum")
	case formBlock:
		h.Bytes(h.U32("length"), "block")
	default:
		decode.Fail(h.Offset(), "line table with form %#x", form)
	}
	return "", 0
}

// maxPath is how long the name of a directory or file may be.
const maxPath = 4096

func (p *program) stringAt(h *decode.Reader, section []byte) string {
	at := h.Offset()
	name, ok := cstring(section, uint32(fixed(h, 4)))
	if !ok || len(name) > maxPath {
		decode.Fail(at, "no string there")
	}
	if p.naming.room -= len(name); p.naming.room < 0 {
		p.err = errPaths
		return ""
	}
	return string(name)
}

// text reads a string that ends with a zero byte.
func text(r *decode.Reader) string {
	rest := *r
	all := rest.Bytes(uint32(rest.Len()), "string")
	end := bytes.IndexByte(all, 0)
	if end < 0 || end > maxPath {
		decode.Fail(r.Offset(), "no string there")
	}
	r.Bytes(uint32(end+1), "string")
	return string(all[:end])
}
