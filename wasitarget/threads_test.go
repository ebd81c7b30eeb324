package wasitarget

import (
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
)

// fakeMemory is a memory that code sees the end of: who spins on it or waits traps, as on a real one.
type fakeMemory struct {
	memory
	closed chan struct{}
	once   sync.Once
}

func (m *fakeMemory) Close() error {
	m.once.Do(func() { close(m.closed) })
	return nil
}

// wait is memory.atomic.wait for what nobody notifies.
func (m *fakeMemory) wait() error {
	<-m.closed
	return &rt.Trap{Kind: rt.OutOfBoundsMemory}
}

// spin is a loop that reads the memory.
func (m *fakeMemory) spin() error {
	for {
		select {
		case <-m.closed:
			return &rt.Trap{Kind: rt.OutOfBoundsMemory}
		default:
			time.Sleep(time.Millisecond)
		}
	}
}

// fakeThread is an instance of a module whose functions are written in Go.
type fakeThread struct {
	rt.Module
	closed *atomic.Int32
}

func (f fakeThread) Exports() []string { return nil }
func (f fakeThread) Close() error      { f.closed.Add(1); return nil }

type fakeProgram struct {
	memory *fakeMemory
	main   func(s *System) error
	thread func(s *System, number, arg int32) error
	made   atomic.Int32
	closed atomic.Int32
	fail   error // of instances but the first
}

func (p *fakeProgram) instantiate(s *System) (rt.Instance, error) {
	if s.thread != 0 && p.fail != nil {
		return nil, p.fail
	}
	p.made.Add(1)
	return fakeThread{rt.Module{
		"memory":            p.memory,
		"_start":            func() error { return p.main(s) },
		"wasi_thread_start": func(number, arg int32) error { return p.thread(s, number, arg) },
	}, &p.closed}, nil
}

// run runs the program as a command would be.
func (p *fakeProgram) run(t *testing.T, c Config) error {
	noLeaks(t)
	p.memory = &fakeMemory{closed: make(chan struct{})}
	s, err := New(c)
	require.NoError(t, err)
	defer s.Close()
	threads := NewThreads(s, p.memory, p.instantiate)
	var ended error
	within(t, func() {
		ended = threads.Run(func(first rt.Instance) error {
			start, _ := first.Export("_start")
			_, err := start.(*rt.Func).Call()
			return err
		})
	})
	require.Equal(t, p.made.Load(), p.closed.Load(), "instances are closed")
	require.Empty(t, threads.running)
	return ended
}

// spawn starts a thread that has to start.
func spawn(s *System, arg int32) (int32, error) {
	n, err := s.ThreadSpawn(arg)
	if err == nil && n < 0 {
		err = errors.New("no thread")
	}
	return n, err
}

// What main returns by ends the threads, whatever they do, and is what Run returns.
func TestThreadsEndWithMain(t *testing.T) {
	trap := &rt.Trap{Kind: rt.Unreachable, Func: "main"}
	for how, want := range map[string]error{"return": nil, "exit": &ExitError{3}, "trap": trap} {
		for what, busy := range busyThreads(t) {
			t.Run(how+"/"+what, func(t *testing.T) {
				var started sync.WaitGroup
				p := &fakeProgram{}
				p.main = func(s *System) error {
					for i := range int32(4) {
						started.Add(1)
						if _, err := spawn(s, i); err != nil {
							return err
						}
					}
					started.Wait()
					return want
				}
				p.thread = func(s *System, _, _ int32) error {
					started.Done()
					return busy(p, s)
				}
				err := p.run(t, busyConfig(t))
				if want == nil {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, want)
				}
			})
		}
	}
}

// busyConfig has an input that nobody writes to.
func busyConfig(t testing.TB) Config {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { r.Close(); w.Close() })
	return Config{Stdin: r}
}

// busyThreads are what a thread can be busy with for ever: waiting, spinning, reading, polling, sleeping.
func busyThreads(t testing.TB) map[string]func(p *fakeProgram, s *System) error {
	at := func(s *System) int32 { return 4096 + 1024*s.thread }
	return map[string]func(p *fakeProgram, s *System) error{
		"wait": func(p *fakeProgram, s *System) error { return p.memory.wait() },
		"spin": func(p *fakeProgram, s *System) error { return p.memory.spin() },
		"read": func(p *fakeProgram, s *System) error {
			a := at(s)
			p.memory.PutUint32(uint64(a), uint32(a)+100)
			p.memory.PutUint32(uint64(a)+4, 8)
			_, err := s.FdRead(0, a, 1, a+16)
			return err
		},
		"poll": func(p *fakeProgram, s *System) error {
			a := at(s)
			p.memory.b[a+8] = eventFdRead
			_, err := s.PollOneoff(a, a+100, 1, a+200)
			return err
		},
		"yield": func(p *fakeProgram, s *System) error {
			for {
				if _, err := s.SchedYield(); err != nil {
					return err
				}
			}
		},
		"sleep": func(p *fakeProgram, s *System) error {
			a := at(s)
			copy(p.memory.b[a:], clockSub(1, clockMonotonic, 1e18, 0))
			_, err := s.PollOneoff(a, a+100, 1, a+200)
			return err
		},
	}
}

