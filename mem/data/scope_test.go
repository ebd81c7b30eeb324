package data_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/data"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
)

// upper passes a C string and gets one back that is the caller's.
func (l *library) upper(text string) (up string, err error) {
	scope := l.heap.Scope()
	defer scope.Free(&err)
	in, err := scope.CString(text)
	if err != nil {
		return "", err
	}
	out, err := fn[func(int32) (int32, error)](l.module, "upper")(in)
	if err != nil {
		return "", err
	}
	scope.Own(out, 0)
	l.live++ // upper's
	return data.CString(l.mem, out, len(text))
}

func TestCStrings(t *testing.T) {
	onEach(t, func(t *testing.T, b interp.Backend) {
		l := newLibrary(t, b)
		for _, text := range []string{"", "a", "hello, world", strings.Repeat("long", 10000)} {
			up, err := l.upper(text)
			require.NoError(t, err)
			require.Equal(t, strings.ToUpper(text), up)
			require.Zero(t, l.live)
		}
		_, err := l.upper("a\x00b")
		require.EqualError(t, err, "data: a C string ends at its byte 1, which is zero, and this one has 3")
	})
}

// TestArrays passes numbers and structs, and reads an array through a pointer to a pointer.
func TestArrays(t *testing.T) {
	onEach(t, func(t *testing.T, b interp.Backend) {
		l := newLibrary(t, b)
		require.NoError(t, l.arrays(t))
		require.Zero(t, l.live)
	})
}

func (l *library) arrays(t *testing.T) (err error) {
	scope := l.heap.Scope()
	defer scope.Free(&err)

	at, err := data.New(scope, []float64{1, 2, 3.5})
	require.NoError(t, err)
	sum, err := fn[func(at, n int32) (float64, error)](l.module, "sum")(at, 3)
	require.NoError(t, err)
	require.Equal(t, 6.5, sum)

	out, err := data.New(scope, uint32(0))
	require.NoError(t, err)
	n, err := fn[func(n, out int32) (int32, error)](l.module, "squares")(5, out)
	require.NoError(t, err)
	squares, err := data.Load[int32](l.mem, out)
	require.NoError(t, err)
	scope.Own(squares, 0)
	l.live++
	list, err := data.Slice[int32](l.mem, squares, n)
	require.NoError(t, err)
	require.Equal(t, []int32{0, 1, 4, 9, 16}, list)

	type point struct {
		tag    int8
		x, y   float64
		weight int16
	}
	points, err := data.New(scope, []point{{1, 2, 3, 4}, {5, 6, 7, -1}})
	require.NoError(t, err)
	require.NoError(t, fn[func(at, n int32) error](l.module, "mirror")(points, 2))
	got, err := data.Slice[point](l.mem, points, 2)
	require.NoError(t, err)
	require.Equal(t, []point{{1, 3, 2, 5}, {5, 7, 6, 0}}, got)
	return nil
}

// TestFailingAllocator: nothing leaks and the reason comes out, whatever the module's allocator does.
func TestFailingAllocator(t *testing.T) {
	l := newLibrary(t, interp.Guard)
	use := func(f func(*data.Scope[int32]) error) (err error) {
		scope := l.heap.Scope()
		defer scope.Free(&err)
		if _, err := scope.String("first"); err != nil {
			return err
		}
		return f(scope)
	}
	var alloc *data.AllocError

	err := use(func(s *data.Scope[int32]) error {
		l.null = true
		_, err := s.Bytes(make([]byte, 12))
		return err
	})
	require.EqualError(t, err, "data: allocating 12 bytes: the module's allocator returned null")
	require.ErrorAs(t, err, &alloc)
	require.EqualValues(t, 12, alloc.Size)
	require.Zero(t, l.live)

	l.null, l.fail = false, &rt.Trap{Kind: rt.Unreachable}
	_, err = l.upper("x")
	require.ErrorIs(t, err, rt.Unreachable)
	require.ErrorAs(t, err, &alloc)

	l.fail = nil
	mine := errors.New("mine")
	require.Equal(t, mine, use(func(*data.Scope[int32]) error { return mine }))
	require.Zero(t, l.live)

	// Errors of free come besides what is there.
	err = use(func(*data.Scope[int32]) error { l.fail = rt.Unreachable; return mine })
	require.ErrorIs(t, err, mine)
	require.ErrorIs(t, err, rt.Unreachable)
	require.ErrorContains(t, err, "data: freeing 5 bytes at 0x")
	l.fail = nil
	require.NoError(t, use(func(*data.Scope[int32]) error { return nil }))

	require.Panics(t, func() { use(func(*data.Scope[int32]) error { panic("mine") }) })
	require.Equal(t, 1, l.live, "the one that could not be freed")
}

