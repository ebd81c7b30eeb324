package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// child does a task with an engine that needs no program of its own.
func child(engine, task, data string) error {
	switch engine {
	case "go":
		return plain(task, filepath.Join(data, "file"))
	case "interp":
		return interpreted(task, data)
	case "wazero":
		return onWazero(task, data)
	}
	return fmt.Errorf("unknown engine %q", engine)
}

// plain is the program in Go.
func plain(task, file string) error {
	piece := make([]byte, 64<<10)
	transfer := func(f *os.File, do func([]byte) (int, error), err error) error {
		for i := 0; err == nil && i < 4096; i++ {
			_, err = do(piece)
		}
		return errors.Join(err, f.Close())
	}
	switch task {
	case "write":
		f, err := os.Create(file)
		return transfer(f, f.Write, err)
	case "read":
		f, err := os.Open(file)
		return transfer(f, f.Read, err)
	case "clock":
		start := time.Now()
		for range 1_000_000 {
			if time.Since(start) < 0 {
				return errors.New("time goes backwards")
			}
		}
	}
	return nil
}

func interpreted(task, data string) error {
	wasm, err := os.ReadFile(module)
	if err != nil {
		return err
	}
	m, err := interp.Compile(wasm, interp.Options{})
	if err != nil {
		return err
	}
	system, err := wasitarget.New(wasitarget.Config{
		Args: []string{"hostcalls", task, "/data/file"}, Dirs: []wasitarget.Dir{{Host: data, Guest: "/data"}},
	})
	if err != nil {
		return err
	}
	defer system.Close()
	ctx := context.Background()
	instance, err := m.Instantiate(ctx, system)
	if err != nil {
		return err
	}
	defer instance.Close()
	start, err := instance.Func("_start")
	if err == nil {
		err = start.CallSlots(ctx, nil)
	}
	if exit := new(wasitarget.ExitError); errors.As(err, &exit) && exit.Code == 0 {
		return nil
	}
	return err
}

func onWazero(task, data string) error {
	wasm, err := os.ReadFile(module)
	if err != nil {
		return err
	}
	ctx := context.Background()
	runtime := wazero.NewRuntime(ctx)
	defer runtime.Close(ctx)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
		return err
	}
	_, err = runtime.InstantiateWithConfig(ctx, wasm, wazero.NewModuleConfig().WithArgs("hostcalls", task, "/data/file").
		WithFSConfig(wazero.NewFSConfig().WithDirMount(data, "/data")).WithSysWalltime().WithSysNanotime())
	if exit := new(sys.ExitError); errors.As(err, &exit) && exit.ExitCode() == 0 {
		return nil
	}
	return err
}
