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
	}
}
