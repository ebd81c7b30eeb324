package rt

// An Object is a struct or an array of a module. A reference to it is a *Object, nil the null reference: two are the same
// object exactly if the pointers are. Hosts may keep it, and look into it by its methods; it goes when nobody has it any more. Like the instances
// that it came from it serves one goroutine at a time.
//
// It is the header of a larger struct of Go, by which the garbage collector knows the rest: see [Layout]. There must be none that was not made by
// package rt or abi, or by generated code.
type Object struct {
	rtt *Type
}

// An Array is an array as Go stores it, for generated code and package abi: T is the type that its elements have as their Storage.
type Array[T any] struct {
	Object
	Elems []T
}

// Type is the type that the object was made with.
func (o *Object) Type() *Type { return o.rtt }

// Is tells whether the object is of type t, or of a subtype.
func (o *Object) Is(t *Type) bool { return o.rtt.Is(t) }

// At is array.get: an index past the end is Go's own bounds error, which the exported call turns into an OutOfBoundsArray trap.
func (a *Array[T]) At(i uint32) T { return a.Elems[i] }

// Put is array.set.
func (a *Array[T]) Put(i uint32, v T) { a.Elems[i] = v }

// Len is array.len.
func (a *Array[T]) Len() uint32 { return uint32(len(a.Elems)) }
