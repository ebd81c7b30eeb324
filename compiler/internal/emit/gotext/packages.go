package gotext

import (
	"path"
	"slices"
)

// Packages is a set of packages that text names.
type Packages uint16

// The packages that generated code names in text.
const (
	RT Packages = 1 << iota
	ABI
	Vec
	Vector
	Interp
	Math
	Bits
	Slices
	Sort
	Context
	Unsafe
	CPU
	Atomics
)

// packages gives for each its import path, below the runtime's where it is one of the runtime's.
var packages = []struct {
	set     Packages
	path    string
	runtime bool
}{
	{RT, "rt", true}, {ABI, "rt/abi", true}, {Vec, "rt/vec", true}, {Vector, "rt/abi/vector", true}, {Interp, "compiler/interp", true},
	{Math, "math", false}, {Bits, "math/bits", false}, {Slices, "slices", false}, {Sort, "sort", false},
	{Context, "context", false}, {Unsafe, "unsafe", false}, {CPU, "rt/abi/cpu", true},
	{Atomics, "rt/abi/atomics", true},
}

// Paths lists the import paths in order, where those of the runtime's packages begin with runtime.
func (p Packages) Paths(runtime string) []string {
	var paths []string
	for _, pkg := range packages {
		switch {
		case p&pkg.set == 0:
		case pkg.runtime:
			paths = append(paths, runtime+"/"+pkg.path)
		default:
			paths = append(paths, pkg.path)
		}
	}
	slices.Sort(paths)
	return paths
}

// OfRuntime lists the paths of all packages of the runtime's that there are, below the runtime's.
func OfRuntime() (paths []string) {
	for _, pkg := range packages {
		if pkg.runtime {
			paths = append(paths, pkg.path)
		}
	}
	return paths
}

// Named returns the package with that name; ok is false if there is none in the table.
func Named(name string) (p Packages, ok bool) {
	for _, pkg := range packages {
		if path.Base(pkg.path) == name {
			return pkg.set, true
		}
	}
	return 0, false
}
