package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/debuginfo"
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// dwarfFlags say what becomes of a module's debug information. Translate and run share them.
type dwarfFlags struct {
	on   bool
	maps listFlag

	external []byte // debug information beside the module, once read has run
}

func (f *dwarfFlags) register(fs *flags) {
	fs.toggle(&f.on, flagRow{"dwarf", "",
		"take lines and names of variables from the module's debug information (-g): call stacks, pprof and debuggers show the source", inOutput})
	fs.value(&f.maps, flagRow{"dwarf-map", "OLD=NEW",
		"with -dwarf: name source files below OLD as if they were below NEW; may be repeated. Without it, files below the directory that " +
			"the compiler ran in have names relative to it", inOutput})
}

func (f *dwarfFlags) check() error {
	for _, m := range f.maps {
		if old, _, ok := strings.Cut(m, "="); !ok || old == "" {
			return usagef("-dwarf-map %q: OLD=NEW is wanted, two directories", m)
		}
	}
	if len(f.maps) > 0 && !f.on {
		return usageError("-dwarf-map wants -dwarf")
	}
	return nil
}

// read reads the debug information that is not in the module but in a file beside it. It runs once for a module, so that what a cached
// program is known by is what it was made of.
func (f *dwarfFlags) read(module string, file []byte) {
	if f.on {
		f.external = externalInfo(module, file)
	}
}

// set tells the translator what to do with a module's debug information.
func (f *dwarfFlags) set(o *compiler.Options) {
	o.Dwarf, o.External = f.on, f.external
	for _, m := range f.maps {
		old, new, _ := strings.Cut(m, "=")
		o.DwarfMap = append(o.DwarfMap, debuginfo.Mapping{Old: old, New: new})
	}
}

// externalInfo reads the file in which a module says its debug information is: one beside the module, or below. Nil where there is none, or
// where it cannot be read, which the translator says.
func externalInfo(module string, file []byte) []byte {
	customs, err := decode.Customs(file)
	if err != nil {
		return nil
	}
	name := debuginfo.External(&wasm.Module{Customs: customs})
	if name == "" {
		return nil
	}
	in, err := os.OpenInRoot(filepath.Dir(module), filepath.FromSlash(name))
	if err != nil {
		return nil
	}
	defer in.Close()
	if info, err := in.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return nil
	}
	return data
}
