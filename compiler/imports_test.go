package compiler_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/wasm2go/wasm2go"

// importPolicy says what packages may import besides the standard library. A line holds for the packages that match its left
// side; where several do, the last one counts. A pattern ending in /... matches a package and all below it. STD is
// nothing more than the standard library. Tests may import what they like.
var importPolicy = []struct {
	packages string
	allowed  string // separated by blanks
}{
	// Everything not mentioned below: any package of this module, and nothing foreign.
	{"...", module + "/..."},

	// What generated code imports stands alone.
	// Package rt is for hosts; what is for generated code builds on it, never the other way.
	{"rt", module + "/mem " + module + "/rt/vec"},
	{"rt/abi", module + "/mem " + module + "/mem/park " + module + "/rt " + module + "/rt/abi/atomics " + module + "/rt/vec"},
	{"rt/abi/atomics", "STD"},
	{"rt/abi/vector", module + "/rt/vec"},
	{"rt/abi/cpu", "STD"},
	{"rt/vec", "STD"},
	{"rt/snapshot", module + "/mem " + module + "/rt " + module + "/rt/vec"},
	{"mem/...", module + "/mem/... " + module + "/rt/..."},
	{"mem", module + "/mem/park"},
	{"mem/park", "STD"},
	{"mem/data", module + "/mem " + module + "/rt"}, // any memory
	{"mem/sram/...", module + "/mem/... " + module + "/rt/... periph.io/x/conn/v3/..."},
	{"mem/sram", module + "/mem " + module + "/rt/..."}, // the cache alone, for microcontrollers too
	{"mem/sram/spec", module + "/mem " + module + "/mem/sram " + module + "/mem/sram/chip periph.io/x/conn/v3/physic"},
	{"mem/sram/file", module + "/mem/sram"},
	{"mem/sram/periph/...", module + "/mem/... " + module + "/rt/... periph.io/x/host/v3/... periph.io/x/conn/v3/..."},
	{"wasitarget/...", module + "/rt " + module + "/mem " + module + "/wasitarget"},

	// The stages of the translator: data first, then one after the other.
	{"compiler/op", "STD"},
	{"compiler/op/template", "STD"},
	{"compiler/op/gen", module + "/compiler/op/template"},
	{"compiler/wasm", module + "/compiler/op"},
	{"compiler/decode", module + "/compiler/wasm " + module + "/compiler/op"},
	{"compiler/validate", module + "/compiler/decode " + module + "/compiler/wasm " + module + "/compiler/op"},
	{"compiler/internal/ir", module + "/compiler/wasm " + module + "/compiler/op"},
	{"compiler/internal/lower", module + "/compiler/internal/ir " + module + "/compiler/wasm " + module + "/compiler/op"},
	{"compiler/internal/sets", "STD"},
	{"compiler/internal/asm", module + "/compiler/internal/ir " + module + "/compiler/internal/sets " + module + "/compiler/wasm " + module + "/compiler/op"},
	{"compiler/internal/liveness", module + "/compiler/internal/ir " + module + "/compiler/internal/sets"},
	{"compiler/internal/lanes", module + "/compiler/internal/ir " + module + "/compiler/internal/liveness " + module + "/compiler/internal/sets " + module + "/compiler/wasm " + module + "/compiler/op"},
	{"compiler/internal/passes", module + "/compiler/internal/ir " + module + "/compiler/internal/liveness " + module + "/compiler/internal/sets " + module + "/compiler/wasm " + module + "/compiler/op"},
	{"compiler/internal/reduce", module + "/compiler/wasm"},
	{"compiler/internal/prune", module + "/compiler/wasm " + module + "/compiler/op"},
	{"compiler/front", module + "/compiler/decode " + module + "/compiler/validate " + module + "/compiler/wasm " + module + "/compiler/op"},
	{"compiler/debuginfo", module + "/compiler/decode " + module + "/compiler/wasm " + module + "/rt " + module + "/rt/abi github.com/ianlancetaylor/demangle"},
	{"compiler/interp/internal/code", module + "/compiler/internal/ir " + module + "/compiler/wasm " + module + "/compiler/op " + module + "/rt"}, // rt: the layout of objects
	{"compiler/interp/internal/gen", module + "/compiler/internal/asm " + module + "/compiler/wasm " + module + "/compiler/op " + module + "/compiler/op/template"},
	{"compiler/layout", module + "/compiler/decode " + module + "/compiler/wasm " + module + "/compiler/op"},
	{"compiler/interp", module + "/compiler/front " + module + "/compiler/layout " + module + "/compiler/validate " + module + "/compiler/internal/ir " + module + "/compiler/internal/lower " + module + "/compiler/internal/passes " +
		module + "/compiler/interp/internal/code " + module + "/compiler/wasm " + module + "/compiler/op " + module + "/mem/... " + module + "/rt/..."},
	{"compiler/interp/dylink", module + "/compiler/interp " + module + "/compiler/decode " + module + "/compiler/wasm " + module + "/rt/... " + module + "/mem"},
	{"compiler/lockstep", module + "/compiler/interp " + module + "/mem " + module + "/rt/..."},
	{"compiler/preinit", module + "/compiler/interp " + module + "/compiler/validate " + module + "/compiler/wasm " + module + "/compiler/op " +
		module + "/mem " + module + "/rt " + module + "/rt/vec " + module + "/wasitarget"},
	{"compiler/internal/backend", module + "/compiler/internal/passes " + module + "/compiler/wasm"},
	{"compiler/internal/emit/gotext", "STD"},
	{"compiler/internal/emit/names", module + "/compiler/internal/emit/gotext " + module + "/compiler/internal/ir " + module + "/compiler/wasm"},
	{"compiler/internal/emit/body", module + "/compiler/debuginfo " + module + "/compiler/internal/emit/gotext " + module + "/compiler/internal/emit/names " + module + "/compiler/internal/backend " +
		module + "/compiler/internal/passes " + module + "/compiler/internal/ir " + module + "/compiler/wasm " + module + "/compiler/op/..."},
	{"compiler/internal/emit", module + "/compiler/debuginfo " + module + "/compiler/internal/emit/... " + module + "/compiler/internal/backend " + module + "/compiler/internal/ir " + module + "/compiler/layout " +
		module + "/compiler/wasm " + module + "/compiler/op " + module + "/rt github.com/dave/jennifer/jen"},
	{"compiler", module + "/compiler/front " + module + "/compiler/debuginfo " + module + "/compiler/preinit " + module + "/compiler/internal/... " +
		module + "/compiler/wasm " + module + "/compiler/op"},

	// Only the command may open hardware.
	{"cmd/...", module + "/... periph.io/x/conn/v3/physic"},
}

