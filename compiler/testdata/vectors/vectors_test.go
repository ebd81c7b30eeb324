package use

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"

	"example.com/use/blocks"
	"example.com/use/lib"
	"example.com/use/mixedblocks"
	"example.com/use/mixedlib"
	"example.com/use/mixeduse"
	"example.com/use/partlib"
	"example.com/use/splitlib"
	"example.com/use/use"
)

var (
	//go:embed blocks.wasm
	blocksFile []byte
	//go:embed lib.wasm
	libFile []byte
	//go:embed use.wasm
	useFile []byte
)

var (
	libs = []engine{
		{"translated", translated(lib.Link)}, {"divided", translated(splitlib.Link)}, {"parts", translated(partlib.Link)},
		{"mixed", translated(mixedlib.Link)}, {"interpreted", interpreted(libFile)},
	}
	users     = []engine{{"translated", translated(use.Link)}, {"mixed", translated(mixeduse.Link)}, {"interpreted", interpreted(useFile)}}
	allBlocks = []engine{{"translated", translated(blocks.Link)}, {"mixed", translated(mixedblocks.Link)}, {"interpreted", interpreted(blocksFile)}}
)

// ints is a vector of four lanes.
func ints(a, b, c, d int32) vec.V128 { return vec.FromInt32([4]int32{a, b, c, d}) }

// A host is what lib imports.
type host struct{ shared vec.V128 }

func (h *host) Host(a vec.V128, i int32, b vec.V128, f float32) (float64, vec.V128, error) {
	if i < 0 {
		return 0, vec.V128{}, errors.New("less than none")
	}
	x, y := a.Int32(), b.Int32()
	for k := range x {
		x[k] = x[k]*i + y[k]
	}
	return float64(f) / 2, vec.FromInt32(x), nil
}

func (h *host) Shared() *vec.V128 { return &h.shared }

func (h *host) Fixed() vec.V128 { return ints(10, 20, 30, 40) }

// env is the host for linking by name.
func env() rt.Store {
	h := &host{ints(100, 200, 300, 400)}
	shared, err := rt.NewGlobalOf(rt.V128Type, h.shared, true)
	if err != nil {
		panic(err)
	}
	return rt.Store{"env": rt.Module{"host": h.Host, "shared": shared, "fixed": rt.NewGlobal(h.Fixed(), false)}}
}

func call(t *testing.T, m rt.Instance, name string, args ...any) string {
	t.Helper()
	f, ok := m.Export(name)
	if !ok {
		t.Fatalf("no export %s", name)
	}
	got, err := f.(*rt.Func).Call(args...)
	if err != nil {
		return err.Error()
	}
	text := ""
	for i, v := range got {
		if i > 0 {
			text += " "
		}
		if v, ok := v.(vec.V128); ok {
			text += fmt.Sprint(v.Int32())
			continue
		}
		text += fmt.Sprint(v)
	}
	return text
}

func instance(t *testing.T, e engine, r rt.Resolver) rt.Instance {
	t.Helper()
	m, err := e.make(r)
	if err != nil {
		t.Fatal(e.name, err)
	}
	return m
}

// An example is a call and what it gives.
type example struct {
	name string
	args []any
	want string
}

func check(t *testing.T, m rt.Instance, uses []example) {
	t.Helper()
	for _, u := range uses {
		if got := call(t, m, u.name, u.args...); got != u.want {
			t.Errorf("%s%v: %s, want %s", u.name, u.args, got, u.want)
		}
	}
}

