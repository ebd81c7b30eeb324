// Package edge compares what random functions do at the end of memory: on guard, also where a function is divided, with bounds checks,
// and in the interpreter. All must trap alike, and leave the same behind.
package edge

import (
	"errors"
	"fmt"
	"hash/crc32"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

const page = 1 << 16

// calls are the arguments of each function: an address, and two numbers that branches depend on.
var calls = [][3]int32{
	{page - 8, 0, 0}, {page - 64, 1, 1}, {page - 2, 0, 1}, {page - 1, 1, 0}, {page, 0, 0}, {page - 3, 1, 5},
	{page - 4, 5, 0}, {page - 5, 0, 1}, {page - 7, 2, 0}, {page + 1, 0, 3}, {-1, 1, 1}, {64, 1, 0}, {-3, 0, 0},
}

// Transcript calls the functions f0, f1, ... of an instance. It has a line for each call: the result or the trap, then what memory and
// global variables hold.
func Transcript(m rt.Instance) ([]string, error) {
	var lines []string
	memory, _ := m.Export("memory")
	for i := 0; ; i++ {
		f, ok := m.Export(fmt.Sprint("f", i))
		if !ok {
			return lines, nil
		}
		for _, args := range calls {
			line, err := call(f.(*rt.Func), memory.(mem.Memory), args)
			if err != nil {
				return nil, err
			}
			lines = append(lines, fmt.Sprintf("f%d%v: %s%s", i, args, line, globals(m)))
		}
	}
}

// call calls a function with memory as every call finds it.
func call(f *rt.Func, memory mem.Memory, args [3]int32) (string, error) {
	low, high := make([]byte, 1024), make([]byte, 1024)
	for i := range low {
		low[i], high[i] = byte(i*7%64), byte(i*11%64)
	}
	if err := errors.Join(memory.WriteAt(low, 0), memory.WriteAt(high, page-1024)); err != nil {
		return "", err
	}
	result := ""
	values, err := f.Call(args[0], args[1], args[2])
	var trap *rt.Trap
	switch {
	case errors.As(err, &trap):
		result = trap.Kind.Error()
	case err != nil:
		return "", err
	default:
		result = fmt.Sprint(values...)
	}
	if err := errors.Join(memory.ReadAt(low, 0), memory.ReadAt(high, page-1024)); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s, memory %08x %08x", result, crc32.ChecksumIEEE(low), crc32.ChecksumIEEE(high)), nil
}

// globals are the global variables, which keep what a call has left in them.
func globals(m rt.Instance) string {
	g0, _ := m.Export("g0")
	g1, _ := m.Export("g1")
	return fmt.Sprintf(", globals %v %v", g0.(*rt.Global).Get(), g1.(*rt.Global).Get())
}
