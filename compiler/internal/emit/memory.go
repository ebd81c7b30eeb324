package emit

import (
	"fmt"
	"math"
	"strings"

	"github.com/dave/jennifer/jen"
	"github.com/wasm2go/wasm2go/compiler/internal/passes"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A memoryType is what an alias memoryN stands for.
type memoryType struct {
	alias string // memory0, with the prefix
	path  string // import path of the backend
	name  string // of the type
	make  string // of the function that makes one
	core  bool   // it takes the instance's core, which knows the device
}

// InlineBudget says which accesses to memory are inlined, where the type of the memory leaves a choice: slice's, which guard has too for
// 64-bit addresses and unusual pages, and sram's. Those of slice cost the Go compiler four times as much as those of guard, and in what it
// takes for a big function it stops halfway, and leaves a call inside each. Those of sram are larger still, and the time of a hit matters
// less.
func InlineBudget(backend string) passes.InlineBudget {
	if backend == "sram" {
		return passes.InlineBudget{Function: 250, Module: 8000}
	}
	return passes.InlineBudget{Function: 1000, Module: math.MaxInt}
}

// chooseMemories finds the backend type of each memory.
func (f *frame) chooseMemories() error {
	for i := range f.mod.Memories {
		t, err := f.backend(f.memSize(i))
		if err != nil {
			return err
		}
		t.alias = f.names.private(fmt.Sprintf("memory%d", i))
		f.memories = append(f.memories, t)
	}
	return nil
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

// backend is the type for a memory of type t: Memory with New, Memory64 with
// New64, and of guard, whose pages are the processor's, Checked with
// NewChecked for pages of another size. A type of the user's own comes as
// import/path.Type with NewType, and Type64 with NewType64.
func (f *frame) backend(t wasm.MemType) (memoryType, error) {
	path, name := f.Options.Mem, "Memory"
	switch path {
	case "", "guard":
		path = f.runtime("mem/guard")
		if t.PageSize() != 1<<16 && !t.Is64 {
			name = "Checked"
		}
	case "slice", "sram":
		path = f.runtime("mem/" + path)
	default:
		dot := strings.LastIndexByte(path, '.')
		if dot <= strings.LastIndexByte(path, '/') {
			return memoryType{}, fmt.Errorf("memory backend %q: want guard, slice, sram or import/path.Type", path)
		}
		path, name = path[:dot], path[dot+1:]
	}
	if t.Is64 {
		name += "64"
	}
	return memoryType{path: path, name: name, make: "New" + strings.TrimPrefix(name, "Memory"), core: f.Options.Mem == "sram"}, nil
}

// nearLimit is the size in bytes that a memory with signed addresses may have.
const nearLimit = 1 << 31

// isNear tells whether memory i is at most 2 GiB large: then an address is
// out of bounds if it is negative as a signed number, and a constant can be
// added to it without wrapping. A memory of the module's own that declares no
// maximum is kept that small.
func isNear(m *wasm.Module, i int) bool {
	t := m.MemType(i)
	limit := uint64(nearLimit) / t.PageSize()
	if t.Is64 || t.Min > limit || t.HasMax && t.Max > limit {
		return false
	}
	return t.HasMax || i >= m.ImportedMemories
}

// ownMemType writes the mem.Type of memory i, which the module defines.
func (f *frame) ownMemType(i int) *jen.Statement {
	t := f.memSize(i)
	limit := uint64(0)
	if isNear(f.mod, i) && !t.HasMax {
		limit = nearLimit / t.PageSize()
	}
	return f.memTypeWith(t, limit)
}

// memType writes a mem.Type.
func (f *frame) memType(t wasm.MemType) *jen.Statement { return f.memTypeWith(t, 0) }

func (f *frame) memTypeWith(t wasm.MemType, limit uint64) *jen.Statement {
	return jen.Qual(f.runtime("mem"), "Type").ValuesFunc(func(g *jen.Group) {
		limits(g, t.Limits)
		if limit > 0 {
			g.Id("Limit").Op(":").Id(fmt.Sprint(limit))
		}
		if t.PageSize() != 1<<16 {
			g.Id("PageSize").Op(":").Lit(int(t.PageSize()))
		}
		if t.Shared {
			g.Id("Shared").Op(":").True()
		}
	})
}

// tableType writes an rt.TableType.
func (f *frame) tableType(t wasm.TableType) *jen.Statement {
	return f.rt("TableType").ValuesFunc(func(g *jen.Group) {
		g.Id("Elem").Op(":").Lit(f.mod.TypeText(t.Elem))
		limits(g, t.Limits)
	})
}

// limits writes the fields that mem.Type and rt.TableType share.
func limits(g *jen.Group, l wasm.Limits) {
	g.Id("Min").Op(":").Id(fmt.Sprint(l.Min))
	if l.HasMax {
		g.Id("Max").Op(":").Id(fmt.Sprint(l.Max))
		g.Id("HasMax").Op(":").True()
	}
	if l.Is64 {
		g.Id("Is64").Op(":").True()
	}
}

// rt names something of package rt.
func (f *frame) rt(name string) *jen.Statement { return jen.Qual(f.runtime("rt"), name) }

// abi is the same for package rt/abi.
func (f *frame) abi(name string) *jen.Statement { return jen.Qual(f.runtime("rt/abi"), name) }

// runtimePath is the import path above rt and mem where nothing else is said.
const runtimePath = "github.com/wasm2go/wasm2go"

// runtime is the import path of a package of the runtime.
func (f *frame) runtime(pkg string) string {
	if f.Options.Runtime == "" {
		return runtimePath + "/" + pkg
	}
	return f.Options.Runtime + "/" + pkg
}
