package fuzzy_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"example.com/fuzzy"
	"github.com/wasm2go/wasm2go/rt"
)

func Example() {
	fmt.Println(fuzzy.Distances("gopher", "the Go gopher", "a gofer", "a crab"))
	// Output: [0 2 5] <nil>
}

func ExamplePanicError() {
	_, err := fuzzy.Distances(strings.Repeat("long ", 20), "text")
	if p, ok := errors.AsType[*fuzzy.PanicError](err); ok {
		fmt.Println(p.Message)
	}
	// Output: panicked at 'a query has 1 to 64 characters, not 100', fuzzy.rs:17:9
}

func TestPanic(t *testing.T) {
	_, err := fuzzy.Distances("", "text")
	if !errors.Is(err, rt.Unreachable) {
		t.Fatalf("%v; want a trap", err)
	}
	p, ok := errors.AsType[*fuzzy.PanicError](err)
	if !ok || !slices.ContainsFunc(p.Trap.Stack, func(f rt.Frame) bool { return strings.Contains(f.Func, "compile") }) {
		t.Errorf("%v, with the stack %v; want compile on it", err, p.Trap.Stack)
	}
}

func TestNoUTF8(t *testing.T) {
	if _, err := fuzzy.Distances("a", "\xff"); err == nil || !strings.Contains(err.Error(), "Utf8Error") {
		t.Errorf("%v; want Utf8Error", err)
	}
}

// Calls that fail are nothing to others.
func TestManyCallers(t *testing.T) {
	var callers sync.WaitGroup
	for i := range 8 {
		callers.Go(func() {
			for range 200 {
				if _, err := fuzzy.Distances("", "text"); err == nil {
					t.Error("an empty query was taken")
				}
				text := strings.Repeat("x", i) + "fuzy"
				if d, err := fuzzy.Distances("fuzzy", text, "uzzy"); err != nil || !slices.Equal(d, []int{1, 1}) {
					t.Errorf("%d, %v; want 1 and 1", d, err)
				}
			}
		})
	}
	callers.Wait()
}
