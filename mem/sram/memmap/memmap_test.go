package memmap_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/sram/memmap"
)

var update = flag.Bool("update", false, "rewrite the golden picture")

// TestWriteSVG: a small memory with all kinds of cells, and one without any.
func TestWriteSVG(t *testing.T) {
	m := memmap.Map{Title: "a <small> memory & its \"parts\"", Bytes: 128, Misses: make([]uint32, 150), Written: make([]bool, 150)}
	for i := range 40 {
		m.Misses[i] = uint32(i * i * i)
		m.Written[i] = i < 30
	}
	m.Written[64], m.Misses[149] = true, 1
	m.Regions = []memmap.Region{{"static data", 1024, 1500}, {"auxiliary stack", 1500, 12000}, {"heap", 12000, 0}, {"beyond", 100000, 0}}

	var got bytes.Buffer
	require.NoError(t, memmap.WriteSVG(&got, m, memmap.Map{Title: "nothing", Bytes: 64}))
	requireXML(t, got.Bytes())
	const golden = "testdata/small.svg"
	if *update {
		require.NoError(t, os.WriteFile(golden, got.Bytes(), 0o666))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), got.String())
}

func requireXML(t *testing.T, b []byte) {
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}
