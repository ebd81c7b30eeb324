package wasitarget

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// stdFile is a file of the host with a text and an old time, opened with flags.
func stdFile(t *testing.T, text string, flags int) *os.File {
	name := filepath.Join(t.TempDir(), "f")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o666))
	require.NoError(t, os.Chtimes(name, time.Unix(1e9, 0), time.Unix(1e9, 0)))
	f, err := os.OpenFile(name, flags, 0)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

func text(t *testing.T, f *os.File) string {
	b, err := os.ReadFile(f.Name())
	require.NoError(t, err)
	return string(b)
}

// Standard streams that are plain files can be read and written, and nothing else.
func TestStandardStreamsAreOrdered(t *testing.T) {
	in, out := stdFile(t, "input", os.O_RDWR), stdFile(t, "output", os.O_RDWR)
	g := newGuest(t, Config{Stdin: in, Stdout: out})
	p, n := g.str("X")
	for fd := range int32(2) {
		g.want(errSpipe)(g.FdSeek(fd, 0, 0, word))
		g.want(errSpipe)(g.FdTell(fd, word))
		g.want(errSpipe)(g.FdAdvise(fd, 0, 0, 0))
		g.want(errNotcapable)(g.FdFilestatSetTimes(fd, 0, 0, setAtimeNow|setMtimeNow))
		g.want(errNotcapable)(g.FdFdstatSetFlags(fd, flagAppend))
		g.ok(g.FdFdstatGet(fd, area))
		require.EqualValues(t, typeRegularFile, g.m.b[area])
		require.Zero(t, g.u64(area+8)&(rightFdSeek|rightFdTell|rightFdAllocate|rightFdFilestatSetSize|rightFdFilestatSetTimes))
	}
	g.want(errSpipe)(g.FdPread(0, g.vecs(area, 1), 1, 0, word))
	g.want(errSpipe)(g.FdPwrite(1, g.vecs(p, n), 1, 0, word))
	g.want(errBadf)(g.FdFilestatSetSize(0, 0))
	g.want(errBadf)(g.FdAllocate(0, 0, 100))
	g.want(errNotcapable)(g.FdFilestatSetSize(1, 0))
	g.want(errNotcapable)(g.FdAllocate(1, 0, 100))
	require.Equal(t, "in", g.read(0, 2))
	g.write(1, "OUT")
	require.Equal(t, "put", g.read(0, 20))
	require.Equal(t, "OUTput", text(t, out))

	fi, err := in.Stat()
	require.NoError(t, err)
	require.Equal(t, time.Unix(1e9, 0), fi.ModTime())
}

// What the host allows works, and only that.
func TestStandardStreamRights(t *testing.T) {
	in, out := stdFile(t, "input", os.O_RDONLY), stdFile(t, "output", os.O_RDWR)
	g := newGuest(t, Config{Stdin: Stream{File: in, AllowSeek: true, AllowResize: true}, Stdout: &Stream{out, true, true, true}})
	g.ok(g.FdSeek(0, 2, 0, word))
	require.Equal(t, "put", g.read(0, 20))
	g.want(errBadf)(g.FdFilestatSetSize(0, 0))
	g.want(errNotcapable)(g.FdFilestatSetTimes(0, 0, 0, setMtimeNow))
	g.ok(g.FdFilestatSetSize(1, 3))
	g.ok(g.FdFdstatSetFlags(1, flagAppend))
	g.write(1, "!")
	require.Equal(t, "out!", text(t, out))
	g.ok(g.FdFilestatSetTimes(1, 0, 0, setMtimeNow))
	g.ok(g.FdAllocate(1, 0, 100))
	require.Len(t, text(t, out), 100)

	g = newGuest(t, Config{Stdout: Stream{File: out, AllowSeek: true}})
	g.ok(g.FdSeek(1, 0, 0, word))
	g.want(errNotcapable)(g.FdFilestatSetSize(1, 0))
	g.want(errNotcapable)(g.FdAllocate(1, 0, 1000))
}

