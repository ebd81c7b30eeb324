package rt

import "unsafe"

// A Ref is a reference of any type, as Sig.Slots and the interpreter pass it. The zero value is null. Where the type is known a
// funcref is a *Func and an externref an any: RefFunc and RefExtern make a Ref of them, Func and Extern undo that, and none of
// these allocates or calls anything.
//
// It is two words:
//
//	word       data
//	0          nil             null
//	2          the *Func       a reference to a function
//	a pointer  what it has     a Go value of the host: the two words of an any
//
// Pointers to Go types are multiples of 4, so that there is room for an i31 in an odd word without data, and for objects of the garbage
// collector's proposal behind further small even numbers. As in an any, the garbage collector of Go need not follow the first
// word: it keeps all types. Nanoseconds, measured against what else could hold all of these:
//
//	                             Ref    any                          any and a number   pointer to a box, and a number
//	bytes                        16     16                           24                 16
//	from an externref            4      5                            10                 126, allocates
//	from an i31 above 255        2      46, allocates                3                  2
//	from a *Func and back        6      16                           -                  -
//	64 moves                     196    188                          167                -
//	64 comparisons, as ref.eq    168    1042                         865                168
type Ref struct {
	word uintptr
	data unsafe.Pointer
}

// wordFunc is the first word of a reference to a function.
const wordFunc = 2

// RefFunc is f as a Ref.
func RefFunc(f *Func) Ref {
	if f == nil {
		return Ref{}
	}
	return Ref{wordFunc, unsafe.Pointer(f)}
}

// Func is a funcref as what it refers to, nil for null.
func (r Ref) Func() *Func { return (*Func)(r.data) }

// RefExtern is the externref v as a Ref.
func RefExtern(v any) Ref { return *(*Ref)(unsafe.Pointer(&v)) }

// Extern is an externref as what it refers to, nil for null.
func (r Ref) Extern() any { return *(*any)(unsafe.Pointer(&r)) }

// IsNull is ref.is_null.
func (r Ref) IsNull() bool { return r.word == 0 }
