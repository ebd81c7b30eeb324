package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// linesModule is one of the modules with debug information.
func linesModule(t *testing.T, name string) string {
	data, err := os.ReadFile(filepath.Join("..", "..", "compiler", "testdata", "lines", name))
	require.NoError(t, err)
	return string(data)
}

// TestDwarf: the output has the lines of the source where they are asked for, also from a file beside the module, and the reason where there are none.
func TestDwarf(t *testing.T) {
	inTemp(t, map[string]string{
		"in/lines.wasm": linesModule(t, "lines_external.wasm"), "in/lines_o1.wasm": linesModule(t, "lines_o1.wasm"),
		"alone/lines.wasm": linesModule(t, "lines_external.wasm"), "add.wasm": addWasm,
	})
	text := func(file string) string {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		return string(data)
	}
	code, _, stderr := tool("-dwarf", "in/lines.wasm")
	require.Zero(t, code, stderr)
	require.Empty(t, stderr)
	require.Contains(t, text("lines/lines.go"), " -dwarf lines.wasm; DO NOT EDIT.")
	require.Contains(t, text("lines/lines.go"), "\n//line lines.c:9\n")

	code, _, stderr = tool("-dwarf", "-dwarf-map", "/src/lines=../my src", "-o", "mapped.go", "in/lines_o1.wasm")
	require.Zero(t, code, stderr)
	require.Contains(t, text("mapped.go"), ` -dwarf -dwarf-map "/src/lines=../my src" -o mapped.go lines_o1.wasm; DO NOT EDIT.`)
	require.Contains(t, text("mapped.go"), "\n//line ../my src/lines.c:9\n")

	for module, note := range map[string]string{
		"alone/lines.wasm": "the module has its debug information in another file", // which is not there
		"add.wasm":         "the module has no debug information (compile and link with -g, do not strip)",
	} {
		code, _, stderr = tool("-dwarf", "-o", "out", "-pkg", "p", module)
		require.Zero(t, code, stderr)
		require.Contains(t, stderr, note)
		require.NoError(t, os.RemoveAll("out"))
	}

	for flags, message := range map[string][]string{
		"-dwarf-map wants -dwarf":  {"-dwarf-map", "a=b"},
		`-dwarf-map "a": OLD=NEW`:  {"-dwarf", "-dwarf-map", "a"},
		`-dwarf-map "=b": OLD=NEW`: {"-dwarf", "-dwarf-map", "=b"},
	} {
		code, _, stderr = tool(append(message, "add.wasm")...)
		require.Equal(t, 2, code)
		require.Contains(t, stderr, flags)
	}
}

// TestExternalPlaces: a module names no file elsewhere.
func TestExternalPlaces(t *testing.T) {
	inTemp(t, map[string]string{"secret": "s", "in/beside": "b", "in/sub/below": "c"})
	external := func(name string) string {
		section := "\x13external_debug_info" + string(rune(len(name))) + name
		return string(externalInfo("in/m.wasm", []byte("\x00asm\x01\x00\x00\x00\x00"+string(rune(len(section)))+section)))
	}
	require.Equal(t, "b", external("beside"))
	require.Equal(t, "c", external("sub/below"))
	for _, name := range []string{"../secret", "/etc/passwd", "sub", "none", "", "http://example.com/x.wasm"} {
		require.Empty(t, external(name), name)
	}
	require.Empty(t, externalInfo("in/m.wasm", []byte("no module")))
}
