package main

import (
	"embed"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/wasm2go/wasm2go/bench/internal/scratch"
)

//go:embed drivers
var drivers embed.FS

// cFlags leave out vectorisation, which none of the other engines does (the kernels of simd say themselves what is a vector), and fused multiply-add, which changes results.
var cFlags = []string{"-O2", "-fno-vectorize", "-fno-slp-vectorize", "-ffp-contract=off"}

// gccFlags says the same to gcc.
var gccFlags = []string{"-O2", "-fno-tree-vectorize", "-fno-tree-slp-vectorize", "-ffp-contract=off", "-w"}

func compilerFlags(cc string) []string {
	if cc == "gcc" {
		return gccFlags
	}
	return cFlags
}

// buildNative compiles the kernels' C sources and links them with the driver.
func buildNative(cc, dir string, ks []kernel) (runner, error) {
	if _, err := exec.LookPath(cc); err != nil {
		return nil, err
	}
	objects := []string{}
	for _, k := range ks {
		source, err := filepath.Abs(k.source())
		if err != nil {
			return nil, err
		}
		object := k.name + ".o"
		args := append([]string{"-Drun=call_" + k.name, "-c", source, "-o", object}, compilerFlags(cc)...)
		args = append(args, k.flags()...)
		if err := scratch.Run(scratch.Command(dir, cc, args...)); err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
	if err := copyDriver(dir, "native.c"); err != nil {
		return nil, err
	}
	return linkDriver(cc, dir, ks, append(objects, "native.c"))
}

// buildWasm2c translates the kernels with wabt's wasm2c and compiles that with gcc. On 64-bit Linux its memory is protected
// by guard pages, as is wasm2go's guard backend.
func buildWasm2c(dir string, ks []kernel) (runner, error) {
	for _, tool := range []string{"wasm2c", "gcc"} {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, err
		}
	}
	const runtime = "/usr/share/wabt/wasm2c" // Debian's place for it
	inputs := []string{filepath.Join(runtime, "wasm-rt-impl.c"), "-I" + runtime}
	for _, k := range ks {
		wasm, err := filepath.Abs(k.wasm())
		if err != nil {
			return nil, err
		}
		if err := scratch.Run(scratch.Command(dir, "wasm2c", wasm, "-n", k.name, "-o", k.name+".c")); err != nil {
			return nil, err
		}
		inputs = append(inputs, k.name+".c")
	}
	glue, err := drivers.ReadFile("drivers/wasm2c.c.tmpl")
	if err != nil {
		return nil, err
	}
	if err := writeDriver(filepath.Join(dir, "wasm2c_glue.c"), glue, ks); err != nil {
		return nil, err
	}
	return linkDriver("gcc", dir, ks, append(inputs, "wasm2c_glue.c"))
}

// linkDriver links the inputs with driver.c and starts the program.
func linkDriver(cc, dir string, ks []kernel, inputs []string) (runner, error) {
	if err := copyDriver(dir, "driver.c"); err != nil {
		return nil, err
	}
	var list strings.Builder
	for _, k := range ks {
		list.WriteString("KERNEL(" + k.name + ")\n")
	}
	if err := os.WriteFile(filepath.Join(dir, "kernels.h"), []byte(list.String()), 0o666); err != nil {
		return nil, err
	}
	args := append(compilerFlags(cc), "-I.", "driver.c", "-o", "driver")
	if err := scratch.Run(scratch.Command(dir, cc, append(append(args, inputs...), "-lm")...)); err != nil {
		return nil, err
	}
	return startProcess(filepath.Join(dir, "driver"))
}

func copyDriver(dir, name string) error {
	data, err := drivers.ReadFile("drivers/" + name)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name), data, 0o666)
}

// writeDriver writes the source that a driver template makes of the kernels' names.
func writeDriver(path string, source []byte, ks []kernel) error {
	t, err := template.New(filepath.Base(path)).Parse(string(source))
	if err != nil {
		return err
	}
	var names []string
	for _, k := range ks {
		names = append(names, k.name)
	}
	var text strings.Builder
	if err := t.Execute(&text, names); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text.String()), 0o666)
}
