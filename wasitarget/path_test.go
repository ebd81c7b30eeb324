package wasitarget

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// needLinks skips where making symbolic links is a privilege.
func needLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need a privilege on Windows")
	}
	notInWasm(t)
}

// notInWasm skips where the host's system calls are those of another Wasm engine.
func notInWasm(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("depends on the engine below")
	}
}

func (g *guest) mkdir(name string) (int32, error) {
	p, n := g.str(name)
	return g.PathCreateDirectory(first, p, n)
}

func (g *guest) rmdir(name string) (int32, error) {
	p, n := g.str(name)
	return g.PathRemoveDirectory(first, p, n)
}

func (g *guest) unlink(name string) (int32, error) {
	p, n := g.str(name)
	return g.PathUnlinkFile(first, p, n)
}

func (g *guest) rename(fd int32, from string, to int32, name string) (int32, error) {
	p, n := g.str(from)
	q, m := g.str(name)
	return g.PathRename(fd, p, n, to, q, m)
}

func (g *guest) link(fd, flags int32, from string, to int32, name string) (int32, error) {
	p, n := g.str(from)
	q, m := g.str(name)
	return g.PathLink(fd, flags, p, n, to, q, m)
}

func (g *guest) symlink(target, name string) (int32, error) {
	p, n := g.str(target)
	q, m := g.str(name)
	return g.PathSymlink(p, n, first, q, m)
}

func TestDirectories(t *testing.T) {
	g, dir := newDirGuest(t, map[string]string{"f": ""})
	g.ok(g.mkdir("a"))
	g.ok(g.mkdir("a/b/"))
	g.want(errExist)(g.mkdir("a"))
	g.want(errNoent)(g.mkdir("x/y"))
	g.want(errNotdir)(g.rmdir("f"))
	g.want(errNotempty)(g.rmdir("a"))
	g.want(errIsdir)(g.unlink("a"))
	g.want(errNotdir)(g.unlink("f/"))
	g.ok(g.rmdir("a/b"))
	g.ok(g.rmdir("a/"))
	g.ok(g.unlink("f"))
	g.want(errNoent)(g.unlink("f"))
	g.want(errNoent)(g.rmdir("f"))
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, list)
}

func TestSandbox(t *testing.T) {
	g, dir := newDirGuest(t, map[string]string{"d/f": "", "f": ""})
	outside := filepath.Join(filepath.Dir(dir), "outside")
	require.NoError(t, os.WriteFile(outside, nil, 0o666))
	for path, e := range map[string]errno{
		"/etc/passwd": errPerm, "/": errPerm, "..": errPerm, "../outside": errPerm, "d/../../outside": errPerm,
		"": errNoent, "f\x00": errIlseq, strings.Repeat("x/", 3000): errNametoolong,
	} {
		t.Run(path[:min(len(path), 20)], func(t *testing.T) {
			g := g.in(t)
			g.cannotOpen(e, path, lookupFollow, 0, rightFdRead)
			g.cannotOpen(e, path, 0, openCreate, rightFdWrite)
			g.cannotOpen(e, path, 0, openDirectory, 0)
			p, n := g.str(path)
			g.want(e)(g.PathFilestatGet(first, 0, p, n, area))
			g.want(e)(g.PathFilestatSetTimes(first, 0, p, n, 0, 0, setMtime))
			g.want(e)(g.PathReadlink(first, p, n, area, 100, word))
			g.want(e)(g.mkdir(path))
			g.want(e)(g.rmdir(path))
			g.want(e)(g.unlink(path))
			g.want(e)(g.symlink("f", path))
			g.want(e)(g.rename(first, path, first, "new"))
			g.want(e)(g.rename(first, "f", first, path))
			g.want(e)(g.link(first, 0, path, first, "new"))
			g.want(e)(g.link(first, 0, "f", first, path))
		})
	}
	require.FileExists(t, outside)
	g.ok(g.FdClose(g.open("d/.././d//f", 0, rightFdRead, 0)))
	g.want(errFault)(g.PathUnlinkFile(first, bad, 100))
	g.want(errFault)(g.PathUnlinkFile(first, word, -1))

	sub := g.open("d", openDirectory, dirRights, 0) // a directory is its own sandbox
	p, n := g.str("../f")
	g.want(errPerm)(g.PathOpen(sub, 0, p, n, 0, rightFdRead, 0, 0, word))
}

