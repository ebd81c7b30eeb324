package wasitarget

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestArgsAndEnviron(t *testing.T) {
	g := newGuest(t, Config{Args: []string{"prog", "", "two words"}, Env: []string{"A=b"}})
	g.ok(g.ArgsSizesGet(word, word+4))
	require.EqualValues(t, 3, g.u32(word))
	require.EqualValues(t, len("prog\x00\x00two words\x00"), g.u32(word+4))
	g.ok(g.ArgsGet(area, area+64))
	require.Equal(t, "prog\x00\x00two words\x00", g.bytes(area+64, 16))
	require.Equal(t, []uint32{uint32(area) + 64, uint32(area) + 69, uint32(area) + 70}, []uint32{g.u32(area), g.u32(area + 4), g.u32(area + 8)})

	g.ok(g.EnvironSizesGet(word, word+4))
	require.EqualValues(t, 1, g.u32(word))
	require.EqualValues(t, 4, g.u32(word+4))
	g.ok(g.EnvironGet(area, area+64))
	require.Equal(t, "A=b\x00", g.bytes(area+64, 4))
}

func TestArgsBadAddresses(t *testing.T) {
	g := newGuest(t, Config{Args: []string{"prog"}})
	g.want(errFault)(g.ArgsSizesGet(bad, word))
	g.want(errFault)(g.ArgsSizesGet(word, bad))
	g.want(errFault)(g.ArgsGet(bad, area))
	g.want(errFault)(g.ArgsGet(area, bad))
	g.want(errFault)(g.EnvironSizesGet(bad, bad))
}

func TestClocks(t *testing.T) {
	now := time.Unix(1700000000, 123)
	g := newGuest(t, Config{Now: func() time.Time { return now }})
	g.ok(g.ClockTimeGet(clockRealtime, 0, word))
	require.EqualValues(t, now.UnixNano(), g.u64(word))
	g.ok(g.ClockTimeGet(clockMonotonic, 0, word))
	before := g.u64(word)
	now = now.Add(time.Second)
	g.ok(g.ClockTimeGet(clockMonotonic, 0, word))
	require.EqualValues(t, time.Second, g.u64(word)-before)
	require.NotZero(t, before)
	for id := int32(0); id < 4; id++ {
		g.ok(g.ClockTimeGet(id, 1, word))
		g.ok(g.ClockResGet(id, word))
		require.NotZero(t, g.u64(word))
	}
	g.want(errInval)(g.ClockTimeGet(4, 0, word))
	g.want(errInval)(g.ClockTimeGet(-1, 0, word))
	g.want(errInval)(g.ClockResGet(4, word))
	g.want(errFault)(g.ClockTimeGet(0, 0, bad))
	g.want(errFault)(g.ClockResGet(0, bad))
}

func TestProcessClockCounts(t *testing.T) {
	g := newGuest(t, Config{})
	g.ok(g.ClockTimeGet(clockProcessCPU, 0, word))
	before := g.u64(word)
	for end := time.Now().Add(30 * time.Millisecond); time.Now().Before(end); {
	}
	g.ok(g.ClockTimeGet(clockProcessCPU, 0, word))
	require.Greater(t, g.u64(word), before)
}

func TestRandom(t *testing.T) {
	g := newGuest(t, Config{Random: strings.NewReader("0123456789")})
	g.ok(g.RandomGet(area, 4))
	require.Equal(t, "0123\x00", g.bytes(area, 5))
	g.ok(g.RandomGet(area, 0))
	g.want(errIO)(g.RandomGet(area, 100)) // the source has run dry
	g.want(errFault)(g.RandomGet(area, -1))
	g.want(errFault)(g.RandomGet(bad, 1))

	g = newGuest(t, Config{})
	g.ok(g.RandomGet(area, space))
	require.NotEqual(t, strings.Repeat("\x00", 64), g.bytes(area, 64))
}

