package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler"
)

// engines are what can run a module.
var engines = []string{"go", "interp", "both"}

// checkEngine refuses unknown engines, and memories that an engine cannot have.
func (f *runFlags) checkEngine() error {
	if !slices.Contains(engines, f.engine) {
		return usagef("unknown engine %q: there are %s", f.engine, strings.Join(engines, ", "))
	}
	if f.engine != "go" && f.backend.Own {
		return usagef("-mem %s is Go code: with -engine %s there are %s", f.mem, f.engine, strings.Join(compiler.Backends(), ", "))
	}
	switch {
	case f.engine == "both" && f.backend.Device:
		return usageError("-engine both compares memories in the process: use -mem guard or slice")
	case f.engine == "both" && f.memSize == "heap-base":
		return usageError("-engine both compares whole memories: use -memsize declared")
	case f.engine == "interp" && f.interp.pattern != "":
		return usageError("-interp says which functions of a translated module are interpreted; -engine interp interprets all")
	}
	return nil
}

func notCommand(module string) error {
	return fmt.Errorf("%s is not a WASI command: it does not export a function _start without parameters and results", module)
}

// noMemory says that a flag changes nothing. It is no error, for one command line may be for many modules.
func (s streams) noMemory(module, flag string) {
	s.note("%s: %s changes nothing: the module has no memory", module, flag)
}
