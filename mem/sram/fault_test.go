package sram_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// call runs f as an exported function would run.
func call(f func()) error {
	var m struct{ core abi.Core }
	m.core.Open(&m, "test", "", nil)
	return m.core.Run(func(int) { f() })
}

// workload does operations of all kinds on a memory and on a model of it. An operation that fails for the device's sake may have
// written any part of its range: the model takes over what the memory has there, if that is old or new.
type workload struct {
	t      *testing.T
	m      *sram.Memory
	model  []byte
	r      *rand.Rand
	cause  error // of failures
	lasts  bool  // what has failed once may fail again: such bytes are left out
	failed int
	mend   func() // called before what a bulk operation that failed has written is looked at
}

func newWorkload(t *testing.T, a *sram.Array, cause error) *workload {
	const size = 5000
	return &workload{t: t, m: memoryOn(t, a, mem.Type{Min: size, PageSize: 1}), model: make([]byte, size), r: rand.New(rand.NewPCG(7, 7)), cause: cause}
}

const dataSegment = "All human beings are born free and equal in dignity and rights."

// step does one operation: do on the memory, and on the model to give what [at, at+n) should become.
func (w *workload) step(at, n uint64, atomic bool, do func(), model func(b []byte)) {
	want := append([]byte(nil), w.model...)
	model(want)
	err := call(do)
	if err == nil {
		w.model = want
		return
	}
	w.failed++
	var trap *rt.Trap
	require.ErrorAs(w.t, err, &trap)
	require.Equal(w.t, rt.DeviceFailure, trap.Kind)
	var e *sram.DeviceError
	require.ErrorAs(w.t, err, &e)
	require.ErrorIs(w.t, err, w.cause)
	if !atomic && w.mend != nil {
		w.mend()
	}
	for i := at; i < at+n; i++ {
		b, ok := w.read(i)
		switch {
		case !ok:
		case atomic && b != w.model[i]:
			w.t.Fatalf("byte %d is %d, not %d, after a store that failed: %v", i, b, w.model[i], err)
		case b != w.model[i] && b != want[i]:
			w.t.Fatalf("byte %d of a bulk operation (%d at %d) that failed is neither old (%d) nor new (%d) but %d: %v", i, n, at, w.model[i], want[i], b, err)
		default:
			w.model[i] = b
		}
	}
}

// read reads a byte, if that can be read.
func (w *workload) read(addr uint64) (b byte, ok bool) {
	b, err := w.m.Uint8(addr)
	if w.lasts && err != nil {
		require.ErrorIs(w.t, err, w.cause)
		return 0, false
	}
	require.NoError(w.t, err)
	return b, true
}

// compare compares all of memory with the model, and returns how many bytes cannot be read.
func (w *workload) compare() (lost int) {
	for i, want := range w.model {
		if got, ok := w.read(uint64(i)); !ok {
			lost++
		} else if got != want {
			w.t.Fatalf("byte %d is %d, not %d", i, got, want)
		}
	}
	return lost
}

func (w *workload) random() {
	size := uint64(len(w.model))
	n := w.r.Uint64N(700)
	at, from := w.r.Uint64N(size-n), w.r.Uint64N(size-n)
	val := byte(w.r.Uint32())
	switch w.r.IntN(10) {
	case 0, 1, 2:
		v := w.r.Uint64()
		at = w.r.Uint64N(size - 8)
		w.step(at, 8, true, func() { w.m.Store64(at, v) }, func(b []byte) {
			for i := range 8 {
				b[at+uint64(i)] = byte(v >> (8 * i))
			}
		})
	case 3, 4, 5:
		at = w.r.Uint64N(size)
		w.step(at, 1, true, func() {
			if got := w.m.Load8(at); got != w.model[at] {
				w.t.Fatalf("byte %d is %d, not %d", at, got, w.model[at])
			}
		}, func([]byte) {})
	case 6:
		w.step(at, n, false, func() { w.m.Fill(at, val, n) }, func(b []byte) { mem.Fill(b[at:at+n], val) })
	case 7:
		w.step(at, n, false, func() { w.m.Fill(at, 0, n) }, func(b []byte) { clear(b[at : at+n]) })
	case 8:
		w.step(at, n, false, func() { w.m.Copy(at, from, n) }, func(b []byte) { copy(b[at:at+n], b[from:from+n]) })
	case 9:
		n = min(n, uint64(len(dataSegment)))
		w.step(at, n, false, func() { w.m.Init(at, dataSegment, 0, n) }, func(b []byte) { copy(b[at:], dataSegment[:n]) })
	}
}

