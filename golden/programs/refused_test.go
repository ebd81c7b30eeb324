package programs

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/mem"
)

// TestGrowRefused: on all memories and both engines a host hears why memory.grow was refused, and what it answers is a trap at that
// instruction. What the host asks for itself is refused as ever.
func TestGrowRefused(t *testing.T) {
	dir := filepath.Join("testdata", "sram")
	w := workspace.New(t, "programs")
	wasm, err := os.ReadFile(filepath.Join(dir, "full.wasm"))
	require.NoError(t, err)
	for _, backend := range []string{"guard", "slice", "sram"} {
		require.NoError(t, w.Translate(t, wasm, compiler.Options{Name: "full_" + backend, Mem: backend, MemSize: "auto"}))
	}
	source, err := os.ReadFile(filepath.Join(dir, "refused.go.txt"))
	require.NoError(t, err)
	w.Write(t, "refused/main.go", source)
	w.Write(t, "refused/full.wasm", wasm)
	w.Build(t)
	r := execute(t, exec.Command(w.Exe(t, "refused")), time.Minute)
	require.Empty(t, r.stderr)

	require.EqualValues(t, 0x40, wasm[0x37], "memory.grow")
	var want strings.Builder
	for _, backend := range []string{"guard", "slice", "sram"} {
		for _, engine := range []string{"translated", "interpreted"} {
			fmt.Fprintf(&want, "%s %s\n%s", backend, engine, refusals(backend == "sram"))
		}
	}
	require.Equal(t, want.String(), r.stdout)
}

// refusals is what the program prints of a memory that has two pages, of three that it may have: then the host's limit or the chip refuses
// a third one.
func refusals(onChip bool) string {
	const (
		declared = "memory.grow by 131072 bytes was refused: the memory has 131072 bytes, the module's maximum is 196608"
		limited  = "memory.grow by %d bytes was refused: the memory has 131072 bytes, the host's limit is 131072"
		full     = "memory.grow by 65536 bytes was refused: 23LC1024{sim.0} has 131072 bytes, of which 0 are free"
	)
	var b strings.Builder
	trap := func(what, cause string, own bool) {
		fmt.Fprintf(&b, "  %s: wasm trap: out of memory: %s in more < grow; true %t; in more at 0x37; stack [full.more (fn0 @0x37) full.grow (fn1 @0x3f)]\n", what, cause, own)
	}
	for _, c := range []struct {
		what       string
		more, last string // why more than the maximum is refused, and the last page
		heard      bool
		own        bool
	}{
		{what: "silent"},
		{what: "heard", more: declared, last: full, heard: true},
		{what: "trap", more: fmt.Sprintf(limited, 131072), last: fmt.Sprintf(limited, 65536)},
		{what: "own error", more: "enough", last: "enough", own: true},
		{what: "chips trap", more: declared, last: full},
		{what: "option first", more: "enough", last: "enough", own: true},
	} {
		fmt.Fprintf(&b, "  %s: 1\n", c.what)
		for i, why := range []string{c.more, c.last} {
			switch {
			case i == 1 && !onChip && c.what != "trap":
				fmt.Fprintf(&b, "  %s: 2\n", c.what)
			case c.heard:
				fmt.Fprintf(&b, "  bound %d: %s\n  %s: -1\n", []mem.Bound{mem.TypeBound, mem.RoomBound}[i], why, c.what)
			case why == "":
				fmt.Fprintf(&b, "  %s: -1\n", c.what)
			default:
				trap(c.what, why, c.own)
			}
		}
		fmt.Fprintf(&b, "  %s: -1 for the host\n", c.what)
	}
	return b.String()
}
