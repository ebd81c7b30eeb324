package vec_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// v has the bytes 0x80 to 0x8f in memory.
var v = vec.Of(0x8786858483828180, 0x8f8e8d8c8b8a8988)

// TestLanes: each form of lanes has the bytes that stand in memory from its first to its last lane, and gives the vector back.
func TestLanes(t *testing.T) {
	bytes := [16]uint8{0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f}
	require.Equal(t, bytes, v.Uint8())
	require.Equal(t, v, vec.FromUint8(bytes))
	require.Equal(t, [16]int8{-128, -127, -126, -125, -124, -123, -122, -121, -120, -119, -118, -117, -116, -115, -114, -113}, v.Int8())
	require.Equal(t, v, vec.FromInt8(v.Int8()))

	words := [8]uint16{0x8180, 0x8382, 0x8584, 0x8786, 0x8988, 0x8b8a, 0x8d8c, 0x8f8e}
	require.Equal(t, words, v.Uint16())
	require.Equal(t, v, vec.FromUint16(words))
	for i, x := range v.Int16() {
		require.Equal(t, int16(words[i]), x)
	}
	require.Equal(t, v, vec.FromInt16(v.Int16()))

	quads := [4]uint32{0x83828180, 0x87868584, 0x8b8a8988, 0x8f8e8d8c}
	require.Equal(t, quads, v.Uint32())
	require.Equal(t, v, vec.FromUint32(quads))
	for i, x := range v.Int32() {
		require.Equal(t, int32(quads[i]), x)
	}
	require.Equal(t, v, vec.FromInt32(v.Int32()))

	require.Equal(t, [2]uint64{v.Lo(), v.Hi()}, v.Uint64())
	require.Equal(t, v, vec.FromUint64(v.Uint64()))
	require.Equal(t, [2]int64{int64(v.Lo()), int64(v.Hi())}, v.Int64())
	require.Equal(t, v, vec.FromInt64(v.Int64()))
}

// TestFloats: lanes are floats in the order of memory, and NaNs keep their bits, signalling ones too.
func TestFloats(t *testing.T) {
	require.Equal(t, vec.Of(0x400000003f800000, 0xbf80000080000000), vec.FromFloat32([4]float32{1, 2, float32(math.Copysign(0, -1)), -1}))
	require.Equal(t, vec.Of(0x3ff0000000000000, 0xc000000000000000), vec.FromFloat64([2]float64{1, -2}))
	for _, nans := range []vec.V128{
		vec.FromUint32([4]uint32{0x7fa00001, 0xff800001, 0x7fc00001, 0xffffffff}),
		vec.Of(0x7ff4000000000001, 0xfff8000000000002),
	} {
		require.Equal(t, nans, vec.FromFloat32(nans.Float32()))
		require.Equal(t, nans, vec.FromFloat64(nans.Float64()))
	}
}

func TestString(t *testing.T) {
	require.Equal(t, "i32x4 0x83828180 0x87868584 0x8b8a8988 0x8f8e8d8c", v.String())
	require.Equal(t, "i32x4 0x00000001 0x00000000 0x00000002 0x00000000", vec.Of(1, 2).String())
}
