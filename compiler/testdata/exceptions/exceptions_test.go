package use

import (
	_ "embed"
	"errors"
	"fmt"
	"testing"

	"github.com/wasm2go/wasm2go/rt"

	"example.com/use/lib"
	"example.com/use/mixedlib"
	"example.com/use/mixeduse"
	"example.com/use/plain"
	"example.com/use/use"
)

var (
	//go:embed lib.wasm
	libFile []byte
	//go:embed plain.wasm
	plainFile []byte
	//go:embed use.wasm
	useFile []byte
)

var libs = []engine{
	{"translated", translated(lib.Link)}, {"mixed", translated(mixedlib.Link)}, {"interpreted", interpreted(libFile)},
	{"translated without handlers", translated(plain.Link)}, {"interpreted without handlers", interpreted(plainFile)},
}

var users = []engine{{"translated", translated(use.Link)}, {"mixed", translated(mixeduse.Link)}, {"interpreted", interpreted(useFile)}}

// The ways by which the function gets into the using instance.
const (
	imported = iota // the import
	byTable         // the same, by the table
	byHost          // in the table, by a function of the host between the two, which passes on what it gets
)

func call(t *testing.T, m rt.Instance, name string, args ...any) ([]any, error) {
	t.Helper()
	f, ok := m.Export(name)
	if !ok {
		t.Fatalf("no export %s", name)
	}
	return f.(*rt.Func).Call(args...)
}

func each(t *testing.T, test func(t *testing.T, l, u rt.Instance, how int)) {
	for _, l := range libs {
		for _, u := range users {
			for how := range 3 {
				t.Run(fmt.Sprintf("%s/%s/%d", l.name, u.name, how), func(t *testing.T) {
					lib, err := l.make(rt.Store{})
					if err != nil {
						t.Fatal(err)
					}
					user, err := u.make(rt.Store{"lib": lib})
					if err != nil {
						t.Fatal(err)
					}
					do, _ := lib.Export("do")
					host := rt.MustFunc("host", func(what int32, ref any) (int32, error) {
						r, err := do.(*rt.Func).Call(what, ref)
						if err != nil {
							return 0, fmt.Errorf("the host: %w", err)
						}
						return r[0].(int32), nil
					})
					table, _ := user.Export("table")
					table.(*rt.Table[*rt.Func]).Set(1, host)
					test(t, lib, user, how)
				})
			}
		}
	}
}

func stackPointer(t *testing.T, m rt.Instance) int32 {
	g, _ := m.Export("__stack_pointer")
	return *g.(*rt.Global).Ptr.(*int32)
}

func TestCatch(t *testing.T) {
	each(t, func(t *testing.T, l, u rt.Instance, how int) {
		for range 2 { // nothing stays pending
			got, err := call(t, u, "catch", int32(how), int32(1), "x")
			if want := "[7 0.5 x 5]"; err != nil || fmt.Sprint(got) != want {
				t.Fatal(got, err)
			}
			got, err = call(t, u, "catch", int32(how), int32(0), nil)
			if want := "[0 0 <nil> 13]"; err != nil || fmt.Sprint(got) != want {
				t.Fatal(got, err)
			}
			if p := stackPointer(t, l); p != 1000 {
				t.Fatal("the stack pointer is", p)
			}
		}
	})
}

func TestUncaught(t *testing.T) {
	each(t, func(t *testing.T, l, u rt.Instance, how int) {
		tag, _ := l.Export("err")
		for _, name := range []string{"pass", "again"} {
			_, err := call(t, u, name, int32(how), int32(1), "x")
			var e *rt.Exception
			if !errors.As(err, &e) || !errors.Is(err, rt.UncaughtException) || e.Tag() != tag || fmt.Sprint(e.Values()) != "[7 0.5 x]" {
				t.Fatal(name, err)
			}
			if len(e.Stack()) == 0 || e.Stack()[0].Func != "deep" {
				t.Error(name, e.Stack())
			}
			if p := stackPointer(t, l); p != 1000 {
				t.Fatal("the stack pointer is", p)
			}
		}
	})
}

func TestTrapsAreNotCaught(t *testing.T) {
	each(t, func(t *testing.T, l, u rt.Instance, how int) {
		for _, name := range []string{"catch", "again"} {
			_, err := call(t, u, name, int32(how), int32(2), nil)
			var trap *rt.Trap
			if !errors.As(err, &trap) || trap.Kind != rt.Unreachable {
				t.Fatal(err)
			}
			s := trap.Stack
			if s[0].Func != "deep" || how < byHost && s[len(s)-1].Func != name {
				t.Error(s)
			}
		}
		if _, err := call(t, u, "exhaust"); !errors.Is(err, rt.StackExhausted) {
			t.Fatal(err)
		}
	})
}

