package programs

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/wasitarget"
)

func waitModule(t *testing.T) []byte {
	wasm, err := os.ReadFile(filepath.Join("testdata", "wait", "wait.wasm"))
	require.NoError(t, err)
	return wasm
}

// TestContext ends translated code that waits.
func TestContext(t *testing.T) {
	w := workspace.New(t, "programs")
	require.NoError(t, w.Translate(t, waitModule(t), compiler.Options{Name: "wait"}))
	w.WriteTemplate(t, "driver/main.go", "wait/main.go.txt", nil)
	w.Build(t)
	r := execute(t, exec.Command(w.Exe(t, "driver")), time.Minute)
	require.Equal(t, result{stdout: "all ended\n"}, r)
}

// TestContextInterp ends interpreted code that waits, by the context of the call or by that of a call around it.
func TestContextInterp(t *testing.T) {
	in, out, err := os.Pipe()
	require.NoError(t, err)
	defer in.Close()
	defer out.Close()
	for _, meter := range []bool{false, true} {
		m, err := interp.Compile(waitModule(t), interp.Options{Meter: meter})
		require.NoError(t, err)
		sys, err := wasitarget.New(wasitarget.Config{Stdin: in})
		require.NoError(t, err)
		i, err := m.Instantiate(context.Background(), sys)
		require.NoError(t, err)
		for _, name := range []string{"sleep", "read"} {
			f, err := i.Func(name)
			require.NoError(t, err)
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
			_, err = f.Call(ctx)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			var host *rt.HostError
			require.ErrorAs(t, err, &host)
			require.Len(t, host.Stack, 2, name)
			cancel()
			_, err = f.Call(ctx)
			require.ErrorIs(t, err, context.DeadlineExceeded, "it has ended before")

			reason := errors.New("enough")
			caused, end := context.WithCancelCause(context.Background())
			time.AfterFunc(10*time.Millisecond, func() { end(reason) })
			_, err = f.Call(caused)
			require.ErrorIs(t, err, reason)
		}
		work, err := i.Func("work")
		require.NoError(t, err)
		_, err = work.Call(context.Background())
		require.NoError(t, err)
		require.NoError(t, i.Close())
		require.NoError(t, sys.Close())
	}
}
