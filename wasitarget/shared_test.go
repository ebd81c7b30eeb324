package wasitarget

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
)

// threadSystems are Systems of one process for n threads. Each guest has a part of the memory for itself.
func threadSystems(t testing.TB, c Config, n int) []*guest {
	m := &memory{}
	s, err := New(c)
	require.NoError(t, err)
	require.NoError(t, s.Bind(m))
	t.Cleanup(func() { s.Close() })
	list := []*guest{{System: s, m: m, t: t}}
	for i := 1; i < n; i++ {
		thread := s.Thread(int32(i))
		require.NoError(t, thread.Bind(m))
		t.Cleanup(func() { thread.Close() })
		list = append(list, &guest{System: thread, m: m, t: t})
	}
	return list
}

// hammer calls at random what a guest can call, with arguments that mostly make sense.
type hammer struct {
	s    *System
	m    *memory
	base int32 // of 4 KiB
	rnd  *rand.Rand
	err  error
}

func (h *hammer) path() (p, n int32) {
	names := []string{"a", "b", "c", "d/a", "d/b", "d", "./a", "link", "../x", "d/"}
	name := names[h.rnd.IntN(len(names))]
	copy(h.m.b[h.base+256:], name)
	return h.base + 256, int32(len(name))
}

// vec is a vector of up to 600 bytes.
func (h *hammer) vec() int32 {
	h.m.PutUint32(uint64(h.base), uint32(h.base)+1024)
	h.m.PutUint32(uint64(h.base)+4, uint32(h.rnd.IntN(600)))
	return h.base
}

// subs are two subscriptions, of a clock that is due and of a descriptor.
func (h *hammer) subs(fd int32) (in, out int32) {
	at := h.base + 2048
	clear(h.m.b[at : at+96])
	h.m.b[at+16] = clockMonotonic
	h.m.b[at+48+8] = eventFdRead
	h.m.PutUint32(uint64(at)+48+16, uint32(fd))
	return at, at + 96
}

func (h *hammer) call() (int32, error) {
	s, r := h.s, h.base+64
	fd := int32(h.rnd.IntN(16))
	dir := int32(3 + h.rnd.IntN(3))
	p, n := h.path()
	size := int64(h.rnd.IntN(2000))
	calls := []func() (int32, error){
		func() (int32, error) {
			return s.PathOpen(dir, 1, p, n, int32(h.rnd.IntN(16)), allRights, allRights, int32(h.rnd.IntN(32))&^flagNonblock, r)
		},
		func() (int32, error) {
			return s.PathOpen(dir, 1, p, n, openCreate, allRights, allRights, flagAppend, r)
		},
		func() (int32, error) { return s.FdClose(max(fd, 6)) },
		func() (int32, error) { return s.FdRenumber(max(fd, 6), int32(6+h.rnd.IntN(8))) },
		func() (int32, error) { return s.FdRead(fd, h.vec(), 1, r) },
		func() (int32, error) { return s.FdWrite(fd, h.vec(), 1, r) },
		func() (int32, error) { return s.FdPread(fd, h.vec(), 1, size, r) },
		func() (int32, error) { return s.FdPwrite(fd, h.vec(), 1, size, r) },
		func() (int32, error) { return s.FdSeek(fd, size, int32(h.rnd.IntN(3)), r) },
		func() (int32, error) { return s.FdTell(fd, r) },
		func() (int32, error) { return s.FdAdvise(fd, 0, size, 0) },
		func() (int32, error) { return s.FdAllocate(fd, 0, size+1) },
		func() (int32, error) { return s.FdFilestatSetSize(fd, size) },
		func() (int32, error) { return s.FdFilestatSetTimes(fd, 0, 0, setMtimeNow) },
		func() (int32, error) { return s.FdFilestatGet(fd, r) },
		func() (int32, error) { return s.FdFdstatGet(fd, r) },
		func() (int32, error) { return s.FdFdstatSetFlags(max(fd, 6), int32(h.rnd.IntN(2))*flagAppend) },
		func() (int32, error) { return s.FdFdstatSetRights(max(fd, 6), allRights, 0) },
		func() (int32, error) { return s.FdSync(fd) },
		func() (int32, error) { return s.FdReaddir(dir, h.base+1024, 512, int64(h.rnd.IntN(4)), r) },
		func() (int32, error) { return s.FdReaddir(fd, h.base+1024, 512, 0, r) },
		func() (int32, error) { return s.FdPrestatDirName(dir, h.base+1024, 64) },
		func() (int32, error) { return s.PathCreateDirectory(dir, p, n) },
		func() (int32, error) { return s.PathRemoveDirectory(dir, p, n) },
		func() (int32, error) { return s.PathUnlinkFile(dir, p, n) },
		func() (int32, error) { return s.PathRename(dir, p, n, dir, h.base+256, 1) },
		func() (int32, error) { return s.PathLink(dir, 0, p, n, dir, h.base+256, 1) },
		func() (int32, error) { return s.PathSymlink(p, n, dir, h.base+256, 1) },
		func() (int32, error) { return s.PathReadlink(dir, p, n, h.base+1024, 100, r) },
		func() (int32, error) { return s.PathFilestatGet(dir, 1, p, n, r) },
		func() (int32, error) { return s.PathFilestatSetTimes(dir, 1, p, n, 0, 0, setAtimeNow) },
		func() (int32, error) { in, out := h.subs(fd); return s.PollOneoff(in, out, 2, r) },
		func() (int32, error) { return s.ClockTimeGet(int32(h.rnd.IntN(4)), 0, r) },
		func() (int32, error) { return s.RandomGet(h.base+1024, 100) },
		func() (int32, error) { return s.ArgsGet(h.base+1024, h.base+1100) },
		func() (int32, error) { return s.SchedYield() },
	}
	return calls[h.rnd.IntN(len(calls))]()
}

