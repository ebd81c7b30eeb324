package spec

import (
	"cmp"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
)

// fake is an engine whose modules are files that hold a word.
type fake struct{}

func (fake) Check(wasm []byte) error {
	if string(wasm) == "bad" {
		return errors.New("bad")
	}
	return nil
}

func (fake) NewMemory(t mem.Type) (mem.Memory, error) { return slice.New(t) }

func (fake) Instantiate(wasm []byte, imports rt.Resolver) (rt.Instance, error) {
	switch string(wasm) {
	case "good":
		return rt.Module{
			"one":  func() int32 { return 1 },
			"trap": func() error { return &rt.Trap{Kind: rt.Unreachable} },
			"null": func() error { return &rt.Trap{Kind: rt.NullReference} },
			"throw": func() error {
				e, err := rt.NewException(rt.NewTag(rt.FuncType(nil, nil)))
				return cmp.Or[error](err, e)
			},
			"g": rt.NewGlobal[int64](2, false),
		}, nil
	case "needs":
		if _, ok := imports.Resolve("m", "one"); !ok {
			return nil, &rt.LinkError{Module: "m", Name: "one"}
		}
		return rt.Module{}, nil
	case "traps":
		return nil, &rt.Trap{Kind: rt.OutOfBoundsMemory}
	}
	return nil, &Skip{"unknown word"}
}

// TestRun runs commands whose outcome is known: a runner that cannot fail would prove nothing.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	for _, word := range []string{"good", "bad", "needs", "traps", "odd"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, word), []byte(word), 0o666))
	}
	const one = `"action": {"type": "invoke", "field": "one", "args": []}`
	const trap = `"action": {"type": "invoke", "field": "trap", "args": []}`
	const null = `"action": {"type": "invoke", "field": "null", "args": []}`
	const throw = `"action": {"type": "invoke", "field": "throw", "args": []}`
	tests := []struct {
		command string
		want    Status
	}{
		{`"type": "assert_return", ` + one, Failed}, // no instance yet
		{`"type": "assert_unlinkable", "filename": "needs", "module_type": "binary", "text": "unknown import"`, Passed},
		{`"type": "assert_unlinkable", "filename": "needs", "module_type": "binary", "text": "incompatible"`, Failed},
		{`"type": "assert_unlinkable", "filename": "good", "module_type": "binary", "text": "unknown import"`, Failed},
		{`"type": "module", "filename": "good", "module_type": "binary", "name": "$M"`, Passed},
		{`"type": "assert_return", ` + one + `, "expected": [{"type": "i32", "value": "1"}]`, Passed},
		{`"type": "assert_return", ` + one + `, "expected": [{"type": "i32", "value": "2"}]`, Failed},
		{`"type": "assert_return", ` + one + `, "expected": []`, Failed},
		{`"type": "assert_return", ` + trap + `, "expected": []`, Failed},
		{`"type": "assert_return", "action": {"type": "get", "field": "g"}, "expected": [{"type": "i64", "value": "2"}]`, Passed},
		{`"type": "assert_return", "action": {"type": "get", "field": "none"}, "expected": []`, Failed},
		{`"type": "assert_trap", "text": "unreachable", ` + trap, Passed},
		{`"type": "assert_trap", "text": "integer overflow", ` + trap, Failed},
		{`"type": "assert_trap", "text": "unreachable", ` + one, Failed},
		{`"type": "assert_exhaustion", "text": "call stack exhausted", ` + one, Failed},
		{`"type": "assert_trap", "text": "null array reference", ` + null, Passed},
		{`"type": "assert_trap", "text": "null array reference", ` + trap, Failed},
		{`"type": "assert_exception", ` + throw, Passed},
		{`"type": "assert_exception", ` + trap, Failed},
		{`"type": "assert_trap", "text": "unreachable", ` + throw, Failed},
		{`"type": "action", ` + one, Passed},
		{`"type": "action", ` + trap, Failed},
		{`"type": "register", "as": "m"`, Passed},
		{`"type": "module", "filename": "needs", "module_type": "binary"`, Passed},
		{`"type": "module_instance", "instance": "$I", "module": "$M"`, Passed},
		{`"type": "assert_return", "action": {"type": "invoke", "module": "$I", "field": "one"}, "expected": [{"type": "i32", "value": "1"}]`, Passed},
		{`"type": "assert_uninstantiable", "filename": "traps", "module_type": "binary", "text": "out of bounds memory access"`, Passed},
		{`"type": "assert_uninstantiable", "filename": "good", "module_type": "binary", "text": "out of bounds memory access"`, Failed},
		{`"type": "assert_invalid", "filename": "bad", "module_type": "binary"`, Passed},
		{`"type": "assert_malformed", "filename": "good", "module_type": "binary"`, Failed},
		{`"type": "assert_malformed", "filename": "good", "module_type": "text"`, Skipped},
		{`"type": "module", "filename": "odd", "module_type": "binary", "name": "$M"`, Skipped},
		{`"type": "assert_trap", "text": "unreachable", ` + trap, Skipped},
		{`"type": "register", "as": "m"`, Skipped},
		{`"type": "module", "filename": "needs", "module_type": "binary"`, Skipped},
		{`"type": "assert_unlinkable", "filename": "needs", "module_type": "binary", "text": "unknown import"`, Skipped},
		{`"type": "nonsense"`, Failed},
	}
	s := &Script{Path: filepath.Join(dir, "test.json"), Commands: make([]Command, len(tests))}
	for i, test := range tests {
		require.NoError(t, json.Unmarshal([]byte("{"+test.command+"}"), &s.Commands[i]))
	}
	i := 0
	require.NoError(t, Run(s, fake{}, func(r Result) {
		require.Equal(t, tests[i].want, r.Status, "%s: %s", tests[i].command, r.Reason)
		i++
	}))
	require.Equal(t, len(tests), i)
}

// TestLoad: quoted text that the converter could encode counts as a binary module.
func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.json")
	require.NoError(t, os.WriteFile(path, []byte(`{"commands": [
		{"type": "module", "filename": "s.0.wat", "module_type": "text", "binary_filename": "s.0.wasm"},
		{"type": "assert_malformed", "filename": "s.1.wat", "module_type": "text"}]}`), 0o666))
	s, err := Load(path)
	require.NoError(t, err)
	require.True(t, s.Commands[0].Compiles())
	require.Equal(t, "s.0.wasm", s.Commands[0].Filename)
	require.False(t, s.Commands[1].HasBinary())
}
