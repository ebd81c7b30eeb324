package main

// A fault is what the frames of throw.wat throw.
type fault uint32

//go:noinline
func f5(i uint32) uint32 { panic(fault(i)) }

//go:noinline
func f4(i uint32) uint32 { return f5(i) + 1 }

//go:noinline
func f3(i uint32) uint32 { return f4(i) + 1 }

//go:noinline
func f2(i uint32) uint32 { return f3(i) + 1 }

//go:noinline
func f1(i uint32) uint32 { return f2(i) + 1 }

func caught(i uint32) (result uint32) {
	defer func() { result = uint32(recover().(fault)) }()
	return f1(i)
}

// throw is throw.wat by panic and recover.
func throw(n int32) int32 {
	sum := uint32(0)
	for ; n > 0; n-- {
		sum += caught(uint32(n))
	}
	return int32(sum)
}
