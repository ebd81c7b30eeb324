// Package data passes strings, bytes, numbers and structs to the functions of a module, and reads what they return. It works with every
// memory and engine: it needs the memory and the functions of the module's own allocator, which are methods of a generated package, or
// what interp.Typed makes, or are found by their names in any rt.Instance ([FindHeap]).
//
// # Passing
//
// A [Heap] knows the allocator, a [Scope] what was allocated for a call, so that it is freed whatever happens:
//
//	heap := data.NewHeap(m.Memory(), m.Malloc, m.Free) // once
//
//	func upper(s string) (up string, err error) {
//		scope := heap.Scope()
//		defer scope.Free(&err)
//		in, err := scope.CString(s)
//		if err != nil {
//			return "", err
//		}
//		out, err := m.Upper(in) // char *upper(const char *), the result is the caller's
//		if err != nil {
//			return "", err
//		}
//		scope.Own(out, 0)
//		return data.CString(m.Memory(), out, 1<<20)
//	}
//
// [Scope.Bytes], [Scope.String], [Scope.CString], [Scope.UTF16] and [New] allocate and copy once; [Store] writes to where something is
// allocated already. For a result that C returns through a pointer, pass New(scope, int32(0)) and [Load] it after the call. Null is 0.
//
// A module has to export its allocator: for C that is -Wl,--export=malloc -Wl,--export=free. Go's reactors export none: theirs are two
// functions with go:wasmexport, which keep what they give out in a map, so that the garbage collector leaves it alone.
//
// # Reading
//
// [Bytes], [String], [Slice] and [Load] take addresses and lengths as the module gives them, from results, multiple ones too, or as the
// arguments of a function of the host. They look whether there is as much in memory before they allocate anything, so that a module
// that gives a length of -1 gets an error and not the host's memory. [CString] does not read byte by byte, and not beyond the bound it is
// given. A host's function comes to the memory by being an rt.Binder.
//
// # Structs
//
// [Load], [Slice], [Store] and [New] take a Go struct for a C one, with the alignments that C has on Wasm, which are those of Rust's repr(C):
//
//	struct node {                      type node struct {
//		char tag;                          tag    int8
//		double weight[2];                  weight [2]float64
//		struct node *next;                 next   uint32
//		size_t size;                       size   uint32
//		_Bool used;                        used   bool
//	};                                 }
//
// Fields are bool, numbers of a fixed size, structs and arrays of these; addresses, size_t and long are 32 bits wide in C for a 32-bit
// memory, 64 in C for a 64-bit one; an enum is an int32. An error names any other field. A field called _ is room that is written as zeros
// and not read. Bit fields and packed structs have no such type; of a union take the largest member, or bytes. Names do not matter, and
// need no upper case.
//
// # Borrowing
//
// A memory in the process, which is a [mem.Local], lends its bytes without a copy:
//
//	err := data.Borrow(m.LocalMemory(), at, n, func(b []byte) error { ... })
//
// They are valid until the function returns, and no longer than until the memory grows, which any call into the module may make it. A
// package that was translated for a memory on chips has no LocalMemory, so that this does not compile.
package data
