// Package calls makes random sequences of WASI calls, whatever the engine and the memory, and looks for what must not happen: a panic, a
// hang, an errno that does not exist, a change of memory outside of the buffers that a call names, and anything read from or changed in the
// directories around those that the guest was given.
package calls

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// Variable is the environment variable that says how long Run makes sequences, as a time.Duration: "10m". Without it there are a few.
const Variable = "WASM2GO_CALLS"

const (
	fewSequences     = 12
	callsOfASequence = 150
	hangs            = 2 * time.Minute // longer than any sequence takes, on a slow machine and under the race detector
	lastErrno        = 76              // notcapable, see $errno of typenames.witx
)

// Open makes an instance with a memory, which it exports as "memory", and exports of the names of the functions of s that call these.
type Open func(s *wasitarget.System) (rt.Instance, error)

// Run makes sequences of calls, for as long as Variable says. It returns how many calls there were, and what was found: the error names the
// seed of the sequence, and the calls that led there.
func Run(open Open) (calls int, err error) {
	var length time.Duration
	first := uint64(1)
	if text := os.Getenv(Variable); text != "" {
		if length, err = time.ParseDuration(text); err != nil {
			return 0, fmt.Errorf("%s: %w", Variable, err)
		}
		first = rand.Uint64() // each long run tries others
	}
	start := time.Now()
	for seed := first; seed < first+fewSequences || time.Since(start) < length; seed++ {
		if err := inTemp(func(base string) error { return Sequence(base, seed, open) }); err != nil {
			return calls, fmt.Errorf("seed %d: %w", seed, err)
		}
		calls += callsOfASequence
	}
	return calls, nil
}

// inTemp runs f with a directory that does not outlive it.
func inTemp(f func(base string) error) error {
	base, err := os.MkdirTemp("", "calls")
	if err != nil {
		return err
	}
	return errors.Join(f(base), os.RemoveAll(base))
}

// A sequence is one guest.
type sequence struct {
	*rand.Rand
	sandbox *sandbox
	inst    rt.Instance
	mem     mem.Memory
	before  []byte // the memory before a call, as its inputs are there
	after   []byte
	fds     []int32 // what path_open returned, and what was there at the start: some of it is closed by now
	recent  uint32  // an address that the call in the making uses already
	made    []string
}

// Sequence makes the calls of a seed, in the empty directory base.
func Sequence(base string, seed uint64, open Open) (err error) {
	q := &sequence{Rand: rand.New(rand.NewPCG(seed, 0))}
	if q.sandbox, err = newSandbox(base, seed); err != nil {
		return err
	}
	defer q.sandbox.close()
	s, err := wasitarget.New(q.sandbox.config(q.Rand))
	if err != nil {
		return err
	}
	defer s.Close()
	if q.inst, err = open(s); err != nil {
		return err
	}
	defer q.inst.Close()
	v, _ := q.inst.Export("memory")
	q.mem = v.(mem.Memory)
	for fd := range int32(3 + directories) {
		q.fds = append(q.fds, fd)
	}
	if err := q.fill(); err != nil {
		return err
	}

	watchdog := time.AfterFunc(hangs, func() { panic("a sequence of WASI calls hangs: " + q.String()) })
	defer watchdog.Stop()
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
		if err != nil {
			err = fmt.Errorf("%w\n%v", err, q)
		}
	}()
	for range callsOfASequence {
		if err := q.one(); err != nil {
			return err
		}
	}
	return q.sandbox.check()
}

// String lists the last calls.
func (q *sequence) String() string {
	return strings.Join(q.made[max(0, len(q.made)-20):], "\n")
}

// fill makes all of memory random, so that a change shows.
func (q *sequence) fill() error {
	b := make([]byte, q.mem.Size())
	for i := range b {
		b[i] = byte(q.Uint32())
	}
	return q.mem.WriteAt(b, 0)
}

// one makes a call and checks what came of it.
func (q *sequence) one() error {
	if q.IntN(100) == 0 {
		q.mem.Grow(1)
	}
	c := q.draw()
	q.made = append(q.made, c.String())
	var err error
	if q.before, err = q.contents(q.before); err != nil {
		return err
	}
	may := c.mayWrite(q.before)

	result, err := q.call(c)
	if err != nil {
		return err
	}
	q.made[len(q.made)-1] += " = " + result
	if q.after, err = q.contents(q.after); err != nil {
		return err
	}
	if at := changed(q.before, q.after, may); at >= 0 {
		return fmt.Errorf("memory at %#x has changed; the call may write %v", at, may)
	}
	if what := q.sandbox.leak(q.after); what != "" {
		return fmt.Errorf("%s is in the guest's memory", what)
	}
	c.remember(q)
	return nil
}

// call makes the call, and tells how it ended.
func (q *sequence) call(c *call) (string, error) {
	v, ok := q.inst.Export(c.name)
	if !ok {
		return "", fmt.Errorf("no function %s", c.name)
	}
	results, err := v.(*rt.Func).Call(c.args...)
	var exit *wasitarget.ExitError
	if errors.As(err, &exit) && c.row.ends {
		return err.Error(), nil
	}
	if err != nil {
		return "", err
	}
	errno, ok := results[0].(int32)
	if len(results) != 1 || !ok || errno < 0 || errno > lastErrno {
		return "", fmt.Errorf("no errno: %v", results)
	}
	c.ok = errno == 0
	return fmt.Sprint(errno), nil
}

// contents reads all of memory.
func (q *sequence) contents(b []byte) ([]byte, error) {
	b = append(b[:0], make([]byte, q.mem.Size())...)
	return b, q.mem.ReadAt(b, 0)
}

// A span is a range of memory.
type span struct{ addr, len uint64 }

func (s span) String() string { return fmt.Sprintf("%#x+%d", s.addr, s.len) }

// changed returns the lowest address outside of the spans where the memories differ, or -1. It overwrites before.
func changed(before, after []byte, may []span) int {
	if len(before) != len(after) {
		return min(len(before), len(after))
	}
	for _, s := range may {
		copy(before[s.addr:s.addr+s.len], after[s.addr:])
	}
	if bytes.Equal(before, after) {
		return -1
	}
	for i := range before {
		if before[i] != after[i] {
			return i
		}
	}
	return -1
}
