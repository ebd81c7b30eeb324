package spec_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/golden/long"
	"github.com/wasm2go/wasm2go/golden/spec"
)

// folders are the parts of the core test suite, as its conversion lays them out.
var folders = []string{
	"core", "core/bulk-memory", "core/exceptions", "core/gc", "core/memory64", "core/multi-memory", "core/relaxed-simd", "core/simd",
	"custom", "legacy", "proposals/custom-page-sizes", "proposals/threads", "proposals/wide-arithmetic",
}

// A suite is the scripts of the test suite by name: core/elem.
type suite map[string]*spec.Script

// A selection says which scripts run, and what is expected of them.
type selection struct {
	scripts  *regexp.Regexp // their names
	pins     []pin
	unshared bool // without those of threads: they cannot share a memory here
}

// threads is the folder with the scripts about shared memories.
const threads = "proposals/threads"

// without is the selection for a backend whose memories threads cannot share, if it is such a one.
func (s selection) without(unshared bool) selection {
	s.unshared = unshared
	if unshared {
		s.pins = slices.DeleteFunc(slices.Clone(s.pins), func(p pin) bool { return p.folder == threads })
	}
	return s
}

var everything = selection{regexp.MustCompile(``), everythingPins, false}

// essentials are some of the scripts about memories, calls, traps, exceptions, objects, and what instances share: where backends, engines and
// ways to translate differ.
var essentials = selection{regexp.MustCompile(
	`^core/(address|br_on_non_null|call|call_indirect|call_ref|endianness|float_memory|func_ptrs|global|linking|memory_grow|memory_redundancy|memory_trap|` +
		`ref_func|return_call|return_call_indirect|return_call_ref|start|table_get|table_grow|table_set|traps|unwind)$|` +
		`^core/bulk-memory/(bulk|memory_copy|table_copy)$|^core/exceptions/(tag|throw_ref|try_table)$|` +
		`^core/gc/(array|array_init_elem|br_on_cast|extern|i31|ref_cast|struct|type-subtyping)$|^core/memory64/(address64|memory_trap64|table_grow64)$|` +
		`^core/multi-memory/(data1|imports1|linking1|load1|memory-multi|memory_copy1|store1)$|` +
		`^legacy/(rethrow|try_catch|try_delegate)$|^proposals/threads/`), essentialsPins, false}

// vectors are the scripts whose modules have vectors.
var vectors = selection{regexp.MustCompile(`^core/(relaxed-)?simd/`), vectorsPins, false}

// chosen is everything in the long run.
func chosen(short selection) selection {
	if long.Run() {
		return everything
	}
	return short
}

// names are in order.
func (s suite) names() []string { return slices.Sorted(maps.Keys(s)) }

// load loads the scripts.
func (s selection) load(t *testing.T) suite {
	dir := suiteDir(t)
	loaded := suite{}
	for _, folder := range folders {
		if folder == threads && s.unshared {
			continue
		}
		files, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(folder), "*.json"))
		require.NoError(t, err)
		require.NotEmpty(t, files, folder)
		for _, path := range files {
			name := folder + "/" + strings.TrimSuffix(filepath.Base(path), ".json")
			if s.scripts.MatchString(name) {
				loaded[name], err = spec.Load(path)
				require.NoError(t, err)
			}
		}
	}
	return loaded
}

// suiteDir finds the converted test suite.
func suiteDir(t *testing.T) string {
	dir := os.Getenv("WASM_SPEC_DIR")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "spec")
	}
	if _, err := os.Stat(filepath.Join(dir, "core")); err != nil {
		t.Skip("no test suite: run .ci/suites DIR, which fetches and converts it, and set WASM_SPEC_DIR to DIR/spec")
	}
	return dir
}

// A gap is a command that is known to fail, with the reason. Once it passes, the entry must go.
type gap struct {
	script string // core/elem
	line   int    // in the .wast file
	reason string
}

// older is a reason: the script predates version 3.0, in which its modules are valid.
const older = "valid since reference types and multiple memories are part of the standard"

var gaps = []gap{
	{"proposals/threads/imports", 309, older},
	{"proposals/threads/imports", 313, older},
	{"proposals/threads/imports", 317, older},
	{"proposals/threads/imports", 404, older},
	{"proposals/threads/imports", 408, older},
	{"proposals/threads/imports", 412, older},
	{"proposals/threads/memory", 14, older},
	{"proposals/threads/memory", 15, older},
}

func findGap(script string, line int) (gap, bool) {
	i := slices.IndexFunc(gaps, func(g gap) bool { return g.script == script && g.line == line })
	if i < 0 {
		return gap{}, false
	}
	return gaps[i], true
}

// judge fails the test for unknown failures and for known gaps that are closed.
func judge(t *testing.T, script string, results []spec.Result) {
	const most = 20
	failed := 0
	used := map[gap]bool{}
	for _, r := range results {
		if r.Status != spec.Failed {
			continue
		}
		if gap, ok := findGap(script, r.Line); ok {
			used[gap] = true
			continue
		}
		if failed++; failed <= most {
			t.Errorf("%s.wast:%d: %s: %s", script, r.Line, r.Type, r.Reason)
		}
	}
	if failed > most {
		t.Errorf("%s: %d more failures", script, failed-most)
	}
	for _, gap := range gaps {
		if gap.script == script && !used[gap] {
			t.Errorf("%s.wast:%d passes now: take it out of gaps", script, gap.line)
		}
	}
}
