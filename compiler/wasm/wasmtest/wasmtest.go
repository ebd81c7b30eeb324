// Package wasmtest assembles small modules for tests, byte by byte.
package wasmtest

import (
	"encoding/binary"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// Section ids: spec 5.5.2.
const (
	Custom = iota
	Type
	Import
	Func
	Table
	Memory
	Global
	Export
	Start
	Elem
	Code
	Data
	DataCount
	Tag
)

// Module returns a module with the sections.
func Module(sections ...[]byte) []byte {
	return append([]byte("\x00asm\x01\x00\x00\x00"), slices.Concat(sections...)...)
}

// Section returns a section whose content is the concatenated parts.
func Section(id byte, parts ...[]byte) []byte {
	return append([]byte{id}, Sized(parts...)...)
}

// Vec returns a section whose content is a vector of the entries.
func Vec(id byte, entries ...[]byte) []byte {
	return Section(id, Num(len(entries)), slices.Concat(entries...))
}

// Sized returns the concatenated parts behind their length.
func Sized(parts ...[]byte) []byte {
	all := slices.Concat(parts...)
	return append(Num(len(all)), all...)
}

// Name returns a name: its length and its bytes.
func Name(s string) []byte { return Sized([]byte(s)) }

// Num returns an unsigned LEB128 number.
func Num(n int) []byte { return binary.AppendUvarint(nil, uint64(n)) }

// Signed returns a signed LEB128 number.
func Signed(v int64) (b []byte) {
	for ; v < -64 || v > 63; v >>= 7 {
		b = append(b, byte(v)|0x80)
	}
	return append(b, byte(v)&0x7f)
}

// Instr returns an instruction with immediates that are unsigned numbers.
func Instr(o op.Op, immediates ...uint64) (b []byte) {
	in := &op.Table[o]
	if in.Prefix != 0 {
		b = binary.AppendUvarint([]byte{in.Prefix}, uint64(in.Code))
	} else {
		b = []byte{byte(in.Code)}
	}
	for _, v := range immediates {
		b = binary.AppendUvarint(b, v)
	}
	return b
}

// Body returns an entry of the code section: no locals, the instructions, and the end.
func Body(instrs ...byte) []byte {
	return Sized([]byte{0}, instrs, []byte{0x0b})
}

// OneFunc returns a module with one function, of the type with that encoding (0x60 ...), and further sections: those up to
// the function section are not among them. The body begins at the file's end minus its length.
func OneFunc(funcType []byte, body []byte, between ...[]byte) []byte {
	return Module(Vec(Type, funcType), Vec(Func, []byte{0}), slices.Concat(between...), Vec(Code, body))
}
