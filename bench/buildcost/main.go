// Command buildcost tells what it costs to translate a module and to build the translation.
//
//	cd bench && go run ./buildcost [-mem NAME] [-gcflags FLAGS] FILE.wasm...
//
// CPU time and peak memory are those of the largest process of a step and its children. The Go build runs with -p 1, and
// everything but the translated package comes from the build cache.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/wasm2go/wasm2go/bench/internal/cost"
	"github.com/wasm2go/wasm2go/bench/internal/scratch"
)

func main() {
	mem := flag.String("mem", "guard", "memory backend")
	gcflags := flag.String("gcflags", "", "flags for the Go compiler")
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	for _, wasm := range flag.Args() {
		if err := run(*mem, *gcflags, wasm); err != nil {
			fmt.Fprintln(os.Stderr, "buildcost:", err)
			os.Exit(1)
		}
	}
}

func run(mem, gcflags, wasm string) error {
	dir, err := os.MkdirTemp("", "wasm2go-buildcost-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	m, err := scratch.New(dir, "..")
	if err != nil {
		return err
	}
	module, err := os.Stat(wasm)
	if err != nil {
		return err
	}
	fmt.Printf("%s, %.2f MB, -mem %s\n", filepath.Base(wasm), megabytes(module.Size()), mem)

	price, err := cost.Translate(m, wasm, "translated", mem)
	if err != nil {
		return err
	}
	fmt.Printf("  translate  %v, %.1f MB/s\n", price, megabytes(module.Size())/price.Wall.Seconds())
	if err := printSource(filepath.Join(dir, "translated")); err != nil {
		return err
	}
	if price, err = cost.Build(m, "translated", gcflags); err != nil {
		return err
	}
	fmt.Printf("  go build   %v\n", price)
	if program, err := os.Stat(filepath.Join(dir, "translated.program")); err == nil {
		fmt.Printf("  output     %.1f MB\n", megabytes(program.Size()))
	}
	return nil
}

// printSource tells how much was written.
func printSource(dir string) error {
	var files int
	var source, lines, data int64
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		if filepath.Ext(path) == ".go" {
			source += int64(len(text))
			lines += int64(strings.Count(string(text), "\n"))
		} else {
			data += int64(len(text))
		}
		return nil
	})
	fmt.Printf("  source     %.2f MB of Go in %d lines, %.2f MB of data, %d files\n", megabytes(source), lines, megabytes(data), files)
	return err
}

func megabytes(bytes int64) float64 { return float64(bytes) / 1e6 }