// TestImports holds every package of the module to the policy, and the policy to what they import: what nobody needs is not allowed.
func TestImports(t *testing.T) {
	used, needed := map[string]bool{}, map[[2]string]bool{}
	for dir, imports := range packageImports(t, "..") {
		rule := ""
		for _, p := range importPolicy {
			if matches(p.packages, dir) {
				rule = p.packages
			}
		}
		require.NotEmpty(t, rule, dir)
		used[rule] = true
		allowed := strings.Fields(importPolicy[slices.IndexFunc(importPolicy, func(p struct{ packages, allowed string }) bool {
			return p.packages == rule
		})].allowed)
		for file, paths := range imports {
			for _, p := range paths {
				ok := isStandard(p)
				for _, pattern := range allowed {
					if matches(pattern, p) {
						ok, needed[[2]string{rule, pattern}] = true, true
					}
				}
				if !ok {
					t.Errorf("%s imports %s: %s may import %v", file, p, rule, allowed)
				}
			}
		}
	}
	for _, p := range importPolicy {
		if !used[p.packages] {
			t.Errorf("no package is %s", p.packages)
		}
		for _, pattern := range strings.Fields(p.allowed) {
			if pattern != "STD" && !needed[[2]string{p.packages, pattern}] {
				t.Errorf("%s may import %s, and does not", p.packages, pattern)
			}
		}
	}
}

// cacheImports is all of the standard library that the cache imports. Each package more is code in a microcontroller's flash: nothing that
// needs an operating system, prints tables, or reads formats belongs here.
const cacheImports = "bytes encoding/binary errors fmt hash/crc32 math math/bits slices sort sync time unsafe"

// TestCacheAlone: the cache asks the operating system for nothing, since a microcontroller has none, and is one for all platforms.
func TestCacheAlone(t *testing.T) {
	files := packageImports(t, "..")["mem/sram"]
	require.NotEmpty(t, files)
	used := map[string]bool{}
	for file, paths := range files {
		for _, p := range paths {
			if isStandard(p) {
				used[p] = true
			}
		}
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NotRegexp(t, `(?m)^//go:build .*tinygo`, string(text), file)
	}
	require.ElementsMatch(t, strings.Fields(cacheImports), slices.Collect(maps.Keys(used)))
}

// TestMatches pins the patterns, so that the policy means what it says.
func TestMatches(t *testing.T) {
	require.True(t, matches("...", "rt"))
	require.True(t, matches("mem/...", "mem"))
	require.True(t, matches("mem/...", "mem/guard"))
	require.False(t, matches("mem/...", "memory"))
	require.False(t, matches("mem", "mem/guard"))
	require.True(t, isStandard("encoding/json"))
	require.False(t, isStandard("periph.io/x/host/v3"))
}

func matches(pattern, path string) bool {
	if pattern == "..." {
		return true
	}
	if prefix, ok := strings.CutSuffix(pattern, "/..."); ok {
		return path == prefix || strings.HasPrefix(path, prefix+"/")
	}
	return pattern == path
}

// isStandard: import paths of other modules begin with a host name.
func isStandard(p string) bool {
	first, _, _ := strings.Cut(p, "/")
	return !strings.Contains(first, ".")
}

// packageImports maps the directories of the module, relative to root, to the imports of their files, without tests. Nested modules and
// test data are left out.
func packageImports(t *testing.T, root string) map[string]map[string][]string {
	found := map[string]map[string][]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, noModule := os.Stat(filepath.Join(file, "go.mod"))
			if file != root && (noModule == nil || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		dir = filepath.ToSlash(dir)
		if found[dir] == nil {
			found[dir] = map[string][]string{}
		}
		for _, spec := range f.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[dir][file] = append(found[dir][file], p)
		}
		return nil
	})
	require.NoError(t, err)
	return found
}
