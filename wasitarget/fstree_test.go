package wasitarget

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
)

func mapFS() fstest.MapFS {
	return fstest.MapFS{
		"f":      {Data: []byte("0123456789"), ModTime: time.Unix(1e9, 0)},
		"d/g":    {Data: []byte("deep")},
		"link":   {Data: []byte("d/../f"), Mode: fs.ModeSymlink},
		"out":    {Data: []byte("../../etc"), Mode: fs.ModeSymlink},
		"abs":    {Data: []byte("/f"), Mode: fs.ModeSymlink},
		"loop":   {Data: []byte("loop"), Mode: fs.ModeSymlink},
		"d/back": {Data: []byte("../f"), Mode: fs.ModeSymlink},
	}
}

// onlyFS hides all but Open, and of files all but reading.
type onlyFS struct{ fsys fs.FS }

func (o onlyFS) Open(name string) (fs.File, error) {
	f, err := o.fsys.Open(name)
	if _, dir := f.(fs.ReadDirFile); err != nil || dir {
		return f, err
	}
	return onlyFile{f}, nil
}

type onlyFile struct{ fs.File }

func TestFS(t *testing.T) {
	plain := fstest.MapFS{"f": mapFS()["f"], "d/g": mapFS()["d/g"]}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	require.NoError(t, z.AddFS(plain))
	require.NoError(t, z.Close())
	zipped, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, plain))
	require.NoError(t, os.Chtimes(filepath.Join(dir, "f"), time.Time{}, plain["f"].ModTime))
	for name, fsys := range map[string]fs.FS{"map": plain, "only Open": onlyFS{plain}, "zip": zipped, "directory": os.DirFS(dir)} {
		t.Run(name, func(t *testing.T) {
			g := newGuest(t, Config{Dirs: []Dir{{FS: fsys}}})
			fd := g.open("f", 0, rightFdRead|rightFdSeek|rightFdTell, 0)
			require.Equal(t, "01", g.read(fd, 2))
			require.Equal(t, "23", g.read(fd, 2))
			g.ok(g.FdSeek(fd, 7, io.SeekStart, word))
			require.Equal(t, "789", g.read(fd, 5))
			require.Empty(t, g.read(fd, 5))
			g.ok(g.FdSeek(fd, -9, io.SeekEnd, word))
			require.Equal(t, "1", g.read(fd, 1))
			g.ok(g.FdPread(fd, g.vecs(area, 3), 1, 5, word))
			require.Equal(t, "567", g.bytes(area, 3))
			require.Equal(t, "2", g.read(fd, 1), "the position stays")
			g.ok(g.FdSeek(fd, 1000, io.SeekStart, word))
			require.Empty(t, g.read(fd, 1))
			g.want(errInval)(g.FdSeek(fd, -1, io.SeekStart, word))

			p, n := g.str("f")
			g.ok(g.PathFilestatGet(first, 0, p, n, area))
			require.EqualValues(t, 10, g.u64(area+32))
			require.EqualValues(t, plain["f"].ModTime.UnixNano(), g.u64(area+48))
			inode := g.u64(area + 8)
			p, n = g.str("d/g")
			g.ok(g.PathFilestatGet(first, 0, p, n, area))
			require.NotEqual(t, inode, g.u64(area+8))

			d := g.open("d", openDirectory, dirRights, 0)
			p, n = g.str("g")
			g.ok(g.PathOpen(d, 0, p, n, 0, rightFdRead, 0, 0, word))
			require.Equal(t, "deep", g.read(int32(g.u32(word)), 10))
			list, _ := g.readdir(first, 0, space)
			require.Equal(t, []string{".", "..", "d", "f"}, names(list))

			g.cannotOpen(errRofs, "new", 0, openCreate, rightFdRead)
			g.want(errRofs)(g.mkdir("new"))
			g.want(errRofs)(g.unlink("f"))
		})
	}
}

func TestDirOfTwoKinds(t *testing.T) {
	_, err := New(Config{Dirs: []Dir{{Host: "/srv", FS: mapFS()}}})
	require.EqualError(t, err, "preopened directory: /srv: both a directory of the host and an FS")
}

func TestFSLinks(t *testing.T) {
	g := newGuest(t, Config{Dirs: []Dir{{FS: mapFS(), Guest: "/"}}})
	require.Equal(t, "01", g.read(g.open("link", 0, rightFdRead, 0), 2))
	require.Equal(t, "01", g.read(g.open("d/back", 0, rightFdRead, 0), 2))
	g.cannotOpen(errPerm, "out", lookupFollow, 0, rightFdRead)
	g.cannotOpen(errPerm, "abs", lookupFollow, 0, rightFdRead)
	g.cannotOpen(errLoop, "loop", lookupFollow, 0, rightFdRead)
	g.cannotOpen(errLoop, "link", 0, 0, rightFdRead)
	p, n := g.str("link")
	g.ok(g.PathReadlink(first, p, n, area, 100, word))
	require.Equal(t, "d/../f", g.bytes(area, int32(g.u32(word))))
}

