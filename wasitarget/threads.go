package wasitarget

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// Threads are the threads of a guest (wasi-threads): its module imports a shared memory, and thread-spawn, [System.ThreadSpawn], from "wasi".
// Each thread is a goroutine with an instance of its own over the memory, that has a System of its own. All of them end
//
//   - when the first does, which [Threads.Run] runs, in whatever way,
//   - when one calls proc_exit, with its code,
//   - when one traps or fails otherwise, with that error and its stack.
//
// Who waits, for another thread or in the host, then ends at once; what else runs does as soon as it accesses the memory or calls the host.
type Threads struct {
	first       *System
	memory      mem.Memory
	instantiate func(*System) (rt.Instance, error)

	ctx    context.Context // ends with the threads
	cancel context.CancelFunc
	alive  sync.WaitGroup // threads but the first

	mu      sync.Mutex
	ended   bool
	cause   error          // why
	running map[int32]bool // by number
	last    int32          // the number that was given last
}

// lastThread is the largest number of a thread: libraries want the upper bits for their own purposes.
const lastThread = 1<<29 - 1

// errEnded is why calls of the host end when the threads do.
var errEnded = errors.New("wasi: the threads have ended")

// NewThreads lets the guest of s have threads. memory is what their instances import, and is closed when they have ended. instantiate makes an
// instance of the module with the functions of the System that it is given: s for the first, another one for each that follows. It is called
// on the goroutine of the thread.
func NewThreads(s *System, memory mem.Memory, instantiate func(*System) (rt.Instance, error)) *Threads {
	t := &Threads{first: s, memory: memory, instantiate: instantiate, running: map[int32]bool{}}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	s.mem, s.group, s.shared = memory, t, true
	return t
}

// Run makes the first instance and calls main with it. When that returns, or another thread has ended all of them, Run waits until no
// goroutine of them is left. The error is that of who ended first, which is nil or main's where that was main.
func (t *Threads) Run(main func(rt.Instance) error) error {
	defer t.alive.Wait()
	return t.run(main)
}

// Command runs the export _start of a command. Unlike Run it waits for a second at the most: what neither accesses the memory nor calls the
// host cannot be ended, and need not, since the process does.
func (t *Threads) Command() error {
	const patience = time.Second
	err := t.run(func(first rt.Instance) error {
		start, ok := first.Export("_start")
		f, isFunc := start.(*rt.Func)
		if !ok || !isFunc {
			return fmt.Errorf("wasi: the module does not export the function %q", "_start")
		}
		_, err := f.Call()
		return err
	})
	gone := make(chan struct{})
	go func() {
		t.alive.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-time.After(patience):
	}
	return err
}

func (t *Threads) run(main func(rt.Instance) error) error {
	defer t.end(errEnded) // where main panics
	first, err := t.instantiate(t.first)
	if err == nil {
		defer first.Close()
		err = main(first)
	}
	t.end(err)
	return t.cause
}

// end ends all threads, unless that has happened.
func (t *Threads) end(cause error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended {
		return
	}
	t.ended, t.cause = true, cause
	t.cancel()
	t.memory.Close()
}

// over reports whether the threads, if there are any, have ended: then each call of the host ends the one that it comes from.
func (t *Threads) over() bool { return t != nil && t.ctx.Err() != nil }

// ThreadSpawn is thread-spawn of wasi-threads: it starts a thread, which calls wasi_thread_start with its number and arg. It returns the number,
// or a negative one where there are too many threads, or the instance cannot be made.
func (s *System) ThreadSpawn(arg int32) (int32, error) {
	number := s.group.spawn(s, arg)
	if s.trace != nil {
		s.writeTrace(fmt.Sprintf("%sthread-spawn(%#x) = %d\n", s.prefix(), addr(arg), number))
	}
	if number < 0 && s.group.over() {
		return number, errEnded
	}
	return number, nil
}

func (t *Threads) spawn(by *System, arg int32) int32 {
	if t == nil {
		return -int32(errNotsup)
	}
	number, ok := t.take()
	if !ok {
		return -int32(errAgain)
	}
	made := make(chan error, 1)
	go func() {
		defer t.alive.Done()
		defer t.forget(number)
		t.start(by.Thread(number), arg, made)
	}()
	if <-made != nil {
		return -int32(errAgain)
	}
	return number
}

// start is the life of a thread. made gets the outcome of making its instance.
func (t *Threads) start(s *System, arg int32, made chan<- error) {
	defer s.Close()
	inst, err := t.instantiate(s)
	if err != nil {
		made <- err
		t.endByCode(err)
		return
	}
	defer inst.Close()
	start, _ := inst.Export("wasi_thread_start")
	f, ok := start.(*rt.Func)
	if !ok {
		made <- fmt.Errorf("wasi: the module does not export the function %q", "wasi_thread_start")
		return
	}
	made <- nil
	if _, err := f.Call(s.thread, arg); err != nil {
		t.end(err)
	}
}

// endByCode ends the threads where the instance was not made because of what code of the module did, which ran as it was made.
func (t *Threads) endByCode(err error) {
	var trap *rt.Trap
	var exit *ExitError
	if errors.As(err, &trap) || errors.As(err, &exit) {
		t.end(err)
	}
}

// take takes a number for one more thread. A number is used again as late as possible.
func (t *Threads) take() (number int32, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended || len(t.running) >= t.first.limits.Threads {
		return 0, false
	}
	for next := true; next; next = t.running[t.last] {
		t.last = t.last%lastThread + 1
	}
	t.running[t.last] = true
	t.alive.Add(1)
	return t.last, true
}

// forget makes the number of a thread free.
func (t *Threads) forget(number int32) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.running, number)
}
