// Package wasitarget is WASI preview 1 (wasi_snapshot_preview1) for translated and interpreted modules.
//
// A [System] is one process as the guest sees it: arguments, environment, three standard streams, preopened directories,
// clocks and randomness. Its methods carry the camel-cased names of the WASI functions and take plain Wasm values:
// addresses and sizes are int32 (read as unsigned), 64-bit quantities int64. Each returns the WASI errno, and a Go error
// that ends the call of the module: [ExitError] from [System.ProcExit], or what a memory on a device reported. Guest
// mistakes (bad addresses, unknown descriptors) are only ever an errno.
//
// # Sandbox
//
// Paths are resolved inside the directory descriptor they are relative to: neither "..", nor a symbolic link, nor an
// absolute path leads out of it (errno perm). A directory of the host is held by [os.Root], so that this also holds while
// somebody else changes it.
//
// # Rights
//
// As in current runtimes, a right that was not asked for in path_open is not missed later, except reading and writing,
// which follow the requested rights. Rights given up with fd_fdstat_set_rights are gone: using them is errno notcapable,
// also for what is opened through that directory.
//
// A System belongs to one instance and is not safe for concurrent use.
package wasitarget

import (
	"crypto/rand"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// Config says what the guest sees of its host. The zero value is a guest without arguments, environment and files, whose
// input is empty and whose output is discarded.
type Config struct {
	Args []string // argv, the program's name first
	Env  []string // NAME=value
	Dirs []Dir    // preopened directories, descriptors 3 and up

	// The standard streams. Where one is an *os.File, the guest also sees what kind of file it is, may seek if it is a regular
	// one, and can poll it. nil is an empty input and a discarded output.
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	Now    func() time.Time    // the clocks: nil is time.Now
	Sleep  func(time.Duration) // waiting in poll_oneoff when no descriptor is waited for: nil is time.Sleep; must let Now go on
	Random io.Reader           // random_get: nil is crypto/rand

	Limits Limits // what the guest may take of its host
}

// System implements wasi_snapshot_preview1.
type System struct {
	mem       mem.Memory
	args      []string
	env       []string
	now       func() time.Time
	since     func(time.Time) time.Duration
	sleep     func(time.Duration)
	random    io.Reader
	start     time.Time // zero of the monotonic clock
	fds       []*descriptor
	free      freeNumbers // indices of fds that are nil
	limits    Limits
	spent     spent
	resolving sync.Once // makes functions, see Resolve
	functions rt.Module
	escapes   error // what os.Root reports for a path that leads out of it

	// Working storage, so that calls need not allocate: file data, small records, the vectors of a call and those of them
	// that are still to be transferred, subscriptions and what the host polls for them.
	buf     []byte
	word    [64]byte
	iovs    []iovec
	pending []iovec
	subs    []subscription
	polled  []pollFd
}

// bufSize is how much file data is copied at once between host and guest.
const bufSize = 64 << 10

// New makes a System. It fails when a preopened directory cannot be opened. Close it to release what the guest left open.
func New(c Config) (*System, error) {
	s := &System{
		args: c.Args, env: c.Env,
		now: c.Now, sleep: c.Sleep, random: c.Random,
		limits: c.Limits.orDefault(),
		buf:    make([]byte, bufSize),
	}
	s.since = func(t time.Time) time.Duration { return s.now().Sub(t) }
	if s.now == nil {
		s.now, s.since = time.Now, time.Since // twice as fast as Now and Sub
	}
	if s.sleep == nil {
		s.sleep = time.Sleep
	}
	if s.random == nil {
		s.random = rand.Reader
	}
	s.start = s.now()
	s.fds = []*descriptor{inputStream(c.Stdin), outputStream(c.Stdout), outputStream(c.Stderr)}
	s.spent.descriptors = len(s.fds) + len(c.Dirs)
	for _, d := range c.Dirs {
		if err := s.preopen(d); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

func (s *System) preopen(d Dir) error {
	t, err := d.open(uint64(len(s.fds)))
	if err != nil {
		return fmt.Errorf("preopened directory: %w", err)
	}
	if h, ok := t.(*hostTree); ok && s.escapes == nil {
		s.escapes = escapeError(h.root)
	}
	nd := newDirectory(&directory{tree: t, depth: s.limits.PathDepth, readOnly: d.readOnly()}, dirRights, dirRights|fileRights)
	nd.preopen, nd.guest = true, d.guest()
	s.fds = append(s.fds, nd)
	return nil
}

// Bind takes the memory that the instance exports as "memory" (rt.Binder). Without one, all functions that need an address
// return errno fault.
func (s *System) Bind(inst rt.Instance) error {
	v, ok := inst.Export("memory")
	if !ok {
		return nil
	}
	m, ok := v.(mem.Memory)
	if !ok {
		return fmt.Errorf("wasi: the export %q is not a memory", "memory")
	}
	s.mem = m
	return nil
}

// Close closes what the guest left open, but not the standard streams.
func (s *System) Close() error {
	var first error
	for i, d := range s.fds {
		if d == nil {
			continue
		}
		if err := s.closeDescriptor(d); err != nil && first == nil {
			first = err
		}
		s.fds[i] = nil
	}
	return first
}
