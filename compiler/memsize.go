package compiler

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// MemSize is the size in bytes to which memory 0 is trimmed, 0 for none: the
// module's __heap_base, above which a program without memory.size and
// memory.grow has nothing. how is Options.MemSize, mem is Options.Mem.
func MemSize(m *wasm.Module, bodies []*wasm.Body, how, mem string) (uint64, error) {
	b, err := backend.Find(mem)
	if err != nil {
		return 0, err
	}
	return memSize(m, bodies, how, b)
}

func memSize(m *wasm.Module, bodies []*wasm.Body, how string, b *backend.Backend) (uint64, error) {
	if !trims(how, b.Device) {
		return 0, nil
	}
	size, reason := HeapBase(m, bodies)
	switch {
	case reason == "":
		return size, nil
	case how == "heap-base":
		return 0, fmt.Errorf("memory cannot end at __heap_base: %s", reason)
	}
	return 0, nil
}

// trims tells whether a memory is to be trimmed if that can be. In the process one costs nothing until it is touched, so auto trims
// those on devices alone.
func trims(how string, device bool) bool { return how == "heap-base" || how == "auto" && device }

// HeapBase is the value of the exported global __heap_base, or the reason why
// memory cannot end there.
func HeapBase(m *wasm.Module, bodies []*wasm.Body) (size uint64, reason string) {
	e := m.Export("__heap_base")
	switch {
	case len(m.Memories) == 0:
		return 0, "the module has no memory"
	case m.ImportedMemories > 0:
		return 0, "the memory is imported"
	case m.MemType(0).Shared:
		return 0, "the memory is shared, and other modules with it may grow it"
	case e == nil || e.Kind != wasm.ExternGlobal:
		return 0, "the module does not export the global (link with --export=__heap_base)"
	}
	g := m.Globals[e.Index]
	if g.Init == nil || g.Mutable || len(g.Init.Instrs) != 1 || g.Init.Instrs[0].Op != op.I32Const {
		return 0, "the global is not a constant"
	}
	size = g.Init.Instrs[0].B
	if t := m.MemType(0); size == 0 || size > t.Min*t.PageSize() {
		return 0, fmt.Sprintf("it is %d, the memory has %d bytes", size, t.Min*t.PageSize())
	}
	if end := dataEnd(m); end > size {
		return 0, fmt.Sprintf("it is %d, and there is data up to %d, which initialisation may have written", size, end)
	}
	for i, body := range bodies {
		for k := range body.Instrs {
			if o := body.Instrs[k].Op; o == op.MemorySize || o == op.MemoryGrow {
				return 0, fmt.Sprintf("function %d uses %v", m.ImportedFuncs+i, o)
			}
		}
	}
	return size, ""
}

// dataEnd is where the last segment ends that goes to a known address of memory 0.
func dataEnd(m *wasm.Module) (end uint64) {
	for _, d := range m.Datas {
		if d.Mode == wasm.Active && d.Memory == 0 && len(d.Start.Instrs) == 1 && d.Start.Instrs[0].Op != op.GlobalGet {
			end = max(end, d.Start.Instrs[0].B+uint64(len(d.Init)))
		}
	}
	return end
}
