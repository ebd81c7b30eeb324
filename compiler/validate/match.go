package validate

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// matches reports whether values of type sub may stand where sup is wanted: spec 3.3.3.
func matches(m *wasm.Module, sub, sup wasm.ValType) bool {
	switch {
	case sub == sup || sub == wasm.Bot:
		return true
	case !sub.IsRef() || !sup.IsRef() || sub.Nullable() && !sup.Nullable():
		return false
	}
	return heapMatches(m, sub.HeapType(), sup.HeapType())
}

// heapMatches reports whether sub is a subtype of sup: spec 3.3.2. All type indices are canonical.
func heapMatches(m *wasm.Module, sub, sup wasm.HeapType) bool {
	if sub == sup || sub == wasm.HeapBot {
		return true
	}
	if !sup.IsAbstract() {
		if sub.IsAbstract() {
			return sub == bottom(m, sup)
		}
		return inherits(m, sub.Index(), sup.Index())
	}
	if !sub.IsAbstract() {
		sub = abstraction(m, sub)
		if sub == sup {
			return true
		}
	}
	switch sub {
	case wasm.HeapNone:
		return sup == wasm.HeapI31 || sup == wasm.HeapStruct || sup == wasm.HeapArray || sup == wasm.HeapEq || sup == wasm.HeapAny
	case wasm.HeapI31, wasm.HeapStruct, wasm.HeapArray:
		return sup == wasm.HeapEq || sup == wasm.HeapAny
	case wasm.HeapEq:
		return sup == wasm.HeapAny
	case wasm.HeapNoFunc:
		return sup == wasm.HeapFunc
	case wasm.HeapNoExtern:
		return sup == wasm.HeapExtern
	case wasm.HeapNoExn:
		return sup == wasm.HeapExn
	}
	return false
}

// inherits reports whether sup is among the declared supertypes of sub.
func inherits(m *wasm.Module, sub, sup uint32) bool {
	for t := &m.Types[sub]; t.HasSuper; t = &m.Types[t.Super] {
		if t.Super == sup {
			return true
		}
	}
	return false
}

// abstraction returns the abstract type right above type h of the module.
func abstraction(m *wasm.Module, h wasm.HeapType) wasm.HeapType {
	switch m.Types[h.Index()].Kind {
	case wasm.KindFunc:
		return wasm.HeapFunc
	case wasm.KindStruct:
		return wasm.HeapStruct
	}
	return wasm.HeapArray
}

// bottom returns the abstract type below type h of the module.
func bottom(m *wasm.Module, h wasm.HeapType) wasm.HeapType {
	if m.Types[h.Index()].Kind == wasm.KindFunc {
		return wasm.HeapNoFunc
	}
	return wasm.HeapNone
}

// top returns the type above all that h belongs with: any, func, extern or exn.
func top(m *wasm.Module, h wasm.HeapType) wasm.HeapType {
	if !h.IsAbstract() {
		h = bottom(m, h)
	}
	switch h {
	case wasm.HeapFunc, wasm.HeapNoFunc:
		return wasm.HeapFunc
	case wasm.HeapExtern, wasm.HeapNoExtern:
		return wasm.HeapExtern
	case wasm.HeapExn, wasm.HeapNoExn:
		return wasm.HeapExn
	case wasm.HeapAny, wasm.HeapEq, wasm.HeapI31, wasm.HeapStruct, wasm.HeapArray, wasm.HeapNone:
		return wasm.HeapAny
	}
	panic(fmt.Sprintf("validate: nothing is above %v", h))
}

// allMatch reports whether the types match one by one: spec 3.3.4.
func allMatch(m *wasm.Module, subs, sups []wasm.ValType) bool {
	if len(subs) != len(sups) {
		return false
	}
	for i := range subs {
		if !matches(m, subs[i], sups[i]) {
			return false
		}
	}
	return true
}

// typeMatches reports whether the definition of sub fits that of its declared supertype: spec 3.3.8.
func typeMatches(m *wasm.Module, sub, sup *wasm.Type) bool {
	if sub.Kind != sup.Kind {
		return false
	}
	if sub.Kind == wasm.KindFunc {
		return allMatch(m, sup.Func.Params, sub.Func.Params) && allMatch(m, sub.Func.Results, sup.Func.Results)
	}
	if len(sub.Fields) < len(sup.Fields) {
		return false
	}
	for i, f := range sup.Fields {
		if !fieldMatches(m, sub.Fields[i], f) {
			return false
		}
	}
	return true
}

func fieldMatches(m *wasm.Module, sub, sup wasm.Field) bool {
	if sub.Mutable != sup.Mutable || sub.Packed != sup.Packed {
		return false
	}
	if sub.Mutable {
		return sub.Type == sup.Type
	}
	return matches(m, sub.Type, sup.Type)
}
