package compiler_test

import (
	"bytes"
	"fmt"
	"log"
	"os"

	"github.com/wasm2go/wasm2go/compiler"
)

// What the command does, as a function: a module in, the files of a package out.
func ExampleTranslate() {
	module, err := os.ReadFile("../testdata/kernels/fib.wasm")
	if err != nil {
		log.Fatal(err)
	}
	out, err := compiler.Translate(module, compiler.Options{Name: "fib", Input: "fib.wasm"})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range out.Files {
		fmt.Println(f.Name)
		for line := range bytes.Lines(f.Data) {
			if bytes.HasPrefix(line, []byte("func (m *Instance) Run")) {
				fmt.Printf("\t%s", line)
			}
		}
	}
	// Output:
	// fib.go
	// 	func (m *Instance) Run(v0 int32) (r0 int32, err error) {
}
