package persist_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/persist"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

const chipName = "MB85RS4MT"

// newStore opens a store on a chip of its own bus.
func newStore(t *testing.T, bus *sim.Bus) *persist.Store {
	d, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: chipName})
	require.NoError(t, err)
	s, err := persist.Open(d, persist.Opts{})
	require.NoError(t, err)
	return s
}

func newBus(t *testing.T) *sim.Bus {
	bus, err := sim.New(sim.Opts{}, sim.Chip{Name: chipName})
	require.NoError(t, err)
	return bus
}

// TestTables: what a table cannot keep is said, and the former checkpoint stays.
func TestTables(t *testing.T) {
	m, bus := compile(t), newBus(t)
	q, err := openQueue(m, bus, chipName)
	require.NoError(t, err)
	require.NoError(t, q.store.Checkpoint())
	v, _ := q.instance.Export("table")
	table := v.(*rt.Table[*rt.Func])
	table.Set(1, rt.MustFunc("host.f", func(int32, int32) int32 { return 0 }))
	require.EqualError(t, q.store.Checkpoint(), `checkpoint on MB85RS4MT{sim.0}: a table: element 1: cannot keep a reference to "host.f", which is not a function of the instance`)

	q, err = openQueue(m, bus, chipName)
	require.NoError(t, err)
	v, _ = q.instance.Export("table")
	table = v.(*rt.Table[*rt.Func])
	require.Equal(t, "xor", table.Get(1).Name)
	table.Set(1, nil)
	require.EqualValues(t, 2, table.Grow(3, table.Get(0)))
	require.NoError(t, q.store.Checkpoint())

	q, err = openQueue(m, bus, chipName)
	require.NoError(t, err)
	v, _ = q.instance.Export("table")
	table = v.(*rt.Table[*rt.Func])
	require.Nil(t, table.Get(1))
	require.EqualValues(t, 5, table.Size())
	add := table.Get(4)
	require.Same(t, table.Get(0), add)
	sum, err := add.Call(int32(3), int32(4))
	require.NoError(t, err)
	require.Equal(t, []any{int32(7)}, sum)
}

// TestExternref: null is kept, a value of the host is not.
func TestExternref(t *testing.T) {
	s := newStore(t, newBus(t))
	var ref any
	var config rt.Config
	s.Keep()(&config)
	k := config.Keeper
	var core abi.Core
	core.Open(&core, "test", "", []rt.Option{s.Keep()})
	resumed, err := core.Resume(func() *rt.State { return &rt.State{Globals: []any{&ref}} })
	require.NoError(t, err)
	require.False(t, resumed)
	require.NoError(t, s.Checkpoint())
	ref = 5
	require.EqualError(t, s.Checkpoint(), "checkpoint on MB85RS4MT{sim.0}: a global: cannot keep a reference to a value of the host (a int)")
	_, err = k.Attach(&rt.State{})
	require.EqualError(t, err, "checkpoints on MB85RS4MT{sim.0} are of one instance: open the device again for the next")
}

// TestCheckpointErrors: a checkpoint where none can be.
func TestCheckpointErrors(t *testing.T) {
	m, bus := compile(t), newBus(t)
	s := newStore(t, bus)
	require.ErrorContains(t, s.Checkpoint(), "there is no instance: New takes Keep as an option")

	q, err := openQueue(m, bus, chipName)
	require.NoError(t, err)
	require.NoError(t, q.instance.Close())
	require.EqualError(t, q.store.Checkpoint(), "checkpoint on MB85RS4MT{sim.0}: a call is running, or the instance is closed")

	// The memory is elsewhere.
	for want, m := range map[string]*interp.Module{
		"checkpoint on MB85RS4MT{sim.0}: memory 0 is not on an array whose only device is the Store": compile(t),
		"checkpoint on MB85RS4MT{sim.0}: memory 0 is not on a chip, it is a *slice.Memory":           other(t, interp.Slice),
	} {
		s = newStore(t, newBus(t))
		a, err := sram.NewArray(sram.ArrayOpts{}, newStore(t, newBus(t)))
		require.NoError(t, err)
		_, err = m.Instantiate(context.Background(), nil, sram.On(a), s.Keep())
		require.NoError(t, err)
		require.EqualError(t, s.Checkpoint(), want)
	}
}

// other compiles the module for another backend.
func other(t *testing.T, b interp.Backend) *interp.Module {
	m, err := interp.Compile(queueFile, interp.Options{Name: "queue", Mem: b})
	require.NoError(t, err)
	return m
}

// TestRunning: a host function cannot make a checkpoint of its caller, whose locals would be lost.
func TestRunning(t *testing.T) {
	// (module (import "env" "f" (func)) (func (export "run") call 0))
	file := []byte("\x00asm\x01\x00\x00\x00\x01\x04\x01\x60\x00\x00\x02\x09\x01\x03env\x01f\x00\x00\x03\x02\x01\x00\x07\x07\x01\x03run\x00\x01\x0a\x06\x01\x04\x00\x10\x00\x0b")
	m, err := interp.Compile(file, interp.Options{Name: "run"})
	require.NoError(t, err)
	s := newStore(t, newBus(t))
	called := false
	env := rt.Module{"f": func() {
		called = true
		require.ErrorContains(t, s.Checkpoint(), "a call is running")
	}}
	i, err := m.Instantiate(context.Background(), rt.Store{"env": env}, s.Keep())
	require.NoError(t, err)
	require.NoError(t, s.Checkpoint())
	f, err := i.Func("run")
	require.NoError(t, err)
	require.NoError(t, f.CallSlots(context.Background(), nil))
	require.True(t, called)
	require.NoError(t, s.Checkpoint())
}

