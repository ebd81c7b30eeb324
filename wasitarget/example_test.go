package wasitarget_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// A command sees what its Config says, and nothing else of the host. Of a translated one New takes
// Imports{WasiSnapshotPreview1: sys.Preview1()}, and Start is _start.
func Example() {
	sys, err := wasitarget.New(wasitarget.Config{
		Args:   []string{"exit"},
		Stdout: os.Stdout,
	})
	if err != nil {
		log.Fatal(err)
	}
	defer sys.Close()
	err = start(sys, "../testdata/programs/exit.wasm")
	if exit, ok := errors.AsType[*wasitarget.ExitError](err); ok {
		fmt.Println("exit code", exit.Code)
	}
	// Output:
	// to stdout, and flushed at the end
	// second registered, first run
	// first registered, last run
	// exit code 7
}

func start(sys *wasitarget.System, path string) error {
	file, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	module, err := interp.Compile(file, interp.Options{})
	if err != nil {
		return err
	}
	m, err := module.Instantiate(context.Background(), sys, wasitarget.Options(sys)...)
	if err != nil {
		return err
	}
	defer m.Close()
	f, err := m.Func("_start")
	if err != nil {
		return err
	}
	_, err = f.Call(context.Background())
	return err
}

// Each thread of a guest is an instance over the memory that all of them import. This one is interpreted; of a translated package it is New
// that makes an instance.
func ExampleThreads() {
	file, err := os.ReadFile("../golden/threads/testdata/threads.wasm")
	if err != nil {
		log.Fatal(err)
	}
	module, err := interp.Compile(file, interp.Options{})
	if err != nil {
		log.Fatal(err)
	}
	sys, err := wasitarget.New(wasitarget.Config{Args: []string{"threads", "mutex"}, Stdout: os.Stdout})
	if err != nil {
		log.Fatal(err)
	}
	defer sys.Close()
	memory, err := interp.Guard.Make(mem.Type{Min: 3, Max: 1024, HasMax: true, Shared: true}, nil)
	if err != nil {
		log.Fatal(err)
	}
	threads := wasitarget.NewThreads(sys, memory, func(sys *wasitarget.System) (rt.Instance, error) {
		return module.Instantiate(context.Background(), rt.Store{
			"env":                  rt.Module{"memory": memory},
			wasitarget.ModuleName:  sys.Functions(),
			wasitarget.ThreadsName: rt.Module{"thread-spawn": sys.ThreadSpawn},
		})
	})
	if err := threads.Command(); err != nil {
		log.Fatal(err)
	}
	// Output: mutex 4000
}

// Files that a guest may write need no disk: the host reads them afterwards, and can put some there before.
func ExampleMemFS() {
	files := wasitarget.NewMemFS(wasitarget.MemOptions{Bytes: 1 << 20})
	if err := files.WriteFile("in.txt", []byte("for the guest")); err != nil {
		log.Fatal(err)
	}
	sys, err := wasitarget.New(wasitarget.Config{Dirs: []wasitarget.Dir{{FS: files}}})
	if err != nil {
		log.Fatal(err)
	}
	defer sys.Close()
	// ... run the guest ...
	text, err := fs.ReadFile(files, "in.txt")
	fmt.Printf("%s, %v\n", text, err)
	// Output: for the guest, <nil>
}
