package dylink_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"weak"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/interp/dylink"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
	"github.com/wasm2go/wasm2go/wasitarget"
)

var ctx = context.Background()

// testdata has the C program main and its side modules.
func testdata(name string) ([]byte, error) {
	file, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "dylink", name))
	if err != nil {
		return nil, errNone
	}
	return file, nil
}

// A program is an instance of main.wasm.
type program struct {
	*interp.Instance
	dl   dylink.DL
	out  bytes.Buffer
	wasi *wasitarget.System
}

// Resolve finds the imports of the main module.
func (p *program) Resolve(module, name string) (any, bool) {
	if module == "env" {
		return p.dl.Functions().Export(name)
	}
	return p.wasi.Resolve(module, name)
}

func (p *program) Bind(m rt.Instance) error { return abi.Bind(m, p.wasi, &p.dl) }

func start(t *testing.T, o interp.Options, args ...string) *program {
	p := &program{dl: dylink.DL{Options: dylink.Options{Open: testdata}}}
	var err error
	p.wasi, err = wasitarget.New(wasitarget.Config{Args: append([]string{"main"}, args...), Stdout: &p.out})
	require.NoError(t, err)
	t.Cleanup(func() { p.wasi.Close() })
	p.Instance = instantiate(t, "main.wasm", o, p)
	p.call(t, "_initialize")
	return p
}

func instantiate(t *testing.T, name string, o interp.Options, r rt.Resolver) *interp.Instance {
	file, err := testdata(name)
	require.NoError(t, err)
	return instance(t, file, o, r)
}

func instance(t *testing.T, file []byte, o interp.Options, r rt.Resolver) *interp.Instance {
	m, err := interp.Compile(file, o)
	require.NoError(t, err)
	i, err := m.Instantiate(ctx, r)
	require.NoError(t, err)
	t.Cleanup(func() { i.Close() })
	return i
}

// promoted makes an instance of a main module, and loads a library, from which others that are loaded may import.
func promoted(t *testing.T, main, library []byte) (*interp.Instance, *dylink.Linker, *dylink.Library) {
	i := instance(t, main, interp.Options{}, nil)
	l, err := dylink.New(i, dylink.Options{})
	require.NoError(t, err)
	a, err := l.Load(ctx, "a", library)
	require.NoError(t, err)
	a.Promote()
	return i, l, a
}

func (p *program) call(t *testing.T, name string, args ...any) []any {
	f, err := p.Func(name)
	require.NoError(t, err)
	results, err := f.Call(ctx, args...)
	require.NoError(t, err)
	return results
}

func (p *program) load(t *testing.T, name string) *dylink.Library {
	lib, err := p.dl.Linker().Load(ctx, name, nil)
	require.NoError(t, err)
	return lib
}

// memory and table are what main shares with its side modules.
func (p *program) memory() mem.Memory {
	v, _ := p.Export("memory")
	return v.(mem.Memory)
}

func (p *program) table() *rt.Table[*rt.Func] {
	v, _ := p.Export("__indirect_function_table")
	return v.(*rt.Table[*rt.Func])
}

// TestProgram runs main, which loads its plugins by dlopen.
func TestProgram(t *testing.T) {
	want, err := testdata("main.out")
	require.NoError(t, err)
	// A trap's functions are known as far as the call that begins in Go: here that of the constructor.
	text := strings.Replace(string(want), " < main < __main_void", "", 1)
	for name, backend := range map[string]interp.Backend{"guard": interp.Guard, "slice": interp.Slice} {
		t.Run(name, func(t *testing.T) {
			p := start(t, interp.Options{Mem: backend}, "parity.wasm", "lost.wasm", "faulty.wasm", "none.wasm", "even.wasm")
			require.Equal(t, []any{int32(0)}, p.call(t, "__main_void"))
			require.Equal(t, text, p.out.String())
		})
	}
}

// TestLibrary uses libraries from Go.
func TestLibrary(t *testing.T) {
	p := start(t, interp.Options{})
	lib := p.load(t, "parity.wasm")
	require.Equal(t, "parity.wasm", lib.Name())

	question, err := lib.Address("question")
	require.NoError(t, err)
	v, err := p.memory().Uint32(question)
	require.NoError(t, err)
	require.EqualValues(t, 7, v)
	_, err = lib.Func("question")
	require.EqualError(t, err, `parity.wasm: symbol "question" is no function`)
	_, err = lib.Func("nothing")
	require.EqualError(t, err, `parity.wasm: undefined symbol "nothing"`)

	// A function of a library that this one needs has one address, whoever asks.
	even, err := lib.Address("is_even")
	require.NoError(t, err)
	again, err := p.load(t, "even.wasm").Address("is_even")
	require.NoError(t, err)
	require.Equal(t, even, again)
	require.Equal(t, []any{int32(1)}, p.call(t, "apply", int32(even), int32(10)))

	// So has one of main, in its table or not.
	twice, err := p.dl.Linker().Address("twice")
	require.NoError(t, err)
	require.Equal(t, []any{int32(20)}, p.call(t, "apply", int32(twice), int32(10)))
	steps, err := p.dl.Linker().Address("steps")
	require.NoError(t, err)
	v, err = p.memory().Uint32(steps)
	require.NoError(t, err)
	require.EqualValues(t, 3, v)
	_, err = p.dl.Linker().Address("is_even")
	require.EqualError(t, err, `dylink: undefined symbol "is_even"`)
}

