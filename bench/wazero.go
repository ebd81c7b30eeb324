package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// A wazeroRunner runs the kernels in this process.
type wazeroRunner struct {
	runtime wazero.Runtime
	run     map[string]api.Function
}

func newWazeroCompiler(_ string, ks []kernel) (runner, error) {
	if !wazeroCompiles() {
		return nil, fmt.Errorf("wazero has no compiler for this platform")
	}
	return newWazero(wazero.NewRuntimeConfigCompiler(), ks)
}

func newWazeroInterpreter(_ string, ks []kernel) (runner, error) {
	return newWazero(wazero.NewRuntimeConfigInterpreter(), ks)
}

// wazeroCompiles tells whether the compiler works here: on other platforms making its runtime panics.
func wazeroCompiles() (ok bool) {
	defer func() { ok = recover() == nil }()
	ctx := context.Background()
	return wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigCompiler()).Close(ctx) == nil
}

func newWazero(config wazero.RuntimeConfig, ks []kernel) (runner, error) {
	ctx := context.Background()
	w := &wazeroRunner{runtime: wazero.NewRuntimeWithConfig(ctx, config), run: map[string]api.Function{}}
	for _, k := range ks {
		wasm, err := os.ReadFile(k.wasm())
		if err != nil {
			return nil, err
		}
		instance, err := w.runtime.InstantiateWithConfig(ctx, wasm, wazero.NewModuleConfig().WithName(k.name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k.name, err)
		}
		w.run[k.name] = instance.ExportedFunction("run")
	}
	return w, nil
}

func (w *wazeroRunner) Run(k kernel, n int32) (int32, time.Duration, error) {
	stack := []uint64{api.EncodeI32(n)}
	start := time.Now()
	err := w.run[k.name].CallWithStack(context.Background(), stack)
	elapsed := time.Since(start)
	return api.DecodeI32(stack[0]), elapsed, err
}

func (w *wazeroRunner) Close() error { return w.runtime.Close(context.Background()) }
