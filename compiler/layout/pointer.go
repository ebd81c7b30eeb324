package layout

import (
	"bytes"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// assemblyScriptPointer is what AssemblyScript calls its stack pointer: of a stack of references, for the garbage collector.
const assemblyScriptPointer = "~lib/memory/__stack_pointer"

// StackPointer finds the global that is the pointer of the auxiliary stack, where that is certain: by its name, as an import, an export or in
// the name section, or by functions that lower it as they begin and raise it again. Find may guess, this function does not.
func StackPointer(m *wasm.Module) (index uint32, ok bool) {
	for _, imp := range m.Imports {
		if imp.Kind == wasm.ExternGlobal && imp.Module == "env" && imp.Name == stackPointer && isPointer(m, imp.Index) {
			return imp.Index, true
		}
	}
	if e := m.Export(stackPointer); e != nil && e.Kind == wasm.ExternGlobal && isPointer(m, e.Index) {
		return e.Index, true
	}
	for _, n := range m.Names.Globals {
		if (n.Name == stackPointer || n.Name == assemblyScriptPointer) && int(n.Index) < len(m.Globals) && isPointer(m, n.Index) {
			return n.Index, true
		}
	}
	first := uint32(m.ImportedGlobals) // where wasm-ld puts it
	return first, isStackTop(m, first) && hasFrames(m, first)
}

// isPointer tells whether a global can hold an address and be changed.
func isPointer(m *wasm.Module, i uint32) bool {
	g := m.Globals[i]
	return g.Mutable && (g.Type == wasm.I32 || g.Type == wasm.I64)
}

// isStackTop tells whether a global that the module defines begins as an aligned address in the first memory, and is of the type of one.
func isStackTop(m *wasm.Module, i uint32) bool {
	if int(i) >= len(m.Globals) || len(m.Memories) == 0 || !isPointer(m, i) || m.Globals[i].Type != m.MemType(0).Addr() {
		return false
	}
	top, ok := constant(m, m.Globals[i].Init)
	memory := m.MemType(0)
	return ok && top > 0 && top%16 == 0 && top/memory.PageSize() <= memory.Min
}

// hasFrames tells whether a function has a frame on the stack whose pointer global i is.
func hasFrames(m *wasm.Module, i uint32) bool {
	for _, c := range m.Codes {
		if epilogue := framed(c, i); epilogue != nil && bytes.Contains(c.Bytes, epilogue) {
			return true
		}
	}
	return false
}

// framed looks for the code that makes a frame, at the beginning of a function:
//
//	global.get p   i32.const size   i32.sub   local.tee base   global.set p
//
// It returns the code that undoes this, nil where the function begins in another way:
//
//	local.get base   i32.const size   i32.add   global.set p
func framed(c wasm.Code, pointer uint32) (epilogue []byte) {
	const reference, nullReference = 0x64, 0x63 // to a type, which follows: C compilers make no such locals
	var err error
	defer decode.Catch(&err) // of a short function
	r := decode.NewReader(c.Bytes, 0)
	for range r.U32("groups of locals") {
		r.U32("locals")
		if t := r.Byte("type"); t == reference || t == nullReference {
			return nil
		}
	}
	if r.Op() != op.GlobalGet || r.U32("global") != pointer {
		return nil
	}
	size := c.Bytes[r.Offset():]
	constant := r.Op()
	if constant != op.I32Const && constant != op.I64Const || r.S64("size") <= 0 {
		return nil
	}
	size = size[:len(size)-r.Len()]
	if sub := r.Op(); sub != op.I32Sub && sub != op.I64Sub || r.Op() != op.LocalTee {
		return nil
	}
	base := c.Bytes[r.Offset():]
	r.U32("local")
	base = base[:len(base)-r.Len()]
	set := c.Bytes[r.Offset():]
	if r.Op() != op.GlobalSet || r.U32("global") != pointer {
		return nil
	}
	set = set[:len(set)-r.Len()]
	const localGet, i32Add, i64Add = 0x20, 0x6a, 0x7c
	add := byte(i32Add)
	if constant == op.I64Const {
		add = i64Add
	}
	return bytes.Join([][]byte{{localGet}, base, size, {add}, set}, nil)
}
