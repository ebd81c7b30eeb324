package vector

import (
	"github.com/wasm2go/wasm2go/rt/vec"
)

// I8x16AllTrue is i8x16.all_true.
func I8x16AllTrue(v vec.V128) bool {
	for _, x := range v.Uint8() {
		if x == 0 {
			return false
		}
	}
	return true
}

// I8x16Bitmask is i8x16.bitmask.
func I8x16Bitmask(v vec.V128) (mask uint32) {
	for i, x := range v.Int8() {
		if x < 0 {
			mask |= 1 << i
		}
	}
	return mask
}

// I16x8AllTrue is i16x8.all_true.
func I16x8AllTrue(v vec.V128) bool {
	for _, x := range v.Uint16() {
		if x == 0 {
			return false
		}
	}
	return true
}

// I16x8Bitmask is i16x8.bitmask.
func I16x8Bitmask(v vec.V128) (mask uint32) {
	for i, x := range v.Int16() {
		if x < 0 {
			mask |= 1 << i
		}
	}
	return mask
}

// I32x4AllTrue is i32x4.all_true.
func I32x4AllTrue(v vec.V128) bool {
	for _, x := range v.Uint32() {
		if x == 0 {
			return false
		}
	}
	return true
}

// I32x4Bitmask is i32x4.bitmask.
func I32x4Bitmask(v vec.V128) (mask uint32) {
	for i, x := range v.Int32() {
		if x < 0 {
			mask |= 1 << i
		}
	}
	return mask
}

// I64x2AllTrue is i64x2.all_true.
func I64x2AllTrue(v vec.V128) bool {
	for _, x := range v.Uint64() {
		if x == 0 {
			return false
		}
	}
	return true
}

// I64x2Bitmask is i64x2.bitmask.
func I64x2Bitmask(v vec.V128) (mask uint32) {
	for i, x := range v.Int64() {
		if x < 0 {
			mask |= 1 << i
		}
	}
	return mask
}
