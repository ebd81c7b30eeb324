package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/wasm2go/wasm2go/bench/internal/cost"
	"github.com/wasm2go/wasm2go/bench/internal/scratch"
)

// A version is a state of this repository: the one to compare with, or the work tree.
type version struct {
	name, root string
	flags      []string // of the translator
}

// aligned has the linker put functions at multiples of a cache line. Else luck decides where in a line the interpreter's loop begins, and
// that alone makes it half as fast again, or not.
const aligned = "-ldflags=-funcalign=64"

// versionEngines are what two versions are compared on. Everything is built by and from the version itself, in a module and processes of
// its own: both have the same package paths.
func versionEngines(v version) []engine {
	var list []engine
	for _, mem := range []string{"guard", "slice", "sram"} {
		list = append(list, engine{name: mem, build: func(dir string, ks []kernel) (runner, error) {
			return buildWasm2go(v.root, mem, dir, ks, v.flags, aligned)
		}})
	}
	return append(list, engine{name: "interp", slow: true, build: func(dir string, ks []kernel) (runner, error) {
		return buildInterp(v.root, dir, ks, aligned)
	}})
}

// against compares the work tree with another version: the kernels, and what translating and building a module costs.
func against(o options, dir string, ks []kernel, wanted *regexp.Regexp) error {
	old, err := openVersion(o.against, filepath.Join(dir, "version"))
	if err != nil {
		return err
	}
	versions := [2]version{old, {strings.TrimSpace("work tree " + o.flags), root, strings.Fields(o.flags)}}
	c := &comparison{kernels: ks}
	for i, e := range versionEngines(versions[0]) {
		if !wanted.MatchString(e.name) {
			continue
		}
		p := pair{engine: e.name, slow: e.slow}
		for j, v := range versions {
			own := filepath.Join(dir, fmt.Sprint(e.name, j))
			if err := os.Mkdir(own, 0o777); err != nil {
				return err
			}
			fmt.Fprintf(os.Stderr, "building %s of %s\n", e.name, v.name)
			if p.runners[j], err = versionEngines(v)[i].build(own, ks); err != nil {
				return fmt.Errorf("%s of %s: %w", e.name, v.name, err)
			}
			defer p.runners[j].Close()
		}
		c.pairs = append(c.pairs, p)
	}
	if err := c.measure(o.count); err != nil {
		return err
	}
	fmt.Printf("Run time, %s / %s: of each the least of %d rounds\n\n", versions[1].name, versions[0].name, o.count)
	c.write(os.Stdout)
	return compareCosts(o, dir, versions)
}

// openVersion makes a copy of a commit in dir, unless what names a directory.
func openVersion(what, dir string) (version, error) {
	if _, err := os.Stat(filepath.Join(what, "go.mod")); err == nil {
		path, err := filepath.Abs(what)
		return version{name: what, root: path}, err
	}
	commit, err := scratch.Command(root, "git", "rev-parse", "--verify", "--quiet", what+"^{commit}").Output()
	if err != nil {
		return version{}, fmt.Errorf("-against %s is neither a copy of the repository nor a commit", what)
	}
	id := string(commit[:len(commit)-1])
	if err := scratch.Run(scratch.Command(root, "git", "clone", "--quiet", "--shared", "--no-checkout", ".", dir)); err != nil {
		return version{}, err
	}
	return version{name: what, root: dir}, scratch.Run(scratch.Command(dir, "git", "checkout", "--quiet", "--detach", id))
}

// compareCosts tells what translating a module and building its translation costs in both versions.
func compareCosts(o options, dir string, versions [2]version) error {
	wasm, err := costModule(o.module)
	if err != nil {
		fmt.Printf("\ntranslating and building are left out: %v\n", err)
		return nil
	}
	file, err := os.Stat(wasm)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "translating and building %s\n", filepath.Base(wasm))
	var modules [2]*scratch.Module
	for i, v := range versions {
		own := filepath.Join(dir, fmt.Sprint("cost", i))
		if err := os.Mkdir(own, 0o777); err != nil {
			return err
		}
		if modules[i], err = scratch.New(own, v.root); err != nil {
			return err
		}
	}
	var translations, builds [2]cost.Price
	for round := range o.count {
		for _, i := range order(round) {
			p, err := cost.Translate(modules[i], wasm, "translated", "guard")
			if err != nil {
				return err
			}
			if round == 0 || p.Wall < translations[i].Wall {
				translations[i] = p
			}
		}
	}
	for _, i := range order(0) {
		if builds[i], err = cost.Build(modules[i], "translated", ""); err != nil {
			return err
		}
	}
	mb := float64(file.Size()) / 1e6
	fmt.Printf("\n%s, %.2f MB, -mem guard\n", filepath.Base(wasm), mb)
	for i, v := range versions {
		fmt.Printf("  %s: translated at %.2f MB/s (%v)\n", v.name, mb/translations[i].Wall.Seconds(), translations[i])
	}
	fmt.Printf("  time new / old: %.2f, CPU time %.2f (the least of %d rounds)\n",
		ratio(translations[1].Wall, translations[0].Wall), ratio(translations[1].CPU, translations[0].CPU), o.count)
	for i, v := range versions {
		fmt.Printf("  %s: go build takes %v\n", v.name, builds[i])
	}
	fmt.Printf("  CPU time new / old: %.2f, peak memory %.2f (one build each)\n",
		ratio(builds[1].CPU, builds[0].CPU), float64(builds[1].Peak)/float64(builds[0].Peak))
	return nil
}

// costModule is the module to translate and build: the one that the user names, or SQLite's speedtest1, which is built if it is not there.
func costModule(file string) (string, error) {
	if file != "" {
		return file, nil
	}
	_, err := selectPrograms("^speedtest1$")
	return cached("speedtest1.wasm"), err
}

// order alternates which version goes first, so that neither always meets what the other left in the caches.
func order(round int) [2]int {
	if round%2 == 0 {
		return [2]int{0, 1}
	}
	return [2]int{1, 0}
}

func ratio(a, b time.Duration) float64 { return a.Seconds() / b.Seconds() }
