package scale_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/validate"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/golden/long"
	"github.com/wasm2go/wasm2go/golden/scale"
)

// A limit is a module at a limit, or beyond it.
type limit struct {
	name string
	wasm []byte
	want string // in the error of the front end, "" for none
}

func shape(name string, n int) []byte {
	for _, s := range scale.Shapes() {
		if s.Name == name {
			return s.Make(n)
		}
	}
	panic("no shape " + name)
}

// supertypes is a module with a chain of types, of which the last has n supertypes.
func supertypes(n int) []byte {
	list := [][]byte{[]byte("\x50\x00\x5f\x00")}
	for i := range n {
		list = append(list, bytes.Join([][]byte{[]byte("\x50\x01"), Num(i), []byte("\x5f\x00")}, nil))
	}
	return Module(Vec(Type, list...))
}

// limits are modules as large as they may be, and larger. The short run has smaller ones of those that take seconds.
func limits() []limit {
	million := 100_000
	if long.Run() {
		million = 1_000_000
	}
	return []limit{
		{"a million types", shape("struct types", million), ""},
		{"a million and one", shape("struct types", 1_000_001), "1000001 types"},
		{"a million types that are one", shape("struct types that are one", million), ""},
		{"a recursion group of 100,000", scale.Group(100_000), ""},
		{"a recursion group of a million", scale.Group(million), ""},
		{"a recursion group of a million and one", scale.Group(1_000_001), "types"},
		{"63 supertypes", supertypes(63), ""},
		{"64 supertypes", supertypes(64), "supertypes"},
		{"a million types in rows of supertypes", shape("rows of supertypes", million), ""},
		{"10,000 fields", shape("fields", 10_000), ""},
		{"10,001 fields", shape("fields", 10_001), "fields"},
		{"an array of 10,000 operands", shape("elements of a new array", 10_000), ""},
		{"an array of 10,001 operands", shape("elements of a new array", 10_001), "10001"},
		{"100,000 tags", shape("tags", 100_000), ""},
		{"tries in tries", shape("tries in tries", 50_000), ""},
		{"older tries in tries", shape("older tries in tries", 50_000), ""},
		{"a million catch clauses", shape("catch clauses", million), ""},
		{"a segment of 200,000 objects", shape("a segment of objects", 200_000), ""},
		{"an object in 300,000 others", shape("an object in an object", 300_000), ""},
		{"100,000 casts", shape("casts of casts", 100_000), ""},
	}
}

// TestLimits: the front end takes what is at a limit, and refuses what is beyond, without much more memory than the module has.
func TestLimits(t *testing.T) {
	for _, l := range limits() {
		t.Run(l.name, func(t *testing.T) {
			before := allocations()
			err := check(l.wasm)
			used := allocations() - before
			t.Logf("%d bytes, %d MiB allocated", len(l.wasm), used>>20)
			if l.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, l.want)
			}
			require.Less(t, used, uint64(400*len(l.wasm)+64<<20), "bytes allocated")
		})
	}
}

func check(file []byte) error {
	m, err := decode.Decode(file)
	if err != nil {
		return err
	}
	if err := validate.Module(m); err != nil {
		return err
	}
	for i := range m.Codes {
		if _, err := validate.Func(m, i); err != nil {
			return fmt.Errorf("function %d: %w", i, err)
		}
	}
	return nil
}