// A thread that exits or traps ends all of them, main included, and the error is its own.
func TestThreadsEndWithOne(t *testing.T) {
	trap := &rt.Trap{Kind: rt.Unreachable, Func: "thread", Stack: []rt.Frame{{Func: "thread"}}}
	for how, want := range map[string]error{"exit": &ExitError{0}, "code": &ExitError{7}, "trap": trap} {
		for what, busy := range busyThreads(t) {
			t.Run(how+"/"+what, func(t *testing.T) {
				var started sync.WaitGroup
				p := &fakeProgram{}
				p.main = func(s *System) error {
					started.Add(3)
					for i := range int32(3) {
						if _, err := spawn(s, i); err != nil {
							return err
						}
					}
					return busy(p, s)
				}
				p.thread = func(s *System, _, arg int32) error {
					started.Done()
					if arg < 2 {
						return busy(p, s)
					}
					started.Wait()
					return want
				}
				require.ErrorIs(t, p.run(t, busyConfig(t)), want)
			})
		}
	}
}

// Numbers are from 1 on, of threads that run each its own, and used again as late as can be. A thread that returns ends alone.
func TestThreadNumbers(t *testing.T) {
	p := &fakeProgram{}
	release := make(chan struct{})
	var alive sync.WaitGroup
	var seen sync.Map
	p.main = func(s *System) error {
		for i := range int32(5) {
			alive.Add(1)
			n, err := spawn(s, 100+i)
			require.NoError(t, err)
			require.Equal(t, i+1, n)
		}
		n, err := s.ThreadSpawn(0)
		require.NoError(t, err)
		require.Negative(t, n, "one more than the limit")
		close(release)
		alive.Wait()
		for i := range int32(5) {
			arg, _ := seen.Load(i + 1)
			require.Equal(t, 100+i, arg)
		}
		release = make(chan struct{})
		close(release)
		alive.Add(3)
		for ; n < 0; n, err = s.ThreadSpawn(0) { // as soon as a goroutine has ended
			time.Sleep(time.Millisecond)
		}
		require.NoError(t, err)
		require.EqualValues(t, 6, n)
		s.group.mu.Lock()
		s.group.last = lastThread - 1
		s.group.mu.Unlock()
		for _, want := range []int32{lastThread, 1} {
			for n = -1; n < 0; n, err = s.ThreadSpawn(0) {
				time.Sleep(time.Millisecond)
			}
			require.NoError(t, err)
			require.Equal(t, want, n)
		}
		alive.Wait()
		return nil
	}
	p.thread = func(s *System, number, arg int32) error {
		seen.Store(number, arg)
		<-release
		alive.Done()
		return nil
	}
	require.NoError(t, p.run(t, Config{Limits: Limits{Threads: 5}}))
}

// A thread whose instance cannot be made is none, and nobody ends, unless code of the module ran to its end there.
func TestThreadNotMade(t *testing.T) {
	trap := &rt.Trap{Kind: rt.Unreachable}
	for _, fail := range []error{io.ErrShortBuffer, trap, &ExitError{2}} {
		p := &fakeProgram{fail: fail}
		p.main = func(s *System) error {
			n, err := s.ThreadSpawn(0)
			require.Negative(t, n)
			if err == nil && fail != io.ErrShortBuffer {
				return p.memory.wait()
			}
			return err
		}
		err := p.run(t, Config{})
		if fail == io.ErrShortBuffer {
			require.NoError(t, err)
		} else {
			require.ErrorIs(t, err, fail)
		}
	}
}

// A System without threads has no thread-spawn that works.
func TestNoThreads(t *testing.T) {
	g := newGuest(t, Config{})
	n, err := g.ThreadSpawn(0)
	require.NoError(t, err)
	require.Negative(t, n)
}

// A command does not wait for a thread that nothing can end.
func TestCommandLeavesThread(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	p := &fakeProgram{memory: &fakeMemory{closed: make(chan struct{})}}
	p.main = func(s *System) error { _, err := spawn(s, 0); return errors.Join(err, &ExitError{4}) }
	p.thread = func(*System, int32, int32) error { <-release; return nil }
	s, err := New(Config{})
	require.NoError(t, err)
	defer s.Close()
	within(t, func() { err = NewThreads(s, p.memory, p.instantiate).Command() })
	var exit *ExitError
	require.ErrorAs(t, err, &exit)
	require.EqualValues(t, 4, exit.Code)
}
