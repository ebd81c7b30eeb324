package use

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	external "example.com/use/external/lines"
	mixed "example.com/use/mixed/lines"
	o0 "example.com/use/o0/lines"
	o1 "example.com/use/o1/lines"
	o2 "example.com/use/o2/lines"
	packages "example.com/use/packages/lines"
	single "example.com/use/single/lines"
	slice "example.com/use/slice/lines"
	split "example.com/use/split/lines"
	splitpackages "example.com/use/splitpackages/lines"
	v4 "example.com/use/v4/lines"
	"github.com/wasm2go/wasm2go/compiler/debuginfo"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

type instance interface {
	Export(name string) (any, bool)
	Close() error
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var failure = errors.New("failure")

var hosts = rt.Store{"env": rt.Module{"host": func(x int32) (int32, error) { return 0, failure }}}

// linked makes an instance of a package.
func linked[T instance](link func(rt.Resolver, ...rt.Option) (T, error)) func() instance {
	return func() instance { return must(link(hosts, rt.WithStack(50_000))) }
}

func interpreted() instance {
	file := must(os.ReadFile("testdata/lines_o1.wasm"))
	m := must(interp.Compile(file, interp.Options{Describe: debuginfo.Frames(file, debuginfo.Options{})}))
	return must(m.Instantiate(context.Background(), hosts, rt.WithStack(50_000)))
}

// engines are all ways to run the module.
var engines = map[string]func() instance{
	"o0": linked(o0.Link), "o1": linked(o1.Link), "o2": linked(o2.Link), "v4": linked(v4.Link), "external": linked(external.Link),
	"slice": linked(slice.Link), "single": linked(single.Link), "mixed": linked(mixed.Link), "split": linked(split.Link),
	"packages": linked(packages.Link), "splitpackages": linked(splitpackages.Link), "interp": interpreted,
}

// tests are the exports of the module, and the marks of the lines on the stack, innermost first. Before the last one there may be others.
var tests = []struct {
	export string
	x      int32
	err    error
	marks  []string
}{
	{"load", 1 << 28, rt.OutOfBoundsMemory, []string{"load:0", "load:1"}},
	{"store", 1 << 28, rt.OutOfBoundsMemory, []string{"store:0", "store:1"}},
	{"divide", 0, rt.IntegerDivideByZero, []string{"divide:0"}},
	{"twice", 1 << 28, rt.OutOfBoundsMemory, []string{"twice:0", "twice:1"}},
	{"indirect", 1, rt.IntegerDivideByZero, []string{"divide:0", "indirect:0"}},
	{"indirect", 99, rt.IndirectCallNull, []string{"indirect:0"}},
	{"outside", 1, failure, []string{"outside:0"}},
	{"trap", 0, rt.Unreachable, []string{"trap:0", "trap:1"}},
	{"deep", 0, rt.StackExhausted, []string{"deep:0", "deep:1"}},
	{"tail", 6, rt.IntegerDivideByZero, []string{"tail:0", "tail:1"}},
}

// TestLines: all engines say alike on which lines of the source a stack stands.
func TestLines(t *testing.T) {
	marks := marksOf(string(must(os.ReadFile("testdata/lines.c"))))
	for engine, open := range engines {
		i := open()
		for _, test := range tests {
			t.Run(fmt.Sprintf("%s/%s(%d)", engine, test.export, test.x), func(t *testing.T) {
				f, _ := i.Export(test.export)
				_, err := f.(*rt.Func).Call(test.x)
				if !errors.Is(err, test.err) {
					t.Fatalf("%v, want %v", err, test.err)
				}
				stack := stackOf(t, err)
				var got, want []int
				for _, f := range stack {
					if f.File != "lines.c" {
						t.Errorf("%v: file %q", f, f.File)
					}
					got = append(got, f.Line)
				}
				for _, mark := range test.marks {
					want = append(want, marks[mark])
				}
				switch got = slices.Compact(got); {
				case test.export == "deep" && len(got) == 1:
					want = want[1:] // what calls itself found out, not the callee
				case test.export == "tail":
					got = []int{got[0], got[len(got)-1]}
				}
				if !slices.Equal(got, want) {
					t.Errorf("lines %v, want %v", got, want)
				}
				if trap, ok := err.(*rt.Trap); ok && !strings.Contains(trap.Error(), fmt.Sprintf("%s (lines.c:%d)", stack[0].Func, stack[0].Line)) {
					t.Errorf("message %q", trap)
				}
			})
		}
		i.Close()
	}
}

// stackOf is the stack of a trap or a host's error.
func stackOf(t *testing.T, err error) []rt.Frame {
	var trap *rt.Trap
	var host *rt.HostError
	switch {
	case errors.As(err, &trap):
		return trap.Stack
	case errors.As(err, &host):
		return host.Stack
	}
	t.Fatalf("%v is no trap", err)
	return nil
}

// marksOf are the numbers of the lines with marks.
func marksOf(source string) map[string]int {
	marks := map[string]int{}
	for i, line := range strings.Split(source, "\n") {
		if _, words, ok := strings.Cut(line, "// "); ok {
			for _, mark := range strings.Fields(words) {
				marks[mark] = i + 1
			}
		}
	}
	return marks
}
