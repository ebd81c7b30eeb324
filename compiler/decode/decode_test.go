package decode_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// i32Func is the encoding of the type (i32) i32.
var i32Func = []byte{0x60, 1, 0x7f, 1, 0x7f}

func TestErrors(t *testing.T) {
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"empty":           {nil, `0x0: magic header not detected: a module starts with "\0asm"`},
		"text":            {[]byte("(module)"), `0x0: magic header not detected: a module starts with "\0asm"`},
		"short version":   {[]byte("\x00asm\x01\x00"), "0x4: unexpected end, expected the version"},
		"version":         {[]byte("\x00asm\x02\x00\x00\x00"), "0x4: unknown binary version 02 00 00 00, expected 01 00 00 00"},
		"component":       {[]byte("\x00asm\x0d\x00\x01\x00"), "0x4: unknown binary version: this is a component, not a module"},
		"section id":      {Module([]byte{14, 0}), "0x8: malformed section id 14"},
		"section size":    {Module([]byte{Type, 5, 0}), "0xa: unexpected end: type section of 5 bytes, 1 left"},
		"left over":       {Module(Section(Type, []byte{0, 0})), "0xb: section size mismatch: 1 bytes left in the type section"},
		"twice":           {Module(Vec(Type), Vec(Type)), "0xb: unexpected type section: it is there twice or out of order"},
		"order":           {Module(Vec(Memory), Vec(Func)), "0xb: unexpected function section: it is there twice or out of order"},
		"huge count":      {Module(Section(Type, []byte{0xff, 0xff, 0xff, 0xff, 0xf, 0x60})), "0xa: unexpected end: 4294967295 types in 1 bytes"},
		"LEB too long":    {Module(Section(Type, []byte{0x80, 0x80, 0x80, 0x80, 0x80, 0})), "0xa: integer representation too long: number of types"},
		"LEB too large":   {Module(Section(Type, []byte{0x80, 0x80, 0x80, 0x80, 0x10})), "0xa: integer too large: number of types"},
		"type":            {Module(Vec(Type, []byte{0x5c})), "0xb: malformed type 0x5c, expected func, struct, array, sub or rec"},
		"cont":            {Module(Vec(Type, []byte{0x5d})), "0xb: malformed type 0x5d, expected func, struct, array, sub or rec: the stack-switching proposal is not translated"},
		"descriptor":      {Module(Vec(Type, []byte{0x4d, 1, 0x5f, 0})), "0xb: malformed type 0x4d, expected func, struct, array, sub or rec: the custom-descriptors proposal is not translated"},
		"resume":          {Module(Vec(Global, []byte{0x7f, 0, 0xe3, 0x0b})), "0xd: illegal opcode 0xe3: the stack-switching proposal is not translated"},
		"get_desc":        {Module(Vec(Global, []byte{0x7f, 0, 0xfb, 0x22, 0x0b})), "0xd: illegal opcode 0xfb 0x22: the custom-descriptors proposal is not translated"},
		"value type":      {Module(Vec(Type, []byte{0x60, 1, 0x76, 0})), "0xd: malformed value type 0x76"},
		"heap type":       {Module(Vec(Type, []byte{0x60, 1, 0x63, 0x40, 0})), "0xe: malformed heap type 0x40"},
		"exact":           {Module(Vec(Type, []byte{0x60, 1, 0x63, 0x62, 0, 0})), "0xe: malformed heap type 0x62: the custom-descriptors proposal is not translated"},
		"supertypes":      {Module(Vec(Type, []byte{0x50, 2, 0, 0, 0x60, 0, 0})), "0xc: 2 supertypes, the limit is 1"},
		"mutability":      {Module(Vec(Type, []byte{0x5e, 0x7f, 2})), "0xd: malformed mutability 0x2"},
		"import kind":     {Module(Vec(Import, Name("a"), Name("b"), []byte{5})), "0xf: malformed import kind 0x5"},
		"compact import":  {Module(Vec(Import, Name("a"), Name(""), []byte{0x7f})), "0xe: malformed import kind 0x7f: the compact-import-section proposal is not translated"},
		"UTF-8":           {Module(Vec(Export, Name("\xff"), []byte{0, 0})), "0xb: malformed UTF-8 encoding: export name"},
		"memory flags":    {Module(Vec(Memory, []byte{0x10, 1})), "0xb: malformed limits flags 0x10 of memory"},
		"table flags":     {Module(Vec(Table, []byte{0x70, 2, 1})), "0xc: malformed limits flags 0x2 of table"},
		"table type":      {Module(Vec(Table, []byte{0x7f, 0, 1})), "0xb: malformed reference type: i32"},
		"page size":       {Module(Vec(Memory, []byte{8, 1, 12})), "0xd: invalid custom page size 2^12, expected 1 or 65536 bytes"},
		"not constant":    {Module(Vec(Global, []byte{0x7f, 0, 0x41, 1, 0x67, 0x0b})), "0xf: constant expression required, i32.clz is not constant"},
		"opcode":          {Module(Vec(Global, []byte{0x7f, 0, 0xfc, 0x20, 0x0b})), "0xd: illegal opcode 0xfc 0x20"},
		"element flags":   {Module(Vec(Elem, []byte{8})), "0xb: malformed element segment flags 0x8"},
		"data flags":      {Module(Vec(Data, []byte{3})), "0xb: malformed data segment flags 0x3"},
		"no code":         {Module(Vec(Type, i32Func), Vec(Func, []byte{0})), "0x14: function and code section have inconsistent lengths: 1 functions, 0 bodies"},
		"data count":      {Module(Section(DataCount, []byte{1})), "0xb: data count and data section have inconsistent lengths: 1 and 0"},
		"tag attribute":   {Module(Vec(Tag, []byte{1, 0})), "0xb: zero byte expected: attribute of a tag is 0x1"},
		"custom name":     {Module(Section(Custom, []byte{5, 'a'})), "0xb: unexpected end: name of custom section of 5 bytes, 1 left"},
		"too many memory": {Module(Section(Memory, Num(101), make([]byte, 300))), "0xb: 101 memories, the limit is 100"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := decode.Decode(test.file)
			require.EqualError(t, err, test.want)
			var e *wasm.Error
			require.True(t, errors.As(err, &e))
			require.Equal(t, -1, e.Func)
		})
	}
}

