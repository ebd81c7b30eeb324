package atomics_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt/abi/atomics"
)

// memory is what operations work on: aligned, with bytes before and behind that must stay.
type memory struct{ words [4]uint64 }

func (m *memory) bytes() []byte { return unsafe.Slice((*byte)(unsafe.Pointer(&m.words)), 32) }

// at is the address of a number of type T.
func at[T any](m *memory, offset int) *T { return (*T)(unsafe.Pointer(&m.bytes()[offset])) }

// An operation takes the bits of one or two operands and returns those of the old value, 0 for none.
type operation func(m *memory, offset int, a, b uint64) uint64

// A family is the operations of a width.
type family struct {
	bytes int
	ops   map[string]operation
}

// familyOf has all operations of a width, given as functions.
func familyOf[T uint8 | uint16 | uint32 | uint64](load func(*T) T, store func(*T, T), add, sub, and, or, xor, xchg func(*T, T) T, cmpxchg func(*T, uint64, T) T) family {
	rmw := func(f func(*T, T) T) operation {
		return func(m *memory, offset int, a, _ uint64) uint64 { return uint64(f(at[T](m, offset), T(a))) }
	}
	return family{int(unsafe.Sizeof(T(0))), map[string]operation{
		"load":  func(m *memory, offset int, _, _ uint64) uint64 { return uint64(load(at[T](m, offset))) },
		"store": func(m *memory, offset int, a, _ uint64) uint64 { store(at[T](m, offset), T(a)); return 0 },
		"add":   rmw(add), "sub": rmw(sub), "and": rmw(and), "or": rmw(or), "xor": rmw(xor), "xchg": rmw(xchg),
		"cmpxchg": func(m *memory, offset int, a, b uint64) uint64 { return uint64(cmpxchg(at[T](m, offset), b, T(a))) },
	}}
}

var families = []family{
	familyOf(atomics.Load8, atomics.Store8, atomics.Add8, atomics.Sub8, atomics.And8, atomics.Or8, atomics.Xor8, atomics.Xchg8, atomics.Cmpxchg8),
	familyOf(atomics.Load16, atomics.Store16, atomics.Add16, atomics.Sub16, atomics.And16, atomics.Or16, atomics.Xor16, atomics.Xchg16, atomics.Cmpxchg16),
	familyOf(atomics.Load32, atomics.Store32, atomics.Add32, atomics.Sub32, atomics.And32, atomics.Or32, atomics.Xor32, atomics.Xchg32, atomics.Cmpxchg32),
	familyOf(atomics.Load64, atomics.Store64, atomics.Add64, atomics.Sub64, atomics.And64, atomics.Or64, atomics.Xor64, atomics.Xchg64, atomics.Cmpxchg64),
}

// model is what an operation makes of the old value.
var model = map[string]func(old, a, b uint64) uint64{
	"load":  func(old, _, _ uint64) uint64 { return old },
	"store": func(_, a, _ uint64) uint64 { return a },
	"add":   func(old, a, _ uint64) uint64 { return old + a },
	"sub":   func(old, a, _ uint64) uint64 { return old - a },
	"and":   func(old, a, _ uint64) uint64 { return old & a },
	"or":    func(old, a, _ uint64) uint64 { return old | a },
	"xor":   func(old, a, _ uint64) uint64 { return old ^ a },
	"xchg":  func(_, a, _ uint64) uint64 { return a },
	"cmpxchg": func(old, a, b uint64) uint64 {
		if old == b {
			return a
		}
		return old
	},
}

