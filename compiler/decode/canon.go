package decode

import (
	"encoding/binary"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// canonicalize gives the types of the last recursion group, from start on, their canonical indices and makes the group's
// types mention only such. Two groups are equal if they are the same up to where they stand (spec 3.1.6, "rolling"): so
// the key of a group has references into the group relative to its start, those to earlier groups by canonical index.
func (d *decoder) canonicalize(start int) {
	group := d.m.Types[start:]
	var key []byte
	for i := range group {
		key = appendType(key, &group[i], uint32(start))
	}
	first, found := d.groups[string(key)]
	if !found {
		first = uint32(start)
		d.groups[string(key)] = first
	}
	for i := range group {
		group[i].Canon = first + uint32(i)
		if found {
			relocate(&group[i], uint32(start), first)
		}
	}
}

// appendType appends an unambiguous encoding of t, whose group starts at start.
func appendType(key []byte, t *wasm.Type, start uint32) []byte {
	flags := byte(t.Kind) << 2
	if t.Final {
		flags |= 1
	}
	if t.HasSuper {
		flags |= 2
	}
	key = append(key, flags)
	if t.HasSuper {
		key = appendVal(key, wasm.Ref(wasm.HeapType(t.Super), true), start)
	}
	key = appendVals(key, t.Func.Params, start)
	key = appendVals(key, t.Func.Results, start)
	key = binary.AppendUvarint(key, uint64(len(t.Fields)))
	for _, f := range t.Fields {
		key = appendVal(key, f.Type, start)
		key = append(key, f.Packed)
		if f.Mutable {
			key = append(key, 1)
		} else {
			key = append(key, 0)
		}
	}
	return key
}

func appendVals(key []byte, types []wasm.ValType, start uint32) []byte {
	key = binary.AppendUvarint(key, uint64(len(types)))
	for _, t := range types {
		key = appendVal(key, t, start)
	}
	return key
}

func appendVal(key []byte, t wasm.ValType, start uint32) []byte {
	relative := byte(0)
	if inGroup(t, start) {
		t = wasm.Ref(wasm.HeapType(t.HeapType().Index()-start), t.Nullable())
		relative = 1
	}
	return append(binary.LittleEndian.AppendUint32(key, uint32(t)), relative)
}

// inGroup reports whether t refers to a type of the group that starts at start. Every type from there on is taken for one
// of the group: the validator rejects the others.
func inGroup(t wasm.ValType, start uint32) bool {
	return t.IsRef() && !t.HeapType().IsAbstract() && t.HeapType().Index() >= start
}

// relocate makes t refer to the equal group at first instead of its own, which starts at start.
func relocate(t *wasm.Type, start, first uint32) {
	move := func(v wasm.ValType) wasm.ValType {
		if !inGroup(v, start) {
			return v
		}
		return wasm.Ref(wasm.HeapType(v.HeapType().Index()-start+first), v.Nullable())
	}
	if t.HasSuper && t.Super >= start {
		t.Super = t.Super - start + first
	}
	for i, v := range t.Func.Params {
		t.Func.Params[i] = move(v)
	}
	for i, v := range t.Func.Results {
		t.Func.Results[i] = move(v)
	}
	for i := range t.Fields {
		t.Fields[i].Type = move(t.Fields[i].Type)
	}
}
