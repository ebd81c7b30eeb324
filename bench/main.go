// Command bench compares wasm2go with other ways of running a WebAssembly module: native code of the same C source, wabt's
// wasm2c, and wazero's compiler and interpreter. Engines that are not installed are left out with the reason.
//
//	cd bench && go run . [-programs | -wasm3 | -simd] [-count N] [-run REGEXP] [-engines REGEXP] [-mem NAMES] [-svg PATH]
//	cd bench && go run . -against COMMIT|DIR [-flags FLAGS] [-module FILE] [-count N] [-run REGEXP] [-engines REGEXP]
//
// Every engine is made ready first; then, kernel by kernel, all of them run in turn, N times over, so that a disturbance of
// the machine meets all alike. The minimum counts. Only the call is timed, not compiling or instantiating. All engines
// must return the same result. Memory of sram is on simulated chips, all in the cache, unless WASM2GO_SRAM says otherwise.
//
// With -against COMMIT, or the directory of a copy of the repository, it compares wasm2go with that version of itself: run time of the
// kernels, and what translating and building a module costs. Each version is built from its own source; both run in turn.
//
// With -programs the load is not kernels but two WASI commands, SQLite's speedtest1 and Lua, which programs/build.sh builds
// from Debian's source packages. With -wasm3 it is modules that need WebAssembly 3.0, and the other engines are V8 and Go written by hand. With
// -simd it is kernels in vectors and the same without.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/wasm2go/wasm2go/mem/sram/open"
)

func main() {
	o := options{}
	flag.BoolVar(&o.programs, "programs", false, "compare SQLite and Lua instead of the kernels")
	flag.BoolVar(&o.wasm3, "wasm3", false, "compare modules with exceptions, typed references and objects, see wasm3, with V8 and Go written by hand")
	flag.BoolVar(&o.simd, "simd", false, "compare kernels in vectors, see simd, with the same without, with clang, V8 and wazero")
	flag.IntVar(&o.count, "count", 5, "runs of each engine and kernel; the minimum counts")
	flag.StringVar(&o.kernels, "run", "", "only kernels or programs that match this regular expression")
	flag.StringVar(&o.engines, "engines", "", "only engines that match this regular expression")
	flag.StringVar(&o.backends, "mem", "", "memory backends of wasm2go; default guard,slice,sram, without sram for the programs, which need more memory")
	flag.StringVar(&o.svg, "svg", "", "write the plot here and the table beside it (.md); default results.svg, or programs.svg, if nothing is left out")
	flag.StringVar(&o.against, "against", "", "compare with this commit, or with this copy of the repository, instead of other engines")
	flag.StringVar(&o.module, "module", "", "with -against: the module to translate and build; default SQLite's speedtest1")
	flag.StringVar(&o.flags, "flags", "", "with -against: flags of the work tree's translations of the kernels, such as -fuel")
	flag.Parse()
	modes := 0
	for _, mode := range []bool{o.programs, o.wasm3, o.simd} {
		if mode {
			modes++
		}
	}
	if flag.NArg() > 0 || o.count < 1 || modes > 1 || o.against != "" && (modes > 0 || o.svg != "" || o.backends != "") || o.against == "" && o.module+o.flags != "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	programs, wasm3, simd           bool
	count                           int
	kernels, engines, backends, svg string
	against, module, flags          string
}

// everythingCached are simulated chips behind a cache that has all of a kernel's memory: what sram costs beside the bus.
const everythingCached = "sim:chip=APS6404L*8,cache=32M,line=256"

func run(o options) error {
	if os.Getenv(open.Variable) == "" {
		if err := os.Setenv(open.Variable, everythingCached); err != nil {
			return err
		}
	}
	choose, all, backends, output := selectFrom(kernels), engines, "guard,slice,sram", "results.svg"
	var pairs [][2]string
	switch {
	case o.programs:
		choose, all, backends, output = selectPrograms, programEngines, "guard,slice", "programs.svg"
	case o.wasm3:
		choose, all, backends, output = selectFrom(wasm3), wasm3Engines, "guard,slice", ""
		pairs = wasm3Pairs
	case o.simd:
		choose, all, backends, output = selectFrom(simd), simdEngines, "guard,slice", ""
		pairs = simdPairs()
	}
	ks, err := choose(o.kernels)
	if err != nil {
		return err
	}
	wanted, err := regexp.Compile(o.engines)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "wasm2go-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if o.against != "" {
		return against(o, dir, ks, wanted)
	}

	r := &report{kernels: ks, count: o.count, times: map[cell]float64{}}
	for _, e := range all(strings.Split(cmp.Or(o.backends, backends), ",")) {
		if wanted.MatchString(e.name) {
			defer r.add(e, dir)()
		}
	}
	if err := r.measure(); err != nil {
		return err
	}
	r.writeTable(os.Stdout)
	r.writePairs(os.Stdout, pairs)
	if o.svg == "" {
		if o.kernels != "" || o.engines != "" || output == "" {
			return nil
		}
		o.svg = output
	}
	if err := os.WriteFile(o.svg, r.plot(), 0o666); err != nil {
		return err
	}
	return os.WriteFile(strings.TrimSuffix(o.svg, filepath.Ext(o.svg))+".md", r.markdown(), 0o666)
}
