package rt_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// notation writes all types of a module.
func notation(m *wasm.Module) string {
	var roots []uint32
	for i := range m.Types {
		roots = append(roots, m.Canon(uint32(i)))
	}
	return m.Notation(roots)
}

// A suiteModule is a module of the test suite with its types.
type suiteModule struct {
	*wasm.Module
	types []*rt.Type
}

func (m suiteModule) funcType(i uint32) *rt.Type { return m.types[m.Canon(m.Funcs[i].Type)] }

func (m suiteModule) globalType(i uint32) rt.GlobalType {
	t := m.GlobalType(int(i))
	return rt.GlobalType{Type: m.valType(t.Type), Mutable: t.Mutable}
}

func (m suiteModule) valType(t wasm.ValType) rt.ValType {
	if t.IsRef() && !t.HeapType().IsAbstract() {
		return refTo(m.types[t.HeapType().Index()], t.Nullable())
	}
	sig, err := rt.ParseFuncType("(" + t.String() + ")")
	if err != nil {
		panic(err)
	}
	return sig.Params()[0]
}

// links tells whether the imports of m, all of functions and globals, match exports of the registered modules. It does not know otherwise.
func (m suiteModule) links(registered map[string]suiteModule) (ok, known bool) {
	ok = true
	for _, imp := range m.Imports {
		from, found := registered[imp.Module]
		if !found {
			return false, false
		}
		for _, e := range from.Exports {
			switch {
			case e.Name != imp.Name:
			case e.Kind != imp.Kind:
				ok = false
			case e.Kind == wasm.ExternFunc:
				ok = ok && from.funcType(e.Index).Is(m.funcType(imp.Index))
			case e.Kind == wasm.ExternGlobal:
				ok = ok && from.globalType(e.Index).Matches(m.globalType(imp.Index))
			default:
				return false, false
			}
		}
	}
	return ok, len(m.Imports) > 0
}

type suiteCommand struct {
	Type       string `json:"type"`
	Line       int    `json:"line"`
	Filename   string `json:"filename"`
	ModuleType string `json:"module_type"`
	As         string `json:"as"`
	Name       string `json:"name"`
	Text       string `json:"text"`
}

// TestSuiteTypes reads the types of all modules of the core test suite, and links those that import each other's functions and globals.
func TestSuiteTypes(t *testing.T) {
	dir := os.Getenv("WASM_SPEC_DIR")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "spec")
	}
	files, err := filepath.Glob(filepath.Join(dir, "core", "*.json"))
	require.NoError(t, err)
	if files == nil {
		t.Skip("no test suite: see golden/spec_test.go, and set WASM_SPEC_DIR")
	}
	more, err := filepath.Glob(filepath.Join(dir, "core", "*", "*.json"))
	require.NoError(t, err)
	var s suite
	for _, file := range append(files, more...) {
		s.run(t, file)
	}
	t.Logf("%d valid modules with %d types, %d with wrong types; %d link, %d do not", s.valid, s.types, s.wrong, s.link, s.unlinkable)
	require.Greater(t, s.valid, 1000)
	require.Greater(t, s.wrong, 20)
	require.Greater(t, s.link, 20)
	require.Greater(t, s.unlinkable, 20)
}

// A suite counts what was compared.
type suite struct{ valid, types, wrong, link, unlinkable int }

func (s *suite) run(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	var script struct {
		Commands []suiteCommand `json:"commands"`
	}
	require.NoError(t, json.Unmarshal(data, &script))
	named, registered := map[string]suiteModule{}, map[string]suiteModule{}
	for _, c := range script.Commands {
		where := fmt.Sprintf("%s:%d", filepath.Base(file), c.Line)
		switch c.Type {
		case "module", "assert_unlinkable", "assert_invalid":
			if c.ModuleType != "binary" {
				continue
			}
			binary, err := os.ReadFile(filepath.Join(filepath.Dir(file), c.Filename))
			require.NoError(t, err)
			m, err := decode.Decode(binary)
			if err != nil {
				require.Equal(t, "assert_invalid", c.Type, where)
				continue
			}
			if c.Type == "assert_invalid" {
				s.invalid(t, where, m)
				continue
			}
			s.check(t, where, c, m, named, registered)
		case "register":
			if m, ok := named[c.Name]; ok {
				registered[c.As] = m
			}
		}
	}
}

// check reads the types of a valid module: each is another one, as the decoder has it. Then it links.
func (s *suite) check(t *testing.T, where string, c suiteCommand, m *wasm.Module, named, registered map[string]suiteModule) {
	types, err := rt.ParseTypes(notation(m))
	require.NoError(t, err, where)
	s.valid++
	seen := map[*rt.Type]bool{}
	for i := range m.Types {
		if m.Canon(uint32(i)) == uint32(i) {
			require.False(t, seen[types[i]], "%s: type %d", where, i)
			seen[types[i]] = true
			s.types++
		}
	}
	module := suiteModule{m, types}
	ok, known := module.links(registered)
	switch {
	case c.Type == "module":
		named[""], named[c.Name] = module, module
		if known {
			require.True(t, ok, where)
			s.link++
		}
	case known && strings.HasPrefix(c.Text, "incompatible import type"):
		require.False(t, ok, where)
		s.unlinkable++
	}
}

// invalid compares what is wrong with types, alone, with the validator's opinion.
func (s *suite) invalid(t *testing.T, where string, m *wasm.Module) {
	only := &wasm.Module{Types: m.Types}
	want := validate.Module(only)
	_, err := rt.ParseTypes(notation(only))
	require.Equal(t, want == nil, err == nil, "%s: %v, the validator says %v", where, err, want)
	if err != nil {
		s.wrong++
	}
}
