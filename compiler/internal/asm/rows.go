package asm

import (
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// An arch is an architecture as its table of rows describes it.
type arch struct {
	rows    map[op.Op]*row
	scratch map[string]string // registers by the placeholders of templates

	// operand, if there is one, writes a constant as an operand that needs no memory.
	operand func(bytes [16]byte) string
}

// A row is how an architecture computes an instruction. The head of amd64.txt tells of its flags and its templates.
type row struct {
	tied     bool // =: the result's register holds the first operand
	early    bool // !: the result's register is that of no operand
	commutes bool // c: the first two operands may be swapped

	arch  *arch
	lanes [][]string // by lane the lines of a template, the last one serves those behind, too
}

//go:embed amd64.txt
var textAMD64 string

//go:embed arm64.txt
var textARM64 string

// rowsAMD64 has the rows of amd64.
var rowsAMD64 = sync.OnceValue(func() *arch {
	return parse(textAMD64, map[string]string{"%x": "X15", "%y": "X14", "%a": "AX", "%c": "CX"})
})

// rowsARM64 has the rows of arm64.
var rowsARM64 = sync.OnceValue(func() *arch {
	a := parse(textARM64, map[string]string{"%x": "V30", "%y": "V31", "%a": "R25", "%c": "R26"})
	a.operand = func(bytes [16]byte) string {
		return fmt.Sprintf("$%#x, $%#x", binary.LittleEndian.Uint64(bytes[:8]), binary.LittleEndian.Uint64(bytes[8:]))
	}
	return a
})

// row returns that of an instruction, or nil.
func (a *arch) row(o op.Op) *row { return a.rows[o] }

// parse reads a table. It is one of those embedded, so a mistake in it is a bug.
func parse(text string, scratch map[string]string) *arch {
	ops := map[string]op.Op{}
	for o := range op.Table {
		ops[op.Table[o].Name] = op.Op(o)
	}
	a := &arch{rows: map[op.Op]*row{}, scratch: scratch}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		name, rest, _ := strings.Cut(line, " ")
		flags, template, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
		o, known := ops[name]
		if !known || a.rows[o] != nil || strings.Trim(flags, "-=!c") != "" {
			panic("asm: row " + line)
		}
		a.rows[o] = a.parseRow(flags, template)
	}
	return a
}

func (a *arch) parseRow(flags, template string) *row {
	r := &row{arch: a, tied: strings.Contains(flags, "="), early: strings.Contains(flags, "!"), commutes: strings.Contains(flags, "c")}
	for lane := range strings.SplitSeq(template, "|") {
		var lines []string
		for line := range strings.SplitSeq(lane, ";") {
			lines = append(lines, strings.TrimSpace(line))
		}
		r.lanes = append(r.lanes, lines)
	}
	return r
}

// placeholder matches one of a template. A number in hexadecimal is none: what stands behind its 0 makes it part of a longer word.
var placeholder = regexp.MustCompile(`(F?)(\$[0-2d]\b|%[a-z]\b)|\$L\b|\{[0-9a-f]+\}`)

// expand returns the instructions of a row for these registers and this lane. Function constant names a constant of 16 bytes
// that is to be in memory.
func (r *row) expand(dst string, args []string, lane uint8, constant func(bytes [16]byte) string) []string {
	if r.arch.operand != nil {
		constant = r.arch.operand
	}
	fill := func(p string) string {
		switch {
		case p == "$L":
			return fmt.Sprint(lane)
		case p[0] == '{':
			return constant(repeat(p[1 : len(p)-1]))
		case p[0] == 'F':
			return "F" + r.register(p[1:], dst, args)[1:]
		}
		return r.register(p, dst, args)
	}
	template := r.lanes[min(int(lane), len(r.lanes)-1)]
	lines := make([]string, len(template))
	for i, line := range template {
		lines[i] = placeholder.ReplaceAllStringFunc(line, fill)
		if encoding, ok := strings.CutPrefix(lines[i], "!"); ok {
			lines[i] = word(encoding)
		}
	}
	return lines
}

// register is what a placeholder stands for.
func (r *row) register(placeholder, dst string, args []string) string {
	switch {
	case placeholder == "$d":
		return dst
	case placeholder[0] == '$':
		return args[placeholder[1]-'0']
	}
	return r.arch.scratch[placeholder]
}

// word puts registers into an encoding.
func word(encoding string) string {
	fields := strings.Fields(encoding)
	bits, err := strconv.ParseUint(fields[0], 16, 32)
	registers := fields[1 : len(fields)-1]
	for i, r := range registers {
		n, bad := strconv.ParseUint(r[1:], 10, 5)
		err = errors.Join(err, bad)
		bits |= n << [...]int{0, 5, 16}[i]
	}
	if err != nil {
		panic("asm: instruction " + encoding)
	}
	return fmt.Sprintf("WORD $0x%08x // %s %s", bits, fields[len(fields)-1], strings.Join(registers, ", "))
}

// repeat makes 16 bytes of digits that stand for fewer.
func repeat(digits string) (bytes [16]byte) {
	b, err := hex.DecodeString(strings.Repeat(digits, 32/len(digits)))
	if err != nil || copy(bytes[:], b) != len(bytes) {
		panic("asm: constant " + digits)
	}
	return bytes
}
