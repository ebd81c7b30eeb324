package compiler_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/long"
)

// TestMeter runs testdata/meter_test.go: calls that end because there is no fuel left, or because a context has ended.
func TestMeter(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	m := newGoModule(t)
	endless, err := os.ReadFile("interp/testdata/endless.wasm")
	require.NoError(t, err)
	all := func(uint32, string) bool { return true }
	some := func(i uint32, _ string) bool { return i%2 == 0 }
	for name, o := range map[string]compiler.Options{
		"plain":       {Interruptible: true},
		"both":        {Interruptible: true, Fuel: true, Mem: "slice"},
		"flat":        {Interruptible: true, SplitAt: 1, PackageSize: 1000, ImportPath: "example.com/use/flat"},
		"interpreted": {Interruptible: true, Interp: all},
		"mixed":       {Interruptible: true, Fuel: true, Interp: some},
	} {
		o.Name = name
		m.add(t, name, translate(t, endless, o))
	}
	file := testModule(t, "meter")
	for name, o := range map[string]compiler.Options{
		"fuel":            {Fuel: true},
		"fuelflat":        {Fuel: true, SplitAt: 1, Mem: "slice"},
		"fuelinterpreted": {Fuel: true, Interp: all},
		"fuelmixed":       {Fuel: true, Interruptible: true, Interp: some},
	} {
		o.Name = name
		m.add(t, name, translate(t, file, o))
	}
	m.write(t, "meter.wasm", file)
	m.write(t, "endless.wasm", endless)
	m.copy(t, "meter_test.go")
	m.run(t, "go", "test", ".")
	if long.Run() && hasRace(t) {
		m.run(t, "go", "test", "-race", ".")
	}
}

// hasRace tells whether programs can be built for the race detector: it wants a C compiler.
func hasRace(t *testing.T) bool {
	cmd := exec.Command("go", "build", "-race", "-o", filepath.Join(t.TempDir(), "probe"), "internal/race")
	return cmd.Run() == nil
}
