package wasitarget

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// bothKinds runs a test over a directory of the host and over memory, with limits.
func bothKinds(t *testing.T, l Limits, test func(t *testing.T, g *guest, fsys fs.FS)) {
	t.Run("host", func(t *testing.T) {
		dir := t.TempDir()
		test(t, newGuest(t, Config{Dirs: []Dir{{Host: dir, Guest: "/"}}, Limits: l}), os.DirFS(dir))
	})
	t.Run("memory", func(t *testing.T) {
		m := NewMemFS(MemOptions{})
		test(t, newGuest(t, Config{Dirs: []Dir{{FS: m}}, Limits: l}), m)
	})
}

// Files, directories, listings under way and renumbered descriptors count, and are given back.
func TestLimitDescriptors(t *testing.T) {
	bothKinds(t, Limits{Descriptors: 8}, func(t *testing.T, g *guest, fsys fs.FS) { // four of them at the start
		for i := range 300 {
			g.ok(g.FdClose(g.open(fmt.Sprint("f", i), openCreate, readWrite, 0)))
		}
		a := g.open("f1", 0, readWrite, 0)
		b := g.open(".", openDirectory, dirRights, 0)
		c := g.open("f2", 0, readWrite, 0)
		g.readdir(b, 0, 500) // opened, and not at the end
		g.cannotOpen(errMfile, "f3", 0, 0, readWrite)
		g.cannotOpen(errMfile, ".", 0, openDirectory, 0)
		g.cannotOpen(errMfile, "new", 0, openCreate, readWrite)
		_, err := fs.Stat(fsys, "new")
		require.ErrorIs(t, err, fs.ErrNotExist, "nothing is made that cannot be opened")
		g.want(errMfile)(g.FdReaddir(first, area, 500, 0, word))
		g.ok(g.PathCreateDirectory(first, g.put([]byte("d")), 1)) // needs none

		g.ok(g.FdRenumber(a, c)) // c is closed
		g.readdir(first, 0, 500)
		g.want(errMfile)(g.PathOpen(first, 0, g.put([]byte("f1")), 2, 0, rightFdRead, 0, 0, word))
		g.ok(g.FdClose(b)) // with its listing
		require.Equal(t, a, g.open("f1", 0, readWrite, 0), "the lowest free number")
		require.Equal(t, b, g.open("f1", 0, readWrite, 0))
		g.cannotOpen(errMfile, "f3", 0, 0, readWrite)
		g.want(errBadf)(g.FdClose(99))
	})
}

func TestLimitDescriptorsByDefault(t *testing.T) {
	g, _ := newDirGuest(t, map[string]string{"f": ""})
	for range defaultDescriptors - 4 {
		g.open("f", 0, rightFdRead, 0)
	}
	g.cannotOpen(errMfile, "f", 0, 0, rightFdRead)
	host, err := os.Open(os.DevNull)
	require.NoError(t, err)
	require.NoError(t, host.Close())
}

// The lowest free number is found without looking at all: this would take hours else.
func TestManyNumbers(t *testing.T) {
	s, err := New(Config{Limits: Limits{Descriptors: 1 << 30}})
	require.NoError(t, err)
	install := func(want int32) {
		if fd, err := s.install(&descriptor{opened: new(opened)}); err != nil || fd != want {
			t.Fatal(fd, err, want)
		}
	}
	for fd := int32(3); fd < maxDescriptors; fd++ {
		install(fd)
	}
	_, err = s.install(&descriptor{opened: new(opened)})
	require.Equal(t, errMfile, err)
	for fd := int32(maxDescriptors - 1); fd >= 3; fd -= 2 {
		if e, err := s.FdClose(fd); e != 0 || err != nil {
			t.Fatal(e, err)
		}
	}
	for fd := int32(3); fd < maxDescriptors; fd += 2 {
		install(fd)
	}
}

func TestLimitWritten(t *testing.T) {
	bothKinds(t, Limits{Written: 100}, func(t *testing.T, g *guest, fsys fs.FS) {
		size := func() int64 {
			fi, err := fs.Stat(fsys, "f")
			require.NoError(t, err)
			return fi.Size()
		}
		fd := g.open("f", openCreate, fileAccess|rightFdAllocate, 0)
		g.write(fd, "0123456789") // 10
		p, n := g.str("0123456789")
		g.ok(g.FdPwrite(fd, g.vecs(p, n), 1, 20, word)) // 30, with the hole
		require.EqualValues(t, 30, size())
		g.ok(g.FdPwrite(fd, g.vecs(p, n), 1, 20, word)) // 40: what is written again counts again
		g.ok(g.FdFilestatSetSize(fd, 40))               // 50
		g.ok(g.FdFilestatSetSize(fd, 0))
		g.ok(g.FdAllocate(fd, 0, 20)) // 70
		g.ok(g.FdAllocate(fd, 0, 10))
		g.ok(g.FdFdstatSetFlags(fd, flagAppend))
		g.write(fd, "0123456789") // 80
		require.EqualValues(t, 30, size())
		g.ok(g.FdFdstatSetFlags(fd, 0))
		g.ok(g.FdSeek(fd, 45, 0, word))
		g.want(errNospc)(g.FdFilestatSetSize(fd, 51))
		g.want(errNospc)(g.FdFilestatSetSize(fd, 1<<62))
		g.want(errNospc)(g.FdAllocate(fd, 1<<61, 1<<61))
		g.want(errNospc)(g.FdPwrite(fd, g.vecs(p, n), 1, 50, word))
		require.EqualValues(t, 30, size())
		g.ok(g.FdWrite(fd, g.vecs(p, n), 1, word)) // 100
		require.EqualValues(t, 5, g.u32(word), "as much as there is room for")
		require.EqualValues(t, 50, size())
		g.want(errNospc)(g.FdWrite(fd, g.vecs(p, n), 1, word))
		g.want(errNospc)(g.FdPwrite(fd, g.vecs(p, n), 1, 0, word))
		g.ok(g.FdWrite(fd, g.vecs(p, 0), 1, word))
		g.ok(g.FdFilestatSetSize(fd, 50))
		g.ok(g.FdFilestatSetSize(fd, 10))
		other := g.open("other", openCreate, readWrite, 0)
		g.want(errNospc)(g.FdWrite(other, g.vecs(p, n), 1, word))
	})
}

