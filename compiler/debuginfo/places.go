package debuginfo

import (
	"debug/dwarf"
	"iter"

	"github.com/wasm2go/wasm2go/compiler/decode"
)

// places yields the locals that a variable is in, whenever that may be. One may come twice.
func (t *treeReader) places(e *dwarf.Entry) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		switch location := e.Val(dwarf.AttrLocation).(type) {
		case []byte:
			if local, ok := localOf(location); ok {
				yield(local)
			}
		case int64: // a place in a section
			t.list(uint64(location), yield)
		case uint64: // an index into the unit's lists
			base, _ := t.unit.Val(dwarf.AttrLoclistsBase).(int64)
			at := uint64(base) + 4*location
			if at+4 > uint64(len(t.locLists)) || at+4 < at {
				return
			}
			r := decode.NewReader(t.locLists[at:], 0)
			t.list(uint64(base)+fixed(&r, 4), yield)
		}
	}
}

// list yields the locals of a list of locations, each of which holds for a part of the function.
func (t *treeReader) list(at uint64, yield func(uint32) bool) {
	section, entries := t.locLists, (*treeReader).entries5
	if len(t.loc) > 0 && (len(t.locLists) == 0 || t.unit.Val(dwarf.AttrLoclistsBase) == nil) {
		section, entries = t.loc, (*treeReader).entries4
	}
	if at >= uint64(len(section)) {
		return
	}
	var err error
	defer decode.Catch(&err) // what has been found stays
	r := decode.NewReader(section[at:], 0)
	entries(t, &r, yield)
}

// mostLocations is how many places of a variable are looked at.
const mostLocations = 64

// entries4 reads a list of DWARF 4, section 2.6.2: two addresses and an expression, until both are 0.
func (t *treeReader) entries4(r *decode.Reader, yield func(uint32) bool) {
	for range mostLocations {
		begin, end := fixed(r, 4), fixed(r, 4)
		if begin == 0 && end == 0 {
			return
		}
		if begin == 0xffff_ffff {
			continue // a base address
		}
		if local, ok := localOf(r.Bytes(uint32(fixed(r, 2)), "expression")); ok && !yield(local) {
			return
		}
	}
}

// entries5 reads a list of DWARF 5, section 7.7.3.
func (t *treeReader) entries5(r *decode.Reader, yield func(uint32) bool) {
	const (
		endOfList = iota
		baseAddressX
		startXEndX
		startXLength
		offsetPair
		defaultLocation
		baseAddress
		startEnd
		startLength
	)
	for range mostLocations {
		switch kind := r.Byte("kind of an entry"); kind {
		case endOfList:
			return
		case baseAddressX:
			r.U64("index")
			continue
		case startXEndX, startXLength, offsetPair:
			r.U64("begin")
			r.U64("end")
		case defaultLocation:
		case baseAddress:
			fixed(r, 4)
			continue
		case startEnd:
			fixed(r, 8)
		case startLength:
			fixed(r, 4)
			r.U64("length")
		default:
			return
		}
		if local, ok := localOf(r.Bytes(r.U32("length"), "expression")); ok && !yield(local) {
			return
		}
	}
}

// The operations of an expression that says: the value is that of a local.
const (
	opWasmLocation = 0xed
	wasmLocal      = 0x00
	opStackValue   = 0x9f
)

// localOf is the local that a location expression names; ok is false where it names something else.
func localOf(expr []byte) (local uint32, ok bool) {
	if len(expr) < 3 || expr[0] != opWasmLocation || expr[1] != wasmLocal {
		return 0, false
	}
	var err error
	defer decode.Catch(&err)
	r := decode.NewReader(expr[2:], 0)
	local = r.U32("local")
	return local, r.Len() == 0 || r.Len() == 1 && r.Byte("operation") == opStackValue
}
