package snapshot_test

import (
	"context"
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt/snapshot"
)

// An instance is set back after each request, and another one begins where the first was. With a translated package it is
// guest.New(imports, warm.Resume()).
func Example() {
	module, err := interp.Compile(stateFile, interp.Options{})
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	m, err := module.Instantiate(ctx, nothing)
	if err != nil {
		log.Fatal(err)
	}
	defer m.Close()
	call(m, "write", int32(100), int32(1)) // what takes long, once

	warm, err := snapshot.Take(m)
	if err != nil {
		log.Fatal(err)
	}
	defer warm.Close()
	for request := range int32(3) {
		before, _ := call(m, "read", int32(100))
		call(m, "write", int32(100), 7*request)
		fmt.Println("before the request:", before)
		if err := warm.Restore(m); err != nil {
			log.Fatal(err)
		}
	}

	other, err := module.Instantiate(ctx, nothing, warm.Resume())
	if err != nil {
		log.Fatal(err)
	}
	defer other.Close()
	v, _ := call(other, "read", int32(100))
	fmt.Println("another instance:", v)
	// Output:
	// before the request: [1]
	// before the request: [1]
	// before the request: [1]
	// another instance: [1]
}
