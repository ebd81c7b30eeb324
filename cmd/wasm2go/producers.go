package main

import (
	"encoding/binary"
	"errors"
	"unicode/utf8"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A producer is a tool that had a hand in a module, or the language of its source, as the module's producers section has it.
type producer struct {
	Field   string `json:"field"` // language, processed-by or sdk
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

// producers reads the section. It is a custom one: what is wrong with it is no mistake in the module, and ends the list.
func producers(m *wasm.Module) (list []producer) {
	for _, c := range m.Customs {
		if c.Name != "producers" {
			continue
		}
		r := sectionReader{rest: c.Bytes}
		for range r.number() {
			field := r.name()
			for range r.number() {
				p := producer{field, r.name(), r.name()}
				if r.err != nil {
					return list
				}
				list = append(list, p)
			}
		}
	}
	return list
}

// A sectionReader reads numbers and names (spec 5.2). Behind an error it reads zeros.
type sectionReader struct {
	rest []byte
	err  error
}

func (r *sectionReader) number() uint32 {
	n, size := binary.Uvarint(r.rest)
	if r.err != nil || size <= 0 || n > uint64(len(r.rest)) { // no list or name is longer than the rest of the section
		r.err = errors.New("cut off")
		return 0
	}
	r.rest = r.rest[size:]
	return uint32(n)
}

func (r *sectionReader) name() string {
	n := int(r.number())
	if r.err != nil || n > len(r.rest) || !utf8.Valid(r.rest[:n]) {
		r.err = errors.New("no name")
		return ""
	}
	name := string(r.rest[:n])
	r.rest = r.rest[n:]
	return name
}
