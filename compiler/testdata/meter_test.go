package use

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"example.com/use/both"
	"example.com/use/flat"
	"example.com/use/fuel"
	"example.com/use/fuelflat"
	"example.com/use/fuelinterpreted"
	"example.com/use/fuelmixed"
	"example.com/use/interpreted"
	"example.com/use/mixed"
	"example.com/use/plain"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// An instance is one of endless.wat.
type instance interface {
	rt.Instance
	SetContext(ctx context.Context) (end func())
	Context() context.Context
	Primes(n int32) (int32, error)
	Branch() error
}

// A program links endless.wat, translated in one way or another, with its import.
type program func(hook any, opts ...rt.Option) (instance, error)

func linker[I instance](link func(rt.Resolver, ...rt.Option) (I, error)) program {
	return func(hook any, opts ...rt.Option) (instance, error) {
		return link(rt.Store{"env": rt.Module{"hook": hook}}, opts...)
	}
}

var programs = map[string]program{
	"plain": linker(plain.Link), "both": linker(both.Link), "flat": linker(flat.Link),
	"interpreted": linker(interpreted.Link), "mixed": linker(mixed.Link),
}

func each(t *testing.T, test func(t *testing.T, p program)) {
	for name, p := range programs {
		t.Run(name, func(t *testing.T) { test(t, p) })
	}
}

func open(t *testing.T, p program, hook any, opts ...rt.Option) instance {
	t.Helper()
	m, err := p(hook, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

// call calls an exported function without parameters.
func call(t *testing.T, m rt.Instance, name string, args ...any) error {
	t.Helper()
	f, ok := m.Export(name)
	if !ok {
		t.Fatal("no function ", name)
	}
	_, err := f.(*rt.Func).Call(args...)
	return err
}

// works wants an instance to be as good as new.
func works(t *testing.T, m instance) {
	t.Helper()
	if n, err := m.Primes(100); n != 25 || err != nil {
		t.Fatalf("%d primes below 100, %v", n, err)
	}
}

func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("%v, want %v", err, want)
	}
}

var errEnough = errors.New("enough")

// soon is a context that ends in a moment.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithCancelCause(context.Background())
	timer := time.AfterFunc(3*time.Millisecond, func() { cancel(errEnough) })
	t.Cleanup(func() { timer.Stop(); cancel(nil) })
	return ctx
}

var endless = []string{
	"branch", "br_table", "accesses", "nested", "call", "call_indirect", "host", "tree", "return_call",
	"memory.fill", "memory.copy", "memory.copy up", "table.fill", "table.copy",
}

// What has no end ends with the context, and the instance goes on.
func TestCancel(t *testing.T) {
	each(t, func(t *testing.T, p program) {
		m := open(t, p, func() {})
		if err := call(t, m, "grow", int32(1<<20/mem.Page), int32(100_000)); err != nil {
			t.Fatal(err)
		}
		for _, name := range endless {
			end := m.SetContext(soon(t))
			err := call(t, m, name)
			wantError(t, err, errEnough)
			var host *rt.HostError
			if !errors.As(err, &host) || host.Import != "context" || len(host.Stack) > 0 && host.Stack[0].Module != "endless" {
				t.Errorf("%s: %+v", name, host)
			}
			end()
			works(t, m)
		}
	})
}

func TestDeadline(t *testing.T) {
	each(t, func(t *testing.T, p program) {
		m := open(t, p, func() {})
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Millisecond)
		defer cancel()
		m.SetContext(ctx)
		wantError(t, m.Branch(), context.DeadlineExceeded)
	})
}

// A context that has ended ends each call, also one of a function without loops, until another one is set.
func TestEndedBefore(t *testing.T) {
	each(t, func(t *testing.T, p program) {
		m := open(t, p, func() {})
		ctx, cancel := context.WithCancelCause(context.Background())
		cancel(errEnough)
		m.SetContext(ctx)
		for range 2 {
			_, err := m.Primes(1)
			wantError(t, err, errEnough)
		}
		m.SetContext(context.WithoutCancel(ctx))
		works(t, m)
		end := m.SetContext(ctx)
		m.SetContext(nil)
		end() // too late for anything
		works(t, m)
	})
}

