package main

import (
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMap draws the memory of a program that fills half of a chip.
func TestMap(t *testing.T) {
	life := sample(t, "programs", "life.wasm")
	svg := filepath.Join(t.TempDir(), "life.svg")
	code, _, stderr := tool("run", "-engine", "interp", "-mem", "sram", "-sram", "sim:chip=23LC512,cache=4K,map="+svg, life)
	require.Zero(t, code, stderr)
	picture := read(t, svg)
	for d := xml.NewDecoder(strings.NewReader(picture)); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
	}
	for _, want := range []string{
		"memory 0 on 23LC512{sim.0}", "571 cells of 64 bytes", "static data, 0x2000 to 0x2a4c", "zeroed data, 0x2a4c to 0x8e90", "auxiliary stack, 0x0 to 0x2000",
		"heap, from 0x8e90", "0x0: never touched", " misses</title>",
	} {
		require.Contains(t, picture, want)
	}

	code, _, stderr = tool("run", "-engine", "interp", "-mem", "sram", "-sram", "sim:chip=23LC512,map="+filepath.Dir(svg), life)
	require.NotZero(t, code)
	require.Contains(t, stderr, "map: open "+filepath.Dir(svg))
}
