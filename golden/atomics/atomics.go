// Package atomics calls each atomic instruction with operands of all kinds, on every engine and backend, and says what came of it.
package atomics

import (
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// Page is the size of each memory.
const Page = 1 << 16

// Memories are the names of the module's memories: the first has addresses of 32 bits, the second of 64.
var Memories = []string{"m32", "m64"}

// Offsets are those that each instruction has in the module.
var Offsets = []uint64{0, 2, 24}

// A Call is that of an instruction with an address, and as many of the operands as it has.
type Call struct {
	Op      op.Op
	Memory  int
	Offset  uint64
	Dropped bool // nobody wants the result: what is left out may not be the change
	Address uint64
	V, W    uint64 // as their types are: of an i32 the lower half counts
}

// Name is the name of the exported function that is the instruction.
func (c *Call) Name() string {
	name := fmt.Sprintf("%s %s+%d", Memories[c.Memory], c.Op, c.Offset)
	if c.Dropped {
		name += " dropped"
	}
	return name
}

// Before is what each call finds at the addresses 0 to 63 and at the end of memory: no byte is that of another, and all bits of some are set.
func Before(i int) byte { return byte(0xf1 - 3*i) }

// Instructions are all that name a memory.
func Instructions() (list []op.Op) {
	for o := range op.Invalid {
		if op.Table[o].Imm == op.ImmAtomic {
			list = append(list, o)
		}
	}
	return list
}

// addresses are aligned or not, at the end of memory or behind it.
var addresses = []uint64{16, 17, 18, 20, 22, Page - 8, Page - 4, Page - 2, Page - 1, Page - 24, Page - 32, Page, Page + 1, math.MaxUint32 - 7, math.MaxUint32}

// wide are addresses beyond 32 bits.
var wide = []uint64{1 << 32, 1<<32 + 16, math.MaxUint64 - 7, math.MaxUint64 - 23, math.MaxUint64}

// operands wrap in all sizes.
var operands = []uint64{1, 0xfedcba9876543210, math.MaxUint64}

// Functions are the functions of the module, as calls without operands.
func Functions() (list []Call) {
	for _, o := range Instructions() {
		for memory := range Memories {
			for _, offset := range Offsets {
				list = append(list, Call{Op: o, Memory: memory, Offset: offset})
			}
			if !strings.HasSuffix(op.Table[o].Sig, ":") {
				list = append(list, Call{Op: o, Memory: memory, Dropped: true})
			}
		}
	}
	return list
}

// Calls are those whose results are compared.
func Calls() (list []Call) {
	for _, c := range Functions() {
		places := addresses
		if c.Memory == 1 {
			places = append(places[:len(places):len(places)], wide...)
		}
		for _, address := range places {
			c.Address = address
			list = append(list, with(c)...)
		}
	}
	return list
}

// with are the calls with this address.
func with(c Call) (list []Call) {
	name := c.Op.String()
	switch {
	case strings.Contains(name, "cmpxchg"):
		is := at(c.Address+c.Offset, int(op.Table[c.Op].Size))
		for _, v := range []uint64{is, is ^ 1, is | 1<<31, is | 1<<63, is | 1<<16} {
			c.V, c.W = v, 0x8899aabbccddeeff
			list = append(list, c)
		}
	case strings.Contains(name, "wait"):
		c.V, c.W = at(c.Address+c.Offset, int(op.Table[c.Op].Size))^1, math.MaxUint64 // what is not there, forever
		list = append(list, c)
	default:
		for _, v := range operands {
			c.V = v
			list = append(list, c)
		}
	}
	return list
}

// at is the number that calls find in so many bytes, anything where there are none.
func at(address uint64, size int) (v uint64) {
	for i := size - 1; i >= 0; i-- {
		b, _ := Byte(address + uint64(i))
		v = v<<8 | uint64(b)
	}
	return v
}

// Byte is what calls find at an address, if that is in memory.
func Byte(address uint64) (b byte, ok bool) {
	switch {
	case address < 64:
		return Before(int(address)), true
	case address < Page-64:
		return 0, true
	case address < Page:
		return Before(int(address - (Page - 64))), true
	}
	return 0, false
}

// Transcript makes the calls, each on memory as Byte says. It has a line for each: the result or the trap, and what both ends of memory hold then.
func Transcript(m rt.Instance) ([]string, error) {
	low, high := make([]byte, 64), make([]byte, 64)
	var lines []string
	for _, c := range Calls() {
		v, _ := m.Export(Memories[c.Memory])
		memory := v.(mem.Memory)
		for i := range low {
			low[i], high[i] = Before(i), Before(i)
		}
		if err := errors.Join(memory.WriteAt(low, 0), memory.WriteAt(high, Page-64)); err != nil {
			return nil, err
		}
		result, err := call(m, c)
		if err = errors.Join(err, memory.ReadAt(low, 0), memory.ReadAt(high, Page-64)); err != nil {
			return nil, err
		}
		lines = append(lines, Line(&c, result, low, high))
	}
	return lines, nil
}

// Line is what a transcript says of a call.
func Line(c *Call, result string, low, high []byte) string {
	return fmt.Sprintf("%s [%#x] %#x %#x: %s, memory %08x %08x", c.Name(), c.Address, c.V, c.W, result, crc32.ChecksumIEEE(low), crc32.ChecksumIEEE(high))
}

// call returns the result, or the trap.
func call(m rt.Instance, c Call) (string, error) {
	v, ok := m.Export(c.Name())
	if !ok {
		return "", fmt.Errorf("no function %q", c.Name())
	}
	results, err := v.(*rt.Func).Call(c.args()...)
	var trap *rt.Trap
	switch {
	case errors.As(err, &trap):
		return trap.Kind.Error(), nil
	case err != nil:
		return "", err
	case len(results) == 0:
		return "done", nil
	}
	return fmt.Sprint(results[0]), nil
}

// args are the arguments, by the signature.
func (c *Call) args() (args []any) {
	params, _, _ := strings.Cut(op.Table[c.Op].Sig, ":")
	values := []uint64{c.Address, c.V, c.W}
	for i, letter := range params {
		switch {
		case letter == 'j', letter == 'a' && c.Memory == 1:
			args = append(args, int64(values[i]))
		default:
			args = append(args, int32(values[i]))
		}
	}
	return args
}
