package scale

import (
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// A Limit is a module at a limit, or beyond it.
type Limit struct {
	Name    string
	Wasm    []byte
	Refused string // in the error of the front end, "" for none
	Trap    string // what its function f, which its _start calls, ends by: "" for nothing, or if there is none
}

// Limits are modules as large as they may be, and larger. Those that take seconds are made with fewer things than a million.
func Limits(million int) []Limit {
	return append(limitsOfTypes(million), limitsOfBodies(million)...)
}

func limitsOfTypes(million int) []Limit {
	return []Limit{
		{Name: "a million types", Wasm: shape("struct types", million)},
		{Name: "a million and one", Wasm: shape("struct types", 1_000_001), Refused: "1000001 types"},
		{Name: "a million types that are one", Wasm: shape("struct types that are one", million)},
		{Name: "a recursion group of 100,000", Wasm: Group(100_000)},
		{Name: "a recursion group of a million", Wasm: Group(million)},
		{Name: "a recursion group of a million and one", Wasm: Group(1_000_001), Refused: "types"},
		{Name: "63 supertypes", Wasm: supertypes(63)},
		{Name: "64 supertypes", Wasm: supertypes(64), Refused: "supertypes"},
		{Name: "a million types in rows of supertypes", Wasm: shape("rows of supertypes", million)},
		{Name: "10,000 fields", Wasm: shape("fields", 10_000)},
		{Name: "10,001 fields", Wasm: shape("fields", 10_001), Refused: "fields"},
		{Name: "100,000 tags", Wasm: shape("tags", 100_000)},
		{Name: "a segment of 50,000 objects", Wasm: shape("a segment of objects", 50_000)},
		{Name: "an object in 300,000 others", Wasm: shape("an object in an object", 300_000)},
	}
}

func limitsOfBodies(million int) []Limit {
	return []Limit{
		{Name: "an array of 10,000 operands", Wasm: shape("elements of a new array", 10_000)},
		{Name: "an array of 10,001 operands", Wasm: shape("elements of a new array", 10_001), Refused: "10001"},
		{Name: "an array of 2^31", Wasm: withFunction([]byte(arrayOfInt), join("\x41\x07\x41", Signed(-1<<31), "\xfb\x06\x02\xfb\x0f")), Trap: tooLarge},
		{Name: "an array of 2^32-1 zeros", Wasm: withFunction([]byte(arrayOfInt), []byte("\x41\x7f\xfb\x07\x02\xfb\x0f")), Trap: tooLarge},
		{Name: "an array of 2^31 references", Wasm: withFunction([]byte(arrayOfAny), join("\x41", Signed(-1<<31), "\xfb\x07\x02\xfb\x0f")), Trap: tooLarge},
		{Name: "an array of data past the end", Wasm: withData([]byte(arrayOfInt), join("\x41\x01\x41", Signed(1<<30), "\xfb\x09\x02\x00\xfb\x0f")), Trap: "out of bounds memory access"},
		{Name: "an array of elements past the end", Wasm: withFunction([]byte("\x5e\x70\x01"), join("\x41\x00\x41", Signed(-1<<31), "\xfb\x0a\x02\x00\xfb\x0f")), Trap: "out of bounds table access"},
		{Name: "100,000 casts", Wasm: shape("casts of casts", 100_000)},
		{Name: "100,000 branches by casts", Wasm: shape("branches by casts out of a row", 100_000)},
		{Name: "20,000 branches by casts out of blocks", Wasm: shape("branches by casts out of blocks", 20_000)},
		{Name: "20,000 tries in tries", Wasm: shape("tries in tries", 20_000)},
		{Name: "20,000 older tries in tries", Wasm: shape("older tries in tries", 20_000)},
		{Name: "20,000 delegations in tries", Wasm: shape("delegations in tries", 20_000)},
		{Name: "a million catch clauses", Wasm: shape("catch clauses", million)},
		{Name: "1,000 catch clauses of 1,000 values", Wasm: shape("catch clauses of a thousand values", 1_000_000)},
		{Name: "1,000 branches with 1,000 values", Wasm: shape("branches with a thousand values", 1_000_000)},
		{Name: "100,000 throws in a row", Wasm: shape("throws in a row", 100_000)},
		{Name: "a throw 10,000 deep", Wasm: throwAt(10_000, false), Trap: "wasm exception()"},
		{Name: "a throw 10,000 deep, caught and thrown again", Wasm: throwAt(10_000, true), Trap: "wasm exception()"},
		{Name: "a throw too deep", Wasm: throwAt(1<<31-1, false), Trap: "call stack exhausted"},
		{Name: "a throw too deep, where all is caught", Wasm: throwAt(1<<31-1, true), Trap: "call stack exhausted"},
	}
}

const tooLarge = "out of memory"

func shape(name string, n int) []byte {
	for _, s := range Shapes() {
		if s.Name == name {
			return s.Make(n)
		}
	}
	panic("no shape " + name)
}

// supertypes is a module with a chain of types, of which the last has n supertypes.
func supertypes(n int) []byte {
	list := [][]byte{[]byte(open + "\x5f\x00")}
	for i := range n {
		list = append(list, join("\x50\x01", Num(i), "\x5f\x00"))
	}
	return Module(Vec(Type, list...))
}

// throwAt is a module whose f throws when it has called itself n times. With handlers each call catches what comes out of it, and throws it again.
func throwAt(n int, handlers bool) []byte {
	call := join("\x20\x00\x41", Signed(int64(n)), "\x46\x04\x40\x08\x00\x0b\x20\x00\x41\x01\x6a\x10\x00")
	if handlers {
		call = join("\x02\x69\x1f\x7f\x01\x03\x00", call, "\x0b\x0f\x0b\x0a")
	}
	return withFunction([]byte(structOfInt), call)
}
