package debuginfo

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A row says from where on in the module's file instructions come from a line.
type row struct {
	at     uint32
	file   uint32
	line   uint32 // 0: what follows comes from nowhere
	column uint16
}

// A lineReader runs the line number programs (DWARF 5, 6.2) of the section .debug_line: one after the other, so that none counts twice.
type lineReader struct {
	*sections
	dirs      map[uint32]string // by offset of a program: where the compiler ran
	naming    naming
	codes     []wasm.Code
	code, end uint32 // where the code section's content begins, and where the last body ends, in the module's file

	rows     []row
	programs map[uint32]*program // by offset; they know their files
}

// all runs all programs. A mistake in one ends that one.
func (l *lineReader) all() (first error) {
	r := decode.NewReader(l.line, 0)
	for r.Len() > 0 {
		at := r.Offset()
		err := l.one(&r, at)
		if first == nil && err != nil {
			first = fmt.Errorf("debug information: .debug_line: %w", err)
		}
		if r.Offset() == at || errors.Is(err, errPaths) {
			break // it does not even say how long it is
		}
	}
	return first
}

// one runs the program that begins at an offset.
func (l *lineReader) one(r *decode.Reader, at uint32) (err error) {
	defer decode.Catch(&err)
	p := &program{lineReader: l, compiled: l.dirs[at]}
	l.programs[at] = p
	length := fixed(r, 4)
	if length >= 0xffff_fff0 {
		decode.Fail(at, "64-bit DWARF")
	}
	begin := r.Offset()
	p.Reader = decode.NewReader(r.Bytes(uint32(length), "line table"), begin)
	return errors.Join(p.run(), p.err)
}

// fixed reads a number of some bytes.
func fixed(r *decode.Reader, size uint32) (n uint64) {
	for i, b := range r.Bytes(size, "number") {
		n |= uint64(b) << (8 * i)
	}
	return n
}

// A program is one of the programs of a line table.
type program struct {
	*lineReader
	decode.Reader
	compiled string
	err      error

	version    uint64
	step       uint64 // bytes that an address advances by
	base, span int    // of the advance of lines
	opcodes    int    // the first special one
	arguments  []byte // of standard opcodes
	dirs       []string
	names      []fileName
	numbers    map[uint64]uint32 // of files that rows have named
	state      state
	sequence   []row
}

type fileName struct {
	dir  uint64
	name string
}

// state are the registers of the machine.
type state struct{ address, file, line, column uint64 }

func (p *program) run() (err error) {
	defer decode.Catch(&err)
	p.header()
	p.numbers = map[uint64]uint32{}
	p.state = state{file: 1, line: 1}
	for p.Len() > 0 && p.err == nil {
		if op := int(p.Byte("opcode")); op >= p.opcodes {
			n := op - p.opcodes
			p.state.address += p.step * uint64(n/p.span)
			p.state.line += uint64(p.base + n%p.span)
			p.row()
		} else if op == 0 {
			p.extended()
		} else {
			p.standard(op)
		}
	}
	return nil
}

// The standard opcodes, and the extended ones.
const (
	copyRow = iota + 1
	advancePC
	advanceLine
	setFile
	setColumn
	_ // negate_stmt
	_ // set_basic_block
	constAddPC
	fixedAdvancePC

	endSequence = 1
	setAddress  = 2
	defineFile  = 3
)

func (p *program) standard(op int) {
	switch op {
	case copyRow:
		p.row()
	case advancePC:
		p.state.address += p.step * p.U64("address advance")
	case advanceLine:
		p.state.line += uint64(p.S64("line advance"))
	case setFile:
		p.state.file = p.U64("file")
	case setColumn:
		p.state.column = p.U64("column")
	case constAddPC:
		p.state.address += p.step * uint64((255-p.opcodes)/p.span)
	case fixedAdvancePC:
		p.state.address += fixed(&p.Reader, 2)
	default:
		for range p.arguments[op-1] {
			p.U64("argument")
		}
	}
}

func (p *program) extended() {
	size := p.U32("length of an opcode")
	if size == 0 {
		return
	}
	at := p.Offset()
	r := decode.NewReader(p.Bytes(size, "opcode"), at)
	switch r.Byte("opcode") {
	case endSequence:
		p.endSequence()
	case setAddress:
		p.state.address = fixed(&r, min(uint32(r.Len()), 8))
	case defineFile:
		name := text(&r)
		p.names = append(p.names, fileName{r.U64("directory"), name})
	}
}

// row notes where the machine is. Where a line is unknown, that of what stands before is near.
func (p *program) row() {
	s := p.state
	if s.line == 0 || s.line > math.MaxInt32 || s.address >= uint64(p.end-p.code) {
		return
	}
	file, ok := p.file(s.file)
	if !ok {
		return
	}
	if s.column > math.MaxUint16 {
		s.column = 0
	}
	p.sequence = append(p.sequence, row{at: p.code + uint32(s.address), file: file, line: uint32(s.line), column: uint16(s.column)})
}

// endSequence keeps the rows of a sequence. Those of functions that a linker has left out are at address 0, where no function can be, or behind
// all.
func (p *program) endSequence() {
	if n := len(p.sequence); n > 0 && p.sequence[0].at > p.code {
		p.sequence[0].at = p.bodyStart(p.sequence[0].at)
		end := p.code + uint32(min(p.state.address, uint64(p.end-p.code)))
		p.rows = append(append(p.rows, p.sequence...), row{at: max(end, p.sequence[n-1].at), line: 0})
	}
	p.sequence = p.sequence[:0]
	p.state = state{file: 1, line: 1}
}

// bodyStart is where the body begins that has an instruction: what stands before the first line of a function is from there.
func (l *lineReader) bodyStart(at uint32) uint32 {
	i, found := slices.BinarySearchFunc(l.codes, at, func(c wasm.Code, at uint32) int { return cmp.Compare(c.Offset, at) })
	if found || i == 0 {
		return at
	}
	return l.codes[i-1].Offset
}

// file is the number of the file that the program calls n.
func (p *program) file(n uint64) (uint32, bool) {
	if number, ok := p.numbers[n]; ok {
		return number, true
	}
	i := n
	if p.version < 5 {
		i-- // they count from 1
	}
	if i >= uint64(len(p.names)) {
		return 0, false
	}
	name, dir := p.names[i], ""
	if name.dir < uint64(len(p.dirs)) {
		dir = p.dirs[name.dir]
	}
	number, err := p.naming.number(p.compiled, dir, name.name)
	if err != nil {
		p.err = err
		return 0, false
	}
	p.numbers[n] = number
	return number, true
}