// The context of an option holds for all calls, beside that which is set.
func TestOption(t *testing.T) {
	options := map[string]func(context.Context) rt.Option{
		"plain": plain.WithContext, "both": both.WithContext, "flat": flat.WithContext,
		"interpreted": interpreted.WithContext, "mixed": mixed.WithContext,
	}
	for name, p := range programs {
		ctx, cancel := context.WithCancelCause(context.Background())
		m := open(t, p, func() {}, options[name](ctx))
		works(t, m)
		end := m.SetContext(soon(t))
		wantError(t, m.Branch(), errEnough)
		end()
		works(t, m)
		m.SetContext(context.Background())
		cancel(context.Canceled)
		wantError(t, m.Branch(), context.Canceled)
	}
}

// A function of the host waits for the end of the context, or does not: then the module ends when it goes on.
func TestInHost(t *testing.T) {
	each(t, func(t *testing.T, p program) {
		var m instance
		m = open(t, p, func() error {
			<-m.Context().Done()
			return context.Cause(m.Context())
		})
		end := m.SetContext(soon(t))
		wantError(t, call(t, m, "host"), errEnough)
		end()
		m = open(t, p, func() { <-m.Context().Done() })
		m.SetContext(soon(t))
		wantError(t, call(t, m, "host"), errEnough)
	})
}

// The end of an inner call's context ends that alone, the end of the outer one both.
func TestNested(t *testing.T) {
	each(t, func(t *testing.T, p program) {
		outer, end := context.WithCancelCause(context.Background())
		var m instance
		var inner error
		calls := 0
		m = open(t, p, func() {
			var ctx context.Context
			var cancel func()
			if calls++; calls == 1 {
				ctx, cancel = context.WithTimeout(context.Background(), time.Millisecond)
			} else {
				ctx, cancel = context.WithCancel(context.Background())
				time.AfterFunc(time.Millisecond, func() { end(errEnough) })
			}
			defer cancel()
			defer m.SetContext(ctx)()
			inner = m.Branch()
			if calls == 1 && !errors.Is(inner, context.DeadlineExceeded) {
				t.Error(inner)
			}
		})
		m.SetContext(outer)
		wantError(t, call(t, m, "host"), errEnough)
		wantError(t, inner, errEnough)
		m.SetContext(nil)
		works(t, m)
	})
}

