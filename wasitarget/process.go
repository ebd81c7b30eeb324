package wasitarget

import (
	"io"
	"sync"
	"time"

	"github.com/wasm2go/wasm2go/mem"
)

// process is what the threads of a guest have in common. Each has a System for the rest.
type process struct {
	args      []string
	env       []string
	now       func() time.Time // nil is time.Now
	sleep     func(time.Duration)
	start     time.Time // zero of the monotonic clock
	limits    Limits
	onRefused func(*mem.GrowError) error
	escapes   error    // what os.Root reports for a path that leads out of it
	fixed     *fixed   // Config.Deterministic
	group     *Threads // nil unless the guest has them
	shared    bool     // there are several threads, or may be: before, locks are not taken

	table sync.Mutex // guards these, and is held while nothing waits
	fds   []*descriptor
	free  freeNumbers // indices of fds that are nil
	spent spent

	writing   sync.Mutex // held while something is written that Limits.Written counts
	tracing   sync.Mutex // held while a line is written
	trace     io.Writer
	randomize sync.Mutex // held while random is read
	random    io.Reader
}

// view is a System of the process, without memory and context.
func (p *process) view() *System { return &System{process: p, buf: make([]byte, bufSize)} }

// lock locks m, where anybody else could.
func (p *process) lock(m *sync.Mutex) {
	if p.shared {
		m.Lock()
	}
}

// unlock undoes lock: what is between them makes no threads.
func (p *process) unlock(m *sync.Mutex) {
	if p.shared {
		m.Unlock()
	}
}

// Thread returns a System for a further instance over the same memory, which runs on another goroutine: the same process, with another
// number than those that exist. Its context is that of s. Close it when the instance has ended, and s last. The first call comes before s is
// used, or from a function of the host that its instance calls.
func (s *System) Thread(number int32) *System {
	if !s.shared {
		s.shared = true // and written by no other thread later
	}
	t := s.view()
	t.thread, t.mem, t.ctx = number, s.mem, s.ctx
	return t
}

// close closes all that is open.
func (p *process) close() error {
	p.lock(&p.table)
	fds := p.fds
	p.fds, p.free = nil, nil
	p.unlock(&p.table)
	var first error
	for _, d := range fds {
		if d == nil {
			continue
		}
		if err := p.drop(d.opened); err != nil && first == nil {
			first = err
		}
	}
	return first
}
