package data

import (
	"errors"
	"fmt"

	"github.com/wasm2go/wasm2go/mem"
)

// A Heap is a module's own allocator, by its exported functions, and the memory that it gives out. What is allocated belongs to a Scope. A
// heap serves one goroutine at a time, as its instance does.
type Heap[A Address] struct {
	mem   mem.Memory
	alloc func(size, align A, k kind) (A, error)
	free  func(at, size A) error // nil where the module frees what it is given
	least uint64                 // bytes that the functions are asked for
}

// A kind is what AssemblyScript wants to know of an object: the number of its class.
type kind int32

const (
	arrayBuffer kind = 1
	utf16String kind = 2
)

// NewHeap is the heap of a module that exports malloc and free, or two functions of their kind: C, C++, Zig, TinyGo, or Go with two
// functions of your own, which keep what they give out in a map.
//
//	heap := data.NewHeap(m.Memory(), m.Malloc, m.Free)
func NewHeap[A Address](m mem.Memory, malloc func(size A) (A, error), free func(at A) error) *Heap[A] {
	return &Heap[A]{
		mem:   m,
		alloc: func(size, _ A, _ kind) (A, error) { return malloc(size) },
		free:  func(at, _ A) error { return free(at) },
		least: 1, // malloc(0) may be null
	}
}

// NewSizedHeap is the heap of a module that is told the size when it frees: mostly Rust, with two functions that its author has written.
// Where they take an alignment besides, as those of wasm-bindgen do, pass functions that add it: 8 suits all that this package allocates.
//
//	heap := data.NewSizedHeap(m.Memory(), m.Alloc, m.Dealloc)
func NewSizedHeap[A Address](m mem.Memory, alloc func(size A) (A, error), dealloc func(at, size A) error) *Heap[A] {
	return &Heap[A]{
		mem:   m,
		alloc: func(size, _ A, _ kind) (A, error) { return alloc(size) },
		free:  dealloc,
		least: 1, // Rust's allocators must not be asked for nothing
	}
}

// NewReallocHeap is the heap of a module that exports cabi_realloc, the allocator of the canonical ABI. By that, what is passed to a
// function belongs to it, so that nobody frees it but the module, and it stays allocated where the function is never called: free is nil. A
// module that leaves what it is passed to the host has a free.
//
//	heap := data.NewReallocHeap(m.Memory(), m.CabiRealloc, nil)
func NewReallocHeap[A Address](m mem.Memory, realloc func(at, size, align, newSize A) (A, error), free func(at A) error) *Heap[A] {
	h := &Heap[A]{
		mem:   m,
		alloc: func(size, align A, _ kind) (A, error) { return realloc(0, 0, align, size) },
	}
	if free != nil {
		h.free = func(at, _ A) error { return free(at) }
		h.least = 1
	}
	return h
}

// NewPinnedHeap is the heap of an AssemblyScript module that was compiled with --exportRuntime. Bytes and numbers become an ArrayBuffer,
// UTF16 a String; what is allocated is pinned, and unpinned to be freed, so that the garbage collector does the rest. What a function of
// the module returns nobody has pinned: read it before the next call.
//
//	heap := data.NewPinnedHeap(m.Memory(), m.New, m.Pin, m.Unpin)
func NewPinnedHeap(m mem.Memory, create func(size, class int32) (int32, error), pin func(at int32) (int32, error), unpin func(at int32) error) *Heap[int32] {
	return newPinnedHeap(m, create, pin, unpin)
}

func newPinnedHeap[A Address](m mem.Memory, create func(size, class A) (A, error), pin func(at A) (A, error), unpin func(at A) error) *Heap[A] {
	return &Heap[A]{
		mem: m,
		alloc: func(size, _ A, k kind) (A, error) {
			at, err := create(size, A(k))
			if err != nil || at == 0 {
				return 0, err
			}
			return pin(at)
		},
		free: func(at, _ A) error { return unpin(at) },
	}
}

// AllocError says that a module's allocator did not give what it was asked for.
type AllocError struct {
	Size uint64 // bytes
	Err  error  // why: a trap of the allocator, for instance
}

func (e *AllocError) Error() string {
	return fmt.Sprintf("data: allocating %d bytes: %v", e.Size, e.Err)
}

// Unwrap returns the reason.
func (e *AllocError) Unwrap() error { return e.Err }

// Why an allocation failed, where the allocator has returned.
var (
	errSize = errors.New("more than addresses of the module can tell")
	errNull = errors.New("the module's allocator returned null")
)

// allocate allocates size bytes. It returns no address that has not as many.
func (h *Heap[A]) allocate(size, align uint64, k kind) (block[A], error) {
	if size > mostBytes[A]() {
		return block[A]{}, &AllocError{size, errSize}
	}
	asked := max(size, h.least)
	at, err := h.alloc(A(asked), A(align), k)
	switch {
	case err != nil:
		return block[A]{}, &AllocError{size, err}
	case at == 0 && asked > 0:
		return block[A]{}, &AllocError{size, errNull}
	}
	if err := mem.Check(unsigned(at), size, h.mem.Size()); err != nil {
		return block[A]{}, &AllocError{size, fmt.Errorf("the module's allocator returned %#x: %w", unsigned(at), err)}
	}
	return block[A]{at, A(asked)}, nil
}

// A block is what was allocated, as it was asked for.
type block[A Address] struct {
	at, size A
}
