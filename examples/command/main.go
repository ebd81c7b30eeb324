// Command command lists the words of its standard input that are in none of the dictionaries named as arguments.
//
// It is a WASI command written in C, translated to Go: one binary without cgo, with the dictionaries in it.
package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"example.com/command/internal/spell"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// Without -pkg a WASI command becomes a package main, which is all there is to write for one that needs no files of its own.
//
//go:generate go tool wasm2go -pkg spell -o internal/spell wasm/spell.wasm

//go:embed dictionaries
var embedded embed.FS

func main() {
	code, err := run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	if err != nil {
		fmt.Fprintln(os.Stderr, "command:", err)
		code = 1
	}
	os.Exit(code)
}

// run runs the command once and returns its exit code. It sees the dictionaries as its root directory, and nothing else of the machine.
func run(dictionaries []string, in io.Reader, out, errs io.Writer) (int, error) {
	root, err := fs.Sub(embedded, "dictionaries")
	if err != nil {
		return 0, err
	}
	sys, err := wasitarget.New(wasitarget.Config{
		Args:   append([]string{"spell"}, dictionaries...),
		Dirs:   []wasitarget.Dir{{FS: root}},
		Stdin:  in,
		Stdout: out,
		Stderr: errs,
	})
	if err != nil {
		return 0, err
	}
	defer sys.Close()
	m, err := spell.New(spell.Imports{WasiSnapshotPreview1: sys.Preview1()})
	if err != nil {
		return 0, err
	}
	defer m.Close()

	err = m.Start()
	if exit, ok := errors.AsType[*wasitarget.ExitError](err); ok {
		return int(exit.Code) & 0xff, nil
	}
	return 0, err
}
