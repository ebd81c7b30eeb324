package wasitarget

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// Limits bound what a guest takes of its host. A field that is zero has its default.
type Limits struct {
	// Descriptors is how many may be open at once: files, directories, sockets, the standard streams and what is preopened.
	// A directory counts twice while it is being listed. The default is 256, the most is 1,048,576. Beyond it the guest is
	// told errno mfile.
	Descriptors int

	// Written is how many bytes the guest may write to files, standard streams that are files of the host included, all in all, or make
	// them grow by, with holes: what it writes twice counts twice. By default there is no limit. Beyond it the guest is told errno nospc.
	Written int64

	// Created is how many files, directories and links the guest may make, all in all. By default there is no limit. Beyond
	// it the guest is told errno nospc.
	Created int

	// Memory is how many bytes each memory of the guest may have. By default there is no limit. It holds for
	// an instance that is made with what [Options] returns: memory.grow returns -1 beyond it.
	Memory int64

	// Heap is how many bytes of structs, arrays and exceptions of the guest may live, for such an instance: see [rt.WithHeap]. By default there is
	// no limit. Beyond it the guest traps.
	Heap int64

	// Threads is how many threads the guest may have at once besides the first, see [Threads]: 1,024. Beyond it thread-spawn fails.
	Threads int

	// PathBytes is how long a path may be, and PathDepth how many directories below the one it begins in may be open on the
	// way: 4,096 and 256. Beyond them the guest is told errno nametoolong.
	PathBytes, PathDepth int
}

// What limits are where nothing is said, and what they can be.
const (
	defaultDescriptors = 256
	maxDescriptors     = 1 << 20
	defaultThreads     = 1 << 10
	defaultPathBytes   = 4096
	maxPathBytes       = bufSize
	defaultPathDepth   = 256
)

// orDefault fills in the defaults.
func (l Limits) orDefault() Limits {
	pick := func(n, standard, most int) int {
		if n == 0 {
			n = standard
		}
		return min(n, most)
	}
	l.Descriptors = pick(l.Descriptors, defaultDescriptors, maxDescriptors)
	l.Threads = pick(l.Threads, defaultThreads, lastThread)
	l.PathBytes = pick(l.PathBytes, defaultPathBytes, maxPathBytes)
	l.PathDepth = pick(l.PathDepth, defaultPathDepth, maxPathBytes)
	return l
}

// ParseLimits reads limits as they stand in the environment variable WASM2GO_LIMITS: "fds=64,write=1000000,create=100,memory=67108864,heap=67108864". All
// of them are optional; numbers are decimal and positive.
func ParseLimits(text string) (Limits, error) {
	var l Limits
	for item := range strings.SplitSeq(text, ",") {
		if item == "" {
			continue
		}
		name, value, _ := strings.Cut(item, "=")
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n <= 0 || name != "write" && name != "memory" && name != "heap" && n != int64(int(n)) {
			return l, fmt.Errorf("limit %q: want NAME=NUMBER", item)
		}
		switch name {
		case "fds":
			l.Descriptors = int(n)
		case "write":
			l.Written = n
		case "create":
			l.Created = int(n)
		case "threads":
			l.Threads = int(n)
		case "memory":
			l.Memory = n
		case "heap":
			l.Heap = n
		default:
			return l, fmt.Errorf("limit %q: want fds, write, create, threads, memory or heap", item)
		}
	}
	return l, nil
}

// Options are what New, Link or Instantiate of the module has to be given for Limits.Memory, Limits.Heap and Config.OnGrowRefused. The main function of a
// translated command does. (It is no method, as those of a System are the functions that a guest calls.)
func Options(s *System) []rt.Option {
	var opts []rt.Option
	if s.limits.Memory > 0 {
		opts = append(opts, rt.MaxMemory(uint64(s.limits.Memory)))
	}
	if s.limits.Heap > 0 {
		opts = append(opts, rt.WithHeap(s.limits.Heap))
	}
	if s.onRefused != nil {
		opts = append(opts, rt.OnGrowRefused(s.onRefused))
	}
	return opts
}

// Limited is the type of a memory that the host makes for the guest, as [NewThreads] wants one, with the limit of Limits.Memory.
func Limited(s *System, t mem.Type) mem.Type {
	if s.limits.Memory > 0 {
		t = t.Limited(uint64(s.limits.Memory))
	}
	return t
}

// spent is what the guest has taken so far.
type spent struct {
	descriptors int
	written     int64
	created     int
}

// takeDescriptor counts one more that is open.
func (p *process) takeDescriptor() error {
	p.lock(&p.table)
	defer p.unlock(&p.table)
	return p.countDescriptor()
}

// countDescriptor is takeDescriptor while the table is locked.
func (p *process) countDescriptor() error {
	if p.spent.descriptors >= p.limits.Descriptors {
		return errMfile
	}
	p.spent.descriptors++
	return nil
}

// giveDescriptor counts one less.
func (p *process) giveDescriptor() {
	p.lock(&p.table)
	defer p.unlock(&p.table)
	p.spent.descriptors--
}

// full reports whether no more may be open.
func (p *process) full() bool {
	p.lock(&p.table)
	defer p.unlock(&p.table)
	return p.spent.descriptors >= p.limits.Descriptors
}

// create makes a file, directory or link, where one more is allowed. It counts while it is made.
func (p *process) create(do func() error) error {
	if !p.countCreated(1) {
		return errNospc
	}
	err := do()
	if err != nil {
		p.countCreated(-1)
	}
	return err
}

// countCreated counts what is made, where so much is allowed.
func (p *process) countCreated(n int) bool {
	p.lock(&p.table)
	defer p.unlock(&p.table)
	if n > 0 && p.limits.Created > 0 && p.spent.created >= p.limits.Created {
		return false
	}
	p.spent.created += n
	return true
}

// writeLimited writes as much of b at offset as is allowed.
func (p *process) writeLimited(f file, offset int64, b []byte, write func([]byte) (int, error)) (int, error) {
	if p.limits.Written == 0 || len(b) == 0 {
		return write(b)
	}
	p.lock(&p.writing)
	defer p.unlock(&p.writing)
	st, err := f.stat()
	if err != nil {
		return 0, err
	}
	left, gap := p.limits.Written-p.spent.written, max(0, offset-st.size)
	if gap >= left {
		return 0, errNospc
	}
	n, err := write(b[:min(int64(len(b)), left-gap)])
	if n > 0 {
		p.spent.written += gap + int64(n)
	}
	return n, err
}

// growLimited makes a file size bytes long by do, where so much is allowed.
func (p *process) growLimited(f file, size int64, do func() error) error {
	if p.limits.Written == 0 {
		return do()
	}
	p.lock(&p.writing)
	defer p.unlock(&p.writing)
	st, err := f.stat()
	if err != nil {
		return err
	}
	growth := max(0, size-st.size)
	if growth > p.limits.Written-p.spent.written {
		return errNospc
	}
	if err = do(); err == nil {
		p.spent.written += growth
	}
	return err
}