func TestSymlinks(t *testing.T) {
	needLinks(t)
	g, dir := newDirGuest(t, map[string]string{"d/f": "text", "f": "top"})
	outside := filepath.Join(filepath.Dir(dir), "outside")
	require.NoError(t, os.WriteFile(outside, []byte("secret"), 0o666))

	g.ok(g.symlink("d/f", "link"))
	p, n := g.str("link")
	g.ok(g.PathReadlink(first, p, n, area, 100, word))
	require.Equal(t, "d/f", g.bytes(area, int32(g.u32(word))))
	g.ok(g.PathReadlink(first, p, n, area, 2, word))
	require.EqualValues(t, 2, g.u32(word), "cut off")
	g.want(errFault)(g.PathReadlink(first, p, n, bad, 100, word))
	q, m := g.str("f")
	g.want(errInval)(g.PathReadlink(first, q, m, area, 100, word))

	g.ok(g.PathFilestatGet(first, 0, p, n, area))
	require.EqualValues(t, typeSymbolicLink, g.m.b[area+16])
	require.EqualValues(t, 3, g.u64(area+32))
	g.ok(g.PathFilestatGet(first, lookupFollow, p, n, area))
	require.EqualValues(t, typeRegularFile, g.m.b[area+16])

	g.cannotOpen(errLoop, "link", 0, 0, rightFdRead)
	g.cannotOpen(errExist, "link", 0, openCreate|openExclusive, rightFdRead)
	require.Equal(t, "text", g.read(g.open("link", 0, rightFdRead, 0), 100))

	g.ok(g.symlink("../outside", "out")) // may be made, not followed
	g.cannotOpen(errPerm, "out", lookupFollow, 0, rightFdRead)
	require.NoError(t, os.Symlink(outside, filepath.Join(dir, "abs")))
	g.cannotOpen(errPerm, "abs", lookupFollow, 0, rightFdRead)
	p, n = g.str("abs")
	g.want(errPerm)(g.PathFilestatGet(first, lookupFollow, p, n, area))
	g.want(errPerm)(g.PathFilestatSetTimes(first, lookupFollow, p, n, 1, 1, setMtime))
	require.NoError(t, os.Symlink(filepath.Dir(dir), filepath.Join(dir, "up")))
	g.want(errPerm)(g.unlink("up/outside"))
	g.want(errPerm)(g.rename(first, "f", first, "up/f"))
	g.want(errPerm)(g.rename(first, "up/outside", first, "f"))

	g.ok(g.symlink("loop", "loop"))
	g.cannotOpen(errLoop, "loop", lookupFollow, 0, rightFdRead)
	g.want(errPerm)(g.symlink("/etc", "x"))
	g.want(errNoent)(g.symlink("", "x"))
	g.want(errIlseq)(g.symlink("a\x00b", "x"))
	g.want(errExist)(g.symlink("x", "f"))
	g.want(errExist)(g.symlink("x", "f/"))
	g.want(errExist)(g.symlink("x", "d/"))
	g.want(errNoent)(g.symlink("x", "new/"))
}

func TestSymlinkTimes(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux sets the times of a link itself")
	}
	g, _ := newDirGuest(t, map[string]string{"f": ""})
	g.ok(g.symlink("f", "link"))
	g.ok(g.symlink("nowhere", "dangling"))
	for _, name := range []string{"link", "dangling"} {
		p, n := g.str(name)
		g.ok(g.PathFilestatSetTimes(first, 0, p, n, 0, 777, setMtime))
		g.ok(g.PathFilestatGet(first, 0, p, n, area))
		require.EqualValues(t, 777, g.u64(area+48))
	}
	p, n := g.str("f")
	g.ok(g.PathFilestatGet(first, 0, p, n, area))
	require.NotEqualValues(t, 777, g.u64(area+48))
	p, n = g.str("dangling")
	g.want(errNoent)(g.PathFilestatSetTimes(first, lookupFollow, p, n, 0, 777, setMtime))
}

func TestRename(t *testing.T) {
	g, dir := newDirGuest(t, map[string]string{"f": "F", "g": "G", "full/x": "", "d/y": ""})
	g.ok(g.mkdir("empty"))
	g.ok(g.rename(first, "f", first, "g"))
	require.Equal(t, "F", content(t, dir, "g"))
	g.want(errNoent)(g.rename(first, "f", first, "h"))
	g.want(errNotempty)(g.rename(first, "d", first, "full"))
	g.want(errIsdir)(g.rename(first, "g", first, "empty"))
	g.want(errNotdir)(g.rename(first, "d", first, "g"))
	g.ok(g.rename(first, "d", first, "empty"))
	require.FileExists(t, filepath.Join(dir, "empty", "y"))
	g.ok(g.rename(first, "empty/y", first, "full/../y"))
	require.FileExists(t, filepath.Join(dir, "y"))
	g.ok(g.rename(first, "full/", first, "moved/"))
	require.FileExists(t, filepath.Join(dir, "moved", "x"))
	g.want(errNotdir)(g.rename(first, "y/", first, "z"))
}

func TestRenameAndLinkBetweenDirectories(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("errno xdev elsewhere")
	}
	a, b := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(a, "f"), []byte("F"), 0o666))
	require.NoError(t, os.Symlink("f", filepath.Join(a, "link")))
	g := newGuest(t, Config{Dirs: []Dir{{Host: a, Guest: "/a"}, {Host: b, Guest: "/b"}}})
	g.ok(g.link(3, 0, "f", 4, "linked"))
	require.Equal(t, "F", content(t, b, "linked"))
	g.ok(g.link(3, 0, "link", 4, "link"))
	target, err := os.Readlink(filepath.Join(b, "link"))
	require.NoError(t, err)
	require.Equal(t, "f", target)
	g.want(errNotdir)(g.link(3, 0, "link/", 4, "other"))
	g.want(errExist)(g.link(3, 0, "f", 4, "linked"))
	g.ok(g.rename(3, "f", 4, "moved"))
	require.Equal(t, "F", content(t, b, "moved"))
	g.want(errPerm)(g.rename(4, "moved", 3, ".."))
	g.want(errBusy)(g.rename(4, "moved", 3, "."))
	g.want(errPerm)(g.rename(4, "moved", 3, "../moved"))
}

func TestHardLinks(t *testing.T) {
	g, dir := newDirGuest(t, map[string]string{"f": "F", "d/x": ""})
	g.ok(g.link(first, 0, "f", first, "d/g"))
	require.Equal(t, "F", content(t, dir, "d", "g"))
	p, n := g.str("f")
	g.ok(g.PathFilestatGet(first, 0, p, n, area))
	require.EqualValues(t, 2, g.u64(area+24))
	g.want(errExist)(g.link(first, 0, "f", first, "d/g"))
	g.want(errNoent)(g.link(first, 0, "f", first, "new/"))
	g.want(errNoent)(g.link(first, 0, "missing", first, "new"))
	g.ok(g.link(first, lookupFollow, "f", first, "new"))
}
