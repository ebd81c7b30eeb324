package compiler_test

import (
	"slices"
	"testing"

	"github.com/wasm2go/wasm2go/compiler"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// TestMutualRecursion links two modules that call each other, one through an
// import, the other through a table: no module sees the cycle, so the calls
// between them must take from the stack budget.
func TestMutualRecursion(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	m := newGoModule(t)
	for _, name := range []string{"ping", "pong"} {
		m.add(t, name, translate(t, testModule(t, name), compiler.Options{Name: name}))
	}
	m.write(t, "main.go", []byte(`package main

import (
	"errors"
	"fmt"
	"os"

	"example.com/use/ping"
	"example.com/use/pong"
	"github.com/wasm2go/wasm2go/rt"
)

func main() {
	if _, err := link().Ping(0); !errors.Is(err, rt.StackExhausted) {
		fmt.Println("ping:", err)
		os.Exit(1)
	}
	b := link().Pong
	if _, err := b.Back(); !errors.Is(err, rt.StackExhausted) {
		fmt.Println("back:", err)
		os.Exit(1)
	}

	// A budget that ran out is there again for the next call, of either.
	both := link()
	both.Ping(0)
	if err := shallow(both.Pong); err != nil {
		fmt.Println("pong after ping:", err)
		os.Exit(1)
	}
}

// shallow replaces the function that calls back and calls.
func shallow(b *pong.Instance) error {
	f, err := rt.NewFunc("one", func(v int32) int32 { return v })
	if err != nil {
		return err
	}
	b.Table().Set(0, f)
	v, err := b.Back()
	if err == nil && v != 1 {
		err = fmt.Errorf("got %d", v)
	}
	return err
}

type pair struct {
	*ping.Instance
	Pong *pong.Instance
}

func link() pair {
	b, err := pong.New()
	if err != nil {
		panic(err)
	}
	a, err := ping.Link(rt.Store{"pong": b})
	if err != nil {
		panic(err)
	}
	return pair{a, b}
}
`))
	m.run(t, "go", "run", ".")
}

// bigPing is testdata/ping.wat with a function that keeps so many numbers while it calls.
func bigPing(numbers int) []byte {
	var body []byte
	for i := range numbers {
		body = slices.Concat(body, []byte{0x20, 0, 0x41, byte(i%60 + 3), 0x6c, 0x21}, Num(i+1)) // local.set i+1 (i32.mul (local.get 0) (i32.const ...))
	}
	body = append(body, 0x10, 0, 0xa7, 0x21, 0) // local.set 0 (i32.wrap_i64 (call $back))
	for i := range numbers {
		body = slices.Concat(body, []byte{0x20, 0, 0x20}, Num(i+1), []byte{0x6b, 0x21, 0}) // local.set 0 (i32.sub (local.get 0) (local.get i+1))
	}
	return Module(
		Vec(Type, []byte("\x60\x01\x7f\x01\x7f"), []byte("\x60\x00\x01\x7e")),
		Vec(Import, slices.Concat(Name("pong"), Name("table"), []byte{1, 0x70, 0, 2}), slices.Concat(Name("pong"), Name("back"), []byte{0, 1})),
		Vec(Func, []byte{0}),
		Vec(Export, slices.Concat(Name("ping"), []byte{0, 1})),
		Vec(Elem, []byte{0, 0x41, 0, 0x0b, 1, 1}),
		Vec(Code, Sized([]byte{1}, Num(numbers), []byte{0x7f}, body, []byte{0x20, 0, 0x0b})),
	)
}

// dropper has a recursive function "f" that calls by table, or by name, one with the most results there may be, and drops them.
func dropper(byTable bool) []byte {
	call := []byte{0x10, 0}
	if byTable {
		call = []byte{0x41, 0, 0x11, 0, 0}
	}
	return Module(
		Vec(Type, slices.Concat([]byte{0x60, 0}, Num(mostValues), slices.Repeat([]byte{0x7e}, mostValues)), []byte{0x60, 0, 0}),
		Vec(Func, []byte{0}, []byte{1}),
		Vec(Table, []byte{0x70, 0, 1}),
		Vec(Export, slices.Concat(Name("f"), []byte{0, 1})),
		Vec(Elem, []byte{0, 0x41, 0, 0x0b, 1, 0}),
		Vec(Code, Body(slices.Repeat([]byte{0x42, 1}, mostValues)...), Body(slices.Concat(call, slices.Repeat([]byte{0x1a}, mostValues), []byte{0x10, 1})...)),
	)
}

// TestBigFrames: what the budget does not know of frames must not let Go's stack overflow, which ends the process. Between modules that call
// each other nobody counts them; results that are dropped are no variables.
func TestBigFrames(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	m := newGoModule(t)
	for name, file := range map[string][]byte{
		"ping": bigPing(4000), "pong": testModule(t, "pong"), "byname": dropper(false), "bytable": dropper(true),
	} {
		m.add(t, name, translate(t, file, compiler.Options{Name: name}))
	}
	m.write(t, "main.go", []byte(`package main

import (
	"errors"
	"fmt"
	"os"

	"example.com/use/byname"
	"example.com/use/bytable"
	"example.com/use/ping"
	"example.com/use/pong"
	"github.com/wasm2go/wasm2go/rt"
)

func main() {
	b, err := pong.New()
	exhausts("pong", err, nil)
	a, err := ping.Link(rt.Store{"pong": b})
	exhausts("ping", err, func() error { _, err := a.Ping(0); return err })
	n, err := byname.New()
	exhausts("by name", err, n.F)
	t, err := bytable.New()
	exhausts("by table", err, t.F)
}

// exhausts ends the program unless a call uses up the stack.
func exhausts(name string, err error, call func() error) {
	if err == nil && call != nil {
		if err = call(); errors.Is(err, rt.StackExhausted) {
			err = nil
		} else {
			err = fmt.Errorf("%v, want a trap", err)
		}
	}
	if err != nil {
		fmt.Println(name, err)
		os.Exit(1)
	}
}
`))
	m.run(t, "go", "run", ".")
}
