package emit

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A memoryType is what an alias memoryN stands for.
type memoryType struct {
	backend.Type
	alias string // memory0, with the prefix
	path  string // import path of the backend
}

// chooseMemories finds the Go type of each memory.
func (f *frame) chooseMemories() {
	path := f.backend.Path
	if !f.backend.Own {
		path = f.runtime(path)
	}
	for i := range f.mod.Memories {
		alias := f.names.Private(fmt.Sprintf("memory%d", i))
		f.memories = append(f.memories, memoryType{f.backend.Of(f.memSize(i)), alias, path})
	}
}

// declaration declares the alias.
func (t memoryType) declaration() jen.Code {
	return jen.Type().Id(t.alias).Op("=").Qual(t.path, t.Name)
}

// ownBytes is the size of the module's own memories at the start.
func (f *frame) ownBytes() uint64 {
	total := uint64(0)
	for i := f.mod.ImportedMemories; i < len(f.memories); i++ {
		t := f.memSize(i)
		total += t.Min * t.PageSize()
	}
	return total
}

// memSize is the type of memory i. One that ends before its last page does
// counts in bytes, which only memory.size and memory.grow could tell.
func (f *frame) memSize(i int) wasm.MemType {
	t, n := f.mod.MemType(i), f.Options.MemSize
	if i > 0 || n == 0 || f.mod.ImportedMemories > 0 {
		return t
	}
	t.PageBits = 0
	t.Min, t.Max, t.HasMax = n, n, true
	return t
}

// ownMemType is the mem.Type of memory i, which the module defines.
func (f *frame) ownMemType(i int) string {
	t := f.memSize(i)
	limit := uint64(0)
	if backend.IsNear(f.mod, i) && !t.HasMax {
		limit = backend.NearLimit / t.PageSize()
	}
	return f.memTypeWith(t, limit)
}

// memType is the mem.Type of an imported memory.
func (f *frame) memType(t wasm.MemType) string { return f.memTypeWith(t, 0) }

func (f *frame) memTypeWith(t wasm.MemType, limit uint64) string {
	fields := limits(t.Limits)
	if limit > 0 {
		fields = append(fields, fmt.Sprint("Limit: ", limit))
	}
	if t.PageSize() != 1<<16 {
		fields = append(fields, fmt.Sprint("PageSize: ", t.PageSize()))
	}
	if t.Shared {
		fields = append(fields, "Shared: true")
	}
	return f.pkg(f.runtime("mem")) + ".Type{" + strings.Join(fields, ", ") + "}"
}

// limits are the fields that mem.Type and rt.TableType share.
func limits(l wasm.Limits) []string {
	fields := []string{fmt.Sprint("Min: ", l.Min)}
	if l.HasMax {
		fields = append(fields, fmt.Sprint("Max: ", l.Max), "HasMax: true")
	}
	if l.Is64 {
		fields = append(fields, "Is64: true")
	}
	return fields
}

// runtimePath is the import path above rt and mem where nothing else is said.
const runtimePath = "github.com/wasm2go/wasm2go"

// root is the import path above the packages of the runtime.
func (f *frame) root() string { return cmp.Or(f.Options.Runtime, runtimePath) }

// runtime is the import path of a package of the runtime.
func (f *frame) runtime(pkg string) string { return f.root() + "/" + pkg }
