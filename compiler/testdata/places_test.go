package use

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"testing"

	guard "example.com/use/guard/places"
	mixed "example.com/use/mixed/places"
	packages "example.com/use/packages/places"
	slice "example.com/use/slice/places"
	split "example.com/use/split/places"
	splitpackages "example.com/use/splitpackages/places"
	"example.com/use/sram/places"
	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/rt"
)

// hook is the host's function.
type hook func(x int32) (int32, error)

func (h hook) Hook(x int32) (int32, error) { return h(x) }

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

func interpreted(t *testing.T, h hook) instance {
	m := must(interp.Compile(must(os.ReadFile("places.wasm")), interp.Options{}))
	return must(m.Instantiate(context.Background(), rt.Store{"env": rt.Module{"hook": func(x int32) (int32, error) { return h(x) }}}))
}

// engines are all ways to run the module.
var engines = map[string]func(*testing.T, hook) instance{
	"interp": interpreted,
	"guard":  func(t *testing.T, h hook) instance { return must(guard.New(guard.Imports{Env: h})) },
	"slice":  func(t *testing.T, h hook) instance { return must(slice.New(slice.Imports{Env: h})) },
	"sram": func(t *testing.T, h hook) instance {
		array := must(open.Simulate(must(spec.Parse("sim:chip=23LC1024"))))
		return must(places.New(places.Imports{Env: h}, sram.On(array)))
	},
	"mixed": func(t *testing.T, h hook) instance { return must(mixed.New(mixed.Imports{Env: h})) },
	"split": func(t *testing.T, h hook) instance { return must(split.New(split.Imports{Env: h})) },
	"packages": func(t *testing.T, h hook) instance {
		return must(packages.New(packages.Imports{Env: h}))
	},
	"splitpackages": func(t *testing.T, h hook) instance {
		return must(splitpackages.New(splitpackages.Imports{Env: h}))
	},
}

// A frame is a function, and an instruction in it: the nth with that opcode.
type frame struct {
	function string
	op       op.Op
	n        int
}

// offset is where the instruction is in the file, as the decoder has it.
func (f frame) offset(t *testing.T) uint32 {
	m, bodies, err := front.Check(must(os.ReadFile("places.wasm")))
	if err != nil {
		t.Fatal(err)
	}
	n := f.n
	for i, b := range bodies {
		if m.FuncName(m.ImportedFuncs+i) != f.function {
			continue
		}
		for _, in := range b.Instrs {
			if in.Op == f.op {
				if n--; n < 0 {
					return in.Offset
				}
			}
		}
	}
	t.Fatalf("no %v", f)
	return 0
}

// stackOf is the stack of a trap or a host's error, without the functions that run the pieces of others.
func stackOf(t *testing.T, err error) []rt.Frame {
	var trap *rt.Trap
	var host *rt.HostError
	var stack []rt.Frame
	switch {
	case errors.As(err, &trap):
		want(t, trap.Instr, trap.Stack[0].Instr)
		stack = trap.Stack
	case errors.As(err, &host):
		stack = host.Stack
	default:
		t.Fatalf("%v is no trap", err)
	}
	return slices.Clone(stack)
}

func call(i instance, name string, x int32) error {
	f, _ := i.Export(name)
	_, err := f.(*rt.Func).Call(x)
	return err
}

