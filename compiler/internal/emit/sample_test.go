package emit

import (
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// builder makes small modules by hand: no decoder is needed to test the frame.
type builder struct {
	Program
	types       map[string]uint32
	mem, prefix string
}

// emit spells the names and writes the package.
func (b *builder) emit() ([]File, error) {
	found, err := backend.Find(b.mem)
	if err != nil {
		return nil, err
	}
	b.Backend = found
	b.Names = spelled(b.Module, names.Options{Prefix: b.prefix})
	b.Refs = References(b.Module, b.Interp)
	return Emit(&b.Program)
}

func newBuilder(name string) *builder {
	b := &builder{types: map[string]uint32{}}
	b.Module = &wasm.Module{}
	b.Options = Options{Name: name, Package: name, Version: "v0.1.0", Flags: "-mem guard", Input: name + ".wasm", SHA256: "00ff"}
	return b
}

// sig returns the index of the type with these parameters and results.
func (b *builder) sig(params, results []wasm.ValType) uint32 {
	t := wasm.FuncType{Params: params, Results: results}
	i, ok := b.types[t.String()]
	if !ok {
		i = uint32(len(b.Module.Types))
		b.types[t.String()] = i
		b.Module.Types = append(b.Module.Types, wasm.Type{Func: t, Final: true, GroupStart: i, GroupLen: 1, Canon: i})
	}
	return i
}

func vals(t ...wasm.ValType) []wasm.ValType { return t }

func (b *builder) imported(module, name string, kind wasm.ExternKind, index int) uint32 {
	b.Module.Imports = append(b.Module.Imports, wasm.Import{Module: module, Name: name, Kind: kind, Index: uint32(index)})
	return uint32(index)
}

func (b *builder) importFunc(module, name string, params, results []wasm.ValType) uint32 {
	m := b.Module
	m.Funcs = append(m.Funcs, wasm.Func{Type: b.sig(params, results)})
	m.ImportedFuncs++
	b.Depth = append(b.Depth, true)
	return b.imported(module, name, wasm.ExternFunc, len(m.Funcs)-1)
}

func (b *builder) importMemory(module, name string, t wasm.MemType) {
	m := b.Module
	m.Memories = append(m.Memories, wasm.Memory{MemType: t})
	m.ImportedMemories++
	b.imported(module, name, wasm.ExternMemory, len(m.Memories)-1)
}

func (b *builder) importTable(module, name string, t wasm.TableType) {
	m := b.Module
	m.Tables = append(m.Tables, wasm.Table{TableType: t})
	m.ImportedTables++
	b.imported(module, name, wasm.ExternTable, len(m.Tables)-1)
}

func (b *builder) importGlobal(module, name string, t wasm.ValType, mutable bool) {
	m := b.Module
	m.Globals = append(m.Globals, wasm.Global{GlobalType: wasm.GlobalType{Type: t, Mutable: mutable}})
	m.ImportedGlobals++
	b.imported(module, name, wasm.ExternGlobal, len(m.Globals)-1)
}

// function adds a function with its Go text.
func (b *builder) function(name string, params, results []wasm.ValType, text string) uint32 {
	m := b.Module
	i := uint32(len(m.Funcs))
	m.Funcs = append(m.Funcs, wasm.Func{Type: b.sig(params, results)})
	m.Codes = append(m.Codes, wasm.Code{Offset: 0x100 + i})
	if name != "" {
		m.Names.Funcs = append(m.Names.Funcs, wasm.NameAssoc{Index: i, Name: name})
	}
	b.Depth = append(b.Depth, true)
	uses := gotext.Packages(0)
	if strings.Contains(text, "rt.") {
		uses = gotext.RT
	}
	b.Bodies = append(b.Bodies, body.Body{Text: []byte(text), Uses: uses})
	return i
}

func (b *builder) export(name string, kind wasm.ExternKind, i uint32) {
	b.Module.Exports = append(b.Module.Exports, wasm.Export{Name: name, Kind: kind, Index: i})
}

func (b *builder) memory(min, max uint64) {
	b.Module.Memories = append(b.Module.Memories, wasm.Memory{MemType: pages(min, max)})
}

func pages(min, max uint64) wasm.MemType {
	return wasm.MemType{Limits: wasm.Limits{Min: min, Max: max, HasMax: true}, PageBits: 16}
}

func (b *builder) table(min uint64, t wasm.ValType) {
	b.Module.Tables = append(b.Module.Tables, wasm.Table{TableType: wasm.TableType{Limits: wasm.Limits{Min: min}, Elem: t}})
}

func (b *builder) global(t wasm.ValType, mutable bool, init *wasm.Expr) {
	b.Module.Globals = append(b.Module.Globals, wasm.Global{GlobalType: wasm.GlobalType{Type: t, Mutable: mutable}, Init: init})
}

func (b *builder) data(mode wasm.Mode, at uint32, init string) {
	d := wasm.Data{Mode: mode, Init: []byte(init)}
	if mode == wasm.Active {
		d.Start = i32(at)
	}
	b.Module.Datas = append(b.Module.Datas, d)
}

func (b *builder) elem(at uint32, funcs ...uint32) {
	b.Module.Elems = append(b.Module.Elems, wasm.Elem{Start: i32(at), Type: wasm.FuncRef, Funcs: funcs})
}

// expr is a constant expression.
func expr(instrs ...wasm.Instr) *wasm.Expr { return &wasm.Expr{Instrs: instrs} }

func i32(v uint32) *wasm.Expr { return expr(wasm.Instr{Op: op.I32Const, B: uint64(v)}) }

// spelled are the names of a module of which none is renamed.
func spelled(m *wasm.Module, o names.Options) *names.Names {
	n, err := names.New(m, o)
	if err != nil {
		panic(err)
	}
	return n
}