// TestHost: what the host makes and throws is the same exception all the way, and other errors are not caught.
func TestHost(t *testing.T) {
	each(t, func(t *testing.T, l, u rt.Instance, how int) {
		if how != byHost {
			return
		}
		tag, _ := l.Export("err")
		made, err := rt.NewException(tag.(*rt.Tag), int32(3), 1.5, nil)
		if err != nil {
			t.Fatal(err)
		}
		var result error
		table, _ := u.Export("table")
		table.(*rt.Table[*rt.Func]).Set(1, rt.MustFunc("host", func(int32, any) (int32, error) { return 0, result }))
		result = fmt.Errorf("wrapped: %w", made)
		got, err := call(t, u, "catch", int32(how), int32(0), nil)
		if err != nil || fmt.Sprint(got) != "[3 1.5 <nil> 5]" {
			t.Fatal(got, err)
		}
		_, err = call(t, u, "again", int32(how), int32(0), nil)
		var e *rt.Exception
		if !errors.As(err, &e) || e != made {
			t.Fatal(err)
		}
		result = errors.New("no exception")
		if _, err = call(t, u, "catch", int32(how), int32(0), nil); !errors.Is(err, result) {
			t.Fatal(err)
		}
		result = rt.ErrFuel
		if _, err = call(t, u, "catch", int32(how), int32(0), nil); !errors.Is(err, result) {
			t.Fatal(err)
		}
		result = &rt.Trap{Kind: rt.OutOfMemory, Cause: made}
		if _, err = call(t, u, "catch", int32(how), int32(0), nil); !errors.Is(err, rt.OutOfMemory) {
			t.Fatal(err)
		}
		func() {
			defer func() {
				if v := recover(); v != "a panic of the host" {
					t.Error(v)
				}
			}()
			table.(*rt.Table[*rt.Func]).Set(1, rt.MustFunc("host", func(int32, any) (int32, error) { panic("a panic of the host") }))
			call(t, u, "catch", int32(how), int32(0), nil)
		}()
		if got, err = call(t, u, "catch", int32(imported), int32(1), "x"); err != nil || fmt.Sprint(got) != "[7 0.5 x 5]" {
			t.Fatal(got, err)
		}
	})
}

// TestLink: a tag of another type is none, and one of another instance is another.
func TestLink(t *testing.T) {
	for _, u := range users {
		l, err := lib.Link(rt.Store{})
		if err != nil {
			t.Fatal(err)
		}
		do, _ := l.Export("do")
		for want, tag := range map[string]any{
			"no tag":   nil,
			"no such":  rt.NewTag(rt.FuncType(nil, nil)),
			"function": do,
		} {
			_, err := u.make(rt.Store{"lib": rt.Module{"do": do, "err": tag}})
			var link *rt.LinkError
			if !errors.As(err, &link) || link.Name != "err" {
				t.Error(u.name, want, err)
			}
			t.Log(err)
		}
		other, err := lib.Link(rt.Store{})
		if err != nil {
			t.Fatal(err)
		}
		m, err := u.make(rt.Store{"lib": rt.Module{"do": do, "err": other.Err()}})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := call(t, m, "catch", int32(0), int32(1), "x"); err != nil || fmt.Sprint(got) != "[100 0 <nil> 5]" {
			t.Error(got, err)
		}
	}
}

type host struct {
	*lib.Instance
	result error
}

func (h *host) Do(what int32, ref any) (int32, error) {
	if h.result != nil {
		return 0, h.result
	}
	return h.Instance.Do(what, ref)
}

// TestNew: the typed form, with an instance and with a host around it.
func TestNew(t *testing.T) {
	l, err := lib.New()
	if err != nil {
		t.Fatal(err)
	}
	h := &host{Instance: l}
	for _, imports := range []use.Imports{{Lib: l}, {Lib: h}} {
		m, err := use.New(imports)
		if err != nil {
			t.Fatal(err)
		}
		a, b, c, d, err := m.Catch(0, 1, "x")
		if got := fmt.Sprint([]any{a, b, c, d}); err != nil || got != "[7 0.5 x 5]" {
			t.Error(got, err)
		}
		var e *rt.Exception
		if _, err = m.Pass(0, 1, nil); !errors.As(err, &e) || e.Tag() != l.Err() {
			t.Error(err)
		}
	}
	m, err := use.New(use.Imports{Lib: h})
	if err != nil {
		t.Fatal(err)
	}
	h.result = errors.New("no exception")
	if _, _, _, _, err = m.Catch(0, 1, "x"); !errors.Is(err, h.result) {
		t.Error(err)
	}
}
