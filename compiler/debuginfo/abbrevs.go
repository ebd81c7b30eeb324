package debuginfo

import (
	"errors"

	"github.com/wasm2go/wasm2go/compiler/decode"
)

// mostAttributes is how many attributes an entry may have. Compilers write some twenty.
const mostAttributes = 128

// checkAbbrevs refuses abbreviations of which package debug/dwarf would make more than they are long: tables of units that overlap.
func checkAbbrevs(s *sections) (err error) {
	defer decode.Catch(&err)
	room := 2 * len(s.abbrev)
	seen := map[uint64]bool{}
	for r := decode.NewReader(s.info, 0); r.Len() > 0; {
		at, ok := abbrevsOf(&r)
		if !ok || seen[at] || at > uint64(len(s.abbrev)) {
			continue
		}
		seen[at] = true
		table := decode.NewReader(s.abbrev[at:], uint32(at))
		checkTable(&table)
		if room -= int(uint64(table.Offset()) - at); room < 0 {
			return errors.New("tables of abbreviations overlap")
		}
	}
	return nil
}

// abbrevsOf reads a unit: where its abbreviations are.
func abbrevsOf(r *decode.Reader) (at uint64, ok bool) {
	begin, size := r.Offset(), uint32(4)
	length := fixed(r, size)
	if length == 0xffff_ffff {
		size = 8
		length = fixed(r, size)
	}
	if length > uint64(r.Len()) {
		decode.Fail(begin, ".debug_info: a unit of %d bytes, %d left", length, r.Len())
	}
	if length == 0 {
		return 0, false
	}
	unit := decode.NewReader(r.Bytes(uint32(length), "unit"), begin)
	if fixed(&unit, 2) >= 5 {
		unit.Bytes(2, "header of a unit")
	}
	return fixed(&unit, size), true
}

// checkTable reads a table of abbreviations.
func checkTable(r *decode.Reader) {
	const implicitConst = 0x21
	for r.U64("abbreviation") != 0 {
		at := r.Offset()
		r.U64("tag")
		r.Byte("children")
		for n := 0; ; n++ {
			attribute, form := r.U64("attribute"), r.U64("form")
			if form == implicitConst {
				r.S64("constant")
			}
			if attribute == 0 && form == 0 {
				break
			}
			if n == mostAttributes {
				decode.Fail(at, ".debug_abbrev: more than %d attributes", n)
			}
		}
	}
}
