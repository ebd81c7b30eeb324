package vector

import "github.com/wasm2go/wasm2go/rt/vec"

// I8x16AllTrue is i8x16.all_true.
func I8x16AllTrue(v vec.V128) bool { return nonzero(v.Lo(), high8)&nonzero(v.Hi(), high8) == high8 }

// I16x8AllTrue is i16x8.all_true.
func I16x8AllTrue(v vec.V128) bool { return nonzero(v.Lo(), high16)&nonzero(v.Hi(), high16) == high16 }

// I32x4AllTrue is i32x4.all_true.
func I32x4AllTrue(v vec.V128) bool { return nonzero(v.Lo(), high32)&nonzero(v.Hi(), high32) == high32 }

// I64x2AllTrue is i64x2.all_true.
func I64x2AllTrue(v vec.V128) bool { return v.Lo() != 0 && v.Hi() != 0 }

// mask8 has the highest bits of eight lanes, in their order. The product adds copies of them, of which no two meet; in its highest byte
// each stands at its place.
func mask8(x uint64) uint32 { return uint32(x & high8 >> 7 * 0x0102040810204080 >> 56) }

// mask16 has the highest bits of four lanes.
func mask16(x uint64) uint32 { return uint32(x & high16 >> 15 * 0x0001000200040008 >> 48 & 15) }

// mask32 has the highest bits of two lanes.
func mask32(x uint64) uint32 { return uint32(x>>31&1 | x>>62&2) }

// I8x16Bitmask is i8x16.bitmask.
func I8x16Bitmask(v vec.V128) uint32 { return mask8(v.Lo()) | mask8(v.Hi())<<8 }

// I16x8Bitmask is i16x8.bitmask.
func I16x8Bitmask(v vec.V128) uint32 { return mask16(v.Lo()) | mask16(v.Hi())<<4 }

// I32x4Bitmask is i32x4.bitmask.
func I32x4Bitmask(v vec.V128) uint32 { return mask32(v.Lo()) | mask32(v.Hi())<<2 }

// I64x2Bitmask is i64x2.bitmask.
func I64x2Bitmask(v vec.V128) uint32 { return uint32(v.Lo()>>63 | v.Hi()>>63<<1) }
