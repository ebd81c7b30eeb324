package dylink_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/interp/dylink"
)

// A program, which may as well be a translated one, gets a library while it runs: plain.c in testdata/dylink, which calls functions of the
// program and has a part of its memory.
func Example() {
	const dir = "../../../testdata/dylink/"
	file, err := os.ReadFile(dir + "bare32.wasm")
	if err != nil {
		log.Fatal(err)
	}
	module, err := interp.Compile(file, interp.Options{})
	if err != nil {
		log.Fatal(err)
	}
	program, err := module.Instantiate(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer program.Close()

	linker, err := dylink.New(program, dylink.Options{
		Open: func(name string) ([]byte, error) { return os.ReadFile(dir + name) },
	})
	if err != nil {
		log.Fatal(err)
	}
	library, err := linker.Load(context.Background(), "plain32.wasm", nil)
	if err != nil {
		log.Fatal(err)
	}
	answer, err := library.Func("answer")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.Call(int32(20)))
	// Output: [46] <nil>
}
