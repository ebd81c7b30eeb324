package golden

import (
	"os"
	"reflect"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
)

// memoryCall finds the methods of memories that code calls: mem.Load32(, m.mem0.Pages(.
var memoryCall = regexp.MustCompile(`\bmem\d*\.([A-Z]\w*)\(`)

// TestLinear: a backend that is a mem.Linear, as its documentation says, has all methods that generated code calls.
func TestLinear(t *testing.T) {
	linear := reflect.TypeFor[mem.Linear]()
	called := map[string]bool{}
	for _, path := range goldenPaths(t) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, found := range memoryCall.FindAllSubmatch(text, -1) {
			called[string(found[1])] = true
		}
	}
	for _, name := range []string{"Load32", "StoreF64", "Touch", "Pages", "Outlined"} {
		require.True(t, called[name], "the golden files call no %s", name)
	}
	for _, name := range []string{"Outlined", "Base"} { // of the backends that the translator knows
		delete(called, name)
	}
	for name := range called {
		_, ok := linear.MethodByName(name)
		require.True(t, ok, name)
	}
}