// A context goes along where an instance calls another one, translated or not, whoever has it.
func TestChain(t *testing.T) {
	file, err := os.ReadFile("endless.wasm")
	if err != nil {
		t.Fatal(err)
	}
	module, err := interp.Compile(file, interp.Options{Meter: true})
	if err != nil {
		t.Fatal(err)
	}
	interpret := func(hook any) *interp.Instance {
		m, err := module.Instantiate(context.Background(), rt.Store{"env": rt.Module{"hook": hook}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { m.Close() })
		return m
	}
	each(t, func(t *testing.T, p program) {
		last := open(t, p, func() {})
		spin, _ := last.Export("branch")
		middle := interpret(spin)
		between, _ := middle.Export("host")
		first := open(t, p, between)

		first.SetContext(soon(t))
		wantError(t, call(t, first, "host"), errEnough)
		first.SetContext(nil)
		f, err := middle.Func("host")
		if err != nil {
			t.Fatal(err)
		}
		wantError(t, f.CallSlots(soon(t), nil), errEnough)
		last.SetContext(soon(t))
		wantError(t, call(t, first, "host"), errEnough)
		last.SetContext(nil)
		works(t, first)
		works(t, last)
	})
}

// A fueled instance is one of meter.wat.
type fueled interface {
	rt.Instance
	SetFuel(units int64)
	Fuel() int64
}

func fueledPrograms(t *testing.T) map[string]fueled {
	programs := map[string]fueled{}
	add := func(name string, m fueled, err error) {
		if err != nil {
			t.Fatal(err)
		}
		programs[name] = m
		t.Cleanup(func() { m.Close() })
	}
	one, err := fuel.New()
	add("fuel", one, err)
	two, err := fuelflat.New()
	add("fuelflat", two, err)
	three, err := fuelinterpreted.New()
	add("fuelinterpreted", three, err)
	four, err := fuelmixed.New()
	add("fuelmixed", four, err)
	file, err := os.ReadFile("meter.wasm")
	if err != nil {
		t.Fatal(err)
	}
	module, err := interp.Compile(file, interp.Options{Meter: true})
	if err != nil {
		t.Fatal(err)
	}
	five, err := module.Instantiate(context.Background(), nil)
	add("interpreter", five, err)
	return programs
}

// outcome is all that can be seen of a call.
func outcome(t *testing.T, m fueled, name string, arg int32, units int64) string {
	f, _ := m.Export(name)
	turns, _ := m.Export("turns")
	memory, _ := m.Export("memory")
	m.SetFuel(units)
	results, err := f.(*rt.Func).Call(arg)
	text := ""
	if err != nil {
		text = err.Error()
		var trap *rt.Trap
		if errors.As(err, &trap) {
			text = trap.Kind.String()
		}
		var host *rt.HostError
		if errors.As(err, &host) {
			text = host.Import + ": " + host.Err.Error() // unrolled functions have fewer frames
		}
	}
	b := make([]byte, 256)
	if err := memory.(mem.Memory).ReadAt(b, 0); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(results, text, " left: ", m.Fuel(), turns.(*rt.Global).Get(), b)
}

// Both engines, and all ways to translate, run out of fuel in the same place.
func TestFuelAgrees(t *testing.T) {
	all := fueledPrograms(t)
	out := 0
	for _, c := range []struct {
		name string
		arg  int32
	}{{"self", 9}, {"fib", 8}, {"even", 9}, {"even", 10}, {"loops", 9}, {"bulk", 0}, {"bulk", 40}, {"bulk", 65}, {"bulk", 70000}, {"bulk", -1}} {
		for units := int64(0); units < 3000; units += 1 + units/64 {
			want := outcome(t, all["interpreter"], c.name, c.arg, units)
			for name, m := range all {
				if name == "interpreter" {
					continue
				}
				if got := outcome(t, m, c.name, c.arg, units); got != want {
					t.Fatalf("%s(%d) with %d units of fuel\n%s: %s\ninterpreter: %s", c.name, c.arg, units, name, got, want)
				}
			}
			if all["interpreter"].Fuel() == 0 {
				out++
			}
		}
	}
	if out < 100 {
		t.Errorf("fuel ran out %d times", out)
	}
}

// TestUnits counts by hand.
func TestUnits(t *testing.T) {
	for name, m := range fueledPrograms(t) {
		for _, c := range []struct {
			function   string
			arg, units int32
		}{
			{"self", 0, 4 + 2 + 4 + 1},        // the function once
			{"self", 2, 3 * 11},               // three times
			{"even", 0, 8 + 4},                // the function, and $turn
			{"loops", 0, 1 + 15 + 11 + 4},     // the function, the outer loop, the inner one, $turn
			{"loops", 1, 1 + 2*15 + 11 + 2*4}, // the outer loop twice
		} {
			m.SetFuel(1000)
			if err := call(t, m, c.function, c.arg); err != nil {
				t.Fatal(err)
			}
			if used := int32(1000 - m.Fuel()); used != c.units {
				t.Errorf("%s: %s(%d) takes %d units, want %d", name, c.function, c.arg, used, c.units)
			}
		}
	}
}

// Fuel that an option gives is there from the start on, and without it there is no end of it.
func TestFuelOption(t *testing.T) {
	m, err := fuel.New(fuel.WithFuel(100))
	if err != nil {
		t.Fatal(err)
	}
	if m.Fuel() != 100 {
		t.Error(m.Fuel())
	}
	_, err = m.Fib(20)
	wantError(t, err, rt.ErrFuel)
	wantError(t, err, interp.ErrFuel)
	var host *rt.HostError
	if !errors.As(err, &host) || len(host.Stack) == 0 || !strings.HasPrefix(err.Error(), "fuel: out of fuel in fib") {
		t.Errorf("%v", err)
	}
	m.Close()
	if m, err = fuel.New(); err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if _, err := m.Fib(20); err != nil {
		t.Error(err)
	}
}
