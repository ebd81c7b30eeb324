// Package golden tests the translator as a whole: by golden files, and by running what it wrote.
package golden

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/golden/spec"
	"github.com/wasm2go/wasm2go/mem/sram/open"
)

// specFolders are the parts of the core test suite, as its conversion lays them out.
var specFolders = []string{
	"core", "core/bulk-memory", "core/exceptions", "core/gc", "core/memory64", "core/multi-memory", "core/relaxed-simd", "core/simd",
	"custom", "legacy", "proposals/custom-page-sizes", "proposals/threads", "proposals/wide-arithmetic",
}

// A specGap is a command that is known to fail, with the reason. Once it passes, the entry must go.
type specGap struct {
	script string // core/elem
	line   int    // in the .wast file; 0 for all failing commands of the script
	reason string
}

// older is a reason: the script predates version 3.0, in which its modules are valid.
const older = "valid since reference types and multiple memories are part of the standard"

// subtypes is a reason: it belongs to the gc proposal.
const subtypes = "a function is imported with its exact type, not with a supertype of it"

var specGaps = []specGap{
	{"core/gc/type-subtyping", 675, subtypes},
	{"core/gc/type-subtyping", 693, subtypes},
	{"proposals/threads/imports", 309, older},
	{"proposals/threads/imports", 313, older},
	{"proposals/threads/imports", 317, older},
	{"proposals/threads/imports", 404, older},
	{"proposals/threads/imports", 408, older},
	{"proposals/threads/imports", 412, older},
	{"proposals/threads/memory", 14, older},
	{"proposals/threads/memory", 15, older},
}

// A specVariant is a way to translate the modules of the test suite.
type specVariant struct {
	name    string
	backend string
	splitAt int      // see compiler.Options
	inline  int      // InlineMost of them
	chips   []string // memory specs for sram: a run for each
	mixed   bool     // every second function is interpreted
	scripts string   // a pattern of the names of the scripts to run, "" for all
}

// TestSpec runs the WebAssembly core test suite on translated code. One variant divides nearly every function, as is otherwise done with those
// that are too large for the Go compiler, and inlines no access to memory; one has memory on simulated chips, with a usual cache and with one of two lines; one interprets every second function.
func TestSpec(t *testing.T) {
	dir := specDir(t)
	for _, v := range []specVariant{
		{name: "guard", backend: "guard"},
		{name: "slice", backend: "slice"},
		{name: "divided", backend: "slice", splitAt: 6, inline: -1},
		{name: "sram", backend: "sram", chips: []string{"sim:chip=APS6404L*8", "sim:chip=APS6404L*8,cache=64,line=32"}},
		{name: "mixed", backend: "guard", mixed: true, scripts: mixedScripts},
	} {
		if testing.Short() && v.name != "guard" {
			continue // minutes are saved, the default stays
		}
		t.Run(v.name, func(t *testing.T) { runSpec(t, dir, v) })
	}
}

// mixedScripts are those about calls, traps, and all that two engines share.
const mixedScripts = `^core/(call|return_call|func|ref_|table|elem|global|linking|start|trap|unwind|memory_grow)|^core/bulk-memory/`

// specDir finds the converted test suite.
func specDir(t *testing.T) string {
	dir := os.Getenv("WASM_SPEC_DIR")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "spec")
	}
	if _, err := os.Stat(filepath.Join(dir, "core")); err != nil {
		t.Skip("no test suite: convert WebAssembly/testsuite to JSON and binaries (wast2json, or `jco`), " +
			"lay it out as core/NAME.json, core/simd/NAME.json, ..., and set WASM_SPEC_DIR")
	}
	return dir
}

func runSpec(t *testing.T, dir string, v specVariant) {
	paths := map[string]string{} // of the .json files, by name: core/elem
	scripts := map[string]*spec.Script{}
	for _, folder := range specFolders {
		files, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(folder), "*.json"))
		require.NoError(t, err)
		require.NotEmpty(t, files, folder)
		for _, path := range files {
			name := folder + "/" + strings.TrimSuffix(filepath.Base(path), ".json")
			if !regexp.MustCompile(v.scripts).MatchString(name) {
				continue
			}
			paths[name] = path
			scripts[name], err = spec.Load(path)
			require.NoError(t, err)
		}
	}
	names := slices.Sorted(maps.Keys(scripts))
	ordered := make([]*spec.Script, len(names))
	for i, name := range names {
		ordered[i] = scripts[name]
	}
	exe := newSpecDriver(t, v, ordered).build(t)

	if len(v.chips) == 0 {
		runScripts(t, "scripts", exe, names, paths, scripts)
	}
	for _, chips := range v.chips {
		runScripts(t, chips, exe, names, paths, scripts, open.Variable+"="+chips)
	}
}

// runScripts runs the driver on all scripts.
func runScripts(t *testing.T, title, exe string, names []string, paths map[string]string, scripts map[string]*spec.Script, env ...string) {
	table := newSpecTable()
	t.Run(title, func(t *testing.T) {
		for _, name := range names {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				results := runScript(exe, paths[name], scripts[name], env)
				table.add(name, results)
				judge(t, name, results)
			})
		}
	})
	t.Logf("%s:\n%s", title, table)
}

// scriptTimeout is far above what any script needs (a second), so that an endless loop ends as a failure.
const scriptTimeout = 2 * time.Minute

// runScript runs the driver on one script. Commands without a result, because the driver died, have failed.
func runScript(exe, path string, s *spec.Script, env []string) []spec.Result {
	ctx, cancel := context.WithTimeout(context.Background(), scriptTimeout)
	defer cancel()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, exe, path)
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

// judge fails the test for unknown failures and for known gaps that are closed.
func judge(t *testing.T, name string, results []spec.Result) {
	const most = 20
	failed := 0
	used := map[specGap]bool{}
	for _, r := range results {
		if r.Status != spec.Failed {
			continue
		}
		if gap, ok := findGap(name, r.Line); ok {
			used[gap] = true
			continue
		}
		if failed++; failed <= most {
			t.Errorf("%s.wast:%d: %s: %s", name, r.Line, r.Type, r.Reason)
		}
	}
	if failed > most {
		t.Errorf("%s: %d more failures", name, failed-most)
	}
	for _, gap := range specGaps {
		if gap.script == name && !used[gap] {
			t.Errorf("%s.wast:%d passes now: take it out of specGaps", name, gap.line)
		}
	}
}

func findGap(name string, line int) (specGap, bool) {
	for _, gap := range specGaps {
		if gap.script == name && (gap.line == 0 || gap.line == line) {
			return gap, true
		}
	}
	return specGap{}, false
}