func TestModule(t *testing.T) {
	custom := Section(Custom, Name("note"), []byte("hello"))
	file := Module(custom,
		Vec(Type, i32Func, []byte{0x60, 0, 0}),
		Vec(Import, slices.Concat(Name("env"), Name("f"), []byte{0, 1}), slices.Concat(Name("env"), Name("g"), []byte{3, 0x7f, 0})),
		Vec(Func, []byte{0}),
		Vec(Table, []byte{0x70, 0, 2}),
		Vec(Memory, []byte{5, 1, 2}, []byte{8, 100, 0}),
		Vec(Global, []byte{0x7e, 1, 0x42, 0x7f, 0x0b}),
		Vec(Export, append(Name("mem"), 2, 0)),
		Section(Start, []byte{0}),
		Vec(Elem, []byte{0, 0x41, 0, 0x0b, 2, 0, 1}, []byte{5, 0x70, 1, 0xd2, 1, 0x0b}, []byte{5, 0x70, 1, 0xd0, 0x70, 0x0b}),
		Section(DataCount, []byte{1}),
		Vec(Code, Body(0x20, 0)),
		Vec(Data, slices.Concat([]byte{0, 0x42, 1, 0x0b}, Name("xyz"))),
		Section(Custom, Name("name"),
			[]byte{0}, Sized(Name("fib")),
			[]byte{1}, Sized([]byte{2, 0}, Name("imported"), []byte{1}, Name("defined")),
			[]byte{2}, Sized([]byte{1, 1, 1, 0}, Name("n"))),
		Section(Custom, Name("dylink.0"), []byte{1, 4, 16, 4, 2, 0}, []byte{2}, Sized([]byte{1}, Name("libc.so"))),
	)
	m, err := decode.Decode(file)
	require.NoError(t, err)
	require.Equal(t, "(i32) i32", m.FuncType(1).String())
	require.Equal(t, "() ()", m.FuncType(0).String())
	require.Equal(t, 1, m.ImportedFuncs)
	require.Equal(t, 1, m.ImportedGlobals)
	require.Equal(t, wasm.TableType{Limits: wasm.Limits{Min: 2}, Elem: wasm.FuncRef}, m.TableType(0))
	require.Equal(t, wasm.MemType{Limits: wasm.Limits{Min: 1, Max: 2, HasMax: true, Is64: true}, PageBits: 16}, m.MemType(0))
	require.Equal(t, uint64(1), m.MemType(1).PageSize())
	require.Equal(t, wasm.GlobalType{Type: wasm.I64, Mutable: true}, m.GlobalType(1))
	require.Equal(t, ^uint64(0), m.Globals[1].Init.Instrs[0].B)
	require.Equal(t, uint32(0), m.Start.Func)
	require.Equal(t, wasm.ExternMemory, m.Export("mem").Kind)
	require.Nil(t, m.Export("nothing"))
	require.Equal(t, []uint32{0, 1}, m.Elems[0].Funcs)
	require.Equal(t, []uint32{1}, m.Elems[1].Funcs, "plain ref.func is as good as an index")
	require.Equal(t, op.RefNull, m.Elems[2].Exprs[0].Instrs[0].Op)
	require.Equal(t, "xyz", string(m.Datas[0].Init))
	require.Equal(t, []byte{0, 0x20, 0, 0x0b}, m.Codes[0].Bytes)
	require.Equal(t, m.Codes[0].Bytes, file[m.Codes[0].Offset:][:4])
	require.Equal(t, "fib", m.Names.Module)
	require.Equal(t, "imported", m.FuncName(0))
	require.Equal(t, "n", m.LocalName(1, 0))
	require.Equal(t, "", m.LocalName(0, 0))
	require.Equal(t, "note", m.Customs[0].Name)
	require.Equal(t, "hello", string(m.Customs[0].Bytes))
	require.Equal(t, &wasm.Dylink{MemorySize: 16, MemoryAlign: 4, TableSize: 2, Needed: []string{"libc.so"}}, m.Dylink)
}

