package emit

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

func TestFileBase(t *testing.T) {
	for name, want := range map[string]string{
		"fib": "fib", "foo_wasm": "foo_wasm_", "x_test": "x_test_", "a b": "a_b", "_x": "wasm_x", "lib.so": "lib.so", "": "wasm",
		"-x": "wasm-x", "con": "wasmcon", "Aux.v1": "wasmAux.v1", "console": "console", "a_linux.b": "a_linux_.b", "a_js_test": "a_js_test_", "a.b_linux": "a.b_linux",
		"\u00b2": "wasm_", "\u4e16": "\u4e16", "a\nb": "a_b", "..": "wasm..", "x_test.y": "x_test.y",
	} {
		f := &frame{Program: &Program{Options: Options{Name: name}}}
		require.Equal(t, want, f.base())
	}
}

// TestLines: wherever a body ends up, its line is that of its first one.
func TestLines(t *testing.T) {
	mod := &wasm.Module{Types: []wasm.Type{{}}}
	var bodies []body.Body
	for i := range 5 {
		mod.Funcs = append(mod.Funcs, wasm.Func{})
		mod.Codes = append(mod.Codes, wasm.Code{})
		text := fmt.Sprintf("// fn%d () ()\nfunc fn%d(m *Instance) {\n%s}\n", i, i, strings.Repeat("\tprintln()\n", (i+1)*40_000))
		bodies = append(bodies, body.Body{Text: []byte(text)})
	}
	for files, o := range map[int]Options{
		1:  {Single: true},
		6:  {},
		15: {PackageSize: 1_400_000, ImportPath: "example.com/m"}, // four packages
	} {
		o.Name, o.Package, o.Runtime = "m", "m", "example.com/runtime"
		b, err := backend.Find("")
		require.NoError(t, err)
		f, err := newFrame(&Program{
			Module: mod, Names: spelled(mod, names.Options{}), Backend: b, Options: o, Bodies: bodies,
			Depth: make([]bool, 5), Calls: make([][]uint32, 5),
		})
		require.NoError(t, err)
		f.types() // something to stand before the bodies
		var found int
		list := f.files()
		require.Equal(t, files, len(list))
		for _, file := range list {
			lines := strings.Split(string(file.Data), "\n")
			for i, line := range f.lines {
				if line <= len(lines) && lines[line-1] == fmt.Sprintf("// fn%d () ()", i) {
					found++
				}
			}
		}
		require.NoError(t, f.err)
		require.Equal(t, 5, found)
	}
}

// TestRoom: a module that takes several packages is refused without their import path, before the rest of it is made: Emit and Room agree.
func TestRoom(t *testing.T) {
	b, err := backend.Find("slice")
	require.NoError(t, err)
	for _, o := range []Options{{Single: true}, {ImportPath: "example.com/m"}} {
		require.Equal(t, math.MaxInt, Room(o, b))
	}
	room := Room(Options{}, b)
	require.Less(t, room, math.MaxInt)
	divide := func(size int, o Options) error {
		text := body.Body{Text: make([]byte, size)}
		return (&frame{Program: &Program{Options: o, Backend: b, Bodies: []body.Body{text}}, backend: b}).divide()
	}
	require.NoError(t, divide(room, Options{}))
	require.ErrorIs(t, divide(room+1, Options{}), ErrTooLarge)
	require.NoError(t, divide(room+1, Options{ImportPath: "example.com/m"}))
}
