package calls

import (
	"encoding/binary"
	"math"
	"strings"

	"github.com/wasm2go/wasm2go/mem"
)

// draw makes a call, and stores in memory what goes with it.
func (q *sequence) draw() *call {
	c := &call{row: pick(q, drawn)}
	q.recent = uint32(q.mem.Size()) - 8
	for _, k := range c.kinds {
		kinds[k](q, c)
	}
	return c
}

func pick[T any](q *sequence, from []T) T { return from[q.IntN(len(from))] }

// kinds add the arguments of parameters of a kind to a call.
var kinds = map[string]func(*sequence, *call){
	"out2":  func(q *sequence, c *call) { q.out(c, 2) },
	"out4":  func(q *sequence, c *call) { q.out(c, 4) },
	"out8":  func(q *sequence, c *call) { q.out(c, 8) },
	"out24": func(q *sequence, c *call) { q.out(c, 24) },
	"out64": func(q *sequence, c *call) { q.out(c, 64) },
	"newfd": func(q *sequence, c *call) { c.newFd = q.out(c, 4) },

	// What args_get and environ_get write depends on the configuration: three arguments, two variables.
	"argv":     func(q *sequence, c *call) { q.out(c, 3*4) },
	"args":     func(q *sequence, c *call) { q.out(c, 6+1+4) },
	"environv": func(q *sequence, c *call) { q.out(c, 2*4) },
	"environ":  func(q *sequence, c *call) { q.out(c, 4+5+300+1) },

	"fd":     func(q *sequence, c *call) { c.i32(q.fd()) },
	"victim": func(q *sequence, c *call) { c.i32(q.victim()) },
	"clock":  func(q *sequence, c *call) { c.i32(pick(q, []uint32{0, 1, 2, 3, 4, math.MaxUint32})) },
	"small":  func(q *sequence, c *call) { c.i32(q.small()) },
	"flags":  func(q *sequence, c *call) { c.i32(q.flags()) },
	"rights": func(q *sequence, c *call) { c.args = append(c.args, q.rights()) },
	"i64":    func(q *sequence, c *call) { c.args = append(c.args, q.i64()) },
	"room":   (*sequence).room,
	"path":   (*sequence).path,
	"buffer": func(q *sequence, c *call) { c.writes = append(c.writes, q.buffer(c)) },
	"prefix": (*sequence).prefix,
	"reads":  func(q *sequence, c *call) { c.lists = append(c.lists, q.vectors(c)) },
	"writes": func(q *sequence, c *call) { q.vectors(c) },
	"events": (*sequence).events,
}

// out adds the address of a result.
func (q *sequence) out(c *call, n uint32) uint32 {
	at := q.place(n)
	c.i32(at)
	c.writes = append(c.writes, span{uint64(at), uint64(n)})
	return at
}

// place is an address for n bytes: mostly inside of memory, often at its edges.
func (q *sequence) place(n uint32) uint32 {
	size := uint32(q.mem.Size())
	if q.IntN(8) == 0 {
		return pick(q, []uint32{0, 1, size - 1, size, size + 1, size - n, size - n + 1, -n, math.MaxUint32, math.MaxInt32, 1 << 31, q.recent, q.recent + 1})
	}
	q.recent = q.Uint32N(size - min(n, size-1))
	return q.recent
}

// length is one of a buffer at an address.
func (q *sequence) length(at uint32) uint32 {
	size := uint32(q.mem.Size())
	if q.IntN(8) == 0 {
		return pick(q, []uint32{0, 1, size, size - at, size - at + 1, -at, math.MaxUint32, math.MaxInt32, 1 << 31, 1 << 16})
	}
	return q.Uint32N(300)
}

func (q *sequence) fd() uint32 {
	switch n := q.IntN(20); {
	case n == 0:
		return pick(q, []uint32{math.MaxUint32, math.MaxInt32, 1 << 31, 1 << 20, 1 << 10})
	case n == 1:
		return q.Uint32N(uint32(len(q.fds)) + 3)
	case n < 10:
		return 3 + q.Uint32N(directories)
	}
	return uint32(pick(q, q.fds))
}

// victim is a descriptor to close: seldom one that the guest cannot open again.
func (q *sequence) victim() uint32 {
	fd := q.fd()
	if fd < 3+directories && q.IntN(16) > 0 {
		return q.victim()
	}
	return fd
}

// small numbers a choice of few.
func (q *sequence) small() uint32 {
	if q.IntN(10) == 0 {
		return pick(q, []uint32{math.MaxUint32, math.MaxInt32, 1 << 31, 128, 255, 256})
	}
	return q.Uint32N(32) >> q.IntN(5)
}

// flags are a few bits.
func (q *sequence) flags() uint32 {
	if q.IntN(30) == 0 {
		return q.Uint32()
	}
	return q.Uint32N(32) & q.Uint32N(32)
}

func (q *sequence) rights() int64 {
	switch q.IntN(8) {
	case 0:
		return 0
	case 1:
		return q.Int64()
	case 2:
		return 1<<30 - 1 ^ 1<<q.IntN(30)
	}
	return 1<<30 - 1
}

