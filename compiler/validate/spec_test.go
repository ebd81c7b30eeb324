package validate_test

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
)

// specDir returns the directory with the official test suite, converted to JSON and binaries.
func specDir(t *testing.T) string {
	dir := os.Getenv("WASM_SPEC_DIR")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "spec")
	}
	if _, err := os.Stat(filepath.Join(dir, "core")); err != nil {
		t.Skip("no official test suite: run .ci/suites DIR, which fetches and converts it, and set WASM_SPEC_DIR to DIR/spec")
	}
	return dir
}

// accepts decodes and validates a module.
func accepts(file []byte) error {
	m, err := decode.Decode(file)
	if err != nil {
		return err
	}
	if err := validate.Module(m); err != nil {
		return err
	}
	for i := range m.Codes {
		if _, err := validate.Func(m, i); err != nil {
			return err
		}
	}
	return nil
}

// knownGaps are commands on which the suite and this package disagree, as file and line, with the reason.
var knownGaps = map[string]string{
	"proposals/threads/imports.json:309": manyTables,
	"proposals/threads/imports.json:313": manyTables,
	"proposals/threads/imports.json:317": manyTables,
	"proposals/threads/imports.json:404": manyMemories,
	"proposals/threads/imports.json:408": manyMemories,
	"proposals/threads/imports.json:412": manyMemories,
	"proposals/threads/memory.json:14":   manyMemories,
	"proposals/threads/memory.json:15":   manyMemories,
}

const (
	manyTables   = "the threads folder predates 3.0, which allows more than one table"
	manyMemories = "the threads folder predates 3.0, which allows more than one memory"
)

// counts of a folder.
type counts struct{ valid, invalid, malformed, text int }

func TestSpec(t *testing.T) {
	dir := specDir(t)
	folders := map[string]*counts{}
	var order []string
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".json" {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		folder := filepath.ToSlash(filepath.Dir(rel))
		if folders[folder] == nil {
			folders[folder] = &counts{}
			order = append(order, folder)
		}
		specFile(t, path, filepath.ToSlash(rel), folders[folder])
		return nil
	})
	require.NoError(t, err)
	t.Logf("%-32s %6s %8s %10s %6s", "folder", "valid", "invalid", "malformed", "text")
	for _, f := range order {
		c := folders[f]
		t.Logf("%-32s %6d %8d %10d %6d", f, c.valid, c.invalid, c.malformed, c.text)
	}
}

// specFile checks the modules of one script.
func specFile(t *testing.T, path, rel string, c *counts) {
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var script struct {
		Commands []struct {
			Type       string
			Line       int
			Filename   string
			ModuleType string `json:"module_type"`
			Text       string
		}
	}
	require.NoError(t, json.Unmarshal(text, &script))
	for _, cmd := range script.Commands {
		if cmd.Filename == "" {
			continue
		}
		if cmd.ModuleType == "text" {
			c.text++
			continue
		}
		file, err := os.ReadFile(filepath.Join(filepath.Dir(path), cmd.Filename))
		require.NoError(t, err)
		wantValid := true
		switch cmd.Type {
		case "module", "module_definition", "assert_unlinkable", "assert_uninstantiable", "assert_trap":
			c.valid++
		case "assert_invalid":
			c.invalid++
			wantValid = false
		case "assert_malformed":
			c.malformed++
			wantValid = false
		case "assert_invalid_custom", "assert_malformed_custom":
			// A mistake in a custom section is none of the module.
			c.valid++
		default:
			t.Fatalf("%s: unknown command %q with a module", rel, cmd.Type)
		}
		place := fmt.Sprintf("%s:%d", rel, cmd.Line)
		err = accepts(file)
		_, known := knownGaps[place]
		switch agree := wantValid == (err == nil); {
		case agree && known:
			t.Errorf("%s: is no gap any more, take it off the list", place)
		case agree || known:
		case wantValid:
			t.Errorf("%s: %s: %s is rejected: %v", place, cmd.Type, cmd.Filename, err)
		default:
			t.Errorf("%s: %s: %s is accepted, want: %s", place, cmd.Type, cmd.Filename, cmd.Text)
		}
		if os.Getenv("SPEC_ERRORS") != "" && !wantValid && err != nil && !strings.Contains(err.Error(), cmd.Text) {
			t.Logf("%s: want %q got %v", place, cmd.Text, err)
		}
	}
}
