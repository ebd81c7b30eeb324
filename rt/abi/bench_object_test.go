package abi_test

import (
	"testing"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// BenchmarkObjects measures what instructions on objects cost: generated code's.
func BenchmarkObjects(b *testing.B) {
	types, err := rt.ParseTypes("0: struct i32 (mut structref) 1: sub struct 2: sub 1 struct i32 3: array (mut i32)")
	if err != nil {
		b.Fatal(err)
	}
	c, limited := open(), open(rt.WithHeap(1<<30))
	o, sub := makePoint(c, types[0], nil), types[2].Layout().New()
	var n uint32
	var r, s rt.Ref = rt.RefI31(4), rt.RefObject(o)
	for _, m := range []struct {
		name string
		run  func()
	}{
		{"new", func() { makePoint(c, types[0], o) }},
		{"new limited", func() { makePoint(limited, types[0], o) }},
		{"get", func() { n += asPoint(o).F0 }},
		{"is the type", func() { n += abi.Bool(sub.Is(types[2])) }},
		{"is a subtype", func() { n += abi.Bool(sub.Is(types[1])) }},
		{"array of 4", func() { abi.NewArray[uint32](c, types[3], 4) }},
		{"i31", func() { n += abi.I31S(rt.RefI31(n)) }},
		{"eq", func() { n += abi.Bool(r == s) }},
	} {
		b.Run(m.name, func(b *testing.B) {
			for b.Loop() {
				m.run()
			}
		})
	}
	_ = n
}
