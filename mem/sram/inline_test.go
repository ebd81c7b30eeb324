package sram_test

import (
	"testing"

	"github.com/wasm2go/wasm2go/mem/memtest"
)

// The Go compiler inlines what costs at most 80: the accesses, with all but the call that a miss makes.
func TestInlineCosts(t *testing.T) {
	for _, arch := range []string{"amd64", "arm64", "386"} {
		costs := memtest.InlineCosts(t, arch)
		memtest.AtMost(t, costs, 80, memtest.Loads()...)
		memtest.AtMost(t, costs, 80, memtest.Stores()...)
		memtest.AtMost(t, costs, 80,
			"load8", "load16", "load32", "load64", "loadF32", "loadF64",
			"store8", "store16", "store32", "store64", "storeF32", "storeF64")
	}
}
