package scale

import (
	"fmt"
	"slices"

	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// none is the type of a function without parameters and results.
var none = []byte("\x60\x00\x00")

// functions is a module with n functions of one type, with further sections between.
func functions(n int, typ []byte, between []byte, body func(i int) []byte) []byte {
	return Module(Vec(Type, typ), Vec(Func, entries(n, func(int) []byte { return []byte{0} })...), between,
		Vec(Code, entries(n, func(i int) []byte { return Body(body(i)...) })...))
}

// named is a name section: of the module's functions, or the locals of function 0.
func named(subsection byte, n int, name func(i int) string) []byte {
	list := join(Num(n), each(n, func(i int) []byte { return join(Num(i), Name(name(i))) }))
	if subsection == 2 {
		list = join("\x01\x00", list)
	}
	return Section(Custom, Name("name"), []byte{subsection}, Sized(list))
}

// modules are large outside of their functions, or have many.
func modules() []Shape {
	empty := func(int) []byte { return nil }
	numbered := func(i int) string { return fmt.Sprint("f", i) }
	exported := func(n int, name func(i int) string) []byte {
		return Vec(Export, entries(n, func(i int) []byte { return join(Name(name(i)), "\x00", Num(i)) })...)
	}
	return []Shape{
		{"functions", func(n int) []byte { return functions(n, none, nil, empty) }},
		{"exports", func(n int) []byte { return functions(n, none, exported(n, numbered), empty) }},
		{"exports whose Go names clash", func(n int) []byte {
			return functions(n, none, exported(n, func(i int) string {
				name := []byte("a")
				for ; i > 0; i /= 4 {
					name = append(name, "-+*/"[i%4])
				}
				return string(name) + "b"
			}), empty)
		}},
		{"exports of one function", func(n int) []byte {
			return functions(1, none, Vec(Export, entries(n, func(i int) []byte { return join(Name(numbered(i)), "\x00\x00") })...), empty)
		}},
		{"named functions", func(n int) []byte { return join(functions(n, none, nil, empty), named(1, n, numbered)) }},
		{"functions of one name", func(n int) []byte {
			return join(functions(n, none, nil, empty), named(1, n, func(int) string { return "f" }))
		}},
		{"locals of one name", func(n int) []byte {
			return join(function(n, join("\x20\x00", each(n-1, func(i int) []byte { return join("\x22", Num(i+1), "\x20", Num(i+1), "\x6a") }))),
				named(2, n, func(int) string { return "x" }))
		}},
		{"imported functions", func(n int) []byte {
			return Module(Vec(Type, none), Vec(Import, entries(n, func(i int) []byte { return join(Name("m"), Name(numbered(i)), "\x00\x00") })...))
		}},
		{"imported functions of one name", func(n int) []byte {
			return Module(Vec(Type, none), Vec(Import, entries(n, func(int) []byte { return join(Name("m"), Name("f"), "\x00\x00") })...))
		}},
		{"imported modules", func(n int) []byte {
			return Module(Vec(Type, none), Vec(Import, entries(n, func(i int) []byte { return join(Name(numbered(i)), Name("f"), "\x00\x00") })...))
		}},
		{"imported globals", func(n int) []byte {
			return Module(Vec(Import, entries(n, func(i int) []byte { return join(Name("m"), Name(numbered(i)), "\x03\x7f\x00") })...))
		}},
		{"calls of the next function", func(n int) []byte {
			return functions(n, none, nil, func(i int) []byte { return join("\x10", Num((i+1)%n)) })
		}},
		{"calls of the next function, no cycle", func(n int) []byte {
			return functions(n, none, nil, func(i int) []byte { return join("\x10", Num(min(i+1, n-1))) })
		}},
		{"calls by a table", func(n int) []byte {
			table := join(Vec(Table, join("\x70\x00", Num(n))), Vec(Elem, join("\x00\x41\x00\x0b", Num(n), each(n, Num))))
			return functions(n, none, table, func(i int) []byte { return join("\x41", Signed(int64(i)), "\x11\x00\x00") })
		}},
		{"tail calls by a table", func(n int) []byte {
			table := join(Vec(Table, join("\x70\x00", Num(n))), Vec(Elem, join("\x00\x41\x00\x0b", Num(n), each(n, Num))))
			return functions(n, none, table, func(i int) []byte { return join("\x41", Signed(int64(i)), "\x13\x00\x00") })
		}},
		{"tail calls of the next function", func(n int) []byte {
			return functions(n, none, nil, func(i int) []byte { return join("\x12", Num((i+1)%n)) })
		}},
		{"types", func(n int) []byte {
			return Module(Vec(Type, entries(n, func(i int) []byte {
				var params []byte
				for ; i > 0; i /= 4 {
					params = append(params, 0x7f-byte(i%4))
				}
				return join("\x60", Sized(params), "\x00")
			})...))
		}},
		{"types that are one", func(n int) []byte { return Module(Vec(Type, entries(n, func(int) []byte { return none })...)) }},
		{"types, all used", func(n int) []byte {
			params := func(i int) (params []byte) {
				for ; i > 0; i /= 4 {
					params = append(params, 0x7f-byte(i%4))
				}
				return params
			}
			return Module(Vec(Type, entries(n, func(i int) []byte { return join("\x60", Sized(params(i)), "\x00") })...),
				Vec(Func, entries(n, Num)...), exported(n, numbered), Vec(Code, entries(n, func(int) []byte { return Body() })...))
		}},
		{"globals", func(n int) []byte {
			return Module(Vec(Global, entries(n, func(int) []byte { return []byte("\x7f\x01\x41\x07\x0b") })...))
		}},
		{"globals from globals", func(n int) []byte {
			return Module(Vec(Global, entries(n, func(i int) []byte {
				if i == 0 {
					return []byte("\x7f\x00\x41\x07\x0b")
				}
				return join("\x7f\x00\x23", Num(i-1), "\x0b")
			})...))
		}},
		{"a long constant expression", func(n int) []byte {
			return Module(Vec(Global, join("\x7f\x01\x41\x07", rep("\x41\x01\x6a", n), "\x0b")))
		}},
		{"a constant expression from the right", func(n int) []byte {
			return Module(Vec(Global, join("\x7f\x01", rep("\x41\x01", n), rep("\x6a", n-1), "\x0b")))
		}},
		{"a long offset from a global", func(n int) []byte {
			return Module(Vec(Import, join(Name("m"), Name("g"), "\x03\x7f\x00")), Vec(Memory, []byte{0, 1}),
				Vec(Data, join("\x00\x23\x00", rep("\x23\x00\x6a", n), "\x0b\x01a")))
		}},
		{"data segments", func(n int) []byte {
			return Module(Vec(Memory, []byte{0, 16}), Vec(Data, entries(n, func(i int) []byte { return join("\x00\x41", Signed(int64(i)), "\x0b\x01a") })...))
		}},
		{"passive data segments", func(n int) []byte {
			return Module(Vec(Memory, []byte{0, 1}), Vec(Data, entries(n, func(int) []byte { return []byte("\x01\x01a") })...))
		}},
		{"a large data segment", func(n int) []byte {
			return Module(Vec(Memory, []byte{0, 16}), Vec(Data, join("\x00\x41\x00\x0b", Sized(rep("\x01\x02\x03\xff", n)))))
		}},
		{"element segments", func(n int) []byte {
			return functions(1, none, join(Vec(Table, join("\x70\x00", Num(n))),
				Vec(Elem, entries(n, func(i int) []byte { return join("\x00\x41", Signed(int64(i)), "\x0b\x01\x00") })...)), empty)
		}},
		{"a large element segment", func(n int) []byte {
			return functions(1, none, join(Vec(Table, join("\x70\x00", Num(n))), Vec(Elem, join("\x00\x41\x00\x0b", Num(n), rep("\x00", n)))), empty)
		}},
		{"a large segment of expressions", func(n int) []byte {
			return functions(1, none, join(Vec(Table, join("\x70\x00", Num(n))), Vec(Elem, join("\x04\x41\x00\x0b", Num(n), rep("\xd2\x00\x0b", n)))), empty)
		}},
		{"tables", func(n int) []byte {
			return Module(Vec(Table, entries(n, func(int) []byte { return []byte{0x70, 0, 1} })...))
		}},
		{"custom sections", func(n int) []byte {
			return Module(each(n, func(i int) []byte { return Section(Custom, Name(numbered(i%7)), []byte("content")) }))
		}},
		{"local groups", func(n int) []byte {
			return Module(Vec(Type, none), Vec(Func, []byte{0}), Vec(Code, Sized(Num(n), rep("\x01\x7f\x01\x7e", n/2), rep("\x00\x7d", n%2), []byte{0x0b})))
		}},
		{"many parameters", func(n int) []byte {
			typ := slices.Concat([]byte{0x60}, Num(1000), rep("\x7f", 1000), []byte{0})
			return Module(Vec(Type, typ, none), Vec(Func, []byte{0}, []byte{1}),
				Vec(Code, Body(), Body(join(rep(string(join(rep("\x41\x01", 1000), "\x10\x00")), n/1000+1))...)))
		}},
	}
}