// Threads that call everything, all at once, break nothing: the race detector looks on, and what was taken has been given back.
func TestThreadsHammer(t *testing.T) {
	const threads, calls = 12, 3000
	for name, deterministic := range map[string]*Deterministic{"host": nil, "deterministic": {}} {
		t.Run(name, func(t *testing.T) {
			noLeaks(t)
			dir := t.TempDir()
			var out, trace bytes.Buffer
			guests := threadSystems(t, Config{
				Args: []string{"guest", "argument"}, Stdin: strings.NewReader(strings.Repeat("input", 1000)), Stdout: &out, Stderr: &out,
				Dirs: []Dir{
					{FS: NewMemFS(MemOptions{}), Guest: "/mem"}, {Host: dir, Guest: "/host"},
					{FS: fstest.MapFS{"a": {Data: make([]byte, 5000)}, "d/b": {Data: []byte("b")}}, Guest: "/fs"},
				},
				Trace: &trace, Deterministic: deterministic,
				Limits: Limits{Descriptors: 20, Written: 1 << 20, Created: 2000},
			}, threads)
			var all sync.WaitGroup
			hammers := make([]*hammer, threads)
			for i, g := range guests {
				h := &hammer{s: g.System, m: g.m, base: int32(4096 * (i + 1)), rnd: rand.New(rand.NewPCG(1, uint64(i)))}
				hammers[i] = h
				all.Go(func() {
					for range calls {
						if _, h.err = h.call(); h.err != nil {
							return
						}
					}
				})
			}
			all.Wait()
			for _, h := range hammers {
				require.NoError(t, h.err)
			}
			p := guests[0].process
			open := 0
			for fd, d := range p.fds {
				if d == nil {
					require.True(t, slices.Contains(p.free, int32(fd)))
					continue
				}
				if open++; d.dir != nil && d.dir.list != nil {
					open++
				}
				if fd != 1 && fd != 2 { // which are one Writer
					require.Equal(t, 1, d.users, fd)
				}
			}
			require.Equal(t, open, p.spent.descriptors)
			require.LessOrEqual(t, p.spent.written, int64(1<<20))
		})
	}
}

// within fails where f takes long: it waits for what another thread does.
func within(t testing.TB, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("it waits for another thread")
	}
}

// blocked lets something run that has to wait, until it does.
func blocked(f func()) (done chan struct{}) {
	done = make(chan struct{})
	go func() { defer close(done); f() }()
	time.Sleep(20 * time.Millisecond)
	return done
}

