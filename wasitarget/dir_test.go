package wasitarget

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

type dirent struct {
	next, ino uint64
	kind      uint8
	name      string
}

// readdir reads entries from a cookie on into a buffer of size bytes. The last one may be cut off: it is left out.
func (g *guest) readdir(fd int32, cookie uint64, size int32) (list []dirent, full bool) {
	g.ok(g.FdReaddir(fd, area, size, int64(cookie), word))
	used := int32(g.u32(word))
	b := []byte(g.bytes(area, used))
	for len(b) >= 24 {
		n := binary.LittleEndian.Uint32(b[16:])
		if uint32(len(b)) < 24+n {
			break
		}
		list = append(list, dirent{g.direntNext(b), binary.LittleEndian.Uint64(b[8:]), b[20], string(b[24 : 24+n])})
		b = b[24+n:]
	}
	return list, used == size
}

func (g *guest) direntNext(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

func names(list []dirent) (n []string) {
	for _, e := range list {
		n = append(n, e.name)
	}
	slices.Sort(n)
	return n
}

func TestReaddir(t *testing.T) {
	g, dir := newDirGuest(t, map[string]string{"f": "", "sub/g": ""})
	list, full := g.readdir(first, 0, space)
	require.False(t, full)
	require.Equal(t, []string{".", "..", "f", "sub"}, names(list))
	for _, e := range list {
		require.NotZero(t, e.ino, e.name)
		require.Equal(t, e.name == "f", e.kind == typeRegularFile)
		require.Equal(t, e.name != "f", e.kind == typeDirectory)
	}
	rest, _ := g.readdir(first, list[1].next, space)
	require.Equal(t, list[2:], rest)
	none, _ := g.readdir(first, list[3].next, space)
	require.Empty(t, none)
	none, _ = g.readdir(first, 1<<63, space)
	require.Empty(t, none)

	require.NoError(t, os.Remove(filepath.Join(dir, "f")))
	list, _ = g.readdir(first, 0, space)
	require.Equal(t, []string{".", "..", "sub"}, names(list), "cookie 0 starts anew")

	fd := g.open("sub", openDirectory, dirRights, 0)
	list, _ = g.readdir(fd, 0, space)
	require.Equal(t, []string{".", "..", "g"}, names(list))
}

func TestReaddirSmallBuffer(t *testing.T) {
	files := map[string]string{}
	want := []string{".", ".."}
	for i := range 700 { // more than are listed at once
		name := fmt.Sprintf("file%03d", i)
		files[name], want = "", append(want, name)
	}
	g, _ := newDirGuest(t, files)
	var all []dirent
	cookie := uint64(0)
	for {
		list, full := g.readdir(first, cookie, 100)
		all = append(all, list...)
		if !full {
			break
		}
		cookie = all[len(all)-1].next
	}
	require.Equal(t, want, names(all))
	list, full := g.readdir(first, 0, 10)
	require.Empty(t, list)
	require.True(t, full)
}

// Of a large directory only a part is kept, but every cookie stays good.
func TestReaddirLarge(t *testing.T) {
	m := NewMemFS(MemOptions{})
	for i := range 3 * keptEntries {
		require.NoError(t, m.WriteFile(fmt.Sprintf("file%05d", i), nil))
	}
	g := newGuest(t, Config{Dirs: []Dir{{FS: m}}})
	cookies := map[string]uint64{}
	last := uint64(0)
	for {
		list, full := g.readdir(first, last, space)
		for _, e := range list {
			if _, twice := cookies[e.name]; twice {
				t.Fatal(e.name)
			}
			cookies[e.name] = last
			last = e.next
		}
		require.LessOrEqual(t, len(g.fds[first].dir.entries), keptEntries+256)
		if !full {
			break
		}
	}
	require.Len(t, cookies, 3*keptEntries+2)
	for _, name := range []string{"file00000", "file12287", "file06000", "..", "file05999", "file11000"} {
		list, _ := g.readdir(first, cookies[name], 200)
		require.Equal(t, name, list[0].name)
	}
}

// A listing goes on where it was, whatever comes and goes.
func TestReaddirWhileRemoving(t *testing.T) {
	bothKinds(t, Limits{}, func(t *testing.T, g *guest, fsys fs.FS) {
		for i := range 600 {
			g.ok(g.FdClose(g.open(fmt.Sprintf("f%03d", i), openCreate, readWrite, 0)))
		}
		seen := map[string]bool{}
		last := uint64(0)
		for full := true; full; {
			var list []dirent
			list, full = g.readdir(first, last, 1000)
			for _, e := range list {
				require.False(t, seen[e.name], e.name)
				seen[e.name] = true
				last = e.next
				if e.kind == typeRegularFile {
					g.ok(g.unlink(e.name))
				}
			}
		}
		require.Len(t, seen, 602)
		list, err := fs.ReadDir(fsys, ".")
		require.NoError(t, err)
		require.Empty(t, list)
	})
}

func TestReaddirErrors(t *testing.T) {
	g, _ := newDirGuest(t, map[string]string{"f": ""})
	fd := g.open("f", 0, fileAccess, 0)
	g.want(errNotdir)(g.FdReaddir(fd, area, 100, 0, word))
	g.want(errBadf)(g.FdReaddir(77, area, 100, 0, word))
	g.want(errFault)(g.FdReaddir(first, area, -1, 0, word))
	g.want(errFault)(g.FdReaddir(first, bad, 100, 0, word))
	g.want(errFault)(g.FdReaddir(first, area, 100, 0, bad))
}

func TestDirectoryIsNoFile(t *testing.T) {
	g, _ := newDirGuest(t, nil)
	v := g.vecs(area, 1)
	g.want(errBadf)(g.FdRead(first, v, 1, word))
	g.want(errBadf)(g.FdWrite(first, v, 1, word))
	g.want(errBadf)(g.FdPread(first, v, 1, 0, word))
	g.want(errBadf)(g.FdPwrite(first, v, 1, 0, word))
	g.want(errBadf)(g.FdSeek(first, 0, 0, word))
	g.want(errBadf)(g.FdTell(first, word))
	g.want(errBadf)(g.FdAllocate(first, 0, 1))
	g.want(errBadf)(g.FdFilestatSetSize(first, 0))
	g.ok(g.FdSync(first))
}

func TestPreopens(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	g := newGuest(t, Config{Dirs: []Dir{{Host: a, Guest: "/data"}, {Host: b}}})
	g.ok(g.FdPrestatGet(3, area))
	require.Zero(t, g.u32(area))
	require.EqualValues(t, 5, g.u32(area+4))
	g.ok(g.FdPrestatDirName(3, area, 5))
	require.Equal(t, "/data", g.bytes(area, 5))
	g.ok(g.FdPrestatGet(4, area))
	require.EqualValues(t, len(b), g.u32(area+4))
	g.want(errBadf)(g.FdPrestatGet(5, area))
	g.want(errBadf)(g.FdPrestatGet(0, area))
	g.want(errBadf)(g.FdPrestatDirName(0, area, 5))
	g.want(errNametoolong)(g.FdPrestatDirName(3, area, 4))
	g.want(errFault)(g.FdPrestatGet(3, bad))
	g.want(errFault)(g.FdPrestatDirName(3, bad, 100))

	_, err := New(Config{Dirs: []Dir{{Host: a}, {Host: filepath.Join(a, "missing")}}})
	require.ErrorIs(t, err, os.ErrNotExist)
}
