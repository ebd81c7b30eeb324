package abi

import (
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// References below anyref are stored in two ways, as rt.Ref and, where they can be to structs and arrays alone, as *rt.Object. Instructions may move them
// between the two.

// stored is how references below anyref are stored.
type stored interface{ rt.Ref | *rt.Object }

// as is v, stored the other way.
func as[D, S stored](v S) (w D) {
	switch p := any(&v).(type) {
	case *rt.Ref:
		*any(&w).(**rt.Object) = p.Object()
	case **rt.Object:
		*any(&w).(*rt.Ref) = rt.RefObject(*p)
	}
	return w
}

func allAs[D, S stored](list []S) []D {
	to := make([]D, len(list))
	for i, v := range list {
		to[i] = as[D](v)
	}
	return to
}

// ArrayCopyAs is array.copy.
func ArrayCopyAs[D, S stored](dst *rt.Object, d uint32, src *rt.Object, s, n uint32) {
	to, from := elementsOf[D](dst, d, n), elementsOf[S](src, s, n)
	for i, v := range from {
		to[i] = as[D](v)
	}
}

// ArrayOfSegmentAs is array.new_elem.
func ArrayOfSegmentAs[D, S stored](c *Core, t *rt.Type, segment []S, s, n uint32) *rt.Object {
	return ArrayOf(c, t, allAs[D](elements(segment, s, n))...)
}

// ArrayInitSegmentAs is array.init_elem.
func ArrayInitSegmentAs[D, S stored](o *rt.Object, d uint32, segment []S, s, n uint32) {
	to, from := elementsOf[D](o, d, n), elements(segment, s, n)
	for i, v := range from {
		to[i] = as[D](v)
	}
}

// TableCopyAs is table.copy.
func TableCopyAs[D, S stored](dst *rt.Table[D], src *rt.Table[S], d, s, n uint64) {
	TableInitAs(dst, d, src.Elems, s, n)
}

// TableInitAs is table.init.
func TableInitAs[D, S stored](dst *rt.Table[D], d uint64, segment []S, s, n uint64) {
	if !mem.InRange(s, n, uint64(len(segment))) {
		Throw(rt.OutOfBoundsTable)
	}
	dst.Init(d, allAs[D](segment[s:s+n]), 0, n)
}
