package use

import (
	_ "embed"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/wasm2go/wasm2go/rt"

	"example.com/use/divided"
	"example.com/use/guard"
	"example.com/use/parts"
	"example.com/use/slice"
)

//go:embed assembly.wasm
var file []byte

var engines = []engine{
	{"interpreted", interpreted(file)}, // the first is what the others are compared with
	{"guard", translated(guard.MyLink)}, {"slice", translated(slice.Link)}, {"divided", translated(divided.Link)}, {"parts", translated(parts.Link)},
}

// assembled are the engines that have assembly, if the machine does.
func assembled(name string) bool {
	return has && name != "interpreted"
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func start(t *testing.T, e engine) rt.Instance {
	host := rt.Store{"env": rt.Module{"hook": func(x int32) (int32, error) { return x, nil }}}
	return must(e.make(host))
}

// An outcome is what a call has come to.
type outcome struct {
	results []any
	trap    rt.TrapKind
	stack   []rt.Frame
	memory  string
}

func run(m rt.Instance, export string, x int32) (o outcome) {
	f, _ := m.Export(export)
	var err error
	o.results, err = f.(*rt.Func).Call(x)
	var trap *rt.Trap
	if errors.As(err, &trap) {
		o.trap = trap.Kind
		for _, f := range trap.Stack {
			o.stack = append(o.stack, rt.Frame{Func: f.Func, Instr: f.Instr})
		}
	} else if err != nil {
		panic(err)
	}
	return o
}

// TestAgree: all engines come to the same results, trap at the same instructions, and leave the same in memory.
func TestAgree(t *testing.T) {
	var instances []rt.Instance
	for _, e := range engines {
		m := start(t, e)
		defer m.Close()
		instances = append(instances, m)
	}
	traps := map[rt.TrapKind]int{}
	for _, export := range []string{"load", "store", "divide", "abort", "truncate", "exits", "turns", "deep", "names"} {
		for _, x := range append(numbers(-40, 140), 65300, 65392, 65520, 65536, 1<<30, -1<<31) {
			if slices.Contains([]string{"turns", "deep", "abort", "names"}, export) && (x < 1 || x > 100) || export == "truncate" && x > 70000 {
				continue // without end
			}
			want := run(instances[0], export, x)
			traps[want.trap]++
			for i, m := range instances[1:] {
				if got := run(m, export, x); !reflect.DeepEqual(got, want) {
					t.Errorf("%s of %s(%d): %v, want %v", engines[1+i].name, export, x, got, want)
				}
			}
		}
	}
	for _, kind := range []rt.TrapKind{rt.OutOfBoundsMemory, rt.IntegerDivideByZero, rt.IntegerOverflow, rt.Unreachable, rt.InvalidConversion} {
		if traps[kind] == 0 {
			t.Errorf("no call has come to: %v", kind)
		}
	}
}

func numbers(from, to int32) (list []int32) {
	for ; from < to; from++ {
		list = append(list, from)
	}
	return list
}

// TestExact: assembly says exactly at which instruction it trapped, in one frame for each function.
func TestExact(t *testing.T) {
	for _, e := range engines {
		m := start(t, e)
		for _, c := range []struct {
			export string
			x      int32
			want   []string
		}{
			{"load", 65520, []string{"load", "call_load"}},
			{"store", 65504, []string{"store", "call_store"}},
			{"divide", 2, []string{"divide"}},
			{"abort", 7, []string{"abort"}},
		} {
			f, _ := m.Export(c.export)
			_, err := f.(*rt.Func).Call(c.x)
			var trap *rt.Trap
			if !errors.As(err, &trap) {
				t.Fatalf("%s of %s: %v", e.name, c.export, err)
			}
			var funcs []string
			for _, f := range trap.Stack {
				funcs = append(funcs, f.Func)
			}
			if !slices.Equal(funcs, c.want) || trap.Stack[0].Instr == 0 || assembled(e.name) && trap.Stack[0].Inexact {
				t.Errorf("%s of %s: %+v", e.name, c.export, trap.Stack)
			}
		}
		m.Close()
	}
}

// TestStops: while assembly runs for long, a second or more, the garbage collector gets its turn, and so do other goroutines, on one processor: Go gives them
// one each tenth of a second.
func TestStops(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, e := range engines {
		if !assembled(e.name) {
			continue
		}
		m := start(t, e)
		done := make(chan string)
		go func() {
			f, _ := m.Export("spin")
			results, err := f.(*rt.Func).Call(int32(2000))
			done <- fmt.Sprint(results, err)
		}()
		turns := 0
		for result := ""; result == ""; {
			select {
			case result = <-done:
				if result != "[-1048576000] <nil>" {
					t.Errorf("%s: %s", e.name, result)
				}
			default:
				grow(100)
				runtime.GC()
				time.Sleep(time.Millisecond)
				turns++
			}
		}
		if turns < 3 { // the first may be before the other goroutine begins
			t.Errorf("%s: %d turns of other goroutines", e.name, turns)
		}
		m.Close()
	}
}

// grow uses the stack.
//
//go:noinline
func grow(n int) int {
	var room [512]byte
	if n == 0 {
		return len(room)
	}
	return grow(n-1) + int(room[n])
}
