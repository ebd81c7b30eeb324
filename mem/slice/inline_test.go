package slice_test

import (
	"testing"

	"github.com/wasm2go/wasm2go/mem/memtest"
)

func TestInlineCosts(t *testing.T) {
	for _, arch := range []string{"amd64", "arm64", "386"} {
		costs := memtest.InlineCosts(t, arch)
		memtest.AtMost(t, costs, 20, memtest.Loads()...)
		memtest.AtMost(t, costs, 20, memtest.Stores()...)
		memtest.AtMost(t, costs, 20, "Memory.Touch")
		if arch == "386" {
			continue // what sync/atomic has is calls there
		}
		memtest.AtMost(t, costs, 20, "Shared.Load8", "Shared.Load16", "Shared.Load32", "Shared.Load64",
			"Shared.Store8", "Shared.Store16", "Shared.Store32", "Shared.Store64", "Shared.Touch")
		memtest.AtMost(t, costs, 28, "Shared.LoadF32", "Shared.LoadF64", "Shared.StoreF32", "Shared.StoreF64")
		memtest.AtMost(t, costs, 28, memtest.Words("Shared")...)
	}
}
