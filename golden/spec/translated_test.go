package spec_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/golden/long"
	"github.com/wasm2go/wasm2go/golden/spec"
	"github.com/wasm2go/wasm2go/mem/sram/open"
)

// A variant is a way to translate the modules of the test suite.
type variant struct {
	name    string
	backend string
	splitAt int      // see compiler.Options
	inline  int      // InlineMost of them
	chips   []string // memory specs for sram: a run for each
	mixed   bool     // every second function is interpreted

	assembly bool // whatever can be is assembly
}

// TestTranslated runs the WebAssembly core test suite on translated code. One variant divides nearly every function, as is otherwise done
// with those that are too large for the Go compiler, and inlines no access to memory; one has memory on simulated chips, with a usual cache
// and with one of two lines; one interprets every second function. The short run has the essentials only.
func TestTranslated(t *testing.T) {
	for _, v := range []variant{
		{name: "guard", backend: "guard"},
		{name: "slice", backend: "slice"},
		{name: "divided", backend: "slice", splitAt: 6, inline: -1},
		{name: "sram", backend: "sram", chips: []string{"sim:chip=APS6404L*8", "sim:chip=APS6404L*8,cache=64,line=32"}},
		{name: "mixed", backend: "guard", mixed: true},
	} {
		if testing.Short() && v.name != "guard" {
			continue // minutes are saved, the default stays
		}
		t.Run(v.name, func(t *testing.T) { v.run(t, chosen(essentials).without(v.backend == "sram")) })
	}
}

// TestAssembled runs the scripts about vectors on assembly, of as many functions as there can be. Programs have some in loops only.
func TestAssembled(t *testing.T) {
	long.Need(t, "two large programs")
	for _, v := range []variant{
		{name: "guard", backend: "guard", assembly: true},
		{name: "slice", backend: "slice", assembly: true},
	} {
		t.Run(v.name, func(t *testing.T) { v.run(t, vectors) })
	}
}

// run builds a driver of the scripts' modules and runs the scripts on it.
func (v variant) run(t *testing.T, selected selection) {
	on := chosenMachine(t)
	scripts := selected.load(t)
	d := newDriver(t, v, scripts)
	if v.assembly {
		require.Greater(t, d.routines("amd64"), 1000)
		require.Greater(t, d.routines("arm64"), 1000)
	}
	command := d.build(t, on)
	if len(v.chips) == 0 {
		runScripts(t, "scripts", command, scripts, selected.pins)
	}
	for _, chips := range v.chips {
		runScripts(t, chips, command, scripts, selected.pins, open.Variable+"="+chips)
	}
}

// runScripts runs the driver on all scripts.
func runScripts(t *testing.T, title string, command []string, scripts suite, pins []pin, env ...string) {
	table := newTable()
	t.Run(title, func(t *testing.T) {
		for _, name := range scripts.names() {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				results := runScript(command, scripts[name], env)
				table.add(name, results)
				judge(t, name, results)
			})
		}
	})
	t.Logf("%s:\n%s", title, table)
	require.Empty(t, table.compare(pins), "see pins_test.go")
}

// scriptTimeout is far above what any script needs (a second), so that an endless loop ends as a failure.
const scriptTimeout = 2 * time.Minute

// runScript runs the driver on one script. Commands without a result, because the driver died, have failed.
func runScript(command []string, s *spec.Script, env []string) []spec.Result {
	ctx, cancel := context.WithTimeout(context.Background(), scriptTimeout)
	defer cancel()
	var stdout, stderr bytes.Buffer
	args := slices.Concat(command, []string{s.Path})
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()

	var results []spec.Result
	for dec := json.NewDecoder(&stdout); ; {
		var r spec.Result
		if dec.Decode(&r) != nil {
			break
		}
		results = append(results, r)
	}
	message, _, _ := strings.Cut(stderr.String(), "\n")
	for _, c := range s.Commands[len(results):] {
		results = append(results, spec.Result{
			Line: c.Line, Type: c.Type, Status: spec.Failed,
			Reason: fmt.Sprintf("the driver ended before it: %v: %s", err, message),
		})
	}
	return results
}
