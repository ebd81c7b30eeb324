package atomics_test

import (
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The litmus tests run two or more threads over the same cells, in the same order and time and again, and look for what sequential consistency forbids. With
// plain accesses in the place of atomic ones some of it comes about, where two processors have the time: what the tests log.

const cells = 500

// A cell has two numbers, far enough apart for processors to own them one by one, and what threads have read.
type cell struct {
	x    memory
	_    [96]byte
	y    memory
	_    [96]byte
	read [4]uint64
	_    [96]byte
	here atomic.Int32 // threads
	_    [124]byte
}

// meet waits for the other threads, but not long: maybe there are no processors for them.
func (c *cell) meet(threads int) {
	c.here.Add(1)
	for i := 0; c.here.Load() < int32(threads) && i < 20_000; i++ {
	}
}

//go:noinline
func delay(n int) {
	for range n {
	}
}

// A litmus is one test: what each thread does at a cell, and whether what it has read there may not be.
type litmus struct {
	name      string
	threads   []func(c *cell, o *ops)
	forbidden func(c *cell) bool
}

// ops are the accesses of a test, of one width, atomic or not.
type ops struct {
	load  func(m *memory) uint64
	store func(m *memory)
}

func atomicOps(f family) *ops {
	load, store := f.ops["load"], f.ops["store"]
	return &ops{load: func(m *memory) uint64 { return load(m, 8, 0, 0) }, store: func(m *memory) { store(m, 8, 1, 0) }}
}

// plainOps are accesses of a module that are not atomic.
var plainOps = &ops{load: func(m *memory) uint64 { return uint64(read(at[uint16](m, 8))) }, store: func(m *memory) { plain(at[uint16](m, 8), 1) }}

var litmuses = []litmus{
	{"store buffering", []func(*cell, *ops){
		func(c *cell, o *ops) { o.store(&c.x); c.read[0] = o.load(&c.y) },
		func(c *cell, o *ops) { o.store(&c.y); c.read[1] = o.load(&c.x) },
	}, func(c *cell) bool { return c.read[0] == 0 && c.read[1] == 0 }},
	{"message passing", []func(*cell, *ops){
		func(c *cell, o *ops) { plain(at[uint16](&c.x, 8), 1); o.store(&c.y) },
		func(c *cell, o *ops) { c.read[0] = o.load(&c.y); c.read[1] = uint64(read(at[uint16](&c.x, 8))) },
	}, func(c *cell) bool { return c.read[0] == 1 && c.read[1] == 0 }},
	{"load buffering", []func(*cell, *ops){
		func(c *cell, o *ops) { c.read[0] = o.load(&c.y); o.store(&c.x) },
		func(c *cell, o *ops) { c.read[1] = o.load(&c.x); o.store(&c.y) },
	}, func(c *cell) bool { return c.read[0] == 1 && c.read[1] == 1 }},
	{"independent reads of independent writes", []func(*cell, *ops){
		func(c *cell, o *ops) { o.store(&c.x) },
		func(c *cell, o *ops) { c.read[0] = o.load(&c.x); c.read[1] = o.load(&c.y) },
		func(c *cell, o *ops) { c.read[2] = o.load(&c.y); c.read[3] = o.load(&c.x) },
		func(c *cell, o *ops) { o.store(&c.y) },
	}, func(c *cell) bool { return c.read == [4]uint64{1, 0, 1, 0} }},
}

// rounds runs a test over all cells, again and again for so long. It counts the rounds, what is forbidden, and how often threads have read something
// else than at the first cell.
func (l *litmus) rounds(o *ops, limit time.Duration) (n, forbidden, mixed int) {
	all := make([]cell, cells)
	for begin := time.Now(); time.Since(begin) < limit; n += cells {
		clear(all)
		var group sync.WaitGroup
		for k, thread := range l.threads {
			group.Go(func() {
				for i := range all {
					all[i].meet(len(l.threads))
					delay(i * (7 + 2*k) % 64) // whoever came last goes on first
					thread(&all[i], o)
				}
			})
		}
		group.Wait()
		for i := range all {
			if l.forbidden(&all[i]) {
				forbidden++
			}
			if all[i].read != all[0].read {
				mixed++
			}
		}
	}
	return n, forbidden, mixed
}

// TestLitmus runs each test for a while, or for LITMUS_TIME.
func TestLitmus(t *testing.T) {
	limit := 200 * time.Millisecond
	if d, err := time.ParseDuration(os.Getenv("LITMUS_TIME")); err == nil {
		limit = d
	}
	for _, l := range litmuses {
		for _, f := range families {
			n, forbidden, mixed := l.rounds(atomicOps(f), limit)
			if forbidden > 0 {
				t.Errorf("%s, %d bits: %d times of %d", l.name, 8*f.bytes, forbidden, n)
			}
			t.Logf("%s, %d bits: not seen in %d rounds, %d of them interleaved", l.name, 8*f.bytes, n, mixed)
		}
		n, forbidden, mixed := l.rounds(plainOps, limit)
		t.Logf("%s, not atomic: %d times in %d rounds, %d of them interleaved", l.name, forbidden, n, mixed)
	}
}
