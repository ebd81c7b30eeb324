package rt_test

import (
	"testing"

	"github.com/wasm2go/wasm2go/mem/memtest"
)

// TestInlineCosts pins that making and taking a reference calls nothing: the interpreter does so for each one that it moves. Nor does a cast, a comparison
// or two, or an element of an array.
func TestInlineCosts(t *testing.T) {
	costs := memtest.InlineCosts(t, "amd64")
	memtest.AtMost(t, costs, 20, "RefFunc", "Ref.Func", "RefExtern", "Ref.Extern", "RefObject", "Ref.Object", "RefException", "Ref.Exception", "RefI31", "Ref.I31", "Ref.I31U",
		"Ref.IsNull", "Ref.IsI31", "Ref.IsObject", "(*Object).Type", "(*Type).Header")
	memtest.AtMost(t, costs, 80, "(*Type).Is", "(*Object).Is", "RefAny", "Ref.Any")
}
