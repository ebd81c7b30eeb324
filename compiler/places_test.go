package compiler_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// TestPlaces runs testdata/places_test.go: all ways to translate a module say where in its file a trap was.
func TestPlaces(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	w := workspace.New(t, "example.com/use")
	file := testModule(t, "places")
	for dir, o := range map[string]compiler.Options{
		"guard": {}, "slice": {Mem: "slice"}, "sram": {Mem: "sram"},
		"mixed":         {Interp: func(i uint32, _ string) bool { return i%2 == 0 }},
		"split":         {SplitAt: 1},
		"packages":      {PackageSize: 1},
		"splitpackages": {SplitAt: 1, PackageSize: 600, Mem: "slice"},
	} {
		o.Name, o.ImportPath = "places", "example.com/use/"+dir+"/places"
		for _, f := range translate(t, file, o) {
			requireFormatted(t, f)
			w.Write(t, dir+"/places/"+f.Name, f.Data)
		}
	}
	text, err := os.ReadFile("testdata/places_test.go")
	require.NoError(t, err)
	w.Write(t, "places_test.go", text)
	w.Write(t, "places.wasm", file)
	out, err := w.Go("test", "-trimpath", ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
}
