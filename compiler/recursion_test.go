package compiler_test

import (
	"testing"

	"github.com/wasm2go/wasm2go/compiler"
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
