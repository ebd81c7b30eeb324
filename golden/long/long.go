// Package long tells the long run of the tests from the short one. The short run, plain go test ./..., touches every engine and every
// memory; the long one, which CI does, runs all of everything.
package long

import (
	"os"
	"testing"
)

// Variable is the environment variable that asks for the long run when it is 1.
const Variable = "WASM2GO_LONG"

// Run reports whether this is the long run.
func Run() bool { return os.Getenv(Variable) == "1" }

// Need skips a test that is left to the long run without -short, and says what takes the time.
func Need(t testing.TB, what string) {
	t.Helper()
	if !Run() || testing.Short() {
		t.Skipf("%s; %s=1 without -short runs it", what, Variable)
	}
}