// i64 is an offset, a size, or a time.
func (q *sequence) i64() int64 {
	switch q.IntN(8) {
	case 0:
		return pick(q, []int64{-1, math.MinInt64, math.MaxInt64, math.MaxInt64 - 1, 1 << 62, 1 << 32, math.MaxUint32, math.MaxInt32, 1 << 31})
	case 1, 2:
		return q.Int64N(1 << 20)
	}
	return q.Int64N(100)
}

// room is an offset and a size that the disk has room for, or no disk.
func (q *sequence) room(c *call) {
	for range 2 {
		c.args = append(c.args, pick(q, []int64{0, 1, 4096, q.Int64N(1 << 16), 1 << 62, math.MaxInt64, -1, math.MinInt64}))
	}
}

// names are what there is in the sandbox, what there is around it, and what file systems know rules for.
var names = []string{
	"file", "a", "b", "d", "d/e", "d/e/f", "empty", "new", "link", "dirlink", "loop", "up", "out", "outdir", "abs", "absdir", "dangling", "d/up",
	".", "..", "/", "", "//", "a/b/c", "d/../file", "d/../../outside.txt", "../outside.txt", "../outside/known", "../../../../etc/passwd",
	"/etc/passwd", "outdir/known", "up/outside.txt", "absdir/known", "dirlink/../../outside.txt", "up/two/file", "../two/file", "../ro/file",
	"nul\x00", "\xff\xfe", "C:\\file", "file:stream", "nul", "~", "*", strings.Repeat("n", 255), strings.Repeat("n", 256),
	strings.Repeat("d/", 300), strings.Repeat("./", 2047) + "a", strings.Repeat("../", 1365) + "a", strings.Repeat("p", 5000),
}

var endings = []string{"/", "/.", "/..", "//", " ", "."}

func (q *sequence) name() string {
	name := pick(q, names)
	for q.IntN(3) == 0 && len(name) < 5000 {
		name += "/" + pick(q, names)
	}
	if q.IntN(6) == 0 {
		name += pick(q, endings)
	}
	return name
}

// path adds a path.
func (q *sequence) path(c *call) {
	name := q.name()
	at, n := q.place(uint32(len(name))), uint32(len(name))
	if q.mem.WriteAt([]byte(name), uint64(at)) != nil || q.IntN(30) == 0 {
		n = q.length(at)
	}
	c.notes = append(c.notes, name[:min(len(name), 100)])
	c.i32(at, n)
}

// buffer adds a buffer for results.
func (q *sequence) buffer(c *call) span {
	at := q.place(300)
	n := q.length(at)
	c.i32(at, n)
	return span{uint64(at), uint64(n)}
}

// prefix adds a buffer of which only as much has to exist as the result needs.
func (q *sequence) prefix(c *call) {
	b := q.buffer(c)
	if size := q.mem.Size(); b.addr < size {
		b.len = min(b.len, size-b.addr)
	}
	c.writes = append(c.writes, b)
}

// count is how many entries a list has.
func (q *sequence) count() uint32 {
	if q.IntN(12) == 0 {
		return pick(q, []uint32{0, 1023, 1024, 1025, 8192, 1 << 14, 1 << 28, 1 << 29, 1 << 31, math.MaxUint32})
	}
	return q.Uint32N(5)
}

// vectors adds a list of buffers and returns where it is. Behind its first few entries is what was there.
func (q *sequence) vectors(c *call) span {
	n := q.count()
	at := q.place(min(n, 16) * 8)
	for i := range uint64(min(n, 16)) {
		b := q.place(300)
		entry := binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, b), q.length(b))
		if q.mem.WriteAt(entry, uint64(at)+8*i) != nil {
			break
		}
	}
	c.i32(at, n)
	return span{uint64(at), 8 * uint64(n)}
}

// events adds a list of subscriptions, a place for as many events, and their number.
func (q *sequence) events(c *call) {
	n := q.count()
	at := q.place(min(n, 16) * 48)
	for i := range uint64(min(n, 16)) {
		if q.mem.WriteAt(q.subscription(), uint64(at)+48*i) != nil {
			break
		}
	}
	// What is behind the first few would be waited for, too, until the end of time.
	if n > 16 && mem.InRange(uint64(at), 48*uint64(n), q.mem.Size()) {
		n = 16
	}
	events := q.place(min(n, 16) * 32)
	c.i32(at, events, n)
	c.writes = append(c.writes, span{uint64(events), 32 * uint64(n)})
}

// subscription lays out one that will be ready before long.
func (q *sequence) subscription() []byte {
	b := make([]byte, 48)
	binary.LittleEndian.PutUint64(b, q.Uint64())
	b[8] = byte(q.IntN(3))
	if q.IntN(20) == 0 {
		b[8] = byte(q.Uint32())
	}
	if b[8] == 0 {
		binary.LittleEndian.PutUint32(b[16:], pick(q, []uint32{0, 1, 2, 3, 4, math.MaxUint32}))
		binary.LittleEndian.PutUint64(b[24:], pick(q, []uint64{0, 1, 1000, 1 << 40, 1 << 52}))
		binary.LittleEndian.PutUint64(b[32:], q.Uint64())
		binary.LittleEndian.PutUint16(b[40:], uint16(q.flags()))
		return b
	}
	binary.LittleEndian.PutUint32(b[16:], q.fd())
	return b
}
