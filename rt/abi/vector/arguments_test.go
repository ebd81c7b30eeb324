package vector_test

import (
	"iter"
	"math"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strconv"

	"github.com/wasm2go/wasm2go/rt/vec"
)

// special are the lanes that instructions treat in their own way, by size: limits, signs, and what floats have besides numbers.
var (
	special8 = []uint8{0, 1, 2, 0x0f, 0x10, 0x1f, 0x3f, 0x40, 0x7e, 0x7f, 0x80, 0x81, 0xc0, 0xf0, 0xfe, 0xff}

	special16 = []uint16{0, 1, 0x7f, 0x80, 0xff, 0x100, 0x4000, 0x7fff, 0x8000, 0x8001, 0xff00, 0xff7f, 0xff80, 0xff81, 0xfffe, 0xffff}

	special32 = []uint32{
		0, 1, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0x80000001, 0xffff7fff, 0xffff8000, 0xffffffff,
		0x00800000, 0x807fffff, // the smallest normal and the largest denormal float
		0x3f800000, 0xbf800000, 0x3f000000, 0x3fc00000, 0xc0200000, 0x3effffff, // 1, -1, 0.5, 1.5, -2.5, just below 0.5
		0x4b000001, 0x4effffff, 0x4f000000, 0xcf000000, 0xcf000001, 0x4f7fffff, 0x4f800000, // 2^23 + 1, around 2^31 and 2^32
		0x7f7fffff, 0x7f800000, 0xff800000, // the largest float, infinities
		0x7fc00000, 0xffc00000, 0x7fc12345, 0x7fa00001, 0x7f800001, 0xffbfffff, // NaNs, the last three signalling
	}

	special64 = []uint64{
		0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 1 << 32, 1<<63 - 1, 1 << 63, 1<<63 + 1, 1<<64 - 1,
		0x0010000000000000, 0x800fffffffffffff, // the smallest normal and the largest denormal float
		0x3ff0000000000000, 0xbff0000000000000, 0x3fe0000000000000, 0x3ff8000000000000, 0xc004000000000000, 0x3fdfffffffffffff, // 1, -1, 0.5, 1.5, -2.5, just below 0.5
		0x4330000000000001, 0x41dfffffffc00000, 0x41dfffffffffffff, 0xc1e0000000000000, 0xc1e00000001fffff, 0xc1e0000000200000, 0x41effffffff00000, 0x41f0000000000000, // 2^52 + 1, around 2^31 and 2^32
		0x36a0000000000000, 0x380fffffffffffff, 0x47efffffffffffff, // floats at the limits of single precision
		0x7fefffffffffffff, 0x7ff0000000000000, 0xfff0000000000000, // the largest float, infinities
		0x7ff8000000000000, 0xfff8000000000000, 0x7ff8000000012345, 0x7ff4000000000001, 0x7ff0000000000001, 0xfff7ffffffffffff, // NaNs, the last three signalling
	}
)

// randomVectors is how many operands are random, besides all pairs of special lanes.
const randomVectors = 1500

// operands yields operands for instructions with up to three.
func operands(r *rand.Rand) iter.Seq[[3]vec.V128] {
	return func(yield func([3]vec.V128) bool) {
		pairs := pairsOf(special8)
		pairs = append(pairs, pairsOf(special16)...)
		pairs = append(pairs, pairsOf(special32)...)
		pairs = append(pairs, pairsOf(special64)...)
		for _, p := range pairs {
			if !yield([3]vec.V128{p[0], p[1], random(r)}) {
				return
			}
		}
		for range randomVectors {
			if !yield([3]vec.V128{random(r), random(r), random(r)}) {
				return
			}
		}
	}
}

// pairsOf makes vectors in which each number meets each in some lane.
func pairsOf[T lane](numbers []T) (pairs [][2]vec.V128) {
	var a, b []T
	for _, x := range numbers {
		for _, y := range numbers {
			a, b = append(a, x), append(b, y)
			if len(a) == count[T]() {
				pairs = append(pairs, [2]vec.V128{join(a), join(b)})
				a, b = nil, nil
			}
		}
	}
	return append(pairs, [2]vec.V128{join(a), join(b)})
}

// random is a vector of random bits, or of special lanes of one size.
func random(r *rand.Rand) vec.V128 {
	switch r.IntN(5) {
	case 0:
		return mixed(r, special8)
	case 1:
		return mixed(r, special16)
	case 2:
		return mixed(r, special32)
	case 3:
		return mixed(r, special64)
	}
	return vec.Of(r.Uint64(), r.Uint64())
}

func mixed[T lane](r *rand.Rand, numbers []T) vec.V128 {
	lanes := make([]T, count[T]())
	for i := range lanes {
		lanes[i] = numbers[r.IntN(len(numbers))]
	}
	return join(lanes)
}

var shape = regexp.MustCompile(`^[IF]\d+x(\d+)`)

// arguments yields those for a function. An uint is a lane, which is below the number in the function's name, an uint64 eight indices below 32.
func arguments(name string, t reflect.Type) iter.Seq[[]reflect.Value] {
	lanes := 1
	if m := shape.FindStringSubmatch(name); m != nil {
		lanes, _ = strconv.Atoi(m[1])
	}
	return func(yield func([]reflect.Value) bool) {
		r := rand.New(rand.NewPCG(1, 2))
		for vectors := range operands(r) {
			args := make([]reflect.Value, t.NumIn())
			for i := range args {
				number := random(r).Lo()
				switch t.In(i).Kind() {
				case reflect.Uint:
					args[i] = reflect.ValueOf(uint(r.IntN(lanes)))
				case reflect.Uint32:
					args[i] = reflect.ValueOf(uint32(number))
				case reflect.Int64:
					args[i] = reflect.ValueOf(int64(number))
				case reflect.Uint64:
					args[i] = reflect.ValueOf(r.Uint64() & 0x1f1f1f1f1f1f1f1f)
				case reflect.Float32:
					args[i] = reflect.ValueOf(math.Float32frombits(uint32(number)))
				case reflect.Float64:
					args[i] = reflect.ValueOf(math.Float64frombits(number))
				default:
					args[i] = reflect.ValueOf(vectors[i])
				}
			}
			if !yield(args) {
				return
			}
		}
	}
}
