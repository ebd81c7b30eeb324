package main

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRunGrow: a program that does not look at what malloc returns prints a wrong sum where memory is full. Flags and spec strings say
// whether the user hears of it, or whether it ends there.
func TestRunGrow(t *testing.T) {
	exe, cacheDir := buildTool(t)
	environ := append(toolEnviron(t, cacheDir), "GOPROXY=off")
	const (
		right, wrong = "12720000\n", "13623000\n"
		asked        = "memory.grow by 65536 bytes was refused: "
		full         = asked + "23LC1024{sim.0} has 131072 bytes, of which 0 are free"
		limited      = asked + "the memory has 131072 bytes, the host's limit is 131072"
		trap         = "ignores.wasm: wasm trap: out of memory: "
		small        = "-mem sram -sram sim:chip=23LC1024"
	)
	for _, test := range []struct {
		flags, stdout, stderr string // stderr is the first line
	}{
		{"-mem sram -sram sim:chip=23LC1024*2", right, ""},
		{small, wrong, "wasm2go: " + full},
		{small + ",grow=warn", wrong, "wasm2go: " + full},
		{small + ",grow=silent", wrong, ""},
		{small + ",grow=trap", "", trap + full},
		{small + ",grow=trap -grow silent", wrong, ""},
		{small + " -grow trap", "", trap + full},
		{"-max-memory 128K", wrong, ""},
		{"-max-memory 128K -mem slice -grow warn", wrong, "wasm2go: " + limited},
		{"-max-memory 128K -grow trap", "", trap + limited},
		{"-max-memory 128K -engine both", wrong, ""},
		{"-max-memory 128K -engine both -grow warn", wrong, "wasm2go: " + limited},
		{"-max-memory 128K -engine both -grow trap", "", trap + limited},
	} {
		engines := []string{"go", "interp"}
		if strings.Contains(test.flags, "-engine") {
			engines = engines[:1]
		}
		reports := []string{}
		for _, engine := range engines {
			var stdout, stderr bytes.Buffer
			args := append([]string{"run", "-engine", engine}, strings.Fields(test.flags)...)
			cmd := exec.Command(exe, append(args, sample(t, "sample", "ignores.wasm"))...)
			cmd.Env, cmd.Stdout, cmd.Stderr = environ, &stdout, &stderr
			err := cmd.Run()
			require.Equal(t, test.stdout != "", err == nil, "%s: %v", args, err)
			require.Equal(t, test.stdout, stdout.String(), args)
			first, rest, _ := strings.Cut(stderr.String(), "\n")
			require.Equal(t, test.stderr, first, args)
			if strings.HasPrefix(first, trap) {
				require.Regexp(t, `^\tat ignores\.wasm\.sbrk \(fn9 @0x1e3b\)\n\tat ignores\.wasm\.dlmalloc \(fn8 @0xdc3\)\n`, rest)
			} else {
				require.Empty(t, rest, args)
			}
			reports = append(reports, stderr.String())
		}
		require.Equal(t, reports[0], reports[len(reports)-1], "both engines say the same")
	}
}

// TestRunTooSmall: where a module does not fit the chips, there are some named that it would fit.
func TestRunTooSmall(t *testing.T) {
	exe, cacheDir := buildTool(t)
	cmd := exec.Command(exe, "run", "-engine", "interp", "-mem", "sram", "-sram", "sim:chip=23K256,base=1K", sample(t, "sample", "mandel.wasm"))
	cmd.Env = append(toolEnviron(t, cacheDir), "GOPROXY=off")
	out, err := cmd.CombinedOutput()
	require.Error(t, err)
	require.Equal(t, `mandel.wasm: sram: a memory needs 66688 bytes, 23K256{sim.0} from 0x400 on has 31744, of which 31744 are free; chips with 67712 bytes, alone or together:
	serial SRAM 23LC1024, 23A1024, 23LCV1024, N01S830, N01S818; 2 of 23LC512, 23A512, 23LCV512; 3 of 23K256, 23A256
	PSRAM       any
	FRAM        MB85RS1MT, MB85RS2MTA, MB85RS4MT, FM25V10, FM25V20A, MR25H10, MR25H40; 2 of MB85RS512T; 3 of MB85RS256B, FM25V02, MR25H256
`, string(out))
}

// TestRunHeap: a program whose objects would take all there is ends by a trap, at the limit.
func TestRunHeap(t *testing.T) {
	exe, cacheDir := buildTool(t)
	for _, engine := range []string{"go", "interp"} {
		cmd := exec.Command(exe, "run", "-engine", engine, "-max-heap", "1M", sample(t, "sample", "hoards.wasm"))
		cmd.Env = append(toolEnviron(t, cacheDir), "GOPROXY=off")
		out, err := cmd.CombinedOutput()
		require.Error(t, err, engine)
		require.Equal(t, "hoards.wasm: wasm trap: out of memory\n\tat hoards.hoard (fn0 @0x3d)\n", string(out), engine)
	}
}
