package data

import (
	"fmt"
	"strings"
	"unsafe"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// FindHeap is the heap of an instance whose exports are known at run time only, as those of the interpreter are: of the exported memory that
// is called "memory", or else is the first. The allocator is malloc and free, or cabi_realloc (and free, where the module has it), or
// __new, __pin and __unpin; or two functions whose names are given, as NewHeap or NewSizedHeap takes them. Calls by name allocate and
// take longer than those of the other functions that make a heap.
func FindHeap[A Address](inst rt.Instance, names ...string) (*Heap[A], error) {
	m, err := findMemory[A](inst)
	if err != nil {
		return nil, err
	}
	has := func(name string) bool { _, ok := inst.Export(name); return ok }
	switch {
	case len(names) == 2:
		return findNamed[A](inst, m, names[0], names[1])
	case len(names) != 0:
		return nil, fmt.Errorf("data: two functions make an allocator, not %q", names)
	case has("malloc") && has("free"):
		return findNamed[A](inst, m, "malloc", "free")
	case has("cabi_realloc"):
		return findRealloc[A](inst, m)
	case has("__new") && has("__pin") && has("__unpin"):
		return findPinned[A](inst, m)
	}
	return nil, fmt.Errorf("data: no allocator among the exports %s", strings.Join(inst.Exports(), ", "))
}

// findMemory finds the memory, whose addresses must be as wide as an A.
func findMemory[A Address](inst rt.Instance) (mem.Memory, error) {
	for _, name := range append([]string{"memory"}, inst.Exports()...) {
		v, _ := inst.Export(name)
		m, ok := v.(mem.Memory)
		if !ok {
			continue
		}
		if m.Type().Is64 != (wordType[A]() == "i64") {
			return nil, fmt.Errorf("data: addresses of the memory %q are not %T", name, A(0))
		}
		return m, nil
	}
	return nil, fmt.Errorf("data: the instance exports no memory")
}

// wordType is the type that an A has in Wasm.
func wordType[A Address]() string {
	if unsafe.Sizeof(A(0)) == 4 {
		return "i32"
	}
	return "i64"
}

func findNamed[A Address](inst rt.Instance, m mem.Memory, alloc, free string) (*Heap[A], error) {
	a, err := findFunc[A](inst, alloc, 1, true)
	if err != nil {
		return nil, err
	}
	malloc := func(size A) (A, error) { return a(size) }
	if f, err := findFunc[A](inst, free, 2, false); err == nil {
		return NewSizedHeap(m, malloc, func(at, size A) error { _, err := f(at, size); return err }), nil
	}
	f, err := findFunc[A](inst, free, 1, false)
	if err != nil {
		return nil, err
	}
	return NewHeap(m, malloc, func(at A) error { _, err := f(at); return err }), nil
}

func findRealloc[A Address](inst rt.Instance, m mem.Memory) (*Heap[A], error) {
	realloc, err := findFunc[A](inst, "cabi_realloc", 4, true)
	if err != nil {
		return nil, err
	}
	var free func(A) error
	if f, err := findFunc[A](inst, "free", 1, false); err == nil {
		free = func(at A) error { _, err := f(at); return err }
	}
	return NewReallocHeap(m, func(at, size, align, newSize A) (A, error) { return realloc(at, size, align, newSize) }, free), nil
}

func findPinned[A Address](inst rt.Instance, m mem.Memory) (*Heap[A], error) {
	create, err := findFunc[A](inst, "__new", 2, true)
	if err != nil {
		return nil, err
	}
	pin, err := findFunc[A](inst, "__pin", 1, true)
	if err != nil {
		return nil, err
	}
	unpin, err := findFunc[A](inst, "__unpin", 1, false)
	if err != nil {
		return nil, err
	}
	return newPinnedHeap(m, func(size, class A) (A, error) { return create(size, class) }, func(at A) (A, error) { return pin(at) },
		func(at A) error { _, err := unpin(at); return err }), nil
}

// findFunc finds a function of so many addresses that returns one, or nothing.
func findFunc[A Address](inst rt.Instance, name string, params int, returns bool) (func(...A) (A, error), error) {
	v, _ := inst.Export(name)
	f, ok := v.(*rt.Func)
	if !ok {
		return nil, fmt.Errorf("data: the instance exports no function %q", name)
	}
	word := wordType[A]()
	want := "(" + strings.TrimSuffix(strings.Repeat(word+" ", params), " ") + ")"
	if returns {
		want += " " + word
	}
	if got := f.Sig.Type().Signature(); got != want {
		return nil, fmt.Errorf("data: the function %q is %s, not %s", name, got, want)
	}
	return func(args ...A) (A, error) { return callFunc(f, args) }, nil
}

// callFunc calls a function of addresses that returns one, or nothing.
func callFunc[A Address](f *rt.Func, args []A) (A, error) {
	words := make([]any, len(args))
	for i, a := range args {
		if unsafe.Sizeof(a) == 4 {
			words[i] = int32(a)
		} else {
			words[i] = int64(a)
		}
	}
	results, err := f.Call(words...)
	if err != nil || len(results) == 0 {
		return 0, err
	}
	switch v := results[0].(type) {
	case int32:
		return A(v), nil
	case int64:
		return A(v), nil
	}
	panic("data: a function has another result than its type says")
}
