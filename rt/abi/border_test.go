package abi_test

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Functions of the host with large frames, of fixed size and by recursion of their own.
var bigFrames = map[string]func(f func() (int32, error)) (int32, error){
	"16 KiB":    frame[[16 << 10]byte],
	"64 KiB":    frame[[64 << 10]byte],
	"256 KiB":   frames,
	"recursion": func(f func() (int32, error)) (int32, error) { return recursion(1000, f) },
	"goroutine": func(f func() (int32, error)) (r int32, err error) {
		done := make(chan bool)
		go func() {
			defer close(done)
			r, err = frame[[64 << 10]byte](f)
		}()
		<-done
		return r, err
	},
}

// frame calls f from a frame that has an A.
//
//go:noinline
func frame[A [16 << 10]byte | [64 << 10]byte | [128 << 10]byte](f func() (int32, error)) (int32, error) {
	var room A
	room[len(room)/2] = 1
	r, err := f()
	return r + int32(room[0]), err
}

// frames calls f from frames of 256 KiB: one variable of as many would be on the heap.
func frames(f func() (int32, error)) (int32, error) {
	return frame[[128 << 10]byte](func() (int32, error) { return frame[[128 << 10]byte](f) })
}

// recursion calls f from n frames.
func recursion(n int, f func() (int32, error)) (int32, error) {
	if n == 0 {
		return f()
	}
	var room [100]byte
	room[n%len(room)] = 1
	r, err := recursion(n-1, f)
	return r + int32(room[(n+1)%len(room)]), err
}

// However large the frames of the host are, with the default budget recursion through it ends by a trap, and the instance can be used on.
func TestBigHostFrames(t *testing.T) {
	for name, through := range bigFrames {
		t.Run(name, func(t *testing.T) {
			onGoroutine(func() {
				var m *Instance
				m = newSample(t, func(x int32) (int32, error) {
					return through(func() (int32, error) { return m.Reenter(x) })
				})
				for range 2 {
					_, err := m.Reenter(1)
					require.ErrorIs(t, err, rt.StackExhausted)
				}
				r, err := m.Fib(10)
				require.NoError(t, err)
				require.EqualValues(t, 55, r)
			})
		})
	}
}

// onGoroutine runs f on a goroutine of its own, whose stack goes when it ends.
func onGoroutine(f func()) {
	done := make(chan bool)
	go func() {
		defer close(done)
		f()
	}()
	<-done
}

// So does one that has the host make another instance at each level, each with a budget of its own.
func TestNewInstancesAllTheWay(t *testing.T) {
	if !abi.Measures() {
		t.Skip("a new instance cannot know how deep its calls are nested in those of others")
	}
	defer debug.SetMaxStack(debug.SetMaxStack(64 << 20))
	onGoroutine(func() {
		var back hook
		back = func(x int32) (int32, error) {
			return frames(func() (int32, error) {
				m, err := New(back, nil)
				if err != nil {
					return 0, err
				}
				defer m.Close()
				return m.Reenter(x)
			})
		}
		m := newSample(t, back)
		_, err := m.Reenter(1)
		require.ErrorIs(t, err, rt.StackExhausted)
	})
}

// A host that has set the limit of stacks before gets a budget within.
func TestMaxStack(t *testing.T) {
	before := debug.SetMaxStack(16 << 20)
	defer func() { require.Equal(t, 16<<20, debug.SetMaxStack(before), "the limit is as it was") }()
	for _, opts := range [][]rt.Option{nil, {rt.WithStack(64 << 20)}} {
		if opts != nil && !abi.Measures() {
			continue // more than the host may ask for
		}
		onGoroutine(func() {
			var m *Instance
			m = newSample(t, func(x int32) (int32, error) {
				return frame[[64 << 10]byte](func() (int32, error) { return m.Reenter(x) })
			}, opts...)
			_, err := m.Reenter(1)
			require.ErrorIs(t, err, rt.StackExhausted)
		})
	}
}

// nested is an instance whose host calls back until it has been called so many times, and fails then, or traps for fails being nil.
func nested(t testing.TB, levels int, fails error, wrap func(error) error) (*Instance, func() error) {
	var m *Instance
	left := 0
	m = newSample(t, func(x int32) (int32, error) {
		if left--; left > 0 {
			r, err := m.Reenter(x)
			return r, wrap(err)
		}
		if fails == nil {
			return m.Peek(-1)
		}
		return 0, fails
	}, rt.WithStack(1000<<20))
	return m, func() error {
		left = levels
		_, err := m.Reenter(1)
		return err
	}
}

func same(err error) error { return err }

func wrapped(err error) error { return fmt.Errorf("the host says: %w", err) }

