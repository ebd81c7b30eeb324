// Package scale makes modules that are large in one respect. What is done with them should take time and memory in proportion to their
// size, whatever that respect is.
package scale

import (
	"bytes"
	"fmt"
	"slices"

	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// A Shape makes a module of about n times the same thing.
type Shape struct {
	Name string
	Make func(n int) []byte
}

// Shapes are all of them.
func Shapes() []Shape { return slices.Concat(bodies(), modules(), objects()) }

// bodies are modules with one function f of type i32 -> i32 that matters. Function 1 is the identity, 2 takes nothing and gives nothing.
func bodies() []Shape {
	all := []struct {
		name string
		body func(n int) []byte
	}{
		{"blocks in blocks", func(n int) []byte {
			return join(rep("\x02\x40", n), "\x20\x00\x0d\x00", rep("\x0b", n), "\x20\x00")
		}},
		{"blocks in blocks, all left", func(n int) []byte {
			return join(rep("\x02\x40", n), rep("\x20\x00\x0d\x00"+"\x0b", n), "\x20\x00")
		}},
		{"blocks in blocks, left from inside", func(n int) []byte {
			var out bytes.Buffer
			for i := range n {
				out.Write(join("\x20\x00\x0d", Num(i)))
			}
			return join(rep("\x02\x40", n), out.Bytes(), rep("\x0b\x20\x00\x41\x01\x6a\x21\x00", n), "\x20\x00")
		}},
		{"blocks with values in blocks", func(n int) []byte { return join(rep("\x02\x7f", n), "\x20\x00", rep("\x0b", n)) }},
		{"blocks with values in blocks, left", func(n int) []byte {
			return join(rep("\x02\x7f", n), "\x20\x00", rep("\x20\x00\x0d\x00\x0b", n))
		}},
		{"blocks with values, outermost left", func(n int) []byte {
			var out bytes.Buffer
			for i := n; i > 0; i-- {
				out.Write(join("\x20\x00\x0d", Num(i-1), "\x0b"))
			}
			return join(rep("\x02\x7f", n), "\x20\x00", out.Bytes())
		}},
		{"blocks beside operands", func(n int) []byte {
			return join(rep("\x20\x00\x02\x7f", n), "\x20\x00", rep("\x0b\x6a", n))
		}},
		{"blocks in a row beside operands", func(n int) []byte { return join(rep("\x20\x00\x02\x40\x0b", n), rep("\x6a", n-1)) }},
		{"loops in loops", func(n int) []byte {
			return join(rep("\x03\x40", n), "\x41\x00\x21\x00", rep("\x20\x00\x0d\x00\x0b", n), "\x20\x00")
		}},
		{"loops in loops with variables", func(n int) []byte {
			return join(rep("\x03\x40\x20\x01\x20\x00\x6a\x21\x02", n), "\x20\x00\x41\x01\x6a\x21\x00", rep("\x20\x02\x21\x01\x20\x01\x0d\x00\x0b", n), "\x20\x01")
		}},
		{"loops in a row", func(n int) []byte { return join(rep("\x03\x40\x20\x00\x0d\x00\x0b", n), "\x20\x00") }},
		{"ifs in ifs", func(n int) []byte {
			return join(rep("\x20\x00\x04\x40", n), "\x20\x00\x41\x01\x6a\x21\x00", rep("\x0b", n), "\x20\x00")
		}},
		{"ifs in a row", func(n int) []byte { return join(rep("\x20\x00\x04\x40\x41\x07\x21\x00\x0b", n), "\x20\x00") }},
		{"ifs with values in ifs", func(n int) []byte {
			return join(rep("\x20\x00\x04\x7f", n), "\x20\x00", rep("\x05\x41\x07\x0b", n))
		}},
		{"else ifs", func(n int) []byte {
			return join(each(n, func(i int) []byte {
				return join("\x20\x00\x41", Signed(int64(i)), "\x46\x04\x7f\x41", Signed(int64(3*i)), "\x05")
			}), "\x41\x7f", rep("\x0b", n))
		}},
		{"else ifs without values", func(n int) []byte {
			return join(each(n, func(i int) []byte {
				return join("\x20\x00\x41", Signed(int64(i)), "\x46\x04\x40\x41", Signed(int64(3*i)), "\x21\x01\x05")
			}), rep("\x0b", n), "\x20\x01")
		}},
		{"returns in a row", func(n int) []byte {
			return join(each(n, func(i int) []byte { return join("\x20\x00\x41", Signed(int64(i)), "\x46\x04\x40\x41\x03\x0f\x0b") }), "\x20\x01")
		}},
		{"branches out of a row", func(n int) []byte {
			return join("\x02\x40", rep("\x20\x00\x0d\x00\x41\x01\x21\x01", n), "\x0b\x20\x01")
		}},
		{"branches with a value", func(n int) []byte {
			return join("\x02\x7f\x41\x05", rep("\x20\x00\x0d\x00", n), "\x0b")
		}},
		{"sum", func(n int) []byte { return join("\x20\x00", rep("\x20\x00\x6a", n)) }},
		{"sum from the right", func(n int) []byte { return join(rep("\x20\x00", n), rep("\x6a", n-1)) }},
		{"product from the right", func(n int) []byte { return join(rep("\x20\x00", n), rep("\x6c", n-1)) }},
		{"chain of negations", func(n int) []byte { return join("\x20\x00", rep("\x45", n)) }},
		{"chain of loads", func(n int) []byte { return join("\x20\x00", rep("\x28\x02\x00", n)) }},
		{"sum of loads from the right", func(n int) []byte { return join(rep("\x20\x00\x28\x02\x00", n), rep("\x6a", n-1)) }},
		{"chain of selects", func(n int) []byte { return join("\x20\x00", rep("\x20\x00\x20\x00\x1b", n)) }},
		{"selects from the right", func(n int) []byte { return join("\x20\x00", rep("\x20\x00", 2*n), rep("\x1b", n)) }},
		{"chain of tees", func(n int) []byte { return join("\x20\x00", rep("\x22\x00\x22\x01", n)) }},
		{"tees beside operands", func(n int) []byte { return join(rep("\x20\x00\x22\x01", n), rep("\x6a", n-1)) }},
		{"drops", func(n int) []byte { return join(rep("\x20\x00\x28\x02\x00", n), rep("\x1a", n), "\x20\x00") }},
		{"operands that change", func(n int) []byte {
			return join(rep("\x20\x00\x41\x01\x21\x00", n), rep("\x6a", n-1))
		}},
		{"operands that another local's change must not touch", func(n int) []byte {
			return join(rep("\x20\x00", n), rep("\x20\x01\x41\x01\x21\x01\x1a", n), rep("\x6a", n-1))
		}},
		{"loads beside operands", func(n int) []byte { return join(rep("\x20\x00\x20\x00\x28\x02\x00\x10\x02", n), rep("\x6a", 2*n-1)) }},
		{"traps beside operands", func(n int) []byte {
			return join(rep("\x20\x00\x20\x00\x6d", n), rep("\x20\x00\x28\x02\x00\x1a", n), rep("\x6a", n-1))
		}},
		{"divisions and loads beside operands", func(n int) []byte {
			return join(rep("\x20\x00\x20\x00\x6d\x20\x00\x28\x02\x00", n), rep("\x6a", 2*n-1))
		}},
		{"calls in calls", func(n int) []byte { return join("\x20\x00", rep("\x10\x01", n)) }},
		{"calls in a row", func(n int) []byte { return join(rep("\x10\x02", n), "\x20\x00") }},
		{"calls beside operands", func(n int) []byte { return join(rep("\x20\x00\x10\x01", n), rep("\x6a", n-1)) }},
		{"stores", func(n int) []byte { return join(rep("\x20\x00\x20\x00\x36\x02\x00", n), "\x20\x00") }},
		{"assignments", func(n int) []byte { return join(rep("\x20\x00\x41\x03\x6a\x21\x00", n), "\x20\x00") }},
		{"copies", func(n int) []byte { return join(rep("\x20\x00\x21\x01\x20\x01\x21\x00", n), "\x20\x00") }},
		{"unreachables", func(n int) []byte { return rep("\x00", n) }},
		{"unreachable blocks", func(n int) []byte { return join("\x00", rep("\x02\x40\x0b", n)) }},
		{"unreachable blocks in blocks", func(n int) []byte { return join("\x00", rep("\x02\x7f", n), "\x00", rep("\x0b", n)) }},
		{"a table of branches", func(n int) []byte {
			return join("\x02\x40\x02\x40\x20\x00\x0e", Num(n), each(n, func(i int) []byte { return Num(i / 3 % 2) }), "\x00\x0b\x0b\x20\x00")
		}},
		{"a table of branches out of blocks", func(n int) []byte {
			return join(rep("\x02\x40", n), "\x20\x00\x0e", Num(n), each(n, Num), Num(n-1), rep("\x0b\x20\x00\x41\x01\x6a\x21\x00", n), "\x20\x00")
		}},
		{"tables of branches", func(n int) []byte {
			return join("\x02\x40", rep("\x02\x40\x20\x00\x0e\x02\x00\x01\x00\x0b", n), "\x0b\x20\x00")
		}},
		{"tables of branches in blocks", func(n int) []byte {
			return join(rep("\x02\x40", n+1), rep("\x20\x00\x0e\x01\x00\x01\x0b", n), "\x0b\x20\x00")
		}},
		{"nops", func(n int) []byte { return join(rep("\x01", n), "\x20\x00") }},
	}
	var shapes []Shape
	for _, b := range all {
		shapes = append(shapes, Shape{b.name, func(n int) []byte { return function(2, b.body(n)) }})
	}
	return append(shapes,
		Shape{"locals", func(n int) []byte {
			return function(n, join("\x20\x00", each(n-1, func(i int) []byte { return join("\x22", Num(i+1), "\x20", Num(i+1), "\x6a") })))
		}},
		Shape{"locals in loops", func(n int) []byte {
			return function(n, join(each(n-1, func(i int) []byte {
				return join("\x03\x40\x20", Num(i), "\x21", Num(i+1), "\x20", Num(i+1), "\x0d\x00\x0b")
			}), "\x20", Num(n-1)))
		}},
		Shape{"locals that nobody uses", func(n int) []byte { return function(n, []byte("\x20\x00")) }})
}

// function is a module with such a body; the function has further locals.
func function(locals int, body []byte) []byte {
	return Module(
		Vec(Type, []byte("\x60\x01\x7f\x01\x7f"), []byte("\x60\x00\x00")), Vec(Func, []byte{0}, []byte{0}, []byte{1}), Vec(Memory, []byte{0, 1}),
		Vec(Export, join(Name("f"), "\x00\x00")),
		Vec(Code, Sized([]byte{1}, Num(locals), []byte{0x7f}, body, []byte{0x0b}), Body(0x20, 0), Body()))
}

func rep(s string, n int) []byte { return bytes.Repeat([]byte(s), n) }

// join concatenates strings and bytes.
func join(parts ...any) []byte {
	var b bytes.Buffer
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			b.WriteString(p)
		case []byte:
			b.Write(p)
		default:
			panic(fmt.Sprintf("scale: part of type %T", p))
		}
	}
	return b.Bytes()
}

// each concatenates what make makes of 0 to n-1.
func each(n int, make func(i int) []byte) []byte {
	var b bytes.Buffer
	for i := range n {
		b.Write(make(i))
	}
	return b.Bytes()
}

// entries are what make makes of 0 to n-1.
func entries(n int, make func(i int) []byte) [][]byte {
	list := slices.Grow([][]byte(nil), n)[:n]
	for i := range list {
		list[i] = make(i)
	}
	return list
}
