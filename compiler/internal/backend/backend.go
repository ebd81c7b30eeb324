// Package backend describes the memory backends: what the translator and its command have to know of the Go types that hold linear
// memories. What it says of a type must be true of package mem/NAME.
package backend

import (
	"fmt"
	"go/token"
	"math"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A Backend is a choice of Go types for a module's memories.
type Backend struct {
	Name   string // guard, slice, sram, or import/path.Type for one of the user's own
	Path   string // import path of its package
	Own    bool   // the package is the user's; else Path is relative to the runtime's
	Device bool   // memories live on a device, which outlives the process and is dear: constructors take the instance's core, which knows it

	Assembly string // build constraint of where assembly knows what the memories are, "" for nowhere

	Inline      passes.InlineBudget // where a type has calls instead of inlined accesses
	PackageSize int                 // bytes of bodies that a Go package should have at most
	MaxInstrs   int                 // instructions that a function may have at all

	plain  Type // for memories with i32 addresses
	pages  Type // the same, for pages of unusual size
	wide64 Type // for memories with i64 addresses

	// For memories of these kinds that threads share. They have no names where the backend has none.
	shared, sharedOthers Type
}

// A Type is a Go type for memories.
type Type struct {
	Name     string // of the type
	New      string // of its constructor
	Moves    bool   // its view changes as it grows
	Outlined bool   // it has a view whose accesses are calls
	Local    bool   // it is a mem.Local
	Faults   bool   // nothing checks accesses where there are guard pages, see passes.Floats
	Bare     bool   // Base is the address of its bytes, of which there are Size: for assembly
}

// Of is the type for memories of type t.
func (b *Backend) Of(t wasm.MemType) Type {
	isOther := t.Is64 || t.PageSize() != 1<<16
	switch {
	case t.Shared && isOther:
		return b.sharedOthers
	case t.Shared:
		return b.shared
	case t.Is64:
		return b.wide64
	case isOther:
		return b.pages
	}
	return b.plain
}

// Shares tells whether threads can share memories of the backend.
func (b *Backend) Shares() bool { return b.shared.Name != "" }

// What the Go compiler can take. It holds a package in memory: some 300 bytes for each byte of text with guard memory, 150 with sram, of
// which it inlines little in such modules, and up to three times as many with others, whose accesses do more than those of guard. All
// parts of a function are in one package: 2.5 GB and 50 seconds of the processor for a million instructions with guard, three to four
// times as much with others.
const (
	lightPackage, heavyPackage = 14 << 20, 5 << 20
	lightInstrs, heavyInstrs   = 2_000_000, 700_000
)

// Accesses of slice, which guard has too for 64-bit addresses and unusual pages, cost the Go compiler four times as much as those of
// guard, and in what it takes for a big function it stops halfway, and leaves a call inside each. Those of sram are larger still, and the
// time of a hit matters less.
var (
	sliceBudget = passes.InlineBudget{Function: 1000, Module: math.MaxInt}
	sramBudget  = passes.InlineBudget{Function: 250, Module: 8000}
)

// All returns the backends of this module, the default first.
func All() []Backend {
	slice := Type{Name: "Memory", New: "New", Moves: true, Outlined: true, Local: true, Bare: true}
	slice64 := Type{Name: "Memory64", New: "New64", Moves: true, Outlined: true, Local: true}
	sram := Type{Name: "Memory", New: "New", Outlined: true}
	shared := Type{Name: "Shared", New: "NewShared", Outlined: true, Local: true} // never moves; others see it grow, so that assembly does not know how large it is
	return []Backend{
		{
			Name: "guard", Path: "mem/guard", Assembly: "(amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows)", // where it reserves
			Inline: sliceBudget, PackageSize: lightPackage, MaxInstrs: lightInstrs,
			plain:  Type{Name: "Memory", New: "New", Local: true, Faults: true, Bare: true}, // reserves the address space it may need
			pages:  Type{Name: "Checked", New: "NewChecked", Moves: true, Outlined: true, Local: true},
			wide64: slice64,
			shared: Type{Name: "Shared", New: "NewShared", Local: true, Faults: true, Bare: true}, sharedOthers: Type{Name: "SharedChecked", New: "NewSharedChecked", Outlined: true, Local: true},
		},
		{
			Name: "slice", Path: "mem/slice", Assembly: "amd64 || arm64", Inline: sliceBudget, PackageSize: heavyPackage, MaxInstrs: heavyInstrs,
			plain: slice, pages: slice, wide64: slice64, shared: shared, sharedOthers: shared,
		},
		{
			Name: "sram", Path: "mem/sram", Device: true, Inline: sramBudget, PackageSize: lightPackage, MaxInstrs: heavyInstrs,
			plain: sram, pages: sram, wide64: Type{Name: "Memory64", New: "New64", Outlined: true},
		},
	}
}

// Find returns the backend that a user calls name: "" for the default, or import/path.Type for a type of the user's own with a function
// NewType, and Type64 with NewType64. Whether these exist is left to the Go compiler.
func Find(name string) (*Backend, error) {
	all := All()
	if name == "" {
		return &all[0], nil
	}
	for i := range all {
		if all[i].Name == name {
			return &all[i], nil
		}
	}
	path, typ, ok := cutType(name)
	if !ok {
		return nil, fmt.Errorf("unknown memory backend %q: there are %s, or import/path.Type", name, strings.Join(Names(), ", "))
	}
	plain := Type{Name: typ, New: "New" + strings.TrimPrefix(typ, "Memory"), Moves: true}
	return &Backend{
		Name: name, Path: path, Own: true, Inline: sliceBudget, PackageSize: heavyPackage, MaxInstrs: heavyInstrs,
		plain: plain, pages: plain, wide64: Type{Name: plain.Name + "64", New: plain.New + "64", Moves: true},
	}, nil
}

// Names lists the backends of this module, the default first.
func Names() []string {
	var names []string
	for _, b := range All() {
		names = append(names, b.Name)
	}
	return names
}

// cutType takes import/path.Type apart.
func cutType(s string) (path, typ string, ok bool) {
	dot := strings.LastIndexByte(s, '.')
	if dot <= strings.LastIndexByte(s, '/')+1 || !token.IsIdentifier(s[dot+1:]) || !token.IsExported(s[dot+1:]) {
		return "", "", false
	}
	return s[:dot], s[dot+1:], true
}

// NearLimit is the size in bytes that a memory with signed addresses may have.
const NearLimit = 1 << 31

// IsNear tells whether memory i is at most 2 GiB large: then an address is
// out of bounds if it is negative as a signed number, and a constant can be
// added to it without wrapping. A memory of the module's own that declares no
// maximum is kept that small.
func IsNear(m *wasm.Module, i int) bool {
	t := m.MemType(i)
	limit := uint64(NearLimit) / t.PageSize()
	if t.Is64 || t.Min > limit || t.HasMax && t.Max > limit {
		return false
	}
	return t.HasMax || i >= m.ImportedMemories
}
