package interp

import "github.com/wasm2go/wasm2go/rt"

// A form is how references of a class are stored where others see them, in globals, tables and objects: as a T. In registers they are rt.Refs.
type form[T any] struct {
	load  func(T) rt.Ref
	store func(rt.Ref) T
}

var (
	funcForm   = form[*rt.Func]{rt.RefFunc, rt.Ref.Func}
	externForm = form[any]{rt.RefExtern, rt.Ref.Extern}
	anyForm    = form[rt.Ref]{same, same}
	objectForm = form[*rt.Object]{rt.RefObject, rt.Ref.Object}
	exnForm    = form[*rt.Exception]{rt.RefException, rt.Ref.Exception}
)

func same(v rt.Ref) rt.Ref { return v }