// An error that comes through thousands of calls of the host is short, and still has its cause.
func TestNestedErrors(t *testing.T) {
	failure := errors.New("no luck")
	for _, wrap := range []func(error) error{same, wrapped} {
		onGoroutine(func() {
			_, fail := nested(t, 8192, failure, wrap)
			err := fail()
			require.ErrorIs(t, err, failure)
			require.Equal(t, "env.hook: env.hook: env.hook: env.hook: (8187 more): env.hook: no luck", err.Error())
			var host *rt.HostError
			require.ErrorAs(t, err, &host)
			require.Equal(t, []string{"env.hook", "reenter"}, functions(host.Stack))

			m, fail := nested(t, 8192, nil, wrap)
			err = fail()
			require.ErrorIs(t, err, rt.OutOfBoundsMemory)
			require.True(t, strings.HasSuffix(err.Error(), ": wasm trap: out of bounds memory access in std::peek"), err.Error())
			r, err := m.Fib(10)
			require.NoError(t, err)
			require.EqualValues(t, 55, r)
		})
	}
	m, fail := nested(t, 3, failure, wrapped)
	require.EqualError(t, fail(), "env.hook: the host says: env.hook: the host says: env.hook: no luck")
	require.NoError(t, m.Close())
}

// What is looked at of the stack at each level does not grow with their number: the memory for it tells.
func TestUnwindingIsLinear(t *testing.T) {
	bytesPerLevel := func(levels int) (bytes uint64) {
		onGoroutine(func() {
			_, fail := nested(t, levels, nil, same)
			fail()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			fail()
			runtime.ReadMemStats(&after)
			bytes = (after.TotalAlloc - before.TotalAlloc) / uint64(levels)
		})
		return bytes
	}
	few, many := bytesPerLevel(500), bytesPerLevel(8000)
	require.Less(t, few, uint64(10_000))
	require.Less(t, many, few*3/2)
}

// A host that goes on after an error at some level gets right results, and later errors have the stacks of their own calls.
func TestSwallowedErrors(t *testing.T) {
	var m *Instance
	var stacks []int
	m = newSample(t, func(x int32) (int32, error) {
		r, err := int32(0), error(nil)
		if x == 0 {
			_, err = m.Peek(-1)
		} else {
			r, err = m.Reenter(x - 1)
		}
		var trap *rt.Trap
		var host *rt.HostError
		if errors.As(err, &host) {
			stacks = append(stacks, len(host.Stack))
		} else if errors.As(err, &trap) {
			stacks = append(stacks, len(trap.Stack))
		}
		if x%2 == 1 {
			return x, nil
		}
		return r, err
	})
	r, err := m.Reenter(7)
	require.NoError(t, err)
	require.EqualValues(t, 8, r)
	require.Equal(t, []int{1, 2}, stacks, "the trap, and what was returned at 1 of the error at 0")
	_, err = m.Reenter(0)
	require.ErrorIs(t, err, rt.OutOfBoundsMemory)
}

// Of a stack of any depth the ends are kept, and the rest is counted.
func TestLongStack(t *testing.T) {
	const bytes = 1 << 20
	err := newSample(t, nil, rt.WithStack(bytes)).Recurse()
	var trap *rt.Trap
	require.ErrorAs(t, err, &trap)
	require.Len(t, trap.Stack, 512)
	omitted := 0
	for i, f := range trap.Stack {
		require.Equal(t, "recurse", f.Func)
		if f.Omitted > 0 {
			require.Equal(t, 255, i)
			omitted += f.Omitted
		}
	}
	require.Equal(t, bytes/64+1, omitted+512)
	require.Equal(t, "wasm trap: call stack exhausted in recurse < recurse < recurse < recurse < recurse"+
		fmt.Sprintf(" < %d more", bytes/64+1-7)+" < recurse < recurse", err.Error())
}

// A call that the host makes from a function that the module called through the memory's device has no more stack than that one had. Where
// goroutines cannot be told apart it is refused.
func TestEnterWithoutOut(t *testing.T) {
	var core abi.Core
	core.Open(&sliced{}, "", "", []rt.Option{rt.WithStack(1 << 20)})
	depth := 0
	var inner error
	var call func(d int)
	call = func(int) {
		depth++
		if inner = core.Run(call); inner != nil {
			panic(rt.Unreachable)
		}
	}
	require.ErrorIs(t, core.Run(call), rt.Unreachable)
	if abi.Measures() {
		require.Greater(t, depth, 10)
		return
	}
	require.Equal(t, 1, depth)
	require.Equal(t, rt.ErrBusy, inner)
}

// BenchmarkUnwind is the time of a trap for each level of calls that it passes. Compare the levels.
func BenchmarkUnwind(b *testing.B) {
	for _, levels := range []int{1, 8192, 65536} {
		b.Run(fmt.Sprint(levels), func(b *testing.B) {
			onGoroutine(func() {
				_, fail := nested(b, levels, nil, same)
				for b.Loop() {
					if err := fail(); !errors.Is(err, rt.OutOfBoundsMemory) {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(b.Elapsed().Seconds()*float64(time.Second)/float64(b.N*levels), "ns/level")
		})
	}
}