// TestModel: each operation of each width, at each offset, does to the bytes, little endian, what the model says, and nothing to others.
func TestModel(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	interesting := []uint64{0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 1 << 31, 1<<32 - 1, 1 << 32, 1<<63 - 1, 1 << 63, 1<<64 - 1, 0x0102030405060708}
	operand := func() uint64 {
		if random.IntN(2) == 0 {
			return interesting[random.IntN(len(interesting))]
		}
		return random.Uint64()
	}
	for _, f := range families {
		mask := ^uint64(0) >> (64 - 8*f.bytes)
		for name, op := range f.ops {
			for offset := 8; offset < 24; offset += f.bytes {
				for range 300 {
					var m memory
					for i := range m.words {
						m.words[i] = random.Uint64()
					}
					a, b := operand(), operand()
					word := m.bytes()[offset : offset+f.bytes]
					if random.IntN(2) == 0 {
						copy(word, binary.LittleEndian.AppendUint64(nil, operand()))
					}
					old := number(word)
					if name == "cmpxchg" && random.IntN(4) > 0 {
						b = old
						if random.IntN(4) == 0 {
							b = old ^ 1<<random.IntN(64) // also bits that the memory has no room for
						}
					}
					want := append([]byte(nil), m.bytes()...)
					copy(want[offset:offset+f.bytes], binary.LittleEndian.AppendUint64(nil, model[name](old, a&mask, b)))
					got := op(&m, offset, a, b)
					what := fmt.Sprintf("%s%d at %d of %#x, with %#x, %#x", name, 8*f.bytes, offset, old, a, b)
					require.Equal(t, want, m.bytes(), what)
					if name == "store" {
						old = 0
					}
					require.Equal(t, old, got, what)
				}
			}
		}
	}
}

// number reads little endian.
func number(b []byte) uint64 {
	var word [8]byte
	copy(word[:], b)
	return binary.LittleEndian.Uint64(word[:])
}

const threads = 8

// together runs f on some goroutines, which it numbers.
func together(f func(i int)) {
	var group sync.WaitGroup
	for i := range threads {
		group.Go(func() { f(i) })
	}
	group.Wait()
}

// TestContention: what many add to one number, none is lost; and none of what they add to its neighbours.
func TestContention(t *testing.T) {
	const rounds = 20_000
	for _, f := range families {
		for name, sign := range map[string]int{"add": 1, "sub": -1} {
			var one, each memory
			want := make([]int, 32/f.bytes)
			for i := range threads {
				want[i%len(want)] += sign * rounds
			}
			together(func(i int) {
				for range rounds {
					f.ops[name](&one, 8, 1, 0)
					f.ops[name](&each, i%len(want)*f.bytes, 1, 0)
				}
			})
			mask := ^uint64(0) >> (64 - 8*f.bytes)
			require.Equal(t, uint64(sign*threads*rounds)&mask, number(one.bytes()[8:8+f.bytes]), "%s%d", name, 8*f.bytes)
			for i, w := range want {
				require.Equal(t, uint64(w)&mask, number(each.bytes()[i*f.bytes:][:f.bytes]), "%s%d, %d beside others", name, 8*f.bytes, i)
			}
		}
	}
}

// TestNeighbours: what others do atomically to a byte leaves alone what is stored beside it without.
func TestNeighbours(t *testing.T) {
	const rounds = 100_000
	var m memory
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range rounds {
			for _, op := range []string{"add", "xor", "xchg", "store", "or", "and", "cmpxchg"} {
				families[0].ops[op](&m, 9, uint64(i), 0)
				families[1].ops[op](&m, 12, uint64(i), 0)
			}
		}
	}()
	for i := 0; ; i++ {
		plain(at[uint8](&m, 10), uint8(i))
		plain(at[uint16](&m, 14), uint16(i))
		if a, b := read(at[uint8](&m, 10)), read(at[uint16](&m, 14)); a != uint8(i) || b != uint16(i) {
			t.Fatalf("stored %d, found %d, %d", i, a, b)
		}
		select {
		case <-done:
			return
		default:
		}
	}
}

// plain is a store of a module. It races, as modules may.
//
//go:norace
//go:noinline
func plain[T uint8 | uint16](p *T, v T) { *p = v }

//go:norace
//go:noinline
func read[T uint8 | uint16](p *T) T { return *p }

// TestCompareAndSwap: of many who want to take a number from one value to the next each succeeds once in a turn.
func TestCompareAndSwap(t *testing.T) {
	const rounds = 5000
	for _, f := range families {
		mask := ^uint64(0) >> (64 - 8*f.bytes)
		var m memory
		won := make([]int, threads)
		together(func(i int) {
			for won[i] < rounds {
				old := f.ops["load"](&m, 8, 0, 0)
				if f.ops["cmpxchg"](&m, 8, old+1, old) == old {
					won[i]++
				}
			}
		})
		require.Equal(t, threads*rounds&mask, number(m.bytes()[8:8+f.bytes]), 8*f.bytes)
	}
}