// run prog >> log: the file only grows, whatever the host allows beside.
func TestStandardStreamAppends(t *testing.T) {
	if !opensToAppend(stdFile(t, "", os.O_WRONLY|os.O_APPEND)) {
		t.Skip("the platform does not tell append mode")
	}
	for _, allow := range []bool{false, true} {
		log := stdFile(t, "keep", os.O_RDWR|os.O_APPEND)
		g := newGuest(t, Config{Stdout: Stream{log, allow, allow, allow}})
		g.ok(g.FdFdstatGet(1, area))
		require.EqualValues(t, flagAppend, g.m.b[area+2])
		g.want(errPerm)(g.FdFdstatSetFlags(1, 0))
		if allow {
			g.ok(g.FdSeek(1, 0, 0, word))
		}
		g.write(1, " this")
		require.NotZero(t, g.must(g.FdPwrite(1, g.vecs(area, 4), 1, 0, word)))
		g.want(errNotcapable)(g.FdFilestatSetSize(1, 0))
		g.want(errNotcapable)(g.FdAllocate(1, 0, 100))
		require.Equal(t, "keep this", text(t, log))
	}
}

// must is the errno of a call that does not end the program.
func (g *guest) must(e int32, err error) errno {
	g.t.Helper()
	require.NoError(g.t, err)
	return errno(e)
}

// A stream keeps its rights under another number.
func TestStandardStreamRenumbered(t *testing.T) {
	out := stdFile(t, "output", os.O_RDWR)
	dir := t.TempDir()
	g := newGuest(t, Config{Stdout: out, Dirs: []Dir{{Host: dir, Guest: "/"}}})
	fd := g.open("f", openCreate, fileAccess, 0)
	g.ok(g.FdRenumber(1, fd))
	g.want(errNotcapable)(g.FdFilestatSetSize(fd, 0))
	g.want(errSpipe)(g.FdSeek(fd, 0, 0, word))
	other := g.open("f", 0, fileAccess, 0)
	require.EqualValues(t, 1, other)
	g.ok(g.FdFilestatSetSize(1, 5))
	g.ok(g.FdRenumber(fd, 1))
	g.want(errNotcapable)(g.FdFilestatSetSize(1, 0))
	g.write(1, "OUT")
	require.Equal(t, "OUTput", text(t, out))
}

// A directory as input is no directory that paths start from.
func TestStandardDirectory(t *testing.T) {
	dir, err := os.Open(t.TempDir())
	require.NoError(t, err)
	defer dir.Close()
	g := newGuest(t, Config{Stdin: dir})
	p, n := g.str("x")
	g.want(errNotdir)(g.PathOpen(0, 0, p, n, openCreate, allRights, allRights, 0, word))
	g.want(errNotdir)(g.PathCreateDirectory(0, p, n))
	g.want(errNotdir)(g.FdReaddir(0, area, 100, 0, word))
	g.want(errBadf)(g.FdPrestatGet(0, area))
	g.want(errNotcapable)(g.FdFilestatSetTimes(0, 0, 0, setMtimeNow))
	g.ok(g.FdFdstatGet(0, area))
	require.EqualValues(t, typeDirectory, g.m.b[area])
	require.NotZero(t, g.must(g.FdRead(0, g.vecs(area, 10), 1, word)))
}

func TestNullDevice(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	require.NoError(t, err)
	defer null.Close()
	g := newGuest(t, Config{Stdin: null, Stdout: null})
	require.Empty(t, g.read(0, 10))
	g.write(1, "gone")
	g.want(errSpipe)(g.FdSeek(1, 0, 0, word))
	g.want(errNotcapable)(g.FdFilestatSetSize(1, 0))
	g.want(errNotcapable)(g.FdFilestatSetTimes(0, 0, 0, setMtimeNow))
	if canPoll {
		require.Equal(t, []event{{1, success, eventFdRead, 1, 0}, {2, success, eventFdWrite, 0, 0}},
			g.pollOneoff(fdSub(1, eventFdRead, 0), fdSub(2, eventFdWrite, 1)))
	}
}
