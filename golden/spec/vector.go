package spec

import (
	"fmt"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// lane is lane i of a vector as a value of its own.
func (v Value) lane(i int) Value { return Value{Type: v.LaneType, Value: v.Value[i : i+1]} }

// laneSize is how many bits a lane has.
func (v Value) laneSize() int { return 128 / len(v.Value) }

// vector is a v128 as an argument of a call.
func (v Value) vector() (any, error) {
	switch len(v.Value) {
	case 2, 4, 8, 16:
	default:
		return nil, fmt.Errorf("a v128 of %d lanes", len(v.Value))
	}
	var halves [2]uint64
	for i := range v.Value {
		bits, err := parseBits(v.lane(i).text(), v.laneSize())
		if err != nil {
			return nil, err
		}
		at := i * v.laneSize()
		halves[at/64] |= bits << (at % 64)
	}
	return vec.Of(halves[0], halves[1]), nil
}

// isVector compares lane by lane.
func (v Value) isVector(got vec.V128) bool {
	halves := [2]uint64{got.Lo(), got.Hi()}
	for i := range v.Value {
		at := i * v.laneSize()
		if !v.lane(i).isLane(halves[at/64] >> (at % 64)) {
			return false
		}
	}
	return len(v.Value) > 0
}

// isLane compares with the low bits of a number, as many as the type has.
func (v Value) isLane(bits uint64) bool {
	switch v.Type {
	case "i8":
		return v.isBits(bits&0xff, 8)
	case "i16":
		return v.isBits(bits&0xffff, 16)
	case "i32":
		return v.isBits(bits&0xffff_ffff, 32)
	case "i64":
		return v.isBits(bits, 64)
	case "f32":
		return v.isFloat(bits&0xffff_ffff, 32, 23)
	}
	return v.Type == "f64" && v.isFloat(bits, 64, 52)
}