// TestUntrustedAllocator: what an allocator returns may be nonsense.
func TestUntrustedAllocator(t *testing.T) {
	m, err := slice.New(mem.Type{Min: 1})
	require.NoError(t, err)
	asked, freed, gives := []int32{}, []int32{}, int32(0)
	heap := data.NewHeap(m, func(n int32) (int32, error) { asked = append(asked, n); return gives, nil },
		func(at int32) error { freed = append(freed, at); return nil })
	scope := heap.Scope()
	free := func() {
		var err error
		scope.Free(&err)
		require.NoError(t, err)
	}

	gives = 65530
	_, err = scope.Bytes(make([]byte, 7))
	rangeError(t, err)
	gives = -8
	_, err = scope.Bytes(make([]byte, 7))
	rangeError(t, err)
	free()
	require.Empty(t, freed, "what was never given")

	gives = 1001
	_, err = data.New(scope, int64(1))
	require.EqualError(t, err, "data: allocating 8 bytes: the module's allocator returned 0x3e9, which is no multiple of 8")
	free()
	require.Equal(t, []int32{1001}, freed)

	gives, asked, freed = 1008, nil, nil
	for _, empty := range []func() (int32, error){
		func() (int32, error) { return scope.Bytes(nil) },
		func() (int32, error) { return scope.String("") },
		func() (int32, error) { return data.New(scope, []int64(nil)) },
		func() (int32, error) { return scope.UTF16("") },
		func() (int32, error) { return scope.Alloc(0, 8) },
	} {
		at, err := empty()
		require.NoError(t, err)
		require.EqualValues(t, 1008, at)
	}
	free()
	require.Equal(t, []int32{1, 1, 1, 1, 1}, asked)
	require.Len(t, freed, 5)

	for _, c := range []struct{ size, align int }{{-1, 1}, {8, 0}, {8, 3}, {8, -4}} {
		_, err = scope.Alloc(c.size, c.align)
		require.ErrorContains(t, err, "data: there are no")
	}
}

// TestSizesThatAreTooLarge are refused before the module is asked.
func TestSizesThatAreTooLarge(t *testing.T) {
	if math.MaxInt == math.MaxInt32 {
		t.Skip("an int cannot tell such sizes")
	}
	m, err := slice.New(mem.Type{Min: 1})
	require.NoError(t, err)
	scope := data.NewHeap(m, func(int32) (int32, error) { panic("called") }, func(int32) error { return nil }).Scope()
	for _, size := range []int64{1 << 31, 1 << 32, 1<<32 + 16, math.MaxInt64} {
		_, err := scope.Alloc(int(size), 1)
		require.ErrorContains(t, err, "more than addresses of the module can tell")
	}
}

// TestHostAllocates: a function of the host passes data to the module that has called it.
func TestHostAllocates(t *testing.T) {
	onEach(t, func(t *testing.T, b interp.Backend) {
		var m *module
		var heap *data.Heap[int32]
		said := ""
		m = newModule(t, "lib.wasm", b, rt.Module{"note": func(at, n int32) (err error) {
			scope := heap.Scope()
			defer scope.Free(&err)
			text, err := data.String(m.mem, at, n)
			if err != nil {
				return err
			}
			copied, err := scope.String(text + " again")
			if err != nil {
				return err
			}
			said, err = data.String(m.mem, copied, n+6)
			return err
		}})
		var err error
		heap, err = data.FindHeap[int32](m)
		require.NoError(t, err)
		scope := heap.Scope()
		text, err := scope.String("text")
		require.NoError(t, err)
		require.NoError(t, fn[func(at, n int32) error](m, "tell")(text, 4))
		require.Equal(t, "text again", said)
		scope.Free(&err)
		require.NoError(t, err)
	})
}

func TestOwnership(t *testing.T) {
	l := newLibrary(t, interp.Slice)
	scope := l.heap.Scope()
	kept, err := scope.String("the module frees this")
	require.NoError(t, err)
	_, err = scope.String("this not")
	require.NoError(t, err)
	scope.Disown(kept)
	scope.Own(0, 0)
	scope.Free(&err)
	require.NoError(t, err)
	require.Equal(t, 1, l.live)
	scope.Free(&err)
	require.NoError(t, err)
	require.Equal(t, 1, l.live, "freed twice")
}