// oddFS answers nonsense.
type oddFS struct {
	open func() (fs.File, error)
}

func (o oddFS) Open(string) (fs.File, error) { return o.open() }
func (oddFS) Lstat(name string) (fs.FileInfo, error) {
	return oddInfo{strings.HasPrefix(name, "d") || name == "."}, nil
}
func (oddFS) ReadLink(string) (string, error) { return "", nil }

type oddInfo struct{ dir bool }

func (i oddInfo) Name() string { return "../.." }
func (i oddInfo) Size() int64  { return -5 }
func (i oddInfo) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir
	}
	return 0
}
func (i oddInfo) ModTime() time.Time { return time.Time{} }
func (i oddInfo) IsDir() bool        { return i.dir }
func (i oddInfo) Sys() any           { return (*int)(nil) }

type oddFile struct{ n int }

func (f oddFile) Stat() (fs.FileInfo, error) { return oddInfo{}, nil }
func (f oddFile) Read(b []byte) (int, error) { return f.n, nil }
func (f oddFile) Close() error               { return nil }
func (f oddFile) ReadDir(int) ([]fs.DirEntry, error) {
	return []fs.DirEntry{nil, fs.FileInfoToDirEntry(oddInfo{})}, io.EOF
}

// endless is a directory that never ends, of nothing that has a name, and a file that never ends.
type endless struct{ oddFile }

func (endless) ReadDir(int) ([]fs.DirEntry, error) { return []fs.DirEntry{nil}, nil }
func (endless) Read(b []byte) (int, error)         { return len(b), nil }

func TestFSEndless(t *testing.T) {
	g := newGuest(t, Config{Dirs: []Dir{{FS: oddFS{func() (fs.File, error) { return endless{}, nil }}}}})
	g.want(errIO)(g.FdReaddir(first, area, 500, 0, word))
	fd := g.open("f", 0, rightFdRead|rightFdSeek, 0)
	require.Len(t, g.read(fd, 10), 10)
	g.ok(g.FdPread(fd, g.vecs(area, 10), 1, 1<<62, word))
	require.Zero(t, g.u32(word))
}

// huge is a file without end that says to have one, far away.
type huge struct{ endless }

func (huge) Stat() (fs.FileInfo, error) { return memInfo{st: filestat{size: 1 << 62}}, nil }

// Where files cannot seek, all in front of an offset is read. A context ends that.
func TestContextEndsSkipping(t *testing.T) {
	g := newGuest(t, Config{Dirs: []Dir{{FS: oddFS{func() (fs.File, error) { return huge{}, nil }}}}})
	fd := g.open("f", 0, rightFdRead|rightFdSeek, 0)
	g.ends(func() (int32, error) { return g.FdPread(fd, g.vecs(area, 10), 1, 1<<61, word) })
	g.ok(g.FdSeek(fd, 1<<61, io.SeekStart, word))
	g.ends(func() (int32, error) { return g.FdRead(fd, g.vecs(area, 10), 1, word) })
	g.ok(g.FdPread(fd, g.vecs(area, 10), 1, 0, word))
	require.EqualValues(t, 10, g.u32(word))
}

// An FS may be wrong in every answer: the guest gets errno io, the host no panic and no endless loop.
func TestFSNonsense(t *testing.T) {
	for name, f := range map[string]fs.File{"nothing": nil, "negative": oddFile{-1}, "too much": oddFile{1 << 30}, "no progress": oddFile{0}} {
		t.Run(name, func(t *testing.T) {
			g := newGuest(t, Config{Dirs: []Dir{{FS: oddFS{func() (fs.File, error) { return f, nil }}}}})
			p, n := g.str("f")
			g.ok(g.PathFilestatGet(first, 0, p, n, area))
			require.Zero(t, g.u64(area+32))
			if f == nil {
				g.cannotOpen(errIO, "f", 0, 0, rightFdRead)
				g.want(errIO)(g.FdReaddir(first, area, 500, 0, word))
				return
			}
			fd := g.open("f", 0, rightFdRead|rightFdSeek, 0)
			g.want(errIO)(g.FdRead(fd, g.vecs(area, 10), 1, word))
			g.want(errIO)(g.FdPread(fd, g.vecs(area, 10), 1, 0, word))
			list, _ := g.readdir(first, 0, space)
			require.Equal(t, []string{".", ".."}, names(list))
		})
	}
}
