package data_test

import (
	"errors"
	"fmt"
	"log"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/data"
	"github.com/wasm2go/wasm2go/rt"
)

// A clib is a C library, testdata/lib.c, as a wrapper has it. Here the interpreter runs it; if it were translated, the functions would be
// methods of its Instance: m.Malloc, m.Free, m.Upper.
type clib struct {
	memory  mem.Memory
	heap    *data.Heap[int32]
	upper   func(text int32) (int32, error)
	sum     func(at, n int32) (float64, error)
	squares func(n, out int32) (int32, error)
	mirror  func(at, n int32) error
	tell    func(text, n int32) error
}

func openLibrary(h *host) *clib {
	m, err := instantiate("lib.wasm", interp.Guard, rt.Module{"note": h.note})
	if err != nil {
		log.Fatal(err)
	}
	h.memory = m.mem
	return &clib{
		memory:  m.mem,
		heap:    data.NewHeap(m.mem, fn[func(int32) (int32, error)](m, "malloc"), fn[func(int32) error](m, "free")),
		upper:   fn[func(int32) (int32, error)](m, "upper"),
		sum:     fn[func(at, n int32) (float64, error)](m, "sum"),
		squares: fn[func(n, out int32) (int32, error)](m, "squares"),
		mirror:  fn[func(at, n int32) error](m, "mirror"),
		tell:    fn[func(text, n int32) error](m, "tell"),
	}
}

// A host has what the library imports.
type host struct{ memory mem.Memory }

// note is void note(const char *text, size_t n).
func (h *host) note(text, n int32) error {
	s, err := data.String(h.memory, text, n)
	if err != nil {
		return err // ends the call, which returns it
	}
	fmt.Println("note:", s)
	return nil
}

// Upper is char *upper(const char *), whose result the caller frees.
func (l *clib) Upper(text string) (up string, err error) {
	scope := l.heap.Scope()
	defer scope.Free(&err)
	in, err := scope.CString(text)
	if err != nil {
		return "", err
	}
	out, err := l.upper(in)
	if err != nil {
		return "", err
	}
	scope.Own(out, 0)
	return data.CString(l.memory, out, 1<<20)
}

// Squares is int squares(int n, int **out), which allocates an array.
func (l *clib) Squares(n int32) (list []int32, err error) {
	scope := l.heap.Scope()
	defer scope.Free(&err)
	out, err := data.New(scope, uint32(0))
	if err != nil {
		return nil, err
	}
	got, err := l.squares(n, out)
	if err != nil {
		return nil, err
	}
	if got < 0 {
		return nil, errors.New("out of memory")
	}
	at, err := data.Load[int32](l.memory, out)
	if err != nil {
		return nil, err
	}
	scope.Own(at, 0)
	return data.Slice[int32](l.memory, at, got)
}

func Example() {
	lib := openLibrary(&host{})
	fmt.Println(lib.Upper("hello"))
	fmt.Println(lib.Squares(5))
	// Output:
	// HELLO <nil>
	// [0 1 4 9 16] <nil>
}

func ExampleNew() {
	lib := openLibrary(&host{})
	sum := func(x ...float64) (sum float64, err error) {
		scope := lib.heap.Scope()
		defer scope.Free(&err)
		at, err := data.New(scope, x)
		if err != nil {
			return 0, err
		}
		return lib.sum(at, int32(len(x)))
	}
	fmt.Println(sum(1, 2, 3.5))
	// Output: 6.5 <nil>
}

func ExampleLoad_struct() {
	// struct point { char tag; double x, y; short weight; };
	type point struct {
		tag    int8
		x, y   float64
		weight int16
	}
	lib := openLibrary(&host{})
	mirror := func(p *point) (err error) {
		scope := lib.heap.Scope()
		defer scope.Free(&err)
		at, err := data.New(scope, *p)
		if err != nil {
			return err
		}
		if err := lib.mirror(at, 1); err != nil { // void mirror(struct point *, size_t n)
			return err
		}
		*p, err = data.Load[point](lib.memory, at)
		return err
	}
	p := point{tag: 'p', x: 1, y: 2}
	fmt.Println(mirror(&p), p)
	fmt.Println(data.Sizeof[point]())
	// Output:
	// <nil> {112 2 1 1}
	// 32 <nil>
}

// A function of the host gets an address and a length. They may be anything.
func ExampleString() {
	lib := openLibrary(&host{})
	scope := lib.heap.Scope()
	var err error
	defer scope.Free(&err)
	text, err := scope.String("from the library")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(lib.tell(text, 16))
	err = lib.tell(text, -1)
	var wrong *mem.RangeError
	fmt.Println(errors.As(err, &wrong), wrong.Len)
	// Output:
	// note: from the library
	// <nil>
	// true 4294967295
}

// What is looked at in place is not copied.
func ExampleBorrow() {
	lib := openLibrary(&host{})
	local, ok := lib.memory.(mem.Local) // of a generated package: m.LocalMemory(), which it does not have if this cannot be
	if !ok {
		log.Fatal("the memory is not in the process")
	}
	scope := lib.heap.Scope()
	var err error
	defer scope.Free(&err)
	at, err := scope.Alloc(1<<16, 1)
	if err != nil {
		log.Fatal(err)
	}
	err = data.Borrow(local, at, 1<<16, func(b []byte) error {
		for i := range b {
			b[i] = byte(i)
		}
		return nil
	})
	last, _ := data.Load[uint8](lib.memory, at+1<<16-1)
	fmt.Println(last, err)
	// Output: 255 <nil>
}

func ExampleFindHeap() {
	m, err := instantiate("script.wasm", interp.Slice, nil) // AssemblyScript
	if err != nil {
		log.Fatal(err)
	}
	heap, err := data.FindHeap[int32](m)
	if err != nil {
		log.Fatal(err)
	}
	scope := heap.Scope()
	defer scope.Free(&err)
	text, err := scope.UTF16("in UTF-16")
	if err != nil {
		log.Fatal(err)
	}
	results, err := m.call("same", text)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(data.ASString(m.mem, results[0].(int32)))
	// Output: in UTF-16 <nil>
}