// TestImports: what belongs to others is refused.
func TestImports(t *testing.T) {
	// (module (import "env" "m" (memory 1)))
	file := []byte("\x00asm\x01\x00\x00\x00\x02\x0a\x01\x03env\x01m\x02\x00\x01")
	m, err := interp.Compile(file, interp.Options{Name: "imports", Mem: interp.Slice})
	require.NoError(t, err)
	memory, err := slice.New(mem.Type{Min: 1})
	require.NoError(t, err)
	_, err = m.Instantiate(context.Background(), rt.Store{"env": rt.Module{"m": memory}}, newStore(t, newBus(t)).Keep())
	require.EqualError(t, err, "checkpoints on MB85RS4MT{sim.0}: memory 0 is not the instance's own, and cannot be kept with it")
}

// TestOtherModule: a checkpoint is for the module that made it, and for lines of the same length, until it is discarded.
func TestOtherModule(t *testing.T) {
	m, bus := compile(t), newBus(t)
	q, err := openQueue(m, bus, chipName)
	require.NoError(t, err)
	require.NoError(t, q.run())

	s := newStore(t, bus)
	a, err := sram.NewArray(sram.ArrayOpts{Cache: 4096, Line: 128}, s)
	require.NoError(t, err)
	_, err = m.Instantiate(context.Background(), nil, sram.On(a), s.Keep())
	require.EqualError(t, err, "checkpoint on MB85RS4MT{sim.0}: memory 0: sram: lines of 128 bytes, it takes 64")

	empty, err := interp.Compile([]byte("\x00asm\x01\x00\x00\x00"), interp.Options{Name: "empty"})
	require.NoError(t, err)
	s = newStore(t, bus)
	_, err = empty.Instantiate(context.Background(), nil, s.Keep())
	require.EqualError(t, err, "checkpoint on MB85RS4MT{sim.0}: it is of another module: Discard forgets it")
	require.NoError(t, s.Discard())
	_, err = empty.Instantiate(context.Background(), nil, s.Keep())
	require.NoError(t, err)
	require.False(t, s.Resumed())

	q, err = openQueue(m, bus, chipName)
	require.NoError(t, err)
	require.Zero(t, q.done())
}

// TestBase: bytes that are left alone are, by the Store as well.
func TestBase(t *testing.T) {
	file := filepath.Join(t.TempDir(), "content")
	own := bytes.Repeat([]byte("mine!"), 512<<10/5+1)[:512<<10]
	require.NoError(t, os.WriteFile(file, own, 0o666))
	q, a := openSpec(t, "sim:chip=MB85RS4MT,base=64K,cache=1K,line=64,file="+file)
	require.NoError(t, q.run())
	require.NoError(t, a.Halt())
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	require.True(t, bytes.Equal(own[:64<<10], b[:64<<10]))
	require.False(t, bytes.Equal(own[64<<10:], b[64<<10:]))
}

// TestLines: whatever is left for data, an array takes whole lines of it.
func TestLines(t *testing.T) {
	m := compile(t)
	want := digests(t, m, chipName)
	for _, line := range []int{32, 64, 512, 1024, 4096} {
		file := filepath.Join(t.TempDir(), "content")
		text := fmt.Sprintf("sim:chip=MB85RS4MT,cache=16K,line=%d,file=%s", line, file)
		q, a := openSpec(t, text)
		require.NoError(t, q.run())
		require.NoError(t, a.Halt())
		q, a = openSpec(t, text)
		require.Equal(t, steps, q.done())
		require.Equal(t, want[steps], q.digest(t))
		require.NoError(t, a.Halt())
	}
}

// openSpec makes or resumes the queue on the memory that a spec string says.
func openSpec(t *testing.T, text string) (*queue, *sram.Array) {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	q := &queue{}
	s.Wrap = func(chips sram.Device) (sram.Device, error) {
		q.store, err = persist.Open(chips, persist.Opts{})
		return q.store, err
	}
	q.array, err = open.Simulate(s)
	require.NoError(t, err)
	q.instance, err = compile(t).Instantiate(context.Background(), nil, sram.On(q.array), q.store.Keep())
	require.NoError(t, err)
	q.step, err = q.instance.Func("step")
	require.NoError(t, err)
	return q, q.array
}

// TestFile: emulated chips keep checkpoints in files, here two of them, for the next process.
func TestFile(t *testing.T) {
	m := compile(t)
	want := digests(t, m, chipName)
	text := "sim:chip=MB85RS2MTA*2,cache=1K,line=64,file=" + filepath.Join(t.TempDir(), "content")
	for _, first := range []int{0, 3, 6} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		var store *persist.Store
		s.Wrap = func(chips sram.Device) (sram.Device, error) {
			store, err = persist.Open(chips, persist.Opts{})
			return store, err
		}
		array, err := open.Simulate(s)
		require.NoError(t, err)
		instance, err := m.Instantiate(context.Background(), nil, sram.On(array), store.Keep())
		require.NoError(t, err)
		step, err := instance.Func("step")
		require.NoError(t, err)
		q := &queue{store: store, array: array, instance: instance, step: step}
		require.Equal(t, first, q.done())
		require.Equal(t, want[first], q.digest(t))
		for i := first; i < first+5; i++ { // two more than are kept
			require.NoError(t, step.CallSlots(context.Background(), []uint64{uint64(i * i)}))
			if i == first+every-1 {
				require.NoError(t, store.Checkpoint())
			}
		}
		require.NoError(t, instance.Close())
		require.NoError(t, open.Close(s, array, io.Discard))
	}

	s, err := spec.Parse(text)
	require.NoError(t, err)
	s.Wrap = func(sram.Device) (sram.Device, error) { return nil, errors.New("no") }
	_, err = open.Simulate(s)
	require.EqualError(t, err, "no")
}