func TestLib(t *testing.T) {
	v, w := ints(1, 2, 3, -4), ints(10, 20, 30, 1<<30)
	for _, e := range libs {
		t.Run(e.name, func(t *testing.T) {
			m := instance(t, e, env())
			check(t, m, []example{
				{"add", []any{v, w}, "[11 22 33 1073741820]"},
				{"ask", []any{v, int32(2), w, float32(3)}, "1.5 [12 24 36 1073741816]"},
				{"askTable", []any{v, int32(3), w, float32(3)}, "1.5 [13 26 39 1073741812]"},
				{"askTail", []any{v, int32(4), w, float32(-3)}, "-1.5 [14 28 42 1073741808]"},
				{"byTable", []any{v, w, int32(1)}, "[-9 -18 -27 -1073741828]"},
				{"byRef", []any{v, w, int32(1)}, "[12 24 36 1073741816]"},
				{"swap", []any{v, w}, "[10 20 30 1073741824] [1 2 3 -4]"},
				{"swapTwice", []any{v, w}, "[1 2 3 -4] [10 20 30 1073741824]"},
				{"globals", []any{v}, "[101 202 303 396] [11 22 33 44] [10 20 30 40]"},
				{"globals", []any{v}, "[102 204 306 392] [21 42 63 84] [10 20 30 40]"},
				{"table_of", []any{v, int32(0)}, "[-2 -3 -4 3]"},
				{"table_of", []any{v, int32(1)}, "[18 19 20 13]"},
				{"table_of", []any{v, int32(2)}, "[17 18 19 12]"},
				{"table_of", []any{v, int32(9)}, "[18 19 20 13]"},
				{"choose", []any{v, w, int32(1)}, "[1 2 3 -4] [1 2 3 -4]"},
				{"choose", []any{vec.V128{}, w, int32(0)}, "[10 20 30 1073741824] [-1 -1 0 0]"},
				{"even", []any{int32(1000001), v}, "[500002 500002 3 -4]"},
				{"deep", []any{int32(1000), v}, "[1001 2002 3003 -4004]"},
				{"throw", []any{int32(0), v}, ""},
				{"catch", []any{int32(0), v}, "0 [1 2 3 -4] [0 0 0 0]"},
				{"catch", []any{int32(3), v}, "3 [2 4 6 -8] [5 6 7 8]"},
				{"pair", []any{v}, "[2 2 4 -4] 7"},
				{"load", []any{int32(0)}, "[0 0 0 0]"},
				{"store", []any{int32(65520), w}, ""},
				{"load", []any{int32(65512)}, "[0 0 10 20]"},
			})
			for _, at := range []int32{65521, 65535, 65536, -1, -16} {
				for _, name := range []string{"store", "load"} {
					args := []any{at, v}
					if name == "load" {
						args = args[:1]
					}
					f, _ := m.Export(name)
					if _, err := f.(*rt.Func).Call(args...); !errors.Is(err, rt.OutOfBoundsMemory) {
						t.Errorf("%s at %d: %v", name, at, err)
					}
				}
			}
			check(t, m, []example{{"load", []any{int32(65520)}, "[10 20 30 1073741824]"}}) // nothing was written
			f, _ := m.Export("ask")
			if _, err := f.(*rt.Func).Call(v, int32(-1), w, float32(0)); err == nil || !strings.HasSuffix(err.Error(), "less than none") {
				t.Error(err)
			}
		})
	}
}

func TestObjects(t *testing.T) {
	for _, e := range libs {
		t.Run(e.name, func(t *testing.T) {
			m := instance(t, e, env())
			f, _ := m.Export("make")
			got, err := f.(*rt.Func).Call(ints(1, 2, 3, 4))
			if err != nil {
				t.Fatal(err)
			}
			o := got[0].(*rt.Object)
			if o.Get(1) != ints(1, 2, 3, 4) {
				t.Error(o.Get(1))
			}
			if err := o.Set(1, ints(4, 3, 2, 1)); err != nil || o.Get(1) != ints(4, 3, 2, 1) {
				t.Error(err, o.Get(1))
			}
			f, _ = m.Export("list")
			got, err = f.(*rt.Func).Call(ints(1, 2, 3, 4))
			if err != nil {
				t.Fatal(err)
			}
			elems := got[0].(*rt.Object).Elems().([]vec.V128)
			want := fmt.Sprint([]vec.V128{ints(0x13121110, 0x17161514, 0x1b1a1918, 0x1f1e1d1c), ints(0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c), ints(1, 2, 3, 4)})
			if fmt.Sprint(elems) != want || got[1] != ints(1, 2, 3, 4) || got[2] != vec.FromUint8([16]uint8{16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31}) || got[3] != int32(5) {
				t.Error(elems, got[1:])
			}
		})
	}
}

