package cachesim

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/wasitarget"
)

var update = flag.Bool("update", false, "write cache.md and cache.svg")

// figureRuns is how much of each program the figures are about; of the large programs, four times as much.
const figureRuns = 1_500_000

// TestFigures writes the table and the plot.
func TestFigures(t *testing.T) {
	if !*update {
		t.Skip("writes cache.md and cache.svg, which takes minutes: run with -update")
	}
	var traces []Trace
	for _, p := range programs {
		traces = append(traces, p.trace(t, figureRuns))
	}
	s := NewStudy(append(traces, largeTraces(t)...))
	rows := append(candidateRows(s), memoryRow(t, s))

	var b bytes.Buffer
	b.WriteString("Bus time of a load or store in ns; in parentheses its ratio to MIN, and the length of lines with which the design takes least. SPI at 20 MHz, 60 µs a\n" +
		"transaction. \"Read-ahead\" stands for reading ahead and gathering write-backs. The last row is the memory itself, with lines of 64 bytes.\n\n" +
		"Geometric means over the programs that do not fit the cache:")
	for _, size := range Sizes {
		fmt.Fprintf(&b, " %d at %dK,", s.Programs(size), size>>10)
	}
	b.Truncate(b.Len() - 1)
	b.WriteString(".\n\n")
	b.Write(Table(rows))
	require.NoError(t, os.WriteFile("cache.md", b.Bytes(), 0o666))
	require.NoError(t, os.WriteFile("cache.svg", Plot(rows), 0o666))
}

// candidateRows are those of the designs that are simulated, MIN first.
func candidateRows(s *Study) []Row {
	var rows []Row
	for _, c := range []Candidate{
		{Min, false}, {Min, true},
		{DirectMapped, false}, {FourWay, false}, {FourWayFolded, false}, {FourWayClock, false},
		{LRU, false}, {Clock, false}, {TwoQueues, false},
		{FourWayClock, true}, {Clock, true}, {TwoQueues, true},
	} {
		row := Row{Name: c.String()}
		for _, size := range Sizes {
			row.Scores = append(row.Scores, s.Score(c, size))
		}
		rows = append(rows, row)
	}
	return rows
}

// memoryRow is that of package sram's memory.
func memoryRow(t *testing.T, s *Study) Row {
	row := Row{Name: "mem/sram"}
	for _, size := range Sizes {
		time := s.Mean(size, func(trace Trace) Result { return replayReal(t, trace, size, builtLine) })
		row.Scores = append(row.Scores, Score{builtLine, time})
	}
	return row
}

// largeTraces are those of Lua and SQLite, if bench has built them (see bench/programs/build.sh), and of a program in Go.
func largeTraces(t *testing.T) []Trace {
	var traces []Trace
	cache, err := os.UserCacheDir()
	require.NoError(t, err)
	script, err := os.ReadFile("../../../bench/programs/bench.lua")
	require.NoError(t, err)
	for _, c := range []struct {
		name  string
		args  []string
		stdin []byte
	}{
		{"lua", []string{"lua", "-", "1"}, script},
		{"speedtest1", []string{"speedtest1", "--memdb", "--size", "5"}, nil},
	} {
		wasm, err := os.ReadFile(filepath.Join(cache, "wasm2go-bench", c.name+".wasm"))
		if err != nil {
			t.Logf("without %s: build it with bench/programs/build.sh %s", c.name, filepath.Join(cache, "wasm2go-bench"))
			continue
		}
		traces = append(traces, recordCommand(t, wasm, 4*figureRuns, wasitarget.Config{Args: c.args, Stdin: bytes.NewReader(c.stdin)}))
	}
	return append(traces, goTrace(t))
}

// goTrace is that of the Go program that the tests compile to WebAssembly.
func goTrace(t *testing.T) Trace {
	dir := t.TempDir()
	file := filepath.Join(dir, "gosample.wasm")
	build := exec.Command("go", "build", "-trimpath", "-o", file, ".")
	build.Dir = "../../../testdata/programs/gosample"
	build.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	wasm, err := os.ReadFile(file)
	require.NoError(t, err)
	return recordCommand(t, wasm, 4*figureRuns, wasitarget.Config{
		Args: []string{"gosample", "/data"}, Dirs: []wasitarget.Dir{{Host: dir, Guest: "/data"}},
	})
}
