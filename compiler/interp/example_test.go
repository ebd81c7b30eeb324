package interp_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

// hooked is what the example's module imports.
var hooked = rt.Store{"env": rt.Module{"hook": func(x int32) int32 { return 2 * x }}}

// A module that came from somewhere is compiled once, and instantiated with what it imports.
func Example() {
	file, err := os.ReadFile("testdata/sample.wasm")
	if err != nil {
		log.Fatal(err)
	}
	module, err := interp.Compile(file, interp.Options{Name: "sample"})
	if err != nil {
		log.Fatal(err)
	}
	m, err := module.Instantiate(context.Background(), hooked)
	if err != nil {
		log.Fatal(err)
	}
	defer m.Close()

	f, err := m.Func("fib")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.Call(context.Background(), int32(20))) // its arguments are checked

	fib, err := interp.Typed[func(int32) (int32, error)](f) // the compiler checks these
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(fib(20))
	// Output:
	// [6765] <nil>
	// 6765 <nil>
}

// A module that nobody trusts gets so much memory, so many steps and so much time.
func ExampleOptions() {
	file, err := os.ReadFile("testdata/sample.wasm")
	if err != nil {
		log.Fatal(err)
	}
	module, err := interp.Compile(file, interp.Options{Meter: true, Limits: interp.Limits{MemoryBytes: 1 << 20}})
	if err != nil {
		log.Fatal(err)
	}
	m, err := module.Instantiate(context.Background(), hooked)
	if err != nil {
		log.Fatal(err)
	}
	defer m.Close()
	spin, err := m.Func("spin") // never ends
	if err != nil {
		log.Fatal(err)
	}

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	_, err = spin.Call(ctx)
	fmt.Println(errors.Is(err, context.DeadlineExceeded))

	m.SetFuel(1000)
	_, err = spin.Call(context.Background())
	fmt.Println(errors.Is(err, interp.ErrFuel))
	// Output:
	// true
	// true
}
