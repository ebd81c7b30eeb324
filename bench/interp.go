package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/wasm2go/wasm2go/compiler/interp"
)

// An interpRunner runs the kernels in this process, on wasm2go's interpreter.
type interpRunner map[string]*interp.Function

func newInterp(backend interp.Backend, ks []kernel) (runner, error) {
	r := interpRunner{}
	for _, k := range ks {
		wasm, err := os.ReadFile(k.wasm())
		if err != nil {
			return nil, err
		}
		m, err := interp.Compile(wasm, interp.Options{Name: k.name, Mem: backend})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k.name, err)
		}
		instance, err := m.Instantiate(context.Background(), nil)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k.name, err)
		}
		if r[k.name], err = instance.Func("run"); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r interpRunner) Run(k kernel, n int32) (int32, time.Duration, error) {
	slots := []uint64{uint64(uint32(n))}
	start := time.Now()
	err := r[k.name].CallSlots(context.Background(), slots)
	elapsed := time.Since(start)
	return int32(slots[0]), elapsed, err
}

func (r interpRunner) Close() error { return nil }
