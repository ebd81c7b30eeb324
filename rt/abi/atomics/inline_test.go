package atomics_test

import (
	"testing"

	"github.com/wasm2go/wasm2go/mem/memtest"
)

// TestInlineCosts: what is one instruction, or little more, becomes part of generated code, where sync/atomic is no calls.
func TestInlineCosts(t *testing.T) {
	for _, arch := range []string{"amd64", "arm64"} {
		costs := memtest.InlineCosts(t, arch)
		memtest.AtMost(t, costs, 20, "Load32", "Load64", "Store32", "Store64", "Add32", "Add64", "Sub32", "Sub64", "And32", "And64", "Or32", "Or64", "Xchg32", "Xchg64", "Fence")
		memtest.AtMost(t, costs, 40, "Xor32", "Xor64", "Cmpxchg32", "Cmpxchg64", "Load8", "Load16", "And8", "Or8")
		memtest.AtMost(t, costs, 80, "And16", "Or16", "Cmpxchg8", "Cmpxchg16")
	}
}
