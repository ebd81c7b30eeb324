package rt_test

import (
	"testing"

	"github.com/wasm2go/wasm2go/mem/memtest"
)

// TestInlineCosts pins that making and taking a reference calls nothing: the interpreter does so for each one that it moves.
func TestInlineCosts(t *testing.T) {
	memtest.AtMost(t, memtest.InlineCosts(t, "amd64"), 20, "RefFunc", "Ref.Func", "RefExtern", "Ref.Extern", "Ref.IsNull")
}