// Output that goes to a file takes the host's space; what goes through a pipe does not.
func TestLimitWrittenOutput(t *testing.T) {
	out := stdFile(t, "", os.O_WRONLY)
	g := newGuest(t, Config{Stdout: out, Stderr: &strings.Builder{}, Limits: Limits{Written: 5}})
	p, n := g.str("0123456789")
	g.ok(g.FdWrite(1, g.vecs(p, n), 1, word))
	require.EqualValues(t, 5, g.u32(word))
	g.want(errNospc)(g.FdWrite(1, g.vecs(p, n), 1, word))
	g.write(2, "0123456789")
	require.Equal(t, "01234", text(t, out))
}

func TestLimitCreated(t *testing.T) {
	needLinks(t)
	bothKinds(t, Limits{Created: 4}, func(t *testing.T, g *guest, fsys fs.FS) {
		g.want(errNoent)(g.mkdir("x/y")) // what fails does not count
		g.ok(g.mkdir("d"))
		g.ok(g.FdClose(g.open("f", openCreate, readWrite, 0)))
		g.ok(g.FdClose(g.open("f", openCreate, readWrite, 0))) // it is there
		g.ok(g.symlink("f", "s"))
		g.ok(g.link(first, 0, "f", first, "l"))
		g.want(errNospc)(g.mkdir("e"))
		g.want(errNospc)(g.symlink("f", "t"))
		g.want(errNospc)(g.link(first, 0, "f", first, "m"))
		g.cannotOpen(errNospc, "g", 0, openCreate, readWrite)
		g.ok(g.unlink("f")) // nothing is given back
		g.cannotOpen(errNospc, "f", 0, openCreate, readWrite)
		g.ok(g.rename(first, "l", first, "f"))
		list, err := fs.ReadDir(fsys, ".")
		require.NoError(t, err)
		require.Len(t, list, 3)
	})
}

func TestLimitPaths(t *testing.T) {
	bothKinds(t, Limits{PathBytes: 20, PathDepth: 3}, func(t *testing.T, g *guest, fsys fs.FS) {
		for _, name := range []string{"a", "a/b", "a/b/c", "a/b/c/d"} {
			g.ok(g.mkdir(name))
		}
		g.want(errNametoolong)(g.mkdir("a/b/c/d/e"))
		g.ok(g.mkdir("a/../a/b/c/../c/f"))
		g.want(errNametoolong)(g.mkdir(strings.Repeat("x", 21)))
		g.ok(g.mkdir(strings.Repeat("x", 20)))
		d := g.open("a/b/c/d", openDirectory, dirRights, 0)
		p, n := g.str("e")
		g.ok(g.PathCreateDirectory(d, p, n)) // paths begin anew in it
	})
}

// The defaults let long paths through, at a cost that is bounded.
func TestPathsLongByDefault(t *testing.T) {
	deep := strings.TrimSuffix(strings.Repeat("d/", 256), "/")
	dir, m := t.TempDir(), NewMemFS(MemOptions{})
	require.NoError(t, os.MkdirAll(filepath.Join(dir, deep), 0o777))
	require.NoError(t, m.WriteFile(deep+"/f", nil))
	for name, d := range map[string]Dir{"host": {Host: dir, Guest: "/"}, "memory": {FS: m}} {
		t.Run(name, func(t *testing.T) {
			g := newGuest(t, Config{Dirs: []Dir{d}})
			for path, e := range map[string]errno{
				strings.Repeat("d/../", 800) + "d":  success,
				deep:                                success,
				deep + "/..":                        success,
				deep + strings.Repeat("/../d", 600): success,
				deep[:2*200] + strings.Repeat("../", 200) + deep[:2*250]: success,
				deep + "/x":               errNoent,
				deep + "/x/y":             errNoent,
				strings.Repeat("d/", 600): errNoent,
				strings.Repeat("d/", 250) + strings.Repeat("../", 251): errPerm,
				strings.Repeat("d/", 2049):                             errNametoolong,
			} {
				p, n := g.str(path)
				g.in(t).want(e)(g.PathFilestatGet(first, 0, p, n, area))
			}
		})
	}
}

func TestParseLimits(t *testing.T) {
	l, err := ParseLimits("fds=64,write=5000000000,create=7,memory=131072,heap=8000000000")
	require.NoError(t, err)
	require.Equal(t, Limits{Descriptors: 64, Written: 5000000000, Created: 7, Memory: 131072, Heap: 8000000000}, l)
	l, err = ParseLimits("")
	require.NoError(t, err)
	require.Zero(t, l)
	for _, text := range []string{"fds", "fds=", "fds=0", "fds=-1", "fds=1.5", "size=5", "fds=99999999999999999999", "=1"} {
		_, err := ParseLimits(text)
		require.Error(t, err, text)
	}
}
