package debuginfo

import (
	"debug/dwarf"
	"errors"

	"github.com/wasm2go/wasm2go/compiler/decode"
)

// A span is a part of the code section, in addresses as DWARF has them: from its content on.
type span struct{ from, to uint64 }

var errRanges = errors.New("lists of ranges are used again and again")

// spans are the parts of the code that an entry describes. Some may be empty, or no parts of it.
func (t *treeReader) spans(e *dwarf.Entry) []span {
	if low, ok := e.Val(dwarf.AttrLowpc).(uint64); ok {
		switch high := e.Val(dwarf.AttrHighpc).(type) {
		case uint64:
			return []span{{low, high}}
		case int64:
			return []span{{low, low + uint64(high)}}
		}
	}
	switch at := e.Val(dwarf.AttrRanges).(type) {
	case int64:
		return t.rangeList(uint64(at))
	case uint64: // package debug/dwarf has looked the index up
		return t.rangeList(at)
	}
	return nil
}

// rangeList reads a list of ranges; what was read before a mistake stays.
func (t *treeReader) rangeList(at uint64) (list []span) {
	section, entry := t.ranges, (*treeReader).range4
	if t.version5() {
		section, entry = t.rngLists, (*treeReader).range5
	}
	if at >= uint64(len(section)) {
		return nil
	}
	var err error
	defer decode.Catch(&err)
	base, _ := t.unit.Val(dwarf.AttrLowpc).(uint64)
	for r := decode.NewReader(section[at:], 0); t.rangeRoom > 0; {
		t.rangeRoom--
		s, more := entry(t, &r, &base)
		if !more {
			break
		}
		list = append(list, s)
	}
	return list
}

// version5 tells whether the unit's lists of ranges are those of DWARF 5. Where a module has both kinds, units of that version are known by what
// only they have.
func (t *treeReader) version5() bool {
	return len(t.rngLists) > 0 && (len(t.ranges) == 0 || t.unit.Val(dwarf.AttrRnglistsBase) != nil || t.unit.Val(dwarf.AttrAddrBase) != nil)
}

// range4 reads an entry of a list of DWARF 4, section 2.17.3: two addresses, until both are 0.
func (t *treeReader) range4(r *decode.Reader, base *uint64) (s span, more bool) {
	begin, end := fixed(r, 4), fixed(r, 4)
	if begin == 0xffff_ffff {
		*base = end
		return s, true
	}
	return span{*base + begin, *base + end}, begin != 0 || end != 0
}

// range5 reads an entry of a list of DWARF 5, section 7.25.
func (t *treeReader) range5(r *decode.Reader, base *uint64) (s span, more bool) {
	const (
		endOfList = iota
		baseAddressX
		startXEndX
		startXLength
		offsetPair
		baseAddress
		startEnd
		startLength
	)
	switch kind := r.Byte("kind of an entry"); kind {
	case baseAddressX:
		*base = t.address(r.U64("index"))
	case startXEndX:
		s.from, s.to = t.address(r.U64("index")), t.address(r.U64("index"))
	case startXLength:
		s.from = t.address(r.U64("index"))
		s.to = s.from + r.U64("length")
	case offsetPair:
		s.from, s.to = *base+r.U64("begin"), *base+r.U64("end")
	case baseAddress:
		*base = fixed(r, 4)
	case startEnd:
		s.from, s.to = fixed(r, 4), fixed(r, 4)
	case startLength:
		s.from = fixed(r, 4)
		s.to = s.from + r.U64("length")
	default:
		return s, false
	}
	return s, true
}

// address is the unit's address of that number, 0 where there is none.
func (t *treeReader) address(index uint64) uint64 {
	base, _ := t.unit.Val(dwarf.AttrAddrBase).(int64)
	at := uint64(base) + 4*index
	if index > uint64(len(t.addr)) || at+4 > uint64(len(t.addr)) || at+4 < at {
		return 0
	}
	r := decode.NewReader(t.addr[at:], 0)
	return fixed(&r, 4)
}
