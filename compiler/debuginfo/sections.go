package debuginfo

import (
	"bytes"
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// sections are the custom sections that hold DWARF.
type sections struct {
	info, abbrev, line                 []byte
	str, lineStr                       []byte
	strOffsets, addr, rngLists, ranges []byte
	loc, locLists                      []byte
}

func sectionsOf(customs []wasm.Custom) *sections {
	var s sections
	byName := map[string]*[]byte{
		".debug_info": &s.info, ".debug_abbrev": &s.abbrev, ".debug_line": &s.line, ".debug_str": &s.str, ".debug_line_str": &s.lineStr,
		".debug_str_offsets": &s.strOffsets, ".debug_addr": &s.addr, ".debug_rnglists": &s.rngLists, ".debug_ranges": &s.ranges,
		".debug_loc": &s.loc, ".debug_loclists": &s.locLists,
	}
	for _, c := range customs {
		if section := byName[c.Name]; section != nil && *section == nil {
			*section = c.Bytes
		}
	}
	return &s
}

// longest is how long a string may be: an entry of four bytes may refer to it, and there may be many of these.
const longest = 1 << 16

// check refuses strings that nobody needs.
func (s *sections) check() error {
	for _, text := range [][]byte{s.str, s.lineStr} {
		for len(text) > 0 {
			end := bytes.IndexByte(text, 0)
			if end < 0 {
				end = len(text) - 1
			}
			if end > longest {
				return fmt.Errorf("debug information: a string of %d bytes, the limit is %d", end, longest)
			}
			text = text[end+1:]
		}
	}
	return nil
}

// pathRoom is how many bytes the paths of files may have in all.
func (s *sections) pathRoom() int { return 1<<20 + 8*(len(s.line)+len(s.lineStr)+len(s.str)) }

// cstring is the string at an offset of a section; ok is false where none ends there.
func cstring(section []byte, offset uint32) (text []byte, ok bool) {
	if uint64(offset) >= uint64(len(section)) {
		return nil, false
	}
	text = section[offset:min(len(section), int(offset)+longest+1)]
	end := bytes.IndexByte(text, 0)
	if end < 0 {
		return nil, false
	}
	return text[:end], true
}