// TestClose removes libraries once nobody needs them, and gives their room to others.
func TestClose(t *testing.T) {
	p := start(t, interp.Options{})
	l := p.dl.Linker()
	var size uint64
	var functions int
	for n := range 50 {
		a, b := p.load(t, "even.wasm"), p.load(t, "odd.wasm")
		require.Same(t, a, p.load(t, "even.wasm"))
		at, err := a.Address("is_even")
		require.NoError(t, err)
		require.NoError(t, a.Close())
		require.NoError(t, a.Close())
		require.Error(t, a.Close(), "one more than opened")
		require.Same(t, a, l.Find("even.wasm"), "odd needs it")
		require.Equal(t, []any{int32(1)}, p.call(t, "apply", int32(at), int32(2)))

		f, err := b.Func("is_odd")
		require.NoError(t, err)
		require.NoError(t, b.Close())
		require.Nil(t, l.Find("even.wasm"))
		require.Nil(t, l.Find("odd.wasm"))
		_, err = f.Call(int32(1))
		require.ErrorIs(t, err, rt.ErrClosed)
		_, err = b.Func("is_odd")
		require.EqualError(t, err, "odd.wasm: the library is closed")
		require.Nil(t, p.table().Elems[at])
		if n == 0 {
			size, functions = p.memory().Size(), len(p.table().Elems)
		}
	}
	require.Equal(t, size, p.memory().Size())
	require.Len(t, p.table().Elems, functions)

	lib := p.load(t, "even.wasm")
	collected := weak.Make(lib.Instance())
	require.NoError(t, lib.Close())
	runtime.GC()
	require.Nil(t, collected.Value(), "nobody holds a closed library")
	p.parity(t)
}

// TestPromote: the symbols of a library serve those that do not need it only where it is global.
func TestPromote(t *testing.T) {
	p := start(t, interp.Options{})
	odd := p.load(t, "odd.wasm")
	_, err := p.dl.Linker().Load(ctx, "asks.wasm", nil)
	require.ErrorContains(t, err, `asks.wasm: unknown import: "env"."is_odd", wanted func (i32) i32; asks.wasm: unknown import: "GOT.mem"."odd_name"`)
	odd.Promote()
	asks := p.load(t, "asks.wasm")
	f, err := asks.Func("answer")
	require.NoError(t, err)
	results, err := f.Call(int32(7))
	require.NoError(t, err)
	require.Equal(t, []any{int32('o')}, results)

	require.NoError(t, odd.Close())
	require.Same(t, odd, p.dl.Linker().Find("odd.wasm"), "asks is linked with it")
	require.NoError(t, asks.Close())
	require.Nil(t, p.dl.Linker().Find("odd.wasm"))
}

// TestDeepRecursion: two libraries that call each other share one stack budget.
func TestDeepRecursion(t *testing.T) {
	p := start(t, interp.Options{})
	// The race detector makes frames thirty times as large as they are: a small budget.
	l, err := dylink.New(p, dylink.Options{Open: testdata, Instance: []rt.Option{rt.WithStack(8 << 20)}})
	require.NoError(t, err)
	lib, err := l.Load(ctx, "even.wasm", nil)
	require.NoError(t, err)
	f, err := lib.Func("is_even")
	require.NoError(t, err)
	for range 2 {
		_, err = f.Call(int32(1e9))
		require.ErrorIs(t, err, rt.StackExhausted)
		results, err := f.Call(int32(1001))
		require.NoError(t, err)
		require.Equal(t, []any{int32(0)}, results)
	}
}

// TestBare links a pair of modules without malloc, with 32-bit and with 64-bit addresses.
func TestBare(t *testing.T) {
	for _, bits := range []string{"32", "64"} {
		t.Run(bits, func(t *testing.T) {
			main := instantiate(t, "bare"+bits+".wasm", interp.Options{}, nil)
			l, err := dylink.New(main, dylink.Options{Open: testdata})
			require.NoError(t, err)
			v, _ := main.Export("memory")
			memory := v.(mem.Memory)
			var bases []uint64
			for range 3 {
				lib, err := l.Load(ctx, "plain"+bits+".wasm", nil)
				require.NoError(t, err)
				at, err := lib.Address("pointer")
				require.NoError(t, err)
				bases = append(bases, at)
				f, err := lib.Func("answer")
				require.NoError(t, err)
				if bits == "32" {
					results, err := f.Call(int32(10))
					require.NoError(t, err)
					require.Equal(t, []any{int32(26)}, results)
				} else {
					results, err := f.Call(int64(10))
					require.NoError(t, err)
					require.Equal(t, []any{int64(26)}, results)
				}
				require.NoError(t, lib.Close())
			}
			require.Equal(t, bases, slices.Repeat(bases[:1], 3), "closed libraries leave their room")
			require.Less(t, memory.Size(), uint64(2<<20))
		})
	}
}