func TestExit(t *testing.T) {
	g := newGuest(t, Config{})
	var exit *ExitError
	require.ErrorAs(t, g.ProcExit(7), &exit)
	require.EqualValues(t, 7, exit.Code)
	require.Equal(t, "exit status 7", exit.Error())
	require.Error(t, g.ProcExit(0))
}

func TestRaise(t *testing.T) {
	g := newGuest(t, Config{})
	g.ok(g.ProcRaise(signalNone))
	g.ok(g.ProcRaise(signalChld))
	g.want(errNotsup)(g.ProcRaise(signalStop))
	g.want(errInval)(g.ProcRaise(99))
	_, err := g.ProcRaise(6) // abort
	var exit *ExitError
	require.ErrorAs(t, err, &exit)
	require.EqualValues(t, 134, exit.Code)
}

func TestYieldAndSockets(t *testing.T) {
	g := newGuest(t, Config{})
	g.ok(g.SchedYield())
	g.want(errNotsock)(g.SockAccept(0, 0, word))
	g.want(errNotsock)(g.SockRecv(0, word, 1, 0, word, word))
	g.want(errNotsock)(g.SockSend(1, word, 1, 0, word))
	g.want(errNotsock)(g.SockShutdown(2, 1))
	g.want(errBadf)(g.SockShutdown(9, 1))
}

func TestStreams(t *testing.T) {
	var out, diag bytes.Buffer
	g := newGuest(t, Config{Stdin: strings.NewReader("hello"), Stdout: &out, Stderr: &diag})
	a, b := g.put([]byte("one ")), g.put([]byte("two"))
	g.ok(g.FdWrite(1, g.vecs(a, 4, bad, 0, b, 3), 3, word))
	require.EqualValues(t, 7, g.u32(word))
	require.Equal(t, "one two", out.String())
	g.write(2, "oops")
	require.Equal(t, "oops", diag.String())

	require.Equal(t, "he", g.read(0, 2))
	g.ok(g.FdRead(0, g.vecs(area, 1, area+100, 50), 2, word))
	require.EqualValues(t, 3, g.u32(word))
	require.Equal(t, "l", g.bytes(area, 1))
	require.Equal(t, "lo", g.bytes(area+100, 2))
	require.Empty(t, g.read(0, 10))

	g.want(errBadf)(g.FdWrite(0, g.vecs(a, 4), 1, word))
	g.want(errBadf)(g.FdRead(1, g.vecs(a, 4), 1, word))
	g.want(errSpipe)(g.FdSeek(1, 0, 0, word))
	g.want(errSpipe)(g.FdTell(0, word))
	g.want(errSpipe)(g.FdPread(0, g.vecs(a, 4), 1, 0, word))
	g.want(errSpipe)(g.FdPwrite(1, g.vecs(a, 4), 1, 0, word))
	g.want(errSpipe)(g.FdAdvise(0, 0, 0, 0))
	g.want(errSpipe)(g.FdAllocate(1, 0, 1))
	g.want(errInval)(g.FdFilestatSetSize(1, 0))
	g.want(errInval)(g.FdFilestatSetTimes(1, 0, 0, setAtimeNow))
	g.ok(g.FdSync(1))
	g.ok(g.FdDatasync(1))
	g.ok(g.FdFilestatGet(1, area))
	g.ok(g.FdFdstatGet(1, area))
	require.Zero(t, g.u64(area+8)&rightFdRead)
	require.NotZero(t, g.u64(area+8)&rightFdWrite)
}

func TestStreamsAbsent(t *testing.T) {
	g := newGuest(t, Config{})
	g.write(1, "into the void")
	require.Empty(t, g.read(0, 10))
}

type failing struct{ err error }

func (f failing) Write(b []byte) (int, error) { return 0, f.err }
func (f failing) Read(b []byte) (int, error)  { return 0, f.err }

