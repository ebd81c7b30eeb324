package use

import (
	"errors"
	"testing"

	"example.com/use/lib"
	"example.com/use/odd"
	"example.com/use/sample"
	"example.com/use/split"
	"example.com/use/tiny"
	"example.com/use/typed"

	"github.com/wasm2go/wasm2go/rt"
)

// env is a host module.
type env struct {
	logged []int32
	sp     int32
	err    error
}

func (e *env) Log(v int32) error                           { e.logged = append(e.logged, v); return e.err }
func (e *env) ReadFile(a, b int32, c int64) (int32, error) { return 0, nil }
func (e *env) Log2(v int64) error                          { return nil }
func (e *env) Base() int32                                 { return 40 }
func (e *env) StackPointer() *int32                        { return &e.sp }

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestHost(t *testing.T) {
	e := &env{}
	m := must(sample.New(sample.Imports{Env: e}))
	defer m.Close()
	want(t, "fib", must(m.Fib(20)), 6765)
	want(t, "global", *m.Count(), 2) // bits of 40 + 8
	want(t, "data", must(m.Memory().Uint8(8)), 'h')
	want(t, "start", must(m.Memory().Uint8(16)), 'h')
	want(t, "passive", must(m.Memory().Uint8(34)), 'c')
	want(t, "indirect", must(m.CallIt(10, 1)), 55)
	want(t, "logged", e.logged[0], 10)
	want(t, "same pointer", m.StackPointer(), &e.sp)

	_, err := m.CallIt(1, 2)
	want(t, "type", errors.Is(err, rt.IndirectCallType), true)
	_, err = m.CallIt(1, 5)
	want(t, "null", errors.Is(err, rt.IndirectCallNull), true)
	e.err = errors.New("no")
	_, err = m.CallIt(1, 1)
	want(t, "host error", errors.Is(err, e.err), true)
	_, err = m.Fib(1 << 30)
	want(t, "deep", errors.Is(err, rt.StackExhausted), true)

	_, err = sample.New(sample.Imports{})
	want(t, "nil import", err != nil, true)
	m.Close()
	_, err = m.Fib(1)
	want(t, "closed", errors.Is(err, rt.ErrClosed), true)
}

func TestInstanceAsImport(t *testing.T) {
	l := must(lib.New())
	m := must(sample.New(sample.Imports{Env: l}))
	want(t, "fib", must(m.CallIt(10, 1)), 55)
	want(t, "their global", *l.StackPointer(), 10)
	want(t, "our copy", *m.StackPointer(), 10)
	want(t, "base", m.Base(), 100)
	_, err := m.CallIt(-1, 1)
	want(t, "trap", errors.Is(err, rt.Unreachable), true)
	f, _ := m.Export("log")
	g, _ := l.Export("log")
	want(t, "identity", f, g)
}

// wrapped overrides a method of an instance.
type wrapped struct {
	*lib.Instance
	logged int
}

func (w *wrapped) Log(v int32) error { w.logged++; return nil }

func TestOverride(t *testing.T) {
	w := &wrapped{Instance: must(lib.New())}
	m := must(sample.New(sample.Imports{Env: w}))
	must(m.CallIt(10, 1))
	want(t, "calls", w.logged, 1)
}

func TestSharedTable(t *testing.T) {
	l := must(lib.New())
	m := must(typed.New(typed.Imports{Lib: l}))
	want(t, "ours", must(m.Call(2, 5)), 6)
	want(t, "theirs", must(m.Call(0, 5)), 10)
	want(t, "theirs again", must(m.Call(0, 6)), 12)
	want(t, "data", must(l.Memory().Uint8(209)), 'j')
	_, err := m.Call(9, 1)
	want(t, "index", errors.Is(err, rt.UndefinedElement), true)
	x, f, err := m.Pair("a")
	want(t, "externref", x, any("a"))
	r := must(f.Call(int32(41)))
	want(t, "funcref", r[0], any(int32(42)))
}

func TestLink(t *testing.T) {
	l := must(lib.Link(nil))
	m := must(typed.Link(rt.Store{"lib": l}))
	want(t, "theirs", must(m.Call(0, 5)), 10)
	_, err := typed.Link(rt.Store{})
	var link *rt.LinkError
	want(t, "error", errors.As(err, &link), true)
	want(t, "exports", l.Exports()[0], "log")
}

func TestManyExports(t *testing.T) {
	m := must(odd.New())
	for _, name := range m.Exports() {
		f, ok := m.Export(name)
		want(t, name, ok, true)
		must(f.(*rt.Func).Call())
	}
	_, ok := m.Export("none")
	want(t, "none", ok, false)
}

func TestPrefix(t *testing.T) {
	a, b := must(tiny.New()), must(tiny.TwoNew())
	want(t, "sum", must(a.Add(1, 2))+must(b.Add(3, 4)), 10)
}

func TestSplit(t *testing.T) {
	m := must(split.New(split.Imports{Env: &env{}}))
	want(t, "embedded", must(m.Memory().Uint8(101)), '1')
}
