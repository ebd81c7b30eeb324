package edge

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/long"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/rt"
)

// ways are the ways to translate. Below 40 nodes every function that does something is divided.
var ways = map[string]compiler.Options{
	"guard":   {},
	"slice":   {Mem: "slice"},
	"divided": {SplitAt: 40},
}

// TestEdge compares modules of 100 functions each. WASM2GO_EDGE=FIRST:COUNT chooses others than the first one:
//
//	WASM2GO_EDGE=100:20 go test -run TestEdge -timeout 1h ./golden/edge
func TestEdge(t *testing.T) {
	if testing.Short() {
		t.Skip("builds translated modules with the go command; run without -short")
	}
	first, count := uint64(1), uint64(1)
	if long.Run() {
		count = 5
	}
	if text := os.Getenv("WASM2GO_EDGE"); text != "" {
		_, err := fmt.Sscanf(text, "%d:%d", &first, &count)
		require.NoError(t, err)
	}
	for seed := first; seed < first+count; seed++ {
		wasm := module(seed, 100)
		want := interpreted(t, wasm, interp.Slice)
		same(t, seed, "interpreter, guard", interpreted(t, wasm, interp.Guard), want)
		for name, got := range translated(t, wasm) {
			same(t, seed, name, got, want)
		}
		traps := 0
		for _, line := range want {
			if strings.Contains(line, rt.OutOfBoundsMemory.Error()) {
				traps++
			}
		}
		t.Logf("seed %d: %d calls, %d end out of bounds", seed, len(want), traps)
		require.Greater(t, traps, len(want)/20)
		require.Less(t, traps, len(want)*19/20)
	}
}

func interpreted(t *testing.T, wasm []byte, b interp.Backend) []string {
	t.Helper()
	compiled, err := interp.Compile(wasm, interp.Options{Mem: b})
	require.NoError(t, err)
	m, err := compiled.Instantiate(context.Background(), rt.Store{})
	require.NoError(t, err)
	defer m.Close()
	lines, err := Transcript(m)
	require.NoError(t, err)
	return lines
}

// translated builds one program of all translations of a module, and returns the transcripts that it writes.
func translated(t *testing.T, wasm []byte) (transcripts map[string][]string) {
	t.Helper()
	w := workspace.New(t, "example.com/use")
	for name, o := range ways {
		o.Name = name
		require.NoError(t, w.Translate(t, wasm, o))
	}
	w.WriteTemplate(t, "cmd/edge/main.go", "main.go.tmpl", slices.Sorted(maps.Keys(ways)))
	w.Build(t)
	cmd := exec.Command(w.Exe(t, "edge"))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(out, &transcripts))
	require.Len(t, transcripts, len(ways))
	return transcripts
}

// same reports the first call of each function that went another way.
func same(t *testing.T, seed uint64, name string, got, want []string) {
	t.Helper()
	require.Len(t, got, len(want))
	last := ""
	for i, line := range want {
		if f, _, _ := strings.Cut(line, "["); got[i] != line && f != last {
			t.Errorf("seed %d, %s:\n%s, want\n%s", seed, name, got[i], line)
			last = f
		}
	}
}