func want(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// tests are the exports of the module. A stack has repeated frames once.
var tests = []struct {
	export string
	x      int32
	err    error
	stack  []frame
}{
	{"load", -100, rt.OutOfBoundsMemory, []frame{{"load", op.I32Load, 0}, {"call_load", op.Call, 0}}},
	{"store", -100, rt.OutOfBoundsMemory, []frame{{"store", op.I32Store, 1}, {"call_store", op.Call, 0}}},
	{"fill", -100, rt.OutOfBoundsMemory, []frame{{"fill", op.MemoryFill, 0}, {"call_fill", op.Call, 0}}},
	{"loop", 1 << 28, rt.OutOfBoundsMemory, []frame{{"loop", op.I32Load, 0}, {"call_loop", op.Call, 0}}},
	{"div", 0, rt.IntegerDivideByZero, []frame{{"div", op.I32DivS, 0}, {"call_div", op.Call, 0}}},
	{"abort", 1, rt.Unreachable, []frame{{"abort", op.Unreachable, 0}, {"call_abort", op.Call, 0}}},
	{"indirect", 0, rt.IndirectCallNull, []frame{{"indirectly", op.CallIndirect, 0}, {"call_indirectly", op.Call, 0}}},
	{"indirect", 1, rt.IndirectCallType, []frame{{"indirectly", op.CallIndirect, 0}, {"call_indirectly", op.Call, 0}}},
	{"indirect", 9, rt.UndefinedElement, []frame{{"indirectly", op.CallIndirect, 0}, {"call_indirectly", op.Call, 0}}},
	{"indirect", 2, rt.IntegerDivideByZero, []frame{{"div", op.I32DivS, 0}, {"indirectly", op.CallIndirect, 0}, {"call_indirectly", op.Call, 0}}},
	{"host", fails, failure, []frame{{"host", op.Call, 0}, {"call_host", op.Call, 0}}},
	{"host", panics, rt.CastFailure, []frame{{"host", op.Call, 0}, {"call_host", op.Call, 0}}},
	{"nest", -100, rt.OutOfBoundsMemory, []frame{{"nest", op.I32Load, 0}, {"nest", op.Call, 0}, {"nested", op.Call, 0}}},
	{"even", 11, rt.OutOfBoundsMemory, []frame{{"odd", op.I32Load, 0}, {"even", op.ReturnCall, 0}}},
	{"even", 10, rt.IntegerDivideByZero, []frame{{"even", op.I32DivU, 0}, {"odd", op.ReturnCall, 0}}},
	{"two", -100, rt.OutOfBoundsMemory, []frame{{"two", op.I32Load, 0}}},
	{"merged", -100, rt.OutOfBoundsMemory, []frame{{"merged", op.I32Load, 1}}},
	{"deep", 0, rt.StackExhausted, []frame{{"deep", op.Call, 0}}},
}

// What the host's function does.
const (
	fails  = 5
	panics = 6
)

var failure = errors.New("failure")

// host fails, or traps itself.
func host(x int32) (int32, error) {
	if x == panics {
		panic(rt.CastFailure)
	}
	return 0, failure
}

// TestPlaces: all engines say alike where in the module's file a trap was, and where the calls were that led to it.
func TestPlaces(t *testing.T) {
	for engine, start := range engines {
		i := start(t, host)
		for _, test := range tests {
			t.Run(fmt.Sprintf("%s/%s(%d)", engine, test.export, test.x), func(t *testing.T) {
				for range 2 { // the second time the interpreter has lowered all, and package abi its index
					err := call(i, test.export, test.x)
					want(t, errors.Is(err, test.err), true)
					stack := stackOf(t, err)
					if test.export == "deep" && stack[0].Instr == 0 {
						stack = stack[1:] // translated code finds out before the first instruction of the function
					}
					if inexact := stack[0].Inexact; test.export == "two" && !interprets(engine) {
						want(t, inexact, true)
					} else if test.export != "merged" {
						want(t, inexact, false)
					}
					var got, expected []rt.Frame
					for _, f := range stack {
						got = append(got, rt.Frame{Func: f.Func, Instr: f.Instr})
					}
					for _, f := range test.stack {
						expected = append(expected, rt.Frame{Func: f.function, Instr: f.offset(t)})
					}
					got = slices.Compact(got)
					switch {
					case test.export != "even":
					case interprets(engine):
						got, expected = got[:1], expected[:1] // the interpreter forgets who made a tail call
					default:
						got = got[:2] // behind them is the trampoline of the first call
					}
					want(t, got, expected)
				}
			})
		}
		i.Close()
	}
}

// interprets tells whether the functions two and even are interpreted.
func interprets(engine string) bool { return engine == "interp" || engine == "mixed" }
