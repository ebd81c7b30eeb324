// Package use runs modules that are one Go package, and the same divided into many.
package use

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"

	indirects "example.com/use/divided/indirect.v2"
	dlisp "example.com/use/divided/lisp"
	dparts "example.com/use/divided/parts"
	dsha256 "example.com/use/divided/sha256"
	dtrees "example.com/use/divided/trees"
	"example.com/use/whole/indirect.v2"
	"example.com/use/whole/lisp"
	"example.com/use/whole/parts"
	"example.com/use/whole/sha256"
	"example.com/use/whole/trees"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestKernels(t *testing.T) {
	type kernel interface{ Run(n int32) (int32, error) }
	for n := range int32(40) {
		for _, pair := range [][2]kernel{
			{must(indirect.New()), must(indirects.New())},
			{must(trees.New()), must(dtrees.New())},
			{must(sha256.New()), must(dsha256.New())},
		} {
			want, got := must(pair[0].Run(n)), must(pair[1].Run(n))
			if want != got {
				t.Errorf("%T.Run(%d): %d, divided: %d", pair[0], n, want, got)
			}
		}
	}
}

// TestByReference runs an evaluator that calls by reference, and tail calls so.
func TestByReference(t *testing.T) {
	for n := range int32(12) {
		want, got := must(must(lisp.New()).Run(n)), must(must(dlisp.New()).Run(n))
		if want != got {
			t.Errorf("Run(%d): %d, divided: %d", n, want, got)
		}
	}
}

// env is what the module parts imports.
type env struct {
	log    strings.Builder
	shared int32
}

func (e *env) Twice(v int32) (int32, error) { return 2 * v, nil }
func (e *env) Base() int32                  { return 100 }
func (e *env) Shared() *int32               { return &e.shared }
func (e *env) Note(v int64) error {
	fmt.Fprintln(&e.log, "note", v)
	if v == 666 {
		return errors.New("no")
	}
	return nil
}

// instance is what both packages of the module parts have.
type instance interface {
	rt.Instance
	Count() *int32
	Memory() mem.Memory
	Table() *rt.Table[*rt.Func]
	Fill() error
	Indirect(i, x int32) (int32, error)
	Kept() (*rt.Func, error)
	Imports(x int32) (int32, error)
	Sum(at, n int32) (int32, error)
	Grow(n int32) (int32, error)
	Even(n int32) (int32, error)
	Ping(n int32) (int32, error)
	Left(n int32) (int32, error)
	Trap(n int32) error
}

func TestParts(t *testing.T) {
	whole, divided := &env{}, &env{}
	use(t, must(parts.New(parts.Imports{Env: whole})), whole)
	use(t, must(dparts.New(dparts.Imports{Env: divided})), divided)
	if got, want := divided.log.String(), whole.log.String(); got != want {
		t.Errorf("divided:\n%s\nwhole:\n%s", got, want)
	}
	if n := strings.Count(whole.log.String(), "\n"); n < 40 {
		t.Errorf("only %d lines:\n%s", n, &whole.log)
	}
}

// TestLinked lets the two share functions: one is the other's import.
func TestLinked(t *testing.T) {
	host := must(dparts.New(dparts.Imports{Env: &env{}}))
	e := &env{}
	store := rt.Store{"env": rt.Module{
		"twice":  must1(host.Export("even")),
		"note":   e.Note,
		"base":   rt.NewGlobal(int32(100), false),
		"shared": &rt.Global{Type: rt.I32, Mutable: true, Ptr: &e.shared},
	}}
	m := must(dparts.Link(store))
	if got := must(m.Imports(6)); got != 1 {
		t.Errorf("linked even(6): %d", got)
	}
	if got := must(m.Indirect(2, 5)); got != 0 {
		t.Errorf("linked even(5) through a table: %d", got)
	}
	_, err := m.Imports(100_000_000)
	if !errors.Is(err, rt.StackExhausted) {
		t.Error(err)
	}
}

func must1[T any](v T, ok bool) T {
	if !ok {
		panic("not there")
	}
	return v
}

// use writes down all that m does.
func use(t *testing.T, m instance, e *env) {
	logged := func(what string, v any, err error) {
		fmt.Fprintln(&e.log, what, v, err)
		var trap *rt.Trap
		if errors.As(err, &trap) {
			for _, f := range trap.Stack {
				if f.Func != "even" && f.Func != "odd" {
					fmt.Fprintf(&e.log, "\t%v\n", f)
				}
			}
		}
	}
	fails := func(kind rt.TrapKind, err error, names ...string) {
		t.Helper()
		logged("trap", nil, err)
		var trap *rt.Trap
		if !errors.As(err, &trap) || !errors.Is(err, kind) {
			t.Errorf("%T: %v instead of %v", m, err, kind)
			return
		}
		var got []string
		for _, f := range trap.Stack {
			if f.Module != "parts" || f.Offset == 0 {
				t.Errorf("%T: %v", m, f)
			}
			got = append(got, f.Func)
		}
		if names != nil && !reflect.DeepEqual(got, names) {
			t.Errorf("%T: stack %q, want %q", m, got, names)
		}
	}
	defer m.Close()
	logged("exports", m.Exports(), nil)
	logged("count", *m.Count(), nil)
	*m.Count() += 1000
	for i := range int32(9) {
		v, err := m.Indirect(i, 11)
		logged("indirect", v, err)
		if i == 4 { // until then 5 to 7 are null
			logged("fill", nil, m.Fill())
		}
	}
	f := must(m.Kept())
	v, err := f.Call(int32(8))
	logged(f.Name, v, err)
	if again := must(m.Kept()); again != f {
		t.Errorf("%T: two references to one function", m)
	}
	for _, n := range []int32{1, 2, 666} {
		v, err := m.Imports(n)
		logged("imports", v, err)
	}
	logged("shared", e.shared, nil)
	for _, at := range []int32{16, 32, 65531} {
		v, err := m.Sum(at, 5)
		logged("sum", v, err)
	}
	_, err = m.Sum(65532, 5)
	fails(rt.OutOfBoundsMemory, err, "load", "sum")
	_, err = m.Sum(-1, 1)
	fails(rt.OutOfBoundsMemory, err, "load", "sum")
	for range 2 {
		v, err := m.Grow(1)
		logged("grow", v, err)
	}
	for _, n := range []int32{0, 7, 1000} {
		v, err := m.Even(n)
		logged("even", v, err)
	}
	_, err = m.Even(100_000_000)
	fails(rt.StackExhausted, err)
	logged("ping", must(m.Ping(2_000_001)), nil)
	logged("left", must(m.Left(2_000_001)), nil)
	logged("no trap", nil, m.Trap(0))
	fails(rt.Unreachable, m.Trap(1), "fail", "deeper", "trap")
	logged("after", nil, m.Close())
	logged("closed", nil, m.Fill())
}
