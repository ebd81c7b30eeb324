package data

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unsafe"

	"github.com/wasm2go/wasm2go/rt"
)

// A Scope is what was allocated for a call, or several, and goes with them:
//
//	func (l *Lib) Greet(name string) (s string, err error) {
//		scope := l.heap.Scope()
//		defer scope.Free(&err)
//		at, err := scope.CString(name)
//		...
//
// Its methods return addresses for the module's functions. An *AllocError says that there are none: the module's allocator trapped, returned
// null or nonsense, or the size is more than 2 GiB, for which it is not asked.
type Scope[A Address] struct {
	heap   *Heap[A]
	blocks []block[A]
	few    [4]block[A] // the first ones
}

// Scope returns an empty scope.
func (h *Heap[A]) Scope() *Scope[A] {
	s := &Scope[A]{heap: h}
	s.blocks = s.few[:0]
	return s
}

// Free frees what is in the scope, the last allocated first, and leaves it empty. It is for a defer statement: err is the result of the
// function that has the scope, and gets what fails besides what is there. An instance that is closed needs no freeing.
func (s *Scope[A]) Free(err *error) {
	var first error
	for _, b := range slices.Backward(s.blocks) {
		if s.heap.free == nil {
			break
		}
		if e := s.heap.free(b.at, b.size); e != nil && first == nil && !errors.Is(e, rt.ErrClosed) {
			first = fmt.Errorf("data: freeing %d bytes at %#x: %w", unsigned(b.size), unsigned(b.at), e)
		}
	}
	s.blocks = s.few[:0]
	if first != nil {
		*err = errors.Join(*err, first)
	}
}

// Alloc allocates size bytes, which may hold anything, at a multiple of align: a buffer for the module to fill.
func (s *Scope[A]) Alloc(size, align int) (A, error) {
	if size < 0 || align <= 0 || align&(align-1) != 0 {
		return 0, fmt.Errorf("data: there are no %d bytes with an alignment of %d", size, align)
	}
	return s.take(uint64(size), uint64(align), arrayBuffer)
}

// Bytes allocates a copy of b. An empty one has an address that is not null, too.
func (s *Scope[A]) Bytes(b []byte) (A, error) { return s.put(b, 1, arrayBuffer) }

// String allocates a copy of text, without anything at its end: the module has to be told the length.
func (s *Scope[A]) String(text string) (A, error) { return s.Bytes(stringBytes(text)) }

// stringBytes are the bytes of a string. They must not be written to.
func stringBytes(text string) []byte { return unsafe.Slice(unsafe.StringData(text), len(text)) }

// CString allocates a copy of text with a byte of zero at its end. It is an error if there is one within.
func (s *Scope[A]) CString(text string) (A, error) {
	if i := strings.IndexByte(text, 0); i >= 0 {
		return 0, fmt.Errorf("data: a C string ends at its byte %d, which is zero, and this one has %d", i, len(text))
	}
	at, err := s.take(uint64(len(text))+1, 1, arrayBuffer)
	if err != nil {
		return 0, err
	}
	addr := unsigned(at)
	if err := s.heap.mem.WriteAt(stringBytes(text), addr); err != nil {
		return 0, err
	}
	return at, s.heap.mem.PutUint8(addr+uint64(len(text)), 0)
}

// UTF16 allocates text in UTF-16, without anything at its end: with NewPinnedHeap that is a String of AssemblyScript.
func (s *Scope[A]) UTF16(text string) (A, error) {
	units := utf16.Encode([]rune(text))
	r, err := rowOf(&units)
	if err != nil {
		return 0, err
	}
	return s.row(r, utf16String)
}

// New allocates a value, as Store writes it: a number, a struct, an array, or a slice of these. For a result that the module writes through
// a pointer it is a zero, for Load to read afterwards.
func New[T any, A Address](s *Scope[A], v T) (A, error) {
	r, err := rowOf(&v)
	if err != nil {
		return 0, err
	}
	return s.row(r, arrayBuffer)
}

// Own makes what the module has allocated and given to the host part of the scope, to be freed with it: size is for a NewSizedHeap. Null is
// nothing to free.
func (s *Scope[A]) Own(at, size A) {
	if at != 0 {
		s.blocks = append(s.blocks, block[A]{at, size})
	}
}

// Disown leaves to the module what is in the scope: a function that has been called frees it, or keeps it.
func (s *Scope[A]) Disown(at A) {
	s.blocks = slices.DeleteFunc(s.blocks, func(b block[A]) bool { return b.at == at })
}

// take allocates for the scope.
func (s *Scope[A]) take(size, align uint64, k kind) (A, error) {
	b, err := s.heap.allocate(size, align, k)
	if err != nil {
		return 0, err
	}
	s.blocks = append(s.blocks, b)
	if addr := unsigned(b.at); addr%align != 0 {
		return 0, &AllocError{size, fmt.Errorf("the module's allocator returned %#x, which is no multiple of %d", addr, align)}
	}
	return b.at, nil
}

// put allocates a copy of b.
func (s *Scope[A]) put(b []byte, align uint64, k kind) (A, error) {
	at, err := s.take(uint64(len(b)), align, k)
	if err != nil {
		return 0, err
	}
	return at, s.heap.mem.WriteAt(b, unsigned(at))
}

// row allocates a copy of values.
func (s *Scope[A]) row(r row, k kind) (A, error) {
	at, err := s.take(r.size(), r.layout.align, k)
	if err != nil {
		return 0, err
	}
	return at, r.write(s.heap.mem, unsigned(at))
}