// run does the workload with a device of which transfer k fails, and returns how many there were.
func runFaulty(t *testing.T, o sram.ArrayOpts, k int, half bool) int {
	d := newRAM(1 << 16)
	d.fail, d.half = func(n int) bool { return n == k }, half
	a := newArray(t, o, d)
	w := newWorkload(t, a, errBus)
	for range 120 {
		w.random()
	}
	if err := w.m.Flush(); err != nil {
		require.ErrorIs(t, err, errBus)
		w.failed++
		require.NoError(t, w.m.Flush(), "a second Flush writes what the first could not")
	}
	if k > 0 {
		aheadOnly := int(a.Counters().Retries) // what was to be read ahead only is not missed
		require.Equal(t, 1, w.failed+aheadOnly, "transfer %d was not missed", k)
	}
	got := make([]byte, len(w.model))
	require.NoError(t, w.m.ReadAt(got, 0))
	require.Equal(t, w.model, got, "with a failure of transfer %d", k)
	return d.count
}

// Whichever transfer fails, the operation that needed it says so, nothing else is lost, and everything goes on afterwards.
func TestFaultAtEveryTransfer(t *testing.T) {
	for _, o := range []sram.ArrayOpts{{Cache: 64, Line: 32, Retries: sram.NoRetries}, {Cache: 1024, Line: 64, Retries: sram.NoRetries}, {Cache: 1024, Line: 64, Retries: sram.NoRetries, Verify: true}, {Cache: 1024, Line: 64, Retries: sram.NoRetries, Checksum: true}} {
		t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) {
			n := runFaulty(t, o, 0, false)
			require.Greater(t, n, 50)
			for k := 1; k <= n-20; k++ { // the last ones belong to the comparison
				runFaulty(t, o, k, k%2 == 0)
			}
		})
	}
}

func TestRetries(t *testing.T) {
	d := newRAM(4096)
	a := newArray(t, sram.ArrayOpts{Cache: 64, Line: 32, Retries: 2}, d)
	m := memoryOn(t, a, mem.Type{Min: 4096, PageSize: 1})
	require.NoError(t, m.PutUint8(0, 1))
	d.fail = func(n int) bool { return n <= 2 }
	require.NoError(t, m.Flush())
	require.EqualValues(t, 2, a.Counters().Retries)
	require.EqualValues(t, 2, a.Counters().Errors)
	require.EqualValues(t, 3, a.Counters().Transactions)

	require.NoError(t, m.PutUint8(0, 2))
	d.fail = func(int) bool { return true }
	err := m.Flush()
	require.EqualError(t, err, "sram: write of 8 bytes at 0x0 of ram: the bus is broken")
	var e *sram.DeviceError
	require.ErrorAs(t, err, &e)
	require.Equal(t, 6, d.count, "the first try and two more")
	require.ErrorIs(t, m.Close(), errBus)
	require.Zero(t, m.Size(), "closed all the same")
	d.fail = nil
	require.NoError(t, a.Halt(), "flushes what Close could not")
	require.Equal(t, byte(2), d.b[0])
	require.True(t, d.halted)
	require.NoError(t, m.Close())
	require.EqualValues(t, 4096, a.Free())
}

// A chip that silently drops writes is found out by Verify only.
func TestVerify(t *testing.T) {
	for _, verify := range []bool{false, true} {
		d := &deaf{newRAM(4096)}
		a := newArray(t, sram.ArrayOpts{Cache: 64, Line: 32, Verify: verify, Retries: sram.NoRetries}, d)
		m := memoryOn(t, a, mem.Type{Min: 4096, PageSize: 1})
		require.NoError(t, m.PutUint8(0, 7))
		if err := m.Flush(); verify {
			require.ErrorIs(t, err, sram.ErrVerify)
		} else {
			require.NoError(t, err)
		}
	}
}

// deaf ignores writes.
type deaf struct{ *ram }

func (d *deaf) Transfer(_ uint64, _ []byte, raddr uint64, r []byte) error {
	return d.ram.Transfer(0, nil, raddr, r)
}
