package main

import (
	"fmt"
	"time"

	"example.com/chips/internal/samples"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/periph"
	"github.com/wasm2go/wasm2go/mem/sram/persist"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

//go:generate go tool wasm2go -mem sram -o internal/samples wasm/samples.wasm

// A Log has the last samples of a sensor, on a chip that keeps them without power. Its memory is that of a WebAssembly module.
type Log struct {
	samples *samples.Instance
	array   *sram.Array
	store   *persist.Store
}

// OpenLog opens the log on the chips that a text names, as in "chip=MB85RS256B,hz=8MHz" or, for an emulated one,
// "sim:chip=MB85RS256B,file=content.bin".
func OpenLog(chips string) (*Log, error) {
	s, err := spec.Parse(chips)
	if err != nil {
		return nil, err
	}
	var store *persist.Store
	s.Wrap = func(d sram.Device) (sram.Device, error) {
		store, err = persist.Open(d, persist.Opts{})
		return store, err
	}
	array, err := periph.OpenSpec(s)
	if err != nil {
		return nil, err
	}
	l, err := newLog(array, store)
	if err != nil {
		array.Halt()
		return nil, err
	}
	return l, nil
}

// newLog makes the log on an array whose device is the store: the one of the last checkpoint, where there is one.
func newLog(array *sram.Array, store *persist.Store) (*Log, error) {
	m, err := samples.New(sram.On(array), store.Keep())
	if err != nil {
		return nil, err
	}
	return &Log{m, array, store}, nil
}

// Close closes the chips. What was added is there at the next start.
func (l *Log) Close() error {
	l.samples.Close()
	return l.array.Halt()
}

// Add adds a sample, in thousandths of a degree. It is kept once Add has returned; if the power goes before, it is as if Add had not been
// called.
func (l *Log) Add(at time.Time, value int32) error {
	if err := l.samples.Add(int32(uint32(at.Unix())), value); err != nil {
		return err
	}
	return l.store.Checkpoint()
}

// Count is how many samples were ever added.
func (l *Log) Count() (uint32, error) {
	n, err := l.samples.Count()
	return uint32(n), err
}

// Summary says in one line what the samples are that are kept.
func (l *Log) Summary() (string, error) {
	kept, err := l.samples.Kept()
	if err != nil {
		return "", err
	}
	if kept == 0 {
		return "no samples", nil
	}
	since, err := l.samples.Since()
	if err != nil {
		return "", err
	}
	var figures [3]float64
	for i, figure := range []func() (int32, error){l.samples.Least, l.samples.Mean, l.samples.Most} {
		v, err := figure()
		if err != nil {
			return "", err
		}
		figures[i] = float64(v) / 1000
	}
	return fmt.Sprintf("%d samples since %s, least %.1f, mean %.1f, most %.1f", kept, time.Unix(int64(uint32(since)), 0).UTC().Format(time.DateTime),
		figures[0], figures[1], figures[2]), nil
}
