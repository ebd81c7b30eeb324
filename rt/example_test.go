package rt_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

// A trap is an error that says why, and where. What a translated package's methods return is the same.
func ExampleTrap() {
	m, err := instantiate(rt.Store{"env": rt.Module{"hook": func(x int32) int32 { return x }}})
	if err != nil {
		log.Fatal(err)
	}
	defer m.Close()
	div, err := m.Func("div")
	if err != nil {
		log.Fatal(err)
	}
	_, err = div.Call(context.Background(), int32(1), int32(0))
	if trap, ok := errors.AsType[*rt.Trap](err); ok {
		fmt.Println(trap.Kind, "in", trap.Func)
	}
	fmt.Println(errors.Is(err, rt.IntegerDivideByZero))
	// Output:
	// integer divide by zero in div
	// true
}

// What a host function returns as an error ends the call of the module, and comes out of it.
func ExampleHostError() {
	m, err := instantiate(rt.Store{"env": rt.Module{"hook": func(int32) (int32, error) { return 0, os.ErrNotExist }}})
	if err != nil {
		log.Fatal(err)
	}
	defer m.Close()
	reenter, err := m.Func("reenter")
	if err != nil {
		log.Fatal(err)
	}
	_, err = reenter.Call(context.Background(), int32(1))
	fmt.Println(errors.Is(err, os.ErrNotExist))
	if host, ok := errors.AsType[*rt.HostError](err); ok {
		fmt.Println("called by", host.Stack[0].Func)
	}
	// Output:
	// true
	// called by reenter
}

// instantiate makes an instance of a module with a few functions.
func instantiate(imports rt.Resolver) (*interp.Instance, error) {
	file, err := os.ReadFile("../compiler/interp/testdata/sample.wasm")
	if err != nil {
		return nil, err
	}
	module, err := interp.Compile(file, interp.Options{})
	if err != nil {
		return nil, err
	}
	return module.Instantiate(context.Background(), imports)
}

// A Go function becomes a reference that modules can be given, and call.
func ExampleNewFunc() {
	half, err := rt.NewFunc("half", func(x int32) (int32, error) {
		if x%2 != 0 {
			return 0, fmt.Errorf("%d is odd", x)
		}
		return x / 2, nil
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(half.Call(int32(8)))
	_, err = half.Call(int32(7))
	fmt.Println(err)
	// Output:
	// [4] <nil>
	// half: 7 is odd
}
