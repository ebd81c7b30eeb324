package programs

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// largeVariable says how many MiB of the 4 GiB TestLargeMemory touches. 3072 take 7 GB of the disk that TMPDIR is on.
const largeVariable = "WASM2GO_LARGE"

// TestLargeMemory: with its memory in a file, a program that uses gigabytes takes megabytes of RAM; a second process goes on from its
// checkpoint.
func TestLargeMemory(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("what a process took of RAM is read as Linux shows it")
	}
	mib := 64
	if text := os.Getenv(largeVariable); text != "" {
		var err error
		mib, err = strconv.Atoi(text)
		require.NoError(t, err)
	}
	w := workspace.New(t, "programs")
	wasm, err := os.ReadFile(filepath.Join("testdata", "large", "large.wasm"))
	require.NoError(t, err)
	require.NoError(t, w.Translate(t, wasm, compiler.Options{Name: "large", Mem: "sram"}))
	source, err := os.ReadFile(filepath.Join("testdata", "large", "main.go.txt"))
	require.NoError(t, err)
	w.Write(t, "use/main.go", source)
	w.Build(t)

	sum := uint64(0)
	for i := range uint64(mib) << 17 {
		word := (i + 1) * 0x9e3779b97f4a7c15
		sum += word ^ word>>29
	}
	spec := "file:" + filepath.Join(t.TempDir(), "memory") + ",size=9G"
	for _, resumed := range []bool{false, true} {
		cmd := exec.Command(w.Exe(t, "use"), spec, strconv.Itoa(mib))
		cmd.Env = append(os.Environ(), "GOMEMLIMIT=40MiB")
		r := execute(t, cmd, time.Hour)
		require.Zero(t, r.code, r.stderr)
		require.Equal(t, fmt.Sprintf("resumed: %v, %d bytes, 0 words wrong, sum %#x\n", resumed, uint64(1)<<32, sum), r.stdout)
		t.Logf("%d MiB: %s", mib, r.stderr)
		var kilobytes int
		_, err := fmt.Sscanf(r.stderr, "VmHWM: %d kB", &kilobytes)
		require.NoError(t, err)
		require.Less(t, kilobytes, 32<<10)
	}
}