// A thread that waits for input, or in poll_oneoff, keeps nobody from anything, reading the same input but for.
func TestThreadsWaitAlone(t *testing.T) {
	for _, kind := range []string{"file", "reader"} {
		t.Run(kind, func(t *testing.T) {
			noLeaks(t)
			in, w, err := os.Pipe()
			require.NoError(t, err)
			defer in.Close()
			defer w.Close()
			c := Config{Stdin: in, Dirs: []Dir{{FS: NewMemFS(MemOptions{}), Guest: "/"}}}
			if kind == "reader" {
				c.Stdin = io.MultiReader(in)
			}
			g := threadSystems(t, c, 4)
			h := func(i int) *hammer { return &hammer{m: g[i].m, base: int32(4096 * (i + 1))} }
			var e int32
			var polled int32
			reads := blocked(func() {
				h(1).m.PutUint32(4096*2, 4096*2+1024)
				h(1).m.PutUint32(4096*2+4, 5)
				e, _ = g[1].FdRead(0, 4096*2, 1, 4096*2+64)
			})
			polls := blocked(func() {
				b := g[2].m.b[4096*3:]
				b[8] = eventFdRead
				polled, _ = g[2].PollOneoff(4096*3, 4096*3+100, 1, 4096*3+64)
			})
			within(t, func() {
				fd := g[0].open("f", openCreate, fileAccess, 0)
				g[0].write(fd, "text")
				g[0].ok(g[0].FdClose(fd))
				g[0].pollOneoff(clockSub(1, clockMonotonic, 1e6, 0))
				g[0].ok(g[0].FdFdstatGet(0, area))
				g[0].ok(g[0].FdClose(0))
				g[0].want(errBadf)(g[0].FdRead(0, g[0].vecs(area, 1), 1, word))
			})
			w.WriteString("input")
			within(t, func() { <-reads })
			w.WriteString("more") // if the first thread was faster, there was nothing left to poll
			within(t, func() { <-polls })
			require.Zero(t, e)
			require.Zero(t, polled)
			require.Equal(t, "input", string(g[1].m.b[4096*2+1024:4096*2+1029]))
		})
	}
}

// What a thread uses stays open when another closes it, and a new descriptor of that number is something else.
func TestThreadsCloseInUse(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("what named pipes do in nonblocking mode is known of Linux")
	}
	g, dir := newDirGuest(t, nil)
	noLeaks(t)
	name := filepath.Join(dir, "fifo")
	require.NoError(t, mkfifo(name))
	other := &guest{System: g.Thread(1), m: g.m, t: t}
	w := make(chan *os.File, 1)
	go func() {
		f, _ := os.OpenFile(name, os.O_WRONLY, 0)
		w <- f
	}()
	fd := g.open("fifo", 0, rightFdRead|rightPollFdReadwrite, 0)
	pipe := <-w
	before := openFiles(t)
	g.m.PutUint32(8192, 8200)
	g.m.PutUint32(8196, 4)
	var e int32
	reads := blocked(func() { e, _ = other.FdRead(fd, 8192, 1, 8300) })
	within(t, func() { g.ok(g.FdClose(fd)) })
	g.want(errBadf)(g.FdRead(fd, g.vecs(area, 1), 1, word))
	require.Equal(t, fd, g.open("new", openCreate, fileAccess, 0))
	g.write(fd, "new")
	pipe.WriteString("pipe")
	within(t, func() { <-reads })
	require.Zero(t, e)
	require.Equal(t, "pipe", string(g.m.b[8200:8204]))
	g.ok(g.FdClose(fd))
	require.Equal(t, before-1, openFiles(t), "the pipe is closed by now")
	pipe.Close()
}

// Records that threads write to one file come whole, one behind the other, and the limit holds to the byte.
func TestThreadsWriteRecords(t *testing.T) {
	const threads, records, limit = 8, 200, 10_000
	for name, flags := range map[string]int32{"position": 0, "append": flagAppend} {
		for _, host := range []bool{false, true} {
			t.Run(fmt.Sprint(name, host), func(t *testing.T) {
				memfs := NewMemFS(MemOptions{})
				dir := Dir{FS: memfs, Guest: "/"}
				if host {
					dir = Dir{Host: t.TempDir(), Guest: "/"}
				}
				guests := threadSystems(t, Config{Dirs: []Dir{dir}, Limits: Limits{Written: limit}}, threads)
				fd := guests[0].open("f", openCreate, fileAccess, flags)
				var all sync.WaitGroup
				for i, g := range guests {
					all.Go(func() {
						at := uint64(4096 * (i + 1))
						copy(g.m.b[at+100:], fmt.Sprintf("<%d%d%d>", i, i, i))
						for v := range uint64(5) {
							g.m.PutUint32(at+8*v, uint32(at+100+v))
							g.m.PutUint32(at+8*v+4, 1)
						}
						for range records {
							g.FdWrite(fd, int32(at), 5, int32(at)+200)
						}
					})
				}
				all.Wait()
				var text []byte
				var err error
				if host {
					text, err = os.ReadFile(filepath.Join(dir.Host, "f"))
				} else {
					var f io.ReadCloser
					f, err = memfs.Open("f")
					require.NoError(t, err)
					text, _ = io.ReadAll(f)
				}
				require.NoError(t, err)
				require.Len(t, text, min(threads*records*5, limit/5*5))
				for i := 0; i < len(text); i += 5 {
					r := text[i : i+5]
					require.True(t, r[0] == '<' && r[1] == r[2] && r[2] == r[3] && r[4] == '>', "%q at %d", r, i)
				}
			})
		}
	}
}
