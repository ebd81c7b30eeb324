package wasitarget

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Deterministic is a world without accidents, so that a program does the same in every run. The zero value is complete.
//
//   - All clocks begin at Start and go on by Step each time one is read. Sleeping puts them forward and takes no time. The clocks of processor
//     time count the same time.
//   - Random bytes are those of ChaCha8 (math/rand/v2) with Seed.
//   - Descriptors are always ready, and reading waits, also in nonblocking mode. A pipe as input is read in pieces of the size that the guest
//     asks for, however it was written.
//   - Directories are listed by name; of one with more than 1,048,576 entries that is errno nomem. Devices and inodes are
//     numbered as the guest gets to see them.
//   - Times that files have from the host since the System was made are Start, and a file's access time is that of its last change.
//
// What is in files and in the input is the host's part. So is the network, what several programs do to the same files, and in which order
// threads run.
type Deterministic struct {
	Start time.Time     // zero is the beginning of 2022, UTC
	Step  time.Duration // zero is a millisecond
	Seed  uint64
}

// lastYear is when the nanoseconds since 1970 that a guest gets as the time come near the end of what Go counts.
const lastYear = 2200

// ParseDeterministic reads what -deterministic of wasm2go run takes: "", or a list such as "seed=7,start=2022-01-01T00:00:00Z,step=1ms".
func ParseDeterministic(text string) (Deterministic, error) {
	var d Deterministic
	for _, item := range strings.Split(text, ",") {
		if item == "" {
			continue
		}
		key, value, _ := strings.Cut(item, "=")
		var err error
		switch key {
		case "seed":
			d.Seed, err = strconv.ParseUint(value, 0, 64)
		case "start":
			d.Start, err = time.Parse(time.RFC3339, value)
			if err == nil && (d.Start.Before(time.Unix(0, 0)) || d.Start.Year() >= lastYear) {
				err = fmt.Errorf("start=%s: want a year from 1970 to %d", value, lastYear-1)
			}
		case "step":
			d.Step, err = time.ParseDuration(value)
			if err == nil && d.Step <= 0 {
				err = fmt.Errorf("step=%s: the clocks must go forward", value)
			}
		default:
			err = fmt.Errorf("%q: there are seed=NUMBER, start=TIME (as 2022-01-01T00:00:00Z) and step=DURATION (as 1ms)", item)
		}
		if err != nil {
			return d, err
		}
	}
	return d, nil
}

// fix gives the System the clocks and the randomness of d.
func (s *System) fix(d Deterministic) {
	t, step := d.Start, d.Step
	if t.IsZero() {
		t = time.Date(2022, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	if step <= 0 {
		step = time.Millisecond
	}
	s.fixed = &fixed{began: time.Now(), start: t}
	var clock sync.Mutex
	forward := func(by time.Duration) time.Time {
		clock.Lock()
		defer clock.Unlock()
		t = t.Add(by)
		return t
	}
	s.now = func() time.Time { return forward(step) }
	s.sleep = func(wait time.Duration) { forward(wait) }
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], d.Seed)
	s.random = rand.NewChaCha8(seed)
}

// fixed is what a deterministic System knows of the host; nil is another System's.
type fixed struct {
	began time.Time // on the host
	start time.Time // as the guest is told

	numbering sync.Mutex // guards these
	devs      numbers[uint64]
	inos      numbers[inodeOf]
}

// inodeOf is an inode of the host.
type inodeOf struct{ dev, ino uint64 }

// whole reports whether reading the descriptor is to give all that is asked for: how a pipe was written is the host's matter.
func (f *fixed) whole(d *descriptor) bool { return f != nil && d.std && d.kind == typeUnknown }

// stat replaces what depends on the host and its clock.
func (f *fixed) stat(st *filestat) {
	if f == nil {
		return
	}
	f.numbering.Lock()
	st.ino = f.inos.of(inodeOf{st.dev, st.ino})
	st.dev = f.devs.of(st.dev)
	f.numbering.Unlock()
	st.mtime, st.ctime = f.time(st.mtime), f.time(st.ctime)
	st.atime = st.mtime
}

// forget is told what a name is taken from: a new file may get the inode number of one that is gone, or not.
func (f *fixed) forget(st *filestat) {
	if f != nil && (st.kind == typeDirectory || st.nlink <= 1) {
		f.numbering.Lock()
		delete(f.inos.seen, inodeOf{st.dev, st.ino})
		f.numbering.Unlock()
	}
}

// numbers gives each value the next number when it is seen first.
type numbers[T comparable] struct {
	seen map[T]uint64
	last uint64
}

func (n *numbers[T]) of(v T) uint64 {
	i, ok := n.seen[v]
	if !ok {
		if n.seen == nil {
			n.seen = map[T]uint64{}
		}
		n.last++
		i = n.last
		n.seen[v] = i
	}
	return i
}

// fileTick is how much the clock that a host sets the times of files by may be late.
const fileTick = 10 * time.Millisecond

// time is t, or the guest's start where the host's clock gave it during the run. What lies ahead of that clock the guest has set.
func (f *fixed) time(t time.Time) time.Time {
	if t.After(f.began.Add(-fileTick)) && t.Before(time.Now().Add(fileTick)) {
		return f.start
	}
	return t
}

// maxSorted is how many entries a directory may have to be listed in order, which takes all of them at once.
const maxSorted = 1 << 20

// sort lists all of a directory, in the order of the names. Of one with more than maxSorted entries it is errno nomem.
func (s *System) sort(d *directory) error {
	if d.done {
		return nil // and sorted
	}
	for !d.done {
		if err := s.more(d); err != nil {
			return err
		}
		if len(d.entries) > maxSorted {
			s.rewind(d)
			return errNomem
		}
	}
	slices.SortFunc(d.entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return nil
}
