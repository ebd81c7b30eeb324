package wasitarget

import (
	"encoding/binary"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// clockSub lays out a $subscription.
func clockSub(userdata uint64, id uint32, timeout uint64, flags uint16) []byte {
	b := make([]byte, pollPreview1.size)
	binary.LittleEndian.PutUint64(b, userdata)
	b[8] = eventClock
	binary.LittleEndian.PutUint32(b[16:], id)
	binary.LittleEndian.PutUint64(b[24:], timeout)
	binary.LittleEndian.PutUint16(b[40:], flags)
	return b
}

func fdSub(userdata uint64, kind uint8, fd uint32) []byte {
	b := make([]byte, pollPreview1.size)
	binary.LittleEndian.PutUint64(b, userdata)
	b[8] = kind
	binary.LittleEndian.PutUint32(b[16:], fd)
	return b
}

type event struct {
	userdata uint64
	err      errno
	kind     uint8
	nbytes   uint64
	flags    uint16
}

func (g *guest) pollOneoff(subs ...[]byte) (events []event) {
	g.t.Helper()
	in := g.put(slices.Concat(subs...))
	g.ok(g.PollOneoff(in, area, int32(len(subs)), word))
	for i := range int32(g.u32(word)) {
		b := g.m.b[area+i*eventSize:]
		events = append(events, event{
			binary.LittleEndian.Uint64(b), errno(binary.LittleEndian.Uint16(b[8:])), b[10],
			binary.LittleEndian.Uint64(b[16:]), binary.LittleEndian.Uint16(b[24:]),
		})
	}
	return events
}

// fakeClock is a clock that only sleeping advances.
type fakeClock struct {
	now    time.Time
	sleeps []time.Duration
}

func (c *fakeClock) config() Config {
	return Config{Now: func() time.Time { return c.now }, Sleep: func(d time.Duration) {
		c.sleeps = append(c.sleeps, d)
		c.now = c.now.Add(d)
	}}
}

func TestPollClocks(t *testing.T) {
	c := &fakeClock{now: time.Unix(1000, 0)}
	g := newGuest(t, c.config())
	require.Equal(t, []event{{userdata: 2}}, g.pollOneoff(
		clockSub(1, clockMonotonic, uint64(time.Minute), 0),
		clockSub(2, clockRealtime, uint64(time.Second), 0)))
	require.Equal(t, []time.Duration{time.Second}, c.sleeps)

	c.sleeps = nil
	require.Equal(t, []event{{userdata: 3}}, g.pollOneoff(
		clockSub(3, clockRealtime, uint64(time.Unix(1005, 0).UnixNano()), clockAbsolute)))
	require.Equal(t, []time.Duration{4 * time.Second}, c.sleeps)

	c.sleeps = nil
	now := g.monotonic()
	require.Equal(t, []event{{userdata: 5}}, g.pollOneoff(
		clockSub(4, clockMonotonic, now+7, clockAbsolute), clockSub(5, clockMonotonic, now-1, clockAbsolute),
		clockSub(6, clockMonotonic, 1<<64-1, 0)))
	require.Empty(t, c.sleeps, "one is over already")
}

func TestPollLongWait(t *testing.T) {
	c := &fakeClock{now: time.Unix(1000, 0)}
	g := newGuest(t, c.config())
	g.pollOneoff(clockSub(1, clockMonotonic, uint64(3*time.Hour), 0))
	require.Equal(t, []time.Duration{time.Hour, time.Hour, time.Hour}, c.sleeps)
}

func TestPollErrors(t *testing.T) {
	g := newGuest(t, Config{})
	g.want(errInval)(g.PollOneoff(area, area, 0, word))
	g.want(errInval)(g.PollOneoff(area, area, -1, word))
	g.want(errFault)(g.PollOneoff(bad, area, 1, word))
	g.want(errFault)(g.PollOneoff(area, bad, 1, word))
	g.want(errFault)(g.PollOneoff(area, area, 1, bad))
	g.want(errInval)(g.PollOneoff(g.put(fdSub(1, 3, 0)), area, 1, word))
	require.Equal(t, []event{
		{1, errBadf, eventFdRead, 0, 0}, {3, errBadf, eventFdWrite, 0, 0},
	}, g.pollOneoff(fdSub(1, eventFdRead, 99), fdSub(3, eventFdWrite, 0), clockSub(4, clockMonotonic, 1<<62, 0)))
}

// As wasmtime has it: a clock that is not there is errno inval of the call, whatever else there is.
func TestPollClockErrors(t *testing.T) {
	c := &fakeClock{now: time.Unix(1000, 0)}
	g := newGuest(t, c.config())
	wait := clockSub(1, clockMonotonic, 1, 0)
	for name, subs := range map[string][][]byte{
		"unknown clock":          {clockSub(2, 4, 1, 0)},
		"unknown clock, others":  {wait, clockSub(2, 1<<31, 1, 0), fdSub(3, eventFdRead, 0)},
		"unknown flag":           {clockSub(2, clockMonotonic, 1, 2)},
		"cpu time, absolute":     {clockSub(2, clockProcessCPU, 1, clockAbsolute)},
		"cpu time beside others": {wait, clockSub(2, clockThreadCPU, 1, 0)},
		"unknown event":          {wait, fdSub(2, 3, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			g := g.in(t)
			g.want(errInval)(g.PollOneoff(g.put(slices.Concat(subs...)), area, int32(len(subs)), word))
			require.Empty(t, c.sleeps)
		})
	}
	for _, id := range []uint32{clockProcessCPU, clockThreadCPU} {
		c.sleeps = nil
		require.Equal(t, []event{{userdata: 7}}, g.pollOneoff(clockSub(7, id, 5, 0)))
		require.Equal(t, []time.Duration{5}, c.sleeps)
	}
}

func TestPollFilesAndStreams(t *testing.T) {
	g, _ := newDirGuest(t, map[string]string{"f": "12345"})
	fd := uint32(g.open("f", 0, fileAccess, 0))
	g.read(int32(fd), 2)
	require.Equal(t, []event{
		{1, success, eventFdRead, 3, 0}, {2, success, eventFdWrite, 3, 0}, {3, success, eventFdRead, 0, 0},
	}, g.pollOneoff(fdSub(1, eventFdRead, fd), fdSub(2, eventFdWrite, fd), fdSub(3, eventFdRead, 0)))
}

func TestPollPipe(t *testing.T) {
	if !canPoll {
		t.Skip("no poll on this platform")
	}
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	g := newGuest(t, Config{Stdin: r, Stdout: w})

	start := time.Now()
	wait := clockSub(1, clockMonotonic, uint64(30*time.Millisecond), 0)
	require.Equal(t, []event{{userdata: 1}}, g.pollOneoff(wait, fdSub(2, eventFdRead, 0)))
	require.GreaterOrEqual(t, time.Since(start), 30*time.Millisecond)

	require.Equal(t, []event{{3, success, eventFdWrite, 0, 0}},
		g.pollOneoff(fdSub(2, eventFdRead, 0), fdSub(3, eventFdWrite, 1)))

	g.write(1, "text")
	forever := clockSub(1, clockMonotonic, 1<<62, 0)
	require.Equal(t, []event{{2, success, eventFdRead, 4, 0}}, g.pollOneoff(forever, fdSub(2, eventFdRead, 0)))
	require.Equal(t, "text", g.read(0, 10), "polling has taken nothing")

	go func() {
		time.Sleep(20 * time.Millisecond)
		w.Close()
	}()
	events := g.pollOneoff(forever, fdSub(2, eventFdRead, 0))
	require.Len(t, events, 1)
	require.EqualValues(t, eventHangup, events[0].flags)
	require.Empty(t, g.read(0, 10))
}

func TestNonblockingStdin(t *testing.T) {
	if !canPoll {
		t.Skip("no poll on this platform")
	}
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	g := newGuest(t, Config{Stdin: r})
	g.ok(g.FdFdstatSetFlags(0, flagNonblock))
	g.want(errAgain)(g.FdRead(0, g.vecs(area, 10), 1, word))
	w.Write([]byte("x"))
	require.Equal(t, "x", g.read(0, 10))
	w.Close()
	require.Empty(t, g.read(0, 10))
}

func TestStandardFiles(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	require.NoError(t, err)
	defer null.Close()
	file, err := os.CreateTemp(t.TempDir(), "out")
	require.NoError(t, err)
	defer file.Close()
	g := newGuest(t, Config{Stdin: null, Stdout: file})
	g.ok(g.FdFdstatGet(0, area))
	require.EqualValues(t, typeCharacterDevice, g.m.b[area])
	require.NotZero(t, g.u64(area+8)&(rightFdSeek|rightFdTell), "or it would pass for a terminal")
	require.Empty(t, g.read(0, 10))
	g.ok(g.FdFdstatGet(1, area))
	require.EqualValues(t, typeRegularFile, g.m.b[area])
	g.write(1, "text")
	g.ok(g.FdClose(1))
	_, err = file.WriteString("still open for the host")
	require.NoError(t, err)
}
