package interp_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

// onGoroutine runs f on a goroutine of its own, whose stack goes when it ends.
func onGoroutine(f func()) {
	done := make(chan bool)
	go func() {
		defer close(done)
		f()
	}()
	<-done
}

// frame calls f from a frame of 64 KiB.
//
//go:noinline
func frame(f func() (int32, error)) (int32, error) {
	var room [64 << 10]byte
	room[len(room)/2] = 1
	r, err := f()
	return r + int32(room[0]), err
}

// nest makes an instance whose import calls back by way of through, as often as again says. call begins it.
func nest(t testing.TB, through func(func() (int32, error)) (int32, error), again func() bool, opts ...rt.Option) (i *interp.Instance, call func() error) {
	var reenter func(int32) (int32, error)
	i = open(t, interp.Options{}, func(x int32) (int32, error) {
		if !again() {
			return 0, errFailure
		}
		return through(func() (int32, error) { return reenter(x) })
	}, opts...)
	f, err := i.Func("reenter")
	require.NoError(t, err)
	reenter, err = interp.Typed[func(int32) (int32, error)](f)
	require.NoError(t, err)
	return i, func() error {
		_, err := reenter(1)
		return err
	}
}

var errFailure = errors.New("no luck")

func always() bool { return true }

// However large the frames of the host are, with the default budget recursion through it ends by a trap, and the instance can be used on.
func TestBigHostFrames(t *testing.T) {
	for name, through := range map[string]func(func() (int32, error)) (int32, error){
		"64 KiB": frame,
		"384 KiB": func(f func() (int32, error)) (int32, error) {
			for range 5 {
				inner := f
				f = func() (int32, error) { return frame(inner) }
			}
			return frame(f)
		},
		"goroutine": func(f func() (r int32, err error)) (r int32, err error) {
			onGoroutine(func() { r, err = frame(f) })
			return r, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			onGoroutine(func() {
				i, recurse := nest(t, through, always)
				for range 2 {
					require.True(t, errors.Is(recurse(), rt.StackExhausted))
				}
				got, err := call(t, i, "fib", int32(10))
				require.NoError(t, err)
				require.Equal(t, []any{int32(55)}, got)
			})
		})
	}
}

// nestedErrors is a call that fails at the bottom of so many calls of the host.
func nestedErrors(t testing.TB, levels int) func() error {
	left := 0
	_, begin := nest(t, func(f func() (int32, error)) (int32, error) { return f() }, func() bool {
		left--
		return left > 0
	}, rt.WithStack(1000<<20))
	return func() error {
		left = levels
		return begin()
	}
}

// The error of each level has the functions of its own call. What is looked at does not grow with the number of levels.
func TestNestedErrors(t *testing.T) {
	bytesPerLevel := func(levels int) (bytes uint64) {
		onGoroutine(func() {
			fail := nestedErrors(t, levels)
			err := fail()
			require.True(t, errors.Is(err, errFailure))
			require.Equal(t, fmt.Sprintf("env.hook: env.hook: env.hook: env.hook: (%d more): env.hook: no luck", levels-5), err.Error())
			var host *rt.HostError
			require.True(t, errors.As(err, &host))
			require.Equal(t, []string{"reenter"}, []string{host.Stack[0].Func})
			require.Len(t, host.Stack, 1)

			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			fail()
			runtime.ReadMemStats(&after)
			bytes = (after.TotalAlloc - before.TotalAlloc) / uint64(levels)
		})
		return bytes
	}
	few, many := bytesPerLevel(500), bytesPerLevel(8000)
	require.Less(t, few, uint64(20_000))
	require.Less(t, many, few*3/2)
}

// A trap passes thousands of activations that are nested without the host, and has the ends of the stack.
func TestManyActivations(t *testing.T) {
	m, middle := newTranslated(nil)
	i := open(t, interp.Options{}, middle)
	f, _ := i.Export("reenter")
	m.inner = f.(*rt.Func)
	_, err := call(t, i, "reenter", int32(1))
	require.True(t, errors.Is(err, rt.StackExhausted))
	var trap *rt.Trap
	require.ErrorAs(t, err, &trap)
	require.Len(t, trap.Stack, 512)
	omitted := 0
	for k, f := range trap.Stack {
		omitted += f.Omitted
		want := "reenter"
		if k%2 == 0 {
			want = "outer" // an even number is omitted
		}
		require.Equal(t, want, f.Func, k)
	}
	require.Greater(t, omitted, 2000)
	require.True(t, strings.HasSuffix(err.Error(), " more < outer < reenter"), err.Error())
}

// Of deep recursion within an activation the ends are kept.
func TestLongStack(t *testing.T) {
	i := open(t, interp.Options{}, same, rt.WithStack(1<<20))
	_, err := call(t, i, "deep", int32(0))
	var trap *rt.Trap
	require.ErrorAs(t, err, &trap)
	require.Len(t, trap.Stack, 512)
	require.Greater(t, trap.Stack[255].Omitted, 1000)
	require.Contains(t, err.Error(), fmt.Sprintf(" < %d more < ", trap.Stack[255].Omitted+512-7))
}

// A host may catch its own panic behind calls that it has passed. Later traps have their stacks.
func TestCaughtPanic(t *testing.T) {
	var i *interp.Instance
	depth := 0
	i = open(t, interp.Options{}, func(x int32) (r int32, err error) {
		if depth++; depth == 2 {
			panic("broken")
		}
		defer func() {
			require.Equal(t, "broken", recover())
			_, err = call(t, i, "peek", int32(-1))
		}()
		_, err = call(t, i, "reenter", x)
		return 0, err
	})
	_, err := call(t, i, "reenter", int32(1))
	require.Equal(t, []string{"sample.peek"}, functions(t, err))
	var host *rt.HostError
	require.ErrorAs(t, err, &host)
	require.Equal(t, "reenter", host.Stack[0].Func)

	i = open(t, interp.Options{}, func(x int32) (int32, error) {
		defer func() { recover() }()
		if depth = -depth; depth > 0 {
			panic("broken")
		}
		call(t, i, "reenter", x)
		return -1, nil
	})
	_, err = call(t, i, "apply", int32(1), int32(-1))
	require.Equal(t, []string{"sample.peek", "sample.apply"}, functions(t, err))
}

// BenchmarkUnwind is the time of an error for each level of calls that it passes. Compare the levels.
func BenchmarkUnwind(b *testing.B) {
	for _, levels := range []int{1, 8192, 65536} {
		b.Run(fmt.Sprint(levels), func(b *testing.B) {
			onGoroutine(func() {
				fail := nestedErrors(b, levels)
				for b.Loop() {
					if err := fail(); !errors.Is(err, errFailure) {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(b.Elapsed().Seconds()*float64(time.Second)/float64(b.N*levels), "ns/level")
		})
	}
}
