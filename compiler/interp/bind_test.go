package interp_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// hooks is a host module, made by hand, that reads the instance's memory.
type hooks struct {
	rt.Module
	bound []rt.Instance
}

func (h *hooks) Bind(m rt.Instance) error {
	h.bound = append(h.bound, m)
	return nil
}

// TestBindByStore: a host is bound once to an instance that imports its functions, however they get there, and to no other.
func TestBindByStore(t *testing.T) {
	m := sample(t, interp.Options{})
	h := &hooks{Module: rt.Module{"hook": same}}
	unused := &hooks{Module: rt.Module{"hook": same}}
	for _, r := range []rt.Resolver{
		rt.Store{"env": h, "other": unused},
		rt.Store{"env": h.Module.BoundBy(h), "other": unused.Module.BoundBy(unused)},
		resolver(rt.Store{"env": h}.Resolve),
	} {
		h.bound = nil
		i, err := m.Instantiate(background, r)
		require.NoError(t, err)
		require.Equal(t, []rt.Instance{i}, h.bound)
	}
	require.Empty(t, unused.bound)
}

type resolver func(module, name string) (any, bool)

func (r resolver) Resolve(module, name string) (any, bool) { return r(module, name) }

// TestWASIByStore: what a program writes arrives where its functions come from a Store, and a second one is refused.
func TestWASIByStore(t *testing.T) {
	file, err := os.ReadFile("../../testdata/sample/mandel.wasm")
	require.NoError(t, err)
	m, err := interp.Compile(file, interp.Options{})
	require.NoError(t, err)
	want, err := os.ReadFile("../../testdata/sample/mandel.out")
	require.NoError(t, err)
	var out bytes.Buffer
	sys, err := wasitarget.New(wasitarget.Config{Stdout: &out})
	require.NoError(t, err)
	store := rt.Store{wasitarget.ModuleName: sys.Functions()}
	i, err := m.Instantiate(background, store)
	require.NoError(t, err)
	_, err = call(t, i, "_start")
	require.NoError(t, err)
	require.Equal(t, string(want), out.String())
	_, err = m.Instantiate(background, store)
	require.EqualError(t, err, "wasi: the System serves another instance: make one for each")
	require.NoError(t, i.Close())
	i, err = m.Instantiate(background, store)
	require.NoError(t, err, "the former instance is closed")
	require.NoError(t, i.Close())
}

// TestImportName: an error of a host function tells the import, wherever the function comes from.
func TestImportName(t *testing.T) {
	failure := errors.New("no luck")
	fails := func(int32) (int32, error) { return 0, failure }
	for _, hook := range []any{fails, rt.MustFunc("mine", fails)} {
		_, err := call(t, open(t, interp.Options{}, hook), "reenter", int32(1))
		require.EqualError(t, err, "env.hook: no luck")
		_, err = call(t, open(t, interp.Options{}, hook), "apply", int32(2), int32(1))
		require.EqualError(t, err, "env.hook: no luck", "through the table")
	}
}

// TestBusy: of eight goroutines that call one instance some are refused, and the others get what they would get alone.
func TestBusy(t *testing.T) {
	i := open(t, interp.Options{Meter: true}, same)
	f, err := i.Func("fib")
	require.NoError(t, err)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				got, err := f.Call(t.Context(), int32(15))
				if err == nil && got[0] != int32(610) || err != nil && err != rt.ErrBusy {
					t.Error(got, err)
				}
			}
		})
	}
	wg.Wait()
	got, err := f.Call(background, int32(15))
	require.NoError(t, err)
	require.Equal(t, []any{int32(610)}, got)
}

// TestBusyWhileSpinning: as long as code runs that calls nobody, everybody else is refused, and in no other way than that.
func TestBusyWhileSpinning(t *testing.T) {
	i := open(t, interp.Options{Meter: true}, same)
	spin, err := i.Func("spin")
	require.NoError(t, err)
	nothing, err := i.Func("nothing")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(background)
	ended := make(chan error)
	go func() {
		err := rt.ErrBusy
		for err == rt.ErrBusy { // with the other call
			_, err = spin.Call(ctx)
		}
		ended <- err
	}()
	for err = nil; err == nil; { // until it spins
		_, err = nothing.Call(background)
	}
	for range 100 {
		require.Equal(t, rt.ErrBusy, err)
		_, err = nothing.Call(background)
		runtime.Gosched()
	}
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
	_, err = nothing.Call(background)
	require.NoError(t, err)
}
