package vec_test

import (
	"fmt"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// A vector is what its user takes it for: here four floats, whose bits are then shown as integers.
func Example() {
	v := vec.FromFloat32([4]float32{1, 2, 0.5, -1})
	fmt.Println(v.Float32()[2])
	fmt.Println(v)
	fmt.Println(v == vec.FromUint32([4]uint32{0x3f800000, 0x40000000, 0x3f000000, 0xbf800000}))
	// Output:
	// 0.5
	// i32x4 0x3f800000 0x40000000 0x3f000000 0xbf800000
	// true
}