func TestExceptions(t *testing.T) {
	for _, e := range libs {
		m := instance(t, e, env())
		f, _ := m.Export("throw")
		_, err := f.(*rt.Func).Call(int32(9), ints(1, 2, 3, 4))
		var thrown *rt.Exception
		if !errors.As(err, &thrown) || fmt.Sprint(thrown.Values()) != fmt.Sprint([]any{int32(9), ints(2, 4, 6, 8), nil, ints(5, 6, 7, 8)}) {
			t.Error(e.name, err)
		}
	}
}

// A host gives and takes vectors as values of Go's.
func TestHost(t *testing.T) {
	h := &host{shared: ints(1, 1, 1, 1)}
	m, err := lib.New(lib.Imports{Env: h})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	f, v, err := m.Ask(ints(1, 2, 3, 4), 10, ints(1, 1, 1, 1), 5)
	if f != 2.5 || v != ints(11, 21, 31, 41) || err != nil {
		t.Error(f, v, err)
	}
	if _, _, err := m.Ask(v, -1, v, 0); err == nil {
		t.Error("no error")
	}
	*m.Own() = ints(7, 7, 7, 7)
	a, b, c, err := m.Globals(ints(1, 0, 0, 0))
	if a != ints(2, 1, 1, 1) || b != ints(17, 27, 37, 47) || c != ints(10, 20, 30, 40) || m.Copy() != c || err != nil {
		t.Error(a, b, c, m.Copy(), err)
	}
	if h.shared != ints(2, 1, 1, 1) {
		t.Error(h.shared)
	}
}

func TestUse(t *testing.T) {
	v, w := ints(1, 2, 3, -4), ints(10, 20, 30, 1<<30)
	for _, l := range libs {
		for _, u := range users {
			t.Run(l.name+"/"+u.name, func(t *testing.T) {
				lib := instance(t, l, env())
				m := instance(t, u, rt.Store{"lib": lib})
				check(t, m, []example{
					{"add", []any{v, w}, "[11 22 33 1073741820]"},
					{"tail", []any{int32(5), v}, "[4 4 3 -4]"},
					{"swap", []any{v, w}, "[1 2 3 -4] [10 20 30 1073741824]"},
					{"byTable", []any{v, w, int32(1)}, "[-9 -18 -27 -1073741828]"},
					{"globals", []any{w}, "[10 20 30 1073741824] [10 20 30 40]"},
					{"catch", []any{int32(0), v}, "[1 2 3 -4]"},
					{"catch", []any{int32(2), v}, "[7 10 13 0]"},
				})
				own, _ := lib.Export("own")
				if got := own.(*rt.Global).Get(); got != w {
					t.Error(got)
				}
			})
		}
	}
}

func TestBlocks(t *testing.T) {
	for _, e := range allBlocks {
		t.Run(e.name, func(t *testing.T) {
			check(t, instance(t, e, nil), []example{
				{"sum", []any{ints(1, 2, 3, -4), int32(10)}, "[10 20 30 -40] 0"},
				{"either", []any{ints(1, 1, 1, 1), int32(1)}, "[2 3 4 5]"},
				{"either", []any{ints(1, 1, 1, 1), int32(0)}, "[0 -1 -2 -3]"},
				{"pass", []any{ints(1, 1, 1, 1), int32(1)}, "[2 3 4 5] [1 1 1 1]"},
				{"pass", []any{ints(1, 1, 1, 1), int32(0)}, "[1 1 1 1] [1 2 3 4]"},
			})
		})
	}
}
