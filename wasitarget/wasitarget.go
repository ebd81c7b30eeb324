// Package wasitarget is WASI preview 1 (wasi_snapshot_preview1), and the snapshot before it (wasi_unstable), for translated and interpreted
// modules.
//
// A [System] is one process as the guest sees it: arguments, environment, three standard streams, preopened directories,
// clocks and randomness. Its methods carry the camel-cased names of the WASI functions and take plain Wasm values:
// addresses and sizes are int32 (read as unsigned), 64-bit quantities int64. Each returns the WASI errno, and a Go error
// that ends the call of the module: [ExitError] from [System.ProcExit], what a memory on a device reported, or the end of a
// context. Guest mistakes (bad addresses, unknown descriptors) are only ever an errno.
//
// [System.Preview1] and [System.Unstable] are what a module imports; by name, [System.Resolve] finds the functions of both.
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
// # Files
//
// A preopened directory is one of the host, any [fs.FS], or a [MemFS]. Paths lead where they lead on Linux in all of them:
// what dots, links and slashes at the end do is a table in the tests. What a guest takes, [Limits] bounds.
//
// A standard stream that is a file has the rights to be read or written in order. A [Stream] may have more.
//
// # Platforms
//
// On Linux all of it works. Elsewhere:
//
//   - Only Linux and macOS can be asked whether descriptors are ready. Elsewhere they count as ready, reading waits, nonblocking mode
//     makes no difference, and a context ends a read by leaving it to a goroutine.
//   - OpenBSD, Solaris and wasm do not set the times of an open file, and only Linux sets those of a symbolic link: errno notsup.
//   - Only Linux renames and links between two descriptors: errno xdev, upon which programs copy.
//   - fd_allocate reserves space on Linux; elsewhere a file gets its size.
//   - What to do with named pipes that nobody has open at the other end is known of Linux. On other Unix systems they may be at their end at once.
//   - Windows does not tell that a standard stream was opened to append.
//
// # Threads
//
// A System belongs to one instance, and is used by one goroutine at a time. Further instances over the same memory, on other goroutines, have
// Systems of their own that [System.Thread] makes: all of these are the one process, with the same descriptors, limits and clocks, and calls
// of one wait for no call of another that blocks. What a call uses stays open until it ends, whoever closes it meanwhile. [Threads] is
// wasi-threads.
package wasitarget

import (
	"context"
	"crypto/rand"
	"errors"
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

	// The standard streams. Where one is an *os.File, the guest also sees what kind of file it is, and can poll it; a [Stream] it can do
	// more with. nil is an empty input and a discarded output.
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	// Deterministic, where it is not nil, makes runs repeatable. It takes the place of Now, Sleep and Random.
	Deterministic *Deterministic

	// Trace gets a line for each call of a function that the module gets from [System.Preview1], [System.Unstable], [System.Functions] or
	// [System.Resolve]: its arguments, its errno by name, its results. Text of the guest is quoted.
	Trace io.Writer

	Sockets []*Socket // listeners to accept connections from, the descriptors after Dirs; the host closes them

	Now    func() time.Time    // the clocks: nil is time.Now; called by several goroutines where the guest has threads
	Sleep  func(time.Duration) // waiting in poll_oneoff when no descriptor is waited for: nil is time.Sleep; must let Now go on; as Now
	Random io.Reader           // random_get: nil is crypto/rand; read by one goroutine at a time

	Limits Limits // what the guest may take of its host

	// OnGrowRefused is rt.OnGrowRefused, and holds for an instance that is made with what [Options] returns.
	OnGrowRefused func(*mem.GrowError) error

	// Context ends the call of the module that waits, or begins to wait, when it has ended: for a clock, a descriptor, the other end of a
	// pipe, a connection, more entries of a directory, a place far inside a file of an [fs.FS] that cannot seek. The call returns an error
	// with the cause, which errors.Is finds, and the System can be used on. An interpreted module's calls have contexts of their own,
	// which do the same, see also [System.SetContext].
	//
	// An io.Reader or io.Writer of the host is then used on another goroutine. Where it has no SetReadDeadline or SetWriteDeadline, that
	// goroutine stays until the Read or Write returns, which may be after the call; what was read, the next call gets.
	Context context.Context
}

// System implements wasi_snapshot_preview1, as its methods, and wasi_unstable, see [System.Unstable].
type System struct {
	*process
	thread    int32 // its number; 0 is the first, which New has made
	mem       mem.Memory
	resolving sync.Once // makes functions, see Resolve
	functions map[string]rt.Module

	ctx    context.Context // ends what waits, see SetContext
	caller caller          // the instance, where it knows contexts, too
	waker  waker
	held   []*opened // what the running call uses

	// Working storage, so that calls need not allocate: file data, small records, the vectors of a call and those of them
	// that are still to be transferred, subscriptions and what the host polls for them.
	buf       []byte
	word      [64]byte
	iovs      []iovec
	untouched []iovec
	subs      []subscription
	polled    []pollFd
}

// bufSize is how much file data is copied at once between host and guest.
const bufSize = 64 << 10

// New makes a System. It fails when a preopened directory cannot be opened. Close it to release what the guest left open.
func New(c Config) (*System, error) {
	s := (&process{
		args: c.Args, env: c.Env,
		now: c.Now, sleep: c.Sleep, random: c.Random, trace: c.Trace,
		limits: c.Limits.orDefault(), onRefused: c.OnGrowRefused,
	}).view()
	s.ctx = c.Context
	if c.Deterministic != nil {
		s.fix(*c.Deterministic)
	}
	if s.random == nil {
		s.random = rand.Reader
	}
	s.start = s.time()
	s.fds = append([]*descriptor{inputStream(c.Stdin)}, outputStreams(c.Stdout, c.Stderr)...)
	s.spent.descriptors = len(s.fds) + len(c.Dirs) + len(c.Sockets)
	for _, d := range c.Dirs {
		if err := s.preopen(d); err != nil {
			s.Close()
			return nil, err
		}
	}
	for _, l := range c.Sockets {
		nd := newListener(l)
		nd.users = 1
		s.fds = append(s.fds, nd)
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
	nd.preopen, nd.guest, nd.users = true, d.guest(), 1
	s.fds = append(s.fds, nd)
	return nil
}

// Bind takes the memory that the instance exports as "memory" (rt.Binder). Without one, all functions that need an address
// return errno fault, unless the instance is a further one of a program whose memory the System has. An instance with another memory
// is refused, until that memory is closed.
func (s *System) Bind(inst rt.Instance) error {
	v, ok := inst.Export("memory")
	m, isMemory := v.(mem.Memory)
	switch {
	case ok && !isMemory:
		return fmt.Errorf("wasi: the export %q is not a memory", "memory")
	case ok && s.mem != nil && s.mem.Size() > 0 && m != s.mem:
		return errServes
	case ok || s.mem == nil:
		s.mem = m
		s.caller, _ = inst.(caller)
	case s.caller == nil:
		s.caller, _ = inst.(caller)
	}
	return nil
}

// errServes is the error of Bind for a second instance.
var errServes = errors.New("wasi: the System serves another instance: make one for each")

// Close closes what the guest left open, but not the standard streams. That of a further thread releases what only that one has.
func (s *System) Close() error {
	s.release()
	s.waker.close()
	if s.thread != 0 {
		return nil
	}
	return s.process.close()
}
