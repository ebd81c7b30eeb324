package use

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"example.com/use/engines"
	"github.com/wasm2go/wasm2go/rt"
)

// host calls back into the module, as long as it is told to.
type host struct {
	m    *engines.Instance
	back func() (int32, error)
}

func (h *host) Host(int32) (int32, error) { return h.back() }

func open(t *testing.T) (*engines.Instance, *host) {
	h := &host{back: func() (int32, error) { return 7, nil }}
	m, err := engines.New(engines.Imports{Env: h})
	if err != nil {
		t.Fatal(err)
	}
	h.m = m
	return m, h
}

// stack is the names of the functions.
func stack(frames []rt.Frame) (names []string) {
	for _, f := range frames {
		names = append(names, f.Func)
	}
	return names
}

func want(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestCalls: memory, globals and tables are the same for both engines, and calls between them allocate nothing.
func TestCalls(t *testing.T) {
	m, _ := open(t)
	s, err := m.Sum(4)
	want(t, err, nil)
	want(t, s, int32(0+1+4+9+4))
	want(t, *m.Calls(), int32(4))
	n := testing.AllocsPerRun(20, func() { m.Sum(100) })
	want(t, n, 0.0)

	square := m.Table().Elems[1]
	got, err := square.Call(int32(5))
	want(t, err, nil)
	want(t, got, []any{int32(25)})
	slots := []uint64{6}
	square.CallSlots(1<<20, slots, nil)
	want(t, slots[0], uint64(36))
	want(t, m.Table().Size(), uint64(2))

	other, _ := open(t)
	other.Sum(3)
	want(t, *other.Calls(), int32(3))
	m.Table().Set(1, other.Table().Elems[1])
	s, err = m.Sum(4)
	want(t, err, nil)
	want(t, s, int32(0+1+4+9+4))
}

// TestTrap: a stack of both engines.
func TestTrap(t *testing.T) {
	m, _ := open(t)
	for n, names := range [][]string{{"fall"}, {"i_fall", "fall"}, {"fall", "i_fall", "fall"}, {"i_fall", "fall", "i_fall", "fall"}} {
		_, err := m.Fall(int32(n))
		var trap *rt.Trap
		if !errors.As(err, &trap) {
			t.Fatal(err)
		}
		want(t, trap.Kind, rt.OutOfBoundsMemory)
		want(t, trap.Func, names[0])
		want(t, stack(trap.Stack), names)
		for _, f := range trap.Stack {
			want(t, f.Module, "engines")
			want(t, f.Offset > 0x80, true)
			if strings.HasPrefix(f.Func, "i_") { // in the module that was translated, not in the one that is embedded
				want(t, f.Instr > f.Offset && f.Instr < f.Offset+30, true)
			}
		}
	}
}

// TestHost: the host is called by an interpreted function, fails, and calls back.
func TestHost(t *testing.T) {
	m, h := open(t)
	n, err := m.Down(3)
	want(t, err, nil)
	want(t, n, int32(10))

	failure := errors.New("failure")
	h.back = func() (int32, error) { return 0, failure }
	_, err = m.Down(2)
	want(t, errors.Is(err, failure), true)
	var hostError *rt.HostError
	want(t, errors.As(err, &hostError), true)
	want(t, stack(hostError.Stack), []string{"i_host", "down", "i_down", "down"})

	depth := 0
	h.back = func() (int32, error) {
		if depth++; depth == 50 {
			return 1, nil
		}
		return h.m.Down(1)
	}
	n, err = m.Down(1)
	want(t, err, nil)
	want(t, n, int32(51))
}

// TestBigFrames: the host calls back from frames of 64 KiB, from the interpreter into translated code: a trap, at the default budget.
func TestBigFrames(t *testing.T) {
	m, h := open(t)
	var back func() (int32, error)
	back = func() (int32, error) {
		var room [64 << 10]byte
		room[len(room)/2] = 1
		n, err := h.m.Down(1)
		return n + int32(room[0]), err
	}
	h.back = back
	for range 2 {
		_, err := m.Down(1)
		want(t, errors.Is(err, rt.StackExhausted), true)
	}
	h.back = func() (int32, error) { return 1, nil }
	n, err := m.Down(1)
	want(t, err, nil)
	want(t, n, int32(2))
}

// TestExhausted: the stack budget is one for both, and is there again afterwards.
func TestExhausted(t *testing.T) {
	m, h := open(t)
	for range 3 {
		_, err := m.Down(-1)
		want(t, errors.Is(err, rt.StackExhausted), true)
	}
	h.back = func() (int32, error) { return h.m.Down(3) }
	_, err := m.Down(3)
	want(t, errors.Is(err, rt.StackExhausted), true)
	h.back = func() (int32, error) { return 1, nil }
	n, err := m.Down(1000)
	want(t, err, nil)
	want(t, n, int32(1001))
}

// TestTailCalls: a million calls take no stack.
func TestTailCalls(t *testing.T) {
	m, _ := open(t)
	even, err := m.Even(1_000_001)
	want(t, err, nil)
	want(t, even, int32(0))
}

// TestReferences: they pass from one engine to the other and back, and null stays null.
func TestReferences(t *testing.T) {
	m, _ := open(t)
	for _, call := range []func(int32, any) (any, *rt.Func, error){m.ToInterpreted, m.ToTranslated} {
		for _, v := range []any{nil, "value", 1.5, m, m.Table().Elems[1]} {
			x, f, err := call(3, v)
			want(t, err, nil)
			want(t, x, v)
			want(t, f, m.Table().Elems[0])
		}
		var v any = "value"
		want(t, testing.AllocsPerRun(20, func() { call(100, v) }), 0.0)
	}
}

// BenchmarkReferences counts the calls that go from one engine to the other.
func BenchmarkReferences(b *testing.B) {
	m, err := engines.New(engines.Imports{Env: new(host)})
	if err != nil {
		b.Fatal(err)
	}
	for name, call := range map[string]func(int32, any) (any, *rt.Func, error){"to interpreted": m.ToInterpreted, "to translated": m.ToTranslated} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			call(int32(b.N), "value")
		})
	}
}
