package wasitarget

import (
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestOpen(t *testing.T) {
	g, dir := newDirGuest(t, map[string]string{"f": "text", "d/g": ""})
	g.cannotOpen(errNoent, "new", 0, 0, rightFdRead)
	g.open("new", openCreate, readWrite, 0)
	g.open("new", openCreate, readWrite, 0)
	g.cannotOpen(errExist, "f", 0, openCreate|openExclusive, readWrite)
	g.open("excl", openCreate|openExclusive, readWrite, 0)
	g.open("f", openTruncate, readWrite, 0)
	require.Empty(t, content(t, dir, "f"))

	g.cannotOpen(errNotdir, "f", 0, openDirectory, 0)
	g.cannotOpen(errNotdir, "f/", 0, 0, rightFdRead)
	g.cannotOpen(errNotdir, "f/x", 0, 0, rightFdRead)
	g.cannotOpen(errIsdir, "d", 0, 0, readWrite)
	g.cannotOpen(errIsdir, "d", 0, openCreate, rightFdRead)
	g.cannotOpen(errInval, "d", 0, openDirectory|openCreate, 0)
	g.cannotOpen(errInval, "f", 0, 1<<4, 0)
	g.cannotOpen(errIsdir, "new dir/", 0, openCreate, readWrite)
	for _, name := range []string{"d", "d/", ".", "d/."} {
		fd := g.open(name, 0, dirRights|rightFdRead, 0)
		g.ok(g.FdFdstatGet(fd, area))
		require.EqualValues(t, typeDirectory, g.m.b[area])
		require.Zero(t, g.u64(area+8)&rightFdRead)
	}
	for _, name := range []string{"d", "d/", "."} { // the right to write asks for a file
		g.cannotOpen(errIsdir, name, 0, openDirectory, readWrite)
		g.cannotOpen(errIsdir, name, 0, openDirectory, rightFdWrite)
		g.cannotOpen(errIsdir, name, 0, 0, rightFdWrite)
		g.open(name, openDirectory, allRights&^rightFdWrite, 0)
	}

	p, n := g.str("f")
	g.want(errInval)(g.PathOpen(first, 0, p, n, 0, 0, 0, 1<<5, word))
	g.want(errFault)(g.PathOpen(first, 0, p, n, 0, 0, 0, 0, bad))
	g.want(errNotdir)(g.PathOpen(g.open("f", 0, 0, 0), 0, p, n, 0, 0, 0, 0, word))
	g.want(errNotdir)(g.PathOpen(0, 0, p, n, 0, 0, 0, 0, word))
	g.want(errBadf)(g.PathOpen(1000, 0, p, n, 0, 0, 0, 0, word))
}

func TestOpenInSubdirectory(t *testing.T) {
	g, _ := newDirGuest(t, map[string]string{"d/e/f": "text"})
	d := g.open("d", openDirectory, dirRights, 0)
	p, n := g.str("e/f")
	g.ok(g.PathOpen(d, 0, p, n, 0, rightFdRead, 0, 0, word))
	require.Equal(t, "text", g.read(int32(g.u32(word)), 10))
}

func TestReadOnly(t *testing.T) {
	dir := t.TempDir()
	rw := newGuest(t, Config{Dirs: []Dir{{Host: dir, Guest: "/"}}})
	rw.write(rw.open("f", openCreate, readWrite, 0), "text")
	rw.ok(rw.mkdir("d"))

	g := newGuest(t, Config{Dirs: []Dir{{Host: dir, Guest: "/", ReadOnly: true}, {Host: t.TempDir(), Guest: "/tmp"}}})
	f := g.open("f", 0, rightFdRead, 0)
	require.Equal(t, "text", g.read(f, 10))
	g.open("f", openCreate, rightFdRead, 0) // exists: nothing to create
	g.cannotOpen(errExist, "f", 0, openCreate|openExclusive, rightFdRead)
	g.cannotOpen(errRofs, "f", 0, 0, readWrite)
	g.cannotOpen(errRofs, "f", 0, openTruncate, rightFdRead)
	g.cannotOpen(errRofs, "new", 0, openCreate, rightFdRead)
	g.want(errRofs)(g.mkdir("x"))
	g.want(errRofs)(g.rmdir("d"))
	g.want(errRofs)(g.unlink("f"))
	g.want(errRofs)(g.symlink("f", "l"))
	g.want(errRofs)(g.link(3, 0, "f", 3, "l"))
	g.want(errRofs)(g.link(3, 0, "f", 4, "l"))
	g.want(errRofs)(g.rename(3, "f", 3, "l"))
	g.want(errRofs)(g.rename(3, "f", 4, "l"))
	g.want(errRofs)(g.FdFilestatSetTimes(f, 1, 1, setMtime))
	g.want(errRofs)(g.FdFilestatSetTimes(3, 1, 1, setMtime))
	p, n := g.str("f")
	g.want(errRofs)(g.PathFilestatSetTimes(3, 0, p, n, 1, 1, setMtime))
	d := g.open("d", openDirectory, dirRights, 0)
	g.want(errRofs)(g.PathCreateDirectory(d, p, n))
	g.ok(g.FdFdstatGet(3, area))
	require.Zero(t, (g.u64(area+8)|g.u64(area+16))&writeRights)
	require.FileExists(t, filepath.Join(dir, "f"))
}

func TestRightsGivenUp(t *testing.T) {
	g, _ := newDirGuest(t, map[string]string{"f": "text", "d/g": "text"})
	fd := g.open("f", 0, fileAccess, 0)
	g.ok(g.FdFdstatSetRights(fd, rightFdRead, 0))
	p, n := g.str("x")
	g.want(errNotcapable)(g.FdWrite(fd, g.vecs(p, n), 1, word))
	g.want(errNotcapable)(g.FdSeek(fd, 0, 0, word))
	g.want(errNotcapable)(g.FdPread(fd, g.vecs(area, n), 1, 0, word))
	require.Equal(t, "text", g.read(fd, 10))
	g.want(errNotcapable)(g.FdFdstatSetRights(fd, fileAccess, 0))
	g.ok(g.FdFdstatGet(fd, area))
	require.EqualValues(t, rightFdRead, g.u64(area+8))
	g.want(errBadf)(g.FdFdstatSetRights(99, 0, 0))

	g.ok(g.FdFdstatSetRights(first, dirRights&^(rightPathUnlinkFile|rightPathCreateFile), dirRights|rightFdRead))
	g.want(errNotcapable)(g.unlink("f"))
	g.cannotOpen(errNotcapable, "new", 0, openCreate, rightFdRead)
	g.cannotOpen(errNotcapable, "f", 0, 0, readWrite)
	g.open("f", 0, rightFdRead, 0)
	d := g.open("d", openDirectory, dirRights, 0)
	p, n = g.str("g")
	g.want(errNotcapable)(g.PathOpen(d, 0, p, n, 0, rightFdWrite, 0, 0, word))
	g.ok(g.PathOpen(d, 0, p, n, 0, rightFdRead, 0, 0, word))
}

// A right that was only not asked for is not missed.
func TestRightsNotAskedFor(t *testing.T) {
	g, _ := newDirGuest(t, map[string]string{"d/f": "text"})
	d := g.open("d", openDirectory, 0, 0)
	p, n := g.str("f")
	g.ok(g.PathOpen(d, 0, p, n, 0, readWrite, 0, 0, word))
	fd := int32(g.u32(word))
	g.ok(g.FdSeek(fd, 1, 0, word))
	g.ok(g.PathUnlinkFile(d, p, n))
}

func TestNamedPipe(t *testing.T) {
	g, dir := newDirGuest(t, nil)
	if err := mkfifo(filepath.Join(dir, "pipe")); err != nil {
		t.Skip("no named pipes: ", err)
	}
	r := g.open("pipe", 0, rightFdRead, flagNonblock) // does not wait for a writer
	w := g.open("pipe", 0, rightFdWrite, flagNonblock)
	g.want(errAgain)(g.FdRead(r, g.vecs(area, 10), 1, word))
	g.write(w, "text")
	require.Equal(t, "text", g.read(r, 10))
	g.ok(g.FdFdstatGet(r, area))
	require.Zero(t, g.m.b[area])
	g.want(errSpipe)(g.FdSeek(r, 0, 0, word))

	full := 0
	p := g.put(make([]byte, 4096))
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); {
		e, err := g.FdWrite(w, g.vecs(p, 4096), 1, word)
		require.NoError(t, err)
		if errno(e) == errAgain {
			break
		}
		require.Zero(t, e)
		full += int(g.u32(word))
	}
	require.NotZero(t, full)
	require.Contains(t, []string{"linux", "darwin"}, runtime.GOOS)
}