// TestClosedInstance: what was allocated is gone with the memory, and that is no error.
func TestClosedInstance(t *testing.T) {
	l := newLibrary(t, interp.Guard)
	scope := l.heap.Scope()
	_, err := scope.String("x")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	scope.Free(&err)
	require.NoError(t, err)
	_, err = scope.String("x")
	require.ErrorIs(t, err, rt.ErrClosed)
}

// TestSizedHeap: the module traps if it is told another size than before.
func TestSizedHeap(t *testing.T) {
	l := newLibrary(t, interp.Guard)
	alloc, dealloc := fn[func(int32) (int32, error)](l.module, "alloc"), fn[func(at, n int32) error](l.module, "dealloc")
	heap := data.NewSizedHeap(l.mem, alloc, dealloc)
	scope := heap.Scope()
	for _, text := range []string{"", "text", strings.Repeat("x", 1000)} {
		at, err := scope.String(text)
		require.NoError(t, err)
		got, err := data.String(l.mem, at, len(text))
		require.NoError(t, err)
		require.Equal(t, text, got)
	}
	at, err := alloc(24)
	require.NoError(t, err)
	scope.Own(at, 24)
	scope.Free(&err)
	require.NoError(t, err)

	at, err = alloc(24)
	require.NoError(t, err)
	scope.Own(at, 23)
	scope.Free(&err)
	require.ErrorIs(t, err, rt.Unreachable)
}

// TestReallocHeap: by the canonical ABI the module frees what it gets.
func TestReallocHeap(t *testing.T) {
	l := newLibrary(t, interp.Guard)
	realloc := fn[func(at, size, align, n int32) (int32, error)](l.module, "cabi_realloc")
	scope := data.NewReallocHeap(l.mem, realloc, nil).Scope()
	at, err := scope.String("text")
	require.NoError(t, err)
	empty, err := data.New(scope, []int64{})
	require.NoError(t, err)
	require.EqualValues(t, 8, empty, "cabi_realloc was asked for nothing")
	scope.Free(&err)
	require.NoError(t, err)
	text, err := data.String(l.mem, at, 4)
	require.NoError(t, err)
	require.Equal(t, "text", text)

	freed := 0
	scope = data.NewReallocHeap(l.mem, realloc, func(at int32) error {
		freed++
		return fn[func(int32) error](l.module, "free")(at)
	}).Scope()
	for _, s := range []string{"", "x"} {
		_, err = scope.String(s)
		require.NoError(t, err)
	}
	scope.Free(&err)
	require.NoError(t, err)
	require.Equal(t, 2, freed)
}

// TestAssemblyScript: objects are pinned before the next one is made, and unpinned.
func TestAssemblyScript(t *testing.T) {
	onEach(t, func(t *testing.T, b interp.Backend) {
		m := newModule(t, "script.wasm", b, nil)
		pinned, class := fn[func() (int32, error)](m, "pinned"), fn[func(int32) (int32, error)](m, "class")
		typed := data.NewPinnedHeap(m.mem, fn[func(size, class int32) (int32, error)](m, "__new"),
			fn[func(int32) (int32, error)](m, "__pin"), fn[func(int32) error](m, "__unpin"))
		found, err := data.FindHeap[int32](m)
		require.NoError(t, err)
		for _, heap := range []*data.Heap[int32]{typed, found} {
			scope := heap.Scope()
			var at []int32
			texts := []string{"héllo, \U0001f600", "", "second"}
			for _, text := range texts {
				a, err := scope.UTF16(text)
				require.NoError(t, err)
				at = append(at, a)
			}
			bytes, err := scope.Bytes([]byte{1, 2, 3})
			require.NoError(t, err)
			for i, text := range texts {
				got, err := data.ASString(m.mem, at[i])
				require.NoError(t, err)
				require.Equal(t, text, got)
				c, err := class(at[i])
				require.NoError(t, err)
				require.EqualValues(t, 2, c)
			}
			c, err := class(bytes)
			require.NoError(t, err)
			require.EqualValues(t, 1, c)
			n, err := pinned()
			require.NoError(t, err)
			require.EqualValues(t, 4, n)
			scope.Free(&err)
			require.NoError(t, err)
			n, err = pinned()
			require.NoError(t, err)
			require.Zero(t, n)
		}
	})
}
