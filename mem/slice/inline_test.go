package slice_test

import (
	"testing"

	"github.com/wasm2go/wasm2go/mem/memtest"
)

func TestInlineCosts(t *testing.T) {
	for _, arch := range []string{"amd64", "arm64", "386"} {
		costs := memtest.InlineCosts(t, arch)
		memtest.AtMost(t, costs, 20,
			"Memory.Load8", "Memory.Load16", "Memory.Load32", "Memory.Load64", "Memory.LoadF32", "Memory.LoadF64",
			"Memory.Store8", "Memory.Store16", "Memory.Store32", "Memory.Store64", "Memory.StoreF32", "Memory.StoreF64", "Memory.Touch")
	}
}