func TestStreamErrors(t *testing.T) {
	g := newGuest(t, Config{Stdin: failing{errors.New("unplugged")}, Stdout: failing{errors.New("unplugged")}})
	p, n := g.str("x")
	g.want(errIO)(g.FdWrite(1, g.vecs(p, n), 1, word))
	g.want(errIO)(g.FdRead(0, g.vecs(p, n), 1, word))
}

func TestBadVectors(t *testing.T) {
	var out bytes.Buffer
	g := newGuest(t, Config{Stdin: strings.NewReader("hello"), Stdout: &out})
	p := g.put([]byte("text"))
	for name, c := range map[string]struct{ iovs, n, result int32 }{
		"list outside":         {bad, 1, word},
		"list crosses the end": {65536 - 8, 2, word},
		"list huge":            {0, -1, word},
		"buffer outside":       {g.vecs(bad, 1), 1, word},
		"buffer too long":      {g.vecs(p, -1), 1, word},
		"second one bad":       {g.vecs(p, 4, 65530, 7), 2, word},
		"result outside":       {g.vecs(p, 4), 1, bad},
	} {
		t.Run(name, func(t *testing.T) {
			g := g.in(t)
			g.want(errFault)(g.FdWrite(1, c.iovs, c.n, c.result))
			g.want(errFault)(g.FdRead(0, c.iovs, c.n, c.result))
			require.Empty(t, out.String())
		})
	}
	require.Equal(t, "hello", g.read(0, 10), "nothing was consumed")
}

// A list longer than a call takes is transferred in part; one with overlapping buffers of gigabytes needs no memory.
func TestHugeVectors(t *testing.T) {
	var out bytes.Buffer
	g := newGuest(t, Config{Stdout: &out})
	for i := range uint64(4000) { // addresses 32768 and up
		require.NoError(t, g.m.PutUint32(32768+8*i, 0))
		require.NoError(t, g.m.PutUint32(32768+8*i+4, 1))
	}
	g.ok(g.FdWrite(1, 32768, 4000, word))
	require.EqualValues(t, maxIovecs, g.u32(word)&^7)
	require.Equal(t, int(g.u32(word)), out.Len())

	g = newGuest(t, Config{})
	for i := range uint64(4000) {
		require.NoError(t, g.m.PutUint32(32768+8*i+4, 65536))
	}
	g.ok(g.FdWrite(1, 32768, 4000, word))
	require.EqualValues(t, 1024*65536, g.u32(word)&^(8*65536-1))
}

func TestCallsDoNotAllocate(t *testing.T) {
	notInWasm(t)
	g, _ := newDirGuest(t, map[string]string{"f": strings.Repeat("x", 100)})
	fd := g.open("f", 0, readWrite|rightFdSeek, 0)
	var v []int32
	for i := range int32(100) {
		v = append(v, area+i, 1)
	}
	iovs := g.vecs(v...)
	for name, call := range map[string]func(){
		"write":  func() { g.FdWrite(1, iovs, 100, word) },
		"file":   func() { g.FdPwrite(fd, iovs, 100, 0, word) },
		"read":   func() { g.FdPread(fd, iovs, 100, 0, word) },
		"seek":   func() { g.FdSeek(fd, 0, 0, word) },
		"clock":  func() { g.ClockTimeGet(1, 0, word) },
		"random": func() { g.RandomGet(area, 16) },
	} {
		require.Zero(t, testing.AllocsPerRun(20, call), name)
	}
}

func BenchmarkClockTimeGet(b *testing.B) {
	s, err := New(Config{Stdout: os.Stdout})
	require.NoError(b, err)
	require.NoError(b, s.Bind(&memory{}))
	for _, c := range []struct {
		name string
		id   int32
	}{{"realtime", clockRealtime}, {"monotonic", clockMonotonic}} {
		b.Run(c.name, func(b *testing.B) {
			for range b.N {
				s.ClockTimeGet(c.id, 0, word)
			}
		})
	}
}
