package main

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// BenchmarkStartup measures the way from the file to the first call: SQLite's speedtest1, a module of a megabyte, is compiled, linked
// and started, and ends at once because it does not know its argument.
//
//	go test -run - -bench Startup
func BenchmarkStartup(b *testing.B) {
	wasm, err := os.ReadFile(cached("speedtest1.wasm"))
	if err != nil {
		b.Skipf("%v: run go run . -programs, which builds it", err)
	}
	args := []string{"speedtest1", "--unknown"}
	ctx := context.Background()
	b.Run("interp", func(b *testing.B) {
		for b.Loop() {
			m, err := interp.Compile(wasm, interp.Options{})
			if err != nil {
				b.Fatal(err)
			}
			system, err := wasitarget.New(wasitarget.Config{Args: args})
			if err != nil {
				b.Fatal(err)
			}
			instance, err := m.Instantiate(ctx, system)
			if err != nil {
				b.Fatal(err)
			}
			start, err := instance.Func("_start")
			if err != nil {
				b.Fatal(err)
			}
			var exit *wasitarget.ExitError
			if err := start.CallSlots(ctx, nil); !errors.As(err, &exit) {
				b.Fatal(err)
			}
			instance.Close()
		}
	})
	b.Run("wazero interp", func(b *testing.B) {
		for b.Loop() {
			runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
			if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
				b.Fatal(err)
			}
			_, err := runtime.InstantiateWithConfig(ctx, wasm, wazero.NewModuleConfig().WithArgs(args...))
			var exit *sys.ExitError
			if !errors.As(err, &exit) {
				b.Fatal(err)
			}
			runtime.Close(ctx)
		}
	})
}
