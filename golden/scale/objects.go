package scale

import (
	"fmt"
	"slices"

	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// Types and constants of objects, in the file's bytes.
const (
	structOfInt = "\x5f\x01\x7f\x01" // (struct (field (mut i32)))
	arrayOfInt  = "\x5e\x7f\x01"     // (array (mut i32))
	arrayOfAny  = "\x5e\x6e\x01"     // (array (mut anyref))
	open        = "\x50\x00"         // (sub ...), without a supertype
)

// objects are modules with much of what exceptions, typed function references and objects bring.
func objects() []Shape {
	shapes := []Shape{
		{"struct types", func(n int) []byte {
			return Module(Vec(Type, entries(n, func(i int) []byte { return join("\x5f\x02\x7f\x01\x63", Signed(int64(max(i-1, 0))), "\x01") })...))
		}},
		{"struct types that are one", func(n int) []byte {
			return Module(Vec(Type, entries(n, func(int) []byte { return []byte(structOfInt) })...))
		}},
		{"a recursion group", Group},
		{"recursion groups that are one", func(n int) []byte {
			return Module(Vec(Type, entries(n/2, func(i int) []byte {
				return join("\x4e\x02\x5f\x01\x63", Signed(int64(2*i+1)), "\x01\x5f\x01\x63", Signed(int64(2*i)), "\x01")
			})...))
		}},
		{"rows of supertypes", func(n int) []byte {
			return Module(Vec(Type, entries(n, func(i int) []byte {
				if i%60 == 0 {
					return join(open, structOfInt)
				}
				return join("\x50\x01", Num(i-1), structOfInt)
			})...))
		}},
		{"fields", func(n int) []byte {
			return withFunction(join("\x5f", Num(n), rep("\x7f\x01", n)), join("\xfb\x01\x02\x1a\x20\x00"))
		}},
		{"objects in a row", func(n int) []byte {
			return withFunction([]byte(structOfInt), join(rep("\xfb\x01\x02\x1a", n), "\x20\x00"))
		}},
		{"fields written and read", func(n int) []byte {
			return withFunction([]byte(structOfInt), join("\xfb\x01\x02\x21\x01",
				rep("\x20\x01\x20\x01\xfb\x02\x02\x00\x41\x01\x6a\xfb\x05\x02\x00", n), "\x20\x00"), "\x63\x02")
		}},
		{"elements of a new array", func(n int) []byte {
			return withFunction([]byte(arrayOfInt), join(rep("\x20\x00", n), "\xfb\x08\x02", Num(n), "\xfb\x0f"))
		}},
		{"casts of casts", func(n int) []byte {
			return withFunction([]byte(structOfInt), join("\xfb\x01\x02", rep("\xfb\x16\x6b\xfb\x16\x02", n), "\xfb\x02\x02\x00"))
		}},
		{"tests in a row", func(n int) []byte {
			return withFunction([]byte(structOfInt), join("\x20\x00", rep("\x20\x00\xfb\x1c\xfb\x14\x02\x6a", n)))
		}},
		{"branches by casts out of a row", func(n int) []byte {
			return withFunction([]byte(structOfInt), join("\x02\x63\x02\x20\x00\xfb\x1c", rep("\xfb\x18\x01\x00\x6e\x02", n), "\x1a\xd0\x02\x0b\xd1"))
		}},
		{"branches by casts out of blocks", func(n int) []byte {
			return withFunction([]byte(structOfInt), join(rep("\x02\x63\x02", n), "\x20\x00\xfb\x1c\xfb\x18\x01\x00\x6e\x02\x1a\xd0\x02",
				rep("\x0b\x1a\x20\x00\xfb\x1c\xfb\x18\x01\x00\x6e\x02\x1a\xd0\x02", n-1), "\x0b\xd1"))
		}},
		{"branches on null", func(n int) []byte {
			return withFunction([]byte(structOfInt), join("\x02\x40\xfb\x01\x02", rep("\xd5\x00", n), "\x1a\x0b\x20\x00"))
		}},
		{"calls by a reference", func(n int) []byte {
			return withFunction([]byte(structOfInt), join("\x20\x00", rep("\xd2\x01\x14\x00", n)))
		}},
		{"tags", func(n int) []byte {
			return Module(Vec(Type, none, []byte("\x60\x01\x7f\x00")), Vec(Tag, entries(n, func(i int) []byte { return join("\x00", Num(i%2)) })...),
				Vec(Export, entries(n, func(i int) []byte { return join(Name(fmt.Sprint("t", i)), "\x04", Num(i)) })...))
		}},
		{"catch clauses", func(n int) []byte {
			return withFunction([]byte(structOfInt), join("\x02\x40\x1f\x40", Num(n), rep("\x00\x00\x00", n), "\x10\x02\x0b\x0b\x20\x00"))
		}},
		{"catch clauses of a thousand values", func(n int) []byte {
			return wide(join("\x1f\x40", Num(n/1000+1), rep("\x00\x00\x00", n/1000+1), "\x10\x02\x0b"))
		}},
		{"branches with a thousand values", func(n int) []byte {
			return wide(join(rep("\x41\x00", 1000), rep("\x41\x00\x0d\x00", n/1000+1), rep("\x1a", 1000)))
		}},
		{"tries in tries", func(n int) []byte {
			return withFunction([]byte(structOfInt), join(rep("\x02\x40\x1f\x40\x01\x00\x00\x00", n), "\x10\x02", rep("\x0b\x0b\x20\x00\x41\x01\x6a\x21\x00", n), "\x20\x00"))
		}},
		{"tries in a row", func(n int) []byte {
			return withFunction([]byte(structOfInt), join(rep("\x02\x40\x1f\x40\x01\x02\x00\x10\x02\x0b\x0b", n), "\x20\x00"))
		}},
		{"calls that throw in a try", func(n int) []byte {
			return withFunction([]byte(structOfInt), join("\x02\x40\x1f\x40\x01\x02\x00", rep("\x10\x02\x41\x03\x21\x00", n), "\x0b\x0b\x20\x00"))
		}},
		{"throws in a row", func(n int) []byte {
			return withFunction([]byte(structOfInt), join(rep("\x02\x40\x1f\x40\x01\x02\x00\x08\x00\x0b\x0b", n), "\x20\x00"))
		}},
		{"older tries in tries", func(n int) []byte {
			return withFunction([]byte(structOfInt), join(rep("\x06\x40", n), "\x10\x02", rep("\x07\x00\x20\x00\x41\x01\x6a\x21\x00\x19\x0b", n), "\x20\x00"))
		}},
		{"delegations in tries", func(n int) []byte {
			return withFunction([]byte(structOfInt), join("\x06\x40", rep("\x06\x40", n), "\x10\x02",
				each(n, func(i int) []byte { return join("\x18", Num(n-1-i)) }), "\x19\x0b\x20\x00"))
		}},
		{"globals of objects", func(n int) []byte {
			return withTypes(Vec(Global, entries(n, func(i int) []byte { return join("\x6e\x01\x41", Signed(int64(i)), "\xfb\x00\x02\x0b") })...))
		}},
		{"an object in an object", func(n int) []byte {
			return withTypes(Vec(Global, join("\x6e\x01\xd0\x6e", rep("\xfb\x08\x03\x01", n), "\x0b")))
		}},
		{"a segment of objects", func(n int) []byte {
			return withTypes(Vec(Table, join("\x6e\x00", Num(n))), Vec(Elem, join("\x06\x00\x41\x00\x0b\x6e", Num(n), rep("\x41\x07\xfb\x00\x02\x0b", n))))
		}},
		{"tables with initial values", func(n int) []byte {
			return withTypes(Vec(Table, entries(n, func(int) []byte { return []byte("\x40\x00\x6e\x00\x01\x41\x07\xfb\x1c\x0b") })...))
		}},
	}
	return shapes
}

// Group is a module with one recursion group of n structs, each of which refers to the next.
func Group(n int) []byte {
	return Module(Vec(Type, join("\x4e", Num(n), each(n, func(i int) []byte { return join("\x5f\x01\x63", Signed(int64((i+1)%n)), "\x01") }))))
}

// wide is a module whose f has a block with a thousand results, which the body hands on by branches to label 0. Its tag 0, which function 2 throws,
// has as many values.
func wide(body []byte) []byte {
	const n = 1000
	zeros, drops := rep("\x41\x00", n), rep("\x1a", n)
	return Module(
		Vec(Type, none, join("\x60", Num(n), rep("\x7f", n), "\x00"), join("\x60\x00", Num(n), rep("\x7f", n)), []byte("\x60\x01\x7f\x01\x7f")),
		Vec(Func, []byte{3}, []byte{0}, []byte{0}), Vec(Tag, []byte{0, 1}), Vec(Export, join(Name("f"), "\x00\x00"), join(Name("_start"), "\x00\x01")),
		Vec(Code, Body(join("\x02\x02", body, zeros, "\x0b", drops, "\x20\x00")...), Body(0x41, 0, 0x10, 0, 0x1a), Body(join(zeros, "\x08\x00")...)))
}

// withTypes is a module with a struct of an i32, type 2, and an array of anything, type 3.
func withTypes(sections ...[]byte) []byte {
	return Module(Vec(Type, []byte("\x60\x01\x7f\x01\x7f"), none, []byte(structOfInt), []byte(arrayOfAny)), slices.Concat(sections...))
}

// withFunction is function for bodies that use type 2, which is typ. The function has one more local: an i32, or of the type that is named.
// Function 1 is the identity, function 2 throws tag 0, function 3 makes a command of the module.
func withFunction(typ, body []byte, local ...string) []byte {
	second := "\x7f"
	if len(local) > 0 {
		second = local[0]
	}
	return Module(slices.Concat(aroundFunction(typ), functionWith(second, body)))
}

// withData is withFunction in a module with a passive data segment of three bytes.
func withData(typ, body []byte) []byte {
	return Module(slices.Concat(aroundFunction(typ), Section(DataCount, Num(1)), functionWith("\x7f", body), Vec(Data, []byte("\x01\x03abc"))))
}

func aroundFunction(typ []byte) []byte {
	return slices.Concat(
		Vec(Type, []byte("\x60\x01\x7f\x01\x7f"), none, typ), Vec(Func, []byte{0}, []byte{0}, []byte{1}, []byte{1}), Vec(Tag, []byte{0, 1}),
		Vec(Export, join(Name("f"), "\x00\x00"), join(Name("_start"), "\x00\x03")), Vec(Elem, []byte("\x03\x00\x01\x01")))
}

func functionWith(second string, body []byte) []byte {
	return Vec(Code, Sized(join("\x01\x01", second), body, []byte{0x0b}), Body(0x20, 0), Body(0x08, 0), Body(0x41, 0, 0x10, 0, 0x1a))
}
