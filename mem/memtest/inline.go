package memtest

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
)

var canInline = regexp.MustCompile(`(?m)^\S+\.go:\d+:\d+: can inline (\S+) with cost (\d+) as:`)

// InlineCosts asks the Go compiler for the inlining cost of the functions in the package of the running test, compiled for
// an architecture. In a function of more than 5000 nodes, Go inlines only what costs at most 20.
func InlineCosts(t *testing.T, goarch string) map[string]int {
	t.Helper()
	tool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("needs the go command in PATH, to ask the compiler for inlining costs")
	}
	if testing.CoverMode() != "" {
		t.Skip("coverage counters change inlining costs: run without -cover")
	}
	cmd := exec.Command(tool, "build", "-gcflags=-m=2", ".")
	cmd.Env = append(os.Environ(), "GOARCH="+goarch, "GOOS=linux", "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	costs := map[string]int{}
	for _, m := range canInline.FindAllStringSubmatch(string(out), -1) {
		costs[m[1]], _ = strconv.Atoi(m[2])
	}
	return costs
}

// AtMost fails unless all the functions can be inlined at that cost.
func AtMost(t *testing.T, costs map[string]int, most int, functions ...string) {
	t.Helper()
	for _, f := range functions {
		if cost, ok := costs[f]; !ok || cost > most {
			t.Errorf("inlining cost of %s: %d (found: %v), want at most %d", f, cost, ok, most)
		}
	}
}

// Loads are the loads of a type Memory as InlineCosts names them.
func Loads() []string {
	return []string{"Memory.Load8", "Memory.Load16", "Memory.Load32", "Memory.Load64", "Memory.LoadF32", "Memory.LoadF64"}
}

// Stores are its stores.
func Stores() []string {
	return []string{"Memory.Store8", "Memory.Store16", "Memory.Store32", "Memory.Store64", "Memory.StoreF32", "Memory.StoreF64"}
}

// Words are the addresses for atomic instructions of a type.
func Words(typ string) []string {
	return []string{typ + ".Word8", typ + ".Word16", typ + ".Word32", typ + ".Word64"}
}
