package slice_test

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/memtest"
	"github.com/wasm2go/wasm2go/mem/slice"
)

// Where the system has no more address space a memory does not grow, and no further one is made; what there is goes on working. The limit is
// that of a process, so the test runs in one of its own.
func TestAddressSpaceLimit(t *testing.T) {
	const inside = "SLICE_TEST_INSIDE"
	if os.Getenv(inside) == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestAddressSpaceLimit$")
		cmd.Env = append(os.Environ(), inside+"=1")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%.2000s", out)
		return
	}
	if memtest.RaceEnabled {
		t.Skip("the race detector needs terabytes of address space")
	}
	const limit = 3 << 30
	refused := "out of memory"
	if strconv.IntSize == 32 {
		refused = "too large for this platform"
	}
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: limit, Max: limit}))
	for _, step := range []uint64{16, 1000, 4096} {
		m, err := slice.New64(mem.Type{Min: 1, Is64: true})
		require.NoError(t, err)
		require.NoError(t, m.PutUint8(65535, 7))
		pages := m.Pages()
		for m.Grow(step) >= 0 {
			pages += step
			require.Less(t, pages, uint64(limit/mem.Page))
		}
		require.Equal(t, pages, m.Pages())
		v, err := m.Uint8(65535)
		require.NoError(t, err)
		require.EqualValues(t, 7, v)
		_, err = slice.New64(mem.Type{Min: limit / mem.Page, Is64: true})
		require.ErrorContains(t, err, refused)
	}
}
