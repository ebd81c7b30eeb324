package park_test

import (
	"fmt"

	"github.com/wasm2go/wasm2go/mem/park"
)

// A host wakes a thread that waits at an address, after it has written what that waits for.
func ExampleLot() {
	var lot park.Lot
	done := make(chan park.Result)
	go func() {
		done <- lot.Wait(64, func() bool { return true }, -1, nil)
	}()
	for lot.Notify(64, 1) == 0 {
	}
	fmt.Println(<-done == park.Woken)
	// Output: true
}
