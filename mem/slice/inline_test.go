package slice_test

import (
	"testing"

	"github.com/wasm2go/wasm2go/mem/memtest"
)

func TestInlineCosts(t *testing.T) {
	for _, arch := range []string{"amd64", "arm64", "386"} {
		costs := memtest.InlineCosts(t, arch)
		memtest.AtMost(t, costs, 20,
			"Memory.Load8", "Memory.Load16", "Memory.Load32", "Memory.Load64",
			"Memory.Store8", "Memory.Store16", "Memory.Store32", "Memory.Store64", "Memory.Touch",
			"Memory64.Load8", "Memory64.Load16", "Memory64.Load32", "Memory64.Load64", "Memory64.LoadF32", "Memory64.LoadF64",
			"Memory64.Store8", "Memory64.Store16", "Memory64.Store32", "Memory64.Store64", "Memory64.StoreF32", "Memory64.StoreF64")
		// Above 20: called, not inlined, in functions of more than 5000 nodes.
		memtest.AtMost(t, costs, 25, "Memory.LoadF32", "Memory.LoadF64", "Memory.StoreF32", "Memory.StoreF64")
	}
}
