package guard_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/guard"
	"github.com/wasm2go/wasm2go/rt"
)

// What the Go compiler would do to loads and stores if it could. Each function is one of generated code, as it were.

const page = 1 << 16

// loads use what they load on some path, in part, or not at all; n is 0 when they run.
var loads = []struct {
	name  string
	bytes uint32
	f     func(p *guard.Memory, a, n uint32) uint32
}{
	{"moved into the branch that uses it", 4, func(p *guard.Memory, a, n uint32) uint32 {
		m := *p
		v := m.Load32(uint64(a))
		if n != 0 {
			return v * 3
		}
		return 7
	}},
	{"moved with what is made of it", 4, func(p *guard.Memory, a, n uint32) uint32 {
		m := *p
		v := m.Load32(uint64(a))*5 + 1
		if n != 0 {
			return v
		}
		return 7
	}},
	{"moved behind a loop", 4, func(p *guard.Memory, a, n uint32) uint32 {
		m := *p
		v := uint32(0)
		for i := a - 400; ; i += 4 {
			v = m.Load32(uint64(i))
			if i >= a+400 || n != 0 {
				break
			}
		}
		return v
	}},
	{"a byte of two", 2, func(p *guard.Memory, a, _ uint32) uint32 {
		m := *p
		return uint32(uint8(m.Load16(uint64(a))))
	}},
	{"a byte of four", 4, func(p *guard.Memory, a, _ uint32) uint32 {
		m := *p
		return m.Load32(uint64(a)) & 0xff
	}},
	{"two bytes of four", 4, func(p *guard.Memory, a, _ uint32) uint32 {
		m := *p
		return uint32(int16(m.Load32(uint64(a))))
	}},
	{"four bytes of eight", 8, func(p *guard.Memory, a, _ uint32) uint32 {
		m := *p
		return uint32(m.Load64(uint64(a)))
	}},
	{"the upper half", 8, func(p *guard.Memory, a, _ uint32) uint32 {
		m := *p
		return uint32(m.Load64(uint64(a)) >> 32)
	}},
	{"a byte stored", 4, func(p *guard.Memory, a, _ uint32) uint32 {
		m := *p
		m.Store8(0, uint8(m.Load32(uint64(a))))
		return 0
	}},
	{"dropped", 4, func(p *guard.Memory, a, _ uint32) uint32 {
		m := *p
		m.Load32(uint64(a))
		return 0
	}},
	{"masked away", 4, func(p *guard.Memory, a, _ uint32) uint32 {
		m := *p
		return m.Load32(uint64(a)) & 0
	}},
	{"times 0", 8, func(p *guard.Memory, a, _ uint32) uint32 {
		m := *p
		return uint32(m.Load64(uint64(a)) * 0)
	}},
	{"less itself", 4, func(p *guard.Memory, a, _ uint32) uint32 {
		m := *p
		v := m.Load32(uint64(a))
		return v - v
	}},
	{"shifted out", 1, func(p *guard.Memory, a, _ uint32) uint32 {
		m := *p
		return uint32(m.Load8(uint64(a))) >> 8
	}},
	{"compared with more than it can be", 1, func(p *guard.Memory, a, _ uint32) uint32 {
		m := *p
		if uint32(m.Load8(uint64(a))) > 255 {
			return 1
		}
		return 0
	}},
	{"overwritten", 4, func(p *guard.Memory, a, n uint32) uint32 {
		m := *p
		v := m.Load32(uint64(a))
		if n == 0 {
			v = 1
		}
		return v
	}},
	{"a float moved into the branch that uses it", 8, func(p *guard.Memory, a, n uint32) uint32 {
		m := *p
		v := m.LoadF64(uint64(a))
		if n != 0 {
			return uint32(int32(v))
		}
		return 7
	}},
	{"a float moved past a division", 4, func(p *guard.Memory, a, n uint32) uint32 {
		m := *p
		v := m.LoadF32(uint64(a))
		n = 5 / n
		m.StoreF32(0, v)
		return n
	}},
	{"one of two bytes combined", 1, func(p *guard.Memory, a, n uint32) uint32 {
		m := *p
		v := uint32(m.Load8(uint64(a)))
		if n != 0 {
			return v | uint32(m.Load8(uint64(a)+1))<<8
		}
		return 0
	}},
}

func TestLoadsStay(t *testing.T) {
	m := newInstance(t, 1)
	defer m.core.Close()
	for _, c := range loads {
		for out := uint32(1); out <= c.bytes; out++ { // the bytes behind the end
			a := page - c.bytes + out
			require.ErrorIs(t, m.core.Run(func(int) { c.f(m.mem0, a, 0) }), rt.OutOfBoundsMemory, "%s, at %d", c.name, a)
		}
	}
}

// stores write in front of the end, and then at a, which is behind it. What comes before must be seen.
var stores = []struct {
	name string
	f    func(m *instance, a uint32)
	want []byte // in front of the end
	sink uint32
}{
	{"two made one", func(m *instance, a uint32) {
		mem := *m.mem0
		mem.Store8(uint64(a)-1, 1)
		mem.Store8(uint64(a), 2)
	}, []byte{0, 0, 0, 1}, 0},
	{"words made one", func(m *instance, a uint32) {
		mem := *m.mem0
		mem.Store16(uint64(a)-4, 0x201)
		mem.Store16(uint64(a)-2, 0x403)
		mem.Store32(uint64(a), 5)
	}, []byte{1, 2, 3, 4}, 0},
	{"one overwritten", func(m *instance, a uint32) {
		mem := *m.mem0
		mem.Store8(uint64(a)-1, 1)
		mem.Store32(uint64(a)-1, 2)
	}, []byte{0, 0, 0, 1}, 0},
	{"a variable overwritten", func(m *instance, a uint32) {
		mem := *m.mem0
		m.sink = 1
		mem.Store32(uint64(a), 2)
		m.sink = 2
	}, []byte{0, 0, 0, 0}, 1},
	{"a variable overwritten behind a load", func(m *instance, a uint32) {
		mem := *m.mem0
		m.sink = 1
		mem.Load32(uint64(a))
		m.sink = 2
	}, []byte{0, 0, 0, 0}, 1},
	{"a variable overwritten behind a load of a float", func(m *instance, a uint32) {
		mem := *m.mem0
		m.sink = 1
		v := mem.LoadF64(uint64(a))
		m.sink = 2
		mem.StoreF64(0, v)
	}, []byte{0, 0, 0, 0}, 1},
	{"the sum in place", func(m *instance, a uint32) {
		mem := *m.mem0
		mem.Store32(uint64(a)-3, mem.Load32(uint64(a)-3)+1)
	}, []byte{0, 0, 0, 0}, 0},
}

func TestStoresStay(t *testing.T) {
	for _, c := range stores {
		m := newInstance(t, 1)
		require.ErrorIs(t, m.core.Run(func(int) { c.f(m, page) }), rt.OutOfBoundsMemory, c.name)
		got := make([]byte, 4)
		require.NoError(t, m.mem0.ReadAt(got, page-4))
		require.Equal(t, c.want, got, c.name)
		require.Equal(t, c.sink, m.sink, c.name)
		m.core.Close()
	}
}
