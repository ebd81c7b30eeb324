package dylink_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/interp/dylink"
	"github.com/wasm2go/wasm2go/rt"
)

// withSection is even.wasm with another first section, a custom one.
func withSection(t *testing.T, name, payload string) []byte {
	file, err := testdata("even.wasm")
	require.NoError(t, err)
	const header = 8
	require.Equal(t, "\x08dylink.0", string(file[header+2:][:9]), "the section comes first")
	section := string(rune(len(name))) + name + payload
	return slices.Concat(file[:header], []byte{0, byte(len(section))}, []byte(section), file[header+2+int(file[header+1]):])
}

// withDylink is even.wasm with another dylink.0 section.
func withDylink(t *testing.T, payload ...byte) []byte {
	return withSection(t, "dylink.0", string(payload))
}

// memoryInfo is a subsection of dylink.0.
func memoryInfo(numbers ...uint64) []byte {
	var b []byte
	for _, n := range numbers {
		b = binary.AppendUvarint(b, n)
	}
	return append([]byte{1, byte(len(b))}, b...)
}

func needs(name string) []byte {
	return append([]byte{2, byte(len(name) + 2), 1, byte(len(name))}, name...)
}

// TestBadLibraries loads what is no library, and checks that the program is as it was.
func TestBadLibraries(t *testing.T) {
	main, err := testdata("main.wasm")
	require.NoError(t, err)
	const huge = 1<<32 - 1
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"empty":     {[]byte{}, `bad: 0x0: magic header not detected: a module starts with "\0asm"`},
		"main":      {main, "bad: no side module: it has no section dylink.0 (link it with -shared)"},
		"cut":       {withDylink(t, 1, 2, 0, 0), "bad: section dylink.0: 0x17: unexpected end, expected table size"},
		"cut short": {withDylink(t, 1, 2), "bad: section dylink.0: 0x15: unexpected end: subsection of 2 bytes, 0 left"},
		"memory":    {withDylink(t, memoryInfo(huge, 0, 0, 0)...), "bad: section dylink.0: 4294967295 bytes of memory, the limit is 268435456"},
		"table":     {withDylink(t, memoryInfo(0, 0, huge, 0)...), "bad: section dylink.0: 4294967295 table elements, the limit is 1000000"},
		"alignment": {withDylink(t, memoryInfo(1, 63, 1, 17)...), "bad: section dylink.0: alignment to 2^63"},
		"hostile":   {withDylink(t, needs("a\n\x1b[2J")...), `bad needs "a\n\x1b[2J": there is no such library`},
		"nameless":  {withDylink(t, needs("")...), `bad needs "": there is no such library`},
		"needed":    {withDylink(t, needs("none.wasm")...), "bad needs none.wasm: there is no such library"},
		"itself":    {withDylink(t, needs("bad")...), `bad: unknown import: "env"."is_odd", wanted func (i32) i32`},
		"unneeded":  {withDylink(t), `bad: unknown import: "env"."is_odd", wanted func (i32) i32`},
		"thread-local": {withDylink(t, append([]byte{3, 11, 1, 7}, "is_even\x80\x02"...)...),
			`bad: symbol "is_even" is thread-local, which takes threads`},
		"room": {withDylink(t, append(memoryInfo(200<<20, 0, 0, 0), needs("odd.wasm")...)...), "bad: malloc: no room for 209715200 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			p := start(t, interp.Options{Limits: interp.Limits{MemoryBytes: 16 << 20}})
			size, functions := p.memory().Size(), slices.Clone(p.table().Elems)
			l := p.dl.Linker()
			lib, err := l.Load(ctx, "bad", test.file)
			require.Nil(t, lib)
			require.EqualError(t, err, test.want)
			require.Nil(t, l.Find("bad"))
			require.Nil(t, l.Find("odd.wasm"))
			require.Equal(t, size, p.memory().Size())
			require.Equal(t, functions, p.table().Elems)
			p.parity(t)
		})
	}
}

// parity checks that libraries can be loaded and do what they should.
func (p *program) parity(t *testing.T) {
	lib, err := p.dl.Linker().Load(ctx, "parity.wasm", nil)
	require.NoError(t, err)
	f, err := lib.Func("answer")
	require.NoError(t, err)
	results, err := f.Call(int32(3))
	require.NoError(t, err)
	require.Equal(t, []any{int32(18)}, results)
}

// TestLost names all symbols that are missing, of all libraries, at once.
func TestLost(t *testing.T) {
	p := start(t, interp.Options{})
	_, err := p.dl.Linker().Load(ctx, "bad", withDylink(t, needs("lost.wasm")...))
	var all dylink.SymbolErrors
	require.ErrorAs(t, err, &all)
	require.Len(t, all, 5)
	var first *rt.LinkError
	require.ErrorAs(t, err, &first)
	require.Equal(t, &rt.LinkError{Module: "env", Name: "nowhere", Want: "func (i32) i32"}, first)
	require.ErrorContains(t, err, `; bad: unknown import: "env"."is_odd", wanted func (i32) i32`)
	p.parity(t)
}

// TestFaulty loads a library whose constructor traps.
func TestFaulty(t *testing.T) {
	p := start(t, interp.Options{})
	stack, _ := p.Export("__stack_pointer")
	before := stack.(*rt.Global).Get()
	for range 3 {
		_, err := p.dl.Linker().Load(ctx, "faulty.wasm", nil)
		require.ErrorIs(t, err, rt.Unreachable)
		require.Nil(t, p.dl.Linker().Find("faulty.wasm"))
		require.Equal(t, before, stack.(*rt.Global).Get())
	}
	p.parity(t)
}

// TestLoop loads a library whose constructor has no end.
func TestLoop(t *testing.T) {
	p := start(t, interp.Options{})
	l, err := dylink.New(p, dylink.Options{Open: testdata, Interp: interp.Options{Meter: true}})
	require.NoError(t, err)
	end, cancel := context.WithCancel(ctx)
	cancel()
	_, err = l.Load(end, "loop.wasm", nil)
	require.ErrorIs(t, err, context.Canceled)
	require.Nil(t, l.Find("loop.wasm"))
	p.parity(t)
}

// TestGroup bounds how many libraries one may need.
func TestGroup(t *testing.T) {
	p := start(t, interp.Options{})
	n := 0
	l, err := dylink.New(p, dylink.Options{Open: func(string) ([]byte, error) {
		n++
		return withDylink(t, needs(string(bytes.Repeat([]byte{'x'}, n%100))+string(rune('a'+n/100)))...), nil
	}})
	require.NoError(t, err)
	_, err = l.Load(ctx, "first", nil)
	require.ErrorContains(t, err, "too many libraries")
	require.Less(t, len(err.Error()), 1000)
}

// TestMain refuses main modules that cannot have libraries.
func TestMainModule(t *testing.T) {
	_, err := dylink.New(rt.Module{}, dylink.Options{})
	require.EqualError(t, err, `dylink: the main module exports no memory "memory"`)

	p := start(t, interp.Options{})
	l, err := dylink.New(rt.Module{"memory": p.memory()}, dylink.Options{Open: testdata})
	require.NoError(t, err)
	_, err = l.Load(ctx, "parity.wasm", nil)
	require.EqualError(t, err, `parity.wasm: dylink: the main module exports no table "__indirect_function_table": link it with --export-table`)
	_, err = l.Load(ctx, "none.wasm", nil)
	require.ErrorIs(t, err, errNone)
}

var errNone = errors.New("there is no such library")