// put writes a C string into memory that malloc gives.
func (p *program) put(t *testing.T, s string) int32 {
	at := p.call(t, "malloc", int32(len(s)+1))[0].(int32)
	require.NoError(t, p.memory().WriteAt(append([]byte(s), 0), uint64(at)))
	return at
}

// failure is the text of dlerror.
func (p *program) failure(t *testing.T) string {
	at, err := p.dl.Dlerror()
	require.NoError(t, err)
	if at == 0 {
		return ""
	}
	text := make([]byte, 200)
	require.NoError(t, p.memory().ReadAt(text, uint64(at)))
	text, _, _ = bytes.Cut(text, []byte{0})
	return string(text)
}

// TestDL calls dlopen and its kin as a C program would.
func TestDL(t *testing.T) {
	const (
		now    = 2
		noLoad = 4
		global = 256
	)
	p := start(t, interp.Options{})
	must := func(v int32, err error) int32 {
		require.NoError(t, err)
		return v
	}
	odd, asks := p.put(t, "odd.wasm"), p.put(t, "asks.wasm")
	require.Zero(t, must(p.dl.Dlopen(odd, now|noLoad)))
	require.Equal(t, "odd.wasm: not loaded", p.failure(t))
	require.Empty(t, p.failure(t), "told once")

	first := must(p.dl.Dlopen(odd, now))
	require.NotZero(t, first)
	require.Zero(t, must(p.dl.Dlopen(asks, now)))
	require.Contains(t, p.failure(t), `unknown import: "env"."is_odd"`)
	require.Equal(t, first, must(p.dl.Dlopen(odd, now|noLoad|global)))
	require.NotZero(t, must(p.dl.Dlopen(asks, now)))

	isOdd := p.put(t, "is_odd")
	at := must(p.dl.Dlsym(first, isOdd))
	require.NotZero(t, at)
	require.Equal(t, at, must(p.dl.Dlsym(0, isOdd)), "it is global")
	program := must(p.dl.Dlopen(0, now))
	require.Equal(t, at, must(p.dl.Dlsym(program, isOdd)))
	require.NotZero(t, must(p.dl.Dlsym(program, p.put(t, "twice"))))
	require.Zero(t, must(p.dl.Dlsym(first, p.put(t, "twice"))))
	require.Equal(t, `odd.wasm: undefined symbol "twice"`, p.failure(t))
	require.Zero(t, must(p.dl.Dlsym(99, isOdd)))
	require.Equal(t, "not the handle of an open library", p.failure(t))

	require.Zero(t, must(p.dl.Dlclose(program)))
	require.Zero(t, must(p.dl.Dlclose(first)))
	require.Equal(t, at, must(p.dl.Dlsym(first, isOdd)), "opened twice")
	require.Zero(t, must(p.dl.Dlclose(first)))
	require.EqualValues(t, -1, must(p.dl.Dlclose(first)))
	require.Equal(t, "not the handle of an open library", p.failure(t))

	require.Zero(t, must(p.dl.Dlopen(-1, now)))
	require.Equal(t, "no string at 0xffffffff", p.failure(t))
}

// answer loads a library with the given functions of the host and calls its answer.
func (p *program) answer(t *testing.T, name string, host rt.Module) ([]any, error) {
	l, err := dylink.New(p, dylink.Options{Open: testdata, Host: rt.Store{"env": host}})
	require.NoError(t, err)
	lib, err := l.Load(ctx, name, nil)
	require.NoError(t, err)
	f, err := lib.Func("answer")
	require.NoError(t, err)
	return f.Call(int32(20))
}

// TestHost: what main does not export the host may have, and a weak symbol nobody.
func TestHost(t *testing.T) {
	p := start(t, interp.Options{})
	results, err := p.answer(t, "weak.wasm", rt.Module{"optional": func(x int32) int32 { return 2 * x }})
	require.NoError(t, err)
	require.Equal(t, []any{int32(41)}, results)

	_, err = p.answer(t, "weak.wasm", nil)
	var host *rt.HostError
	require.ErrorAs(t, err, &host)
	require.EqualError(t, err, "env.optional: called a weak symbol that has no definition")
}

// TestOldSection loads a library with a section of the form that older tools write.
func TestOldSection(t *testing.T) {
	p := start(t, interp.Options{})
	lib, err := p.dl.Linker().Load(ctx, "old", withSection(t, "dylink", "\x00\x00\x00\x00\x01\x08odd.wasm"))
	require.NoError(t, err)
	f, err := lib.Func("is_even")
	require.NoError(t, err)
	results, err := f.Call(int32(7))
	require.NoError(t, err)
	require.Equal(t, []any{int32(0)}, results)
}