// A dylink section may be of the old form, and keeps what is wrong with it.
func TestDylink(t *testing.T) {
	m, err := decode.Decode(Module(Section(Custom, Name("dylink"), []byte{16, 4, 2, 1}, []byte{1}, Name("libc.so"))))
	require.NoError(t, err)
	require.Equal(t, &wasm.Dylink{MemorySize: 16, MemoryAlign: 4, TableSize: 2, TableAlign: 1, Needed: []string{"libc.so"}}, m.Dylink)

	for want, section := range map[string][]byte{
		"0x17: unexpected end, expected table size": Section(Custom, Name("dylink.0"), []byte{1, 2, 16, 4}, []byte{2, 1, 0}),
		"0x13: unexpected end, expected table size": Section(Custom, Name("dylink"), []byte{16, 4}),
	} {
		m, err := decode.Decode(Module(section))
		require.NoError(t, err)
		require.EqualError(t, m.Dylink.Err, want)
		require.EqualValues(t, 16, m.Dylink.MemorySize)
	}
}

// What is wrong inside a name section is none of the module; what stands before it counts.
func TestBadNames(t *testing.T) {
	m, err := decode.Decode(Module(Section(Custom, Name("name"),
		[]byte{0}, Sized(Name("fib")),
		[]byte{1}, Sized([]byte{2, 3}, Name("f"), []byte{1}, Name("out of order")),
		[]byte{7}, Sized([]byte{1, 0}, Name("g")),
		[]byte{9, 100})))
	require.NoError(t, err)
	require.Equal(t, "fib", m.Names.Module)
	require.Equal(t, "f", m.FuncName(3))
	require.Equal(t, "g", m.Names.Globals.Get(0))
}

// Structurally equal recursion groups are one, however far apart and through whatever other types they are equal.
func TestCanonicalTypes(t *testing.T) {
	leaf := []byte{0x5f, 1, 0x7f, 0} // struct (field i32)
	node := func(leaf byte) []byte { // rec: struct (field (ref null self+1)), array (ref leaf)
		return []byte{0x4e, 2, 0x5f, 1, 0x63, leaf + 2, 0, 0x5e, 0x64, leaf, 0}
	}
	file := Module(Vec(Type, leaf, node(0), leaf, []byte{0x4e, 2, 0x5f, 1, 0x63, 5, 0, 0x5e, 0x64, 3, 0}, []byte{0x60, 1, 0x64, 4, 0}))
	m, err := decode.Decode(file)
	require.NoError(t, err)
	var canon []uint32
	for i := range m.Types {
		canon = append(canon, m.Canon(uint32(i)))
	}
	require.Equal(t, []uint32{0, 1, 2, 0, 1, 2, 6}, canon)
	require.Equal(t, "((ref 1)) ()", m.Types[6].Func.String())
	require.Equal(t, m.Types[1].Fields, m.Types[4].Fields)
}

func FuzzDecode(f *testing.F) {
	f.Add(Module())
	f.Add(OneFunc(i32Func, Body(0x20, 0)))
	f.Add(Module(Vec(Type, []byte{0x4e, 2, 0x5f, 1, 0x63, 1, 0, 0x5e, 0x64, 0, 0}, []byte{0x50, 0, 0x60, 0, 0})))
	f.Add(Module(Vec(Import, slices.Concat(Name("a"), Name("b"), []byte{2, 3, 1, 2})), Vec(Global, []byte{0x7f, 0, 0x41, 1, 0x41, 2, 0x6a, 0x0b})))
	f.Add(Module(Vec(Type, i32Func), Vec(Elem, []byte{1, 0, 1, 0}), Section(DataCount, []byte{1}), Vec(Data, []byte{1, 1, 7})))
	f.Add(Module(Section(Custom, Name("name"), []byte{1}, Sized([]byte{1, 0}, Name("f")), []byte{2}, Sized([]byte{1, 0, 1, 0}, Name("x")))))
	f.Fuzz(func(t *testing.T, file []byte) {
		m, err := decode.Decode(file)
		if err != nil {
			var e *wasm.Error
			require.True(t, errors.As(err, &e))
			require.LessOrEqual(t, int(e.Offset), len(file))
			return
		}
		require.Equal(t, len(m.Funcs), m.ImportedFuncs+len(m.Codes))
	})
}
