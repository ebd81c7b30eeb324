package snapshot_test

import (
	"context"
	_ "embed"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
	"github.com/wasm2go/wasm2go/rt/snapshot"
)

//go:embed testdata/state.wasm
var stateFile []byte

// plain is a memory that knows nothing of images.
type plain struct{ mem.Linear }

func interpreted(t testing.TB, name string, b interp.Backend) kind {
	module, err := interp.Compile(stateFile, interp.Options{Mem: b})
	require.NoError(t, err)
	return kind{name: name, open: func(env rt.Resolver, opts ...rt.Option) (snapshot.Instance, error) {
		return module.Instantiate(context.Background(), env, opts...)
	}}
}

func TestInterpreted(t *testing.T) {
	simple := interpreted(t, "plain", interp.Backend{New: func(t mem.Type, _ *abi.Core) (mem.Memory, error) {
		m, err := slice.New(t)
		return plain{m}, err
	}})
	chips := interpreted(t, "sram", interp.Backend{New: func(t mem.Type, _ *abi.Core) (mem.Memory, error) {
		s, err := spec.Parse("sim:chip=APS6404L,cache=16K")
		if err != nil {
			return nil, err
		}
		array, err := open.Simulate(s)
		if err != nil {
			return nil, err
		}
		return array.NewMemory(t)
	}})
	simple.grows, chips.grows = true, true
	checkAll(t, []kind{interpreted(t, "guard", interp.Guard), interpreted(t, "slice", interp.Slice), simple, chips})
}

// TestTranslated runs the same checks in a program that has the module in translations of all kinds, and in the interpreter.
func TestTranslated(t *testing.T) {
	w := workspace.New(t, "snap")
	for name, o := range map[string]compiler.Options{
		"guard": {}, "slice": {Mem: "slice"}, "mixed": {Interp: func(_ uint32, name string) bool { return name == "sum" || name == "count" }},
	} {
		o.Name, o.Snapshot = name, true
		require.NoError(t, w.Translate(t, stateFile, o))
	}
	for from, to := range map[string]string{"checks_test.go": "checks_test.go", "testdata/translated_test.go.txt": "translated_test.go"} {
		text, err := os.ReadFile(from)
		require.NoError(t, err)
		w.Write(t, to, text)
	}
	w.Write(t, "state.wasm", stateFile)
	out, err := w.Go("test", ".").CombinedOutput()
	require.NoError(t, err, string(out))
}

// meddler is a memory whose images take so long that somebody else calls meanwhile.
type meddler struct {
	*slice.Memory
	during func()
}

func (m *meddler) Image() (mem.Image, error) {
	m.during()
	return m.Memory.Image()
}

func (m *meddler) SetImage(img mem.Image) error {
	m.during()
	return m.Memory.SetImage(img)
}

// TestHeld: nobody enters an instance of which a snapshot is taken, or that is restored.
func TestHeld(t *testing.T) {
	memory := &meddler{during: func() {}}
	m := interpreted(t, "meddler", interp.Backend{New: func(t mem.Type, _ *abi.Core) (_ mem.Memory, err error) {
		memory.Memory, err = slice.New(t)
		return memory, err
	}}).instance(t)
	calls := 0
	memory.during = func() {
		calls++
		_, err := call(m, "sum")
		require.Equal(t, rt.ErrBusy, err)
	}
	snap, err := snapshot.Take(m)
	require.NoError(t, err)
	defer snap.Close()
	require.NoError(t, snap.Restore(m))
	require.Equal(t, 2, calls)
	must(t, m, "sum")
}

// TestOthers: a snapshot is of one module, and holds nothing that is another's.
func TestOthers(t *testing.T) {
	m := interpreted(t, "guard", interp.Guard).instance(t)
	snap, err := snapshot.Take(m)
	require.NoError(t, err)
	defer snap.Close()

	// (module (import "env" "memory" (memory 1)))
	importing := []byte("\x00asm\x01\x00\x00\x00\x02\x0f\x01\x03env\x06memory\x02\x00\x01")
	module, err := interp.Compile(importing, interp.Options{Mem: interp.Slice})
	require.NoError(t, err)
	memory, err := slice.New(mem.Type{Min: 1})
	require.NoError(t, err)
	env := rt.Store{"env": rt.Module{"memory": memory}}
	other, err := module.Instantiate(t.Context(), env)
	require.NoError(t, err)
	_, err = snapshot.Take(other)
	require.EqualError(t, err, "snapshot: memory 0 is not the instance's own, and cannot be kept with it")
	const want = "snapshot: it is of the module "
	require.ErrorContains(t, snap.Restore(other), want)
	_, err = module.Instantiate(t.Context(), env, snap.Resume())
	require.ErrorContains(t, err, want)
}
