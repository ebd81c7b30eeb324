package rt

import "unsafe"

// A Ref is a reference of any type, as Sig.Slots and the interpreter pass it. The zero value is null. Where the type is known a funcref is a *Func,
// an externref an any, a reference to a struct or an array an *Object, and an exnref an *Exception: RefFunc and its like make a Ref of them, Func and
// its like undo that, and none of these allocates. What an anyref may be hosts see by Any.
//
// It is two words:
//
//	word       data
//	0          nil              null
//	odd        nil              an i31, shifted left by one
//	2          the *Func        a reference to a function
//	4          the *Object      a reference to a struct or an array
//	8          the *Exception   a reference to an exception
//	a pointer  what it has      a Go value of the host: the two words of an any
//
// Pointers to Go types are multiples of 4 and no such small numbers. As in an any, the garbage collector of Go need not follow the first
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

// The first words of references that are no values of the host.
const (
	wordI31       = 1 // this bit
	wordFunc      = 2
	wordObject    = 4
	wordException = 8
	wordHost      = 16 // no Go type is there or below
)

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

// RefObject is o as a Ref.
func RefObject(o *Object) Ref {
	if o == nil {
		return Ref{}
	}
	return Ref{wordObject, unsafe.Pointer(o)}
}

// Object is a reference to a struct or an array as what it refers to, nil for null, and for an i31. IsObject tells whether that may be asked of an anyref.
func (r Ref) Object() *Object { return (*Object)(r.data) }

// IsObject tells whether an anyref refers to a struct or an array.
func (r Ref) IsObject() bool { return r.word == wordObject }

// RefException is e as a Ref.
func RefException(e *Exception) Ref {
	if e == nil {
		return Ref{}
	}
	return Ref{wordException, unsafe.Pointer(e)}
}

// Exception is an exnref as what it refers to, nil for null.
func (r Ref) Exception() *Exception { return (*Exception)(r.data) }

// An I31 is an i31 as hosts see it: a number from -1<<30 to 1<<30 - 1.
type I31 int32

// RefI31 is ref.i31: the lower 31 bits of v.
func RefI31(v uint32) Ref { return Ref{word: uintptr(v<<1 | wordI31)} }

// I31 is an i31, sign-extended: i31.get_s without its trap. Of what is none the result is of no use.
func (r Ref) I31() I31 { return I31(int32(uint32(r.word)) >> 1) }

// I31U is an i31, zero-extended: i31.get_u without its trap.
func (r Ref) I31U() uint32 { return uint32(r.word) >> 1 }

// IsI31 tells whether an anyref is an i31.
func (r Ref) IsI31() bool { return r.word&wordI31 != 0 }

// RefAny is an anyref that hosts see as v: nil for null, an [I31], an *[Object], or any other value, which is the host's own, as is a number that takes
// more than 31 bits. So it is any.convert_extern.
func RefAny(v any) Ref {
	switch v := v.(type) {
	case *Object:
		return RefObject(v)
	case I31:
		if r := RefI31(uint32(v)); r.I31() == v {
			return r
		}
	}
	return RefExtern(v)
}

// Any is an anyref as hosts see it: nil, an [I31], an *[Object], or a value of the host. So it is extern.convert_any.
func (r Ref) Any() any {
	switch {
	case r.word == wordObject:
		return r.Object()
	case r.IsI31():
		return r.I31()
	}
	return r.Extern()
}

// IsNull is ref.is_null.
func (r Ref) IsNull() bool { return r.word == 0 }
