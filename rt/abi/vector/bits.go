package vector

import "github.com/wasm2go/wasm2go/rt/vec"

// V128Not is v128.not.
func V128Not(v vec.V128) vec.V128 { return vec.Of(^v.Lo(), ^v.Hi()) }

// V128And is v128.and.
func V128And(a, b vec.V128) vec.V128 { return vec.Of(a.Lo()&b.Lo(), a.Hi()&b.Hi()) }

// V128Andnot is v128.andnot.
func V128Andnot(a, b vec.V128) vec.V128 { return vec.Of(a.Lo()&^b.Lo(), a.Hi()&^b.Hi()) }

// V128Or is v128.or.
func V128Or(a, b vec.V128) vec.V128 { return vec.Of(a.Lo()|b.Lo(), a.Hi()|b.Hi()) }

// V128Xor is v128.xor.
func V128Xor(a, b vec.V128) vec.V128 { return vec.Of(a.Lo()^b.Lo(), a.Hi()^b.Hi()) }

// V128Bitselect is v128.bitselect: the bits of a where mask has ones, those of b elsewhere.
func V128Bitselect(a, b, mask vec.V128) vec.V128 {
	return vec.Of(choose(mask.Lo(), a.Lo(), b.Lo()), choose(mask.Hi(), a.Hi(), b.Hi()))
}

// V128AnyTrue is v128.any_true.
func V128AnyTrue(v vec.V128) bool { return v.Lo()|v.Hi() != 0 }
