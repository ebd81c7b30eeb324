package wasitarget

import (
	"errors"
	"io"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// newMemGuest has a file system in memory, called "/", with some files.
func newMemGuest(t testing.TB, o MemOptions, files map[string]string) (*guest, *MemFS) {
	m := NewMemFS(o)
	for name, text := range files {
		require.NoError(t, m.WriteFile(name, []byte(text)))
	}
	return newGuest(t, Config{Dirs: []Dir{{FS: m}}}), m
}

// The host puts files in, the guest changes them, the host reads the result.
func TestMemFS(t *testing.T) {
	g, m := newMemGuest(t, MemOptions{}, map[string]string{"f": "text", "d/e/g": "deep"})
	require.Equal(t, "deep", g.read(g.open("d/e/g", 0, readWrite, 0), 10))
	g.write(g.open("new", openCreate, readWrite, 0), "made")
	g.ok(g.symlink("d/e/g", "link"))
	g.ok(g.rename(first, "f", first, "d/f"))
	g.ok(g.link(first, 0, "d/f", first, "again"))

	require.NoError(t, fstest.TestFS(m, "new", "d/e/g", "link", "d/f", "again"))
	data, err := fs.ReadFile(m, "link")
	require.NoError(t, err)
	require.Equal(t, "deep", string(data))
	target, err := fs.ReadLink(m, "link")
	require.NoError(t, err)
	require.Equal(t, "d/e/g", target)
	_, err = m.Open("f")
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorIs(t, m.WriteFile("../x", nil), fs.ErrInvalid)
	require.ErrorContains(t, m.WriteFile("d", nil), "isdir")

	copied := NewMemFS(MemOptions{})
	require.NoError(t, copied.Add(m))
	data, err = fs.ReadFile(copied, "link")
	require.NoError(t, err)
	require.Equal(t, "deep", string(data))
}

// What is removed while it is open can be read on, and counts until it is closed.
func TestMemFSRemovedWhileOpen(t *testing.T) {
	g, m := newMemGuest(t, MemOptions{Bytes: 10, Files: 4}, map[string]string{"f": "0123456789"})
	fd := g.open("f", 0, fileAccess, 0)
	g.ok(g.unlink("f"))
	require.Equal(t, "0123456789", g.read(fd, 20))
	other := g.open("other", openCreate, readWrite, 0)
	p, n := g.str("x")
	g.want(errNospc)(g.FdWrite(other, g.vecs(p, n), 1, word))
	g.ok(g.FdClose(fd))
	g.write(other, "x")
	require.EqualValues(t, 1, m.bytes)
	require.Equal(t, 2, m.files, "the root and one file")

	g.ok(g.mkdir("d"))
	d := g.open("d", openDirectory, dirRights, 0)
	g.ok(g.rmdir("d"))
	g.want(errNoent)(g.PathCreateDirectory(d, p, n))
	g.want(errNoent)(g.PathOpen(d, 0, p, n, openCreate, readWrite, 0, 0, word))
	g.ok(g.FdClose(d))
	require.Equal(t, 2, m.files)
}

func TestMemFSLimits(t *testing.T) {
	g, m := newMemGuest(t, MemOptions{Bytes: 100, Files: 5}, nil)
	fd := g.open("f", openCreate, fileAccess, 0)
	p, n := g.str("0123456789")
	g.ok(g.FdPwrite(fd, g.vecs(p, n), 1, 95, word))
	require.EqualValues(t, 5, g.u32(word), "as much as there is room for")
	g.want(errNospc)(g.FdPwrite(fd, g.vecs(p, n), 1, 100, word))
	g.want(errNospc)(g.FdPwrite(fd, g.vecs(p, n), 1, 1<<62, word))
	g.want(errNospc)(g.FdFilestatSetSize(fd, 101))
	g.want(errNospc)(g.FdFilestatSetSize(fd, 1<<62))
	g.want(errNospc)(g.FdAllocate(fd, 50, 51))
	g.want(errFbig)(g.FdAllocate(fd, 1<<62, 1<<62))
	g.ok(g.FdAllocate(fd, 50, 50))
	g.ok(g.FdFilestatSetSize(fd, 10))
	g.ok(g.FdFilestatSetSize(fd, 100))
	data, err := fs.ReadFile(m, "f")
	require.NoError(t, err)
	require.Equal(t, make([]byte, 100), data, "what was cut off is zeros")

	for _, name := range []string{"a", "b", "c"} {
		g.ok(g.mkdir(name))
	}
	g.want(errNospc)(g.mkdir("d"))
	g.want(errNospc)(g.symlink("x", "d"))
	g.cannotOpen(errNospc, "d", 0, openCreate, readWrite)
	g.ok(g.link(first, 0, "f", first, "a/f"))
	g.ok(g.rmdir("c"))
	g.ok(g.mkdir("d"))
}

// Pieces of a file larger than they are.
func TestMemFSPieces(t *testing.T) {
	m := NewMemFS(MemOptions{})
	data := make([]byte, 5*chunkSize+7)
	for i := range data {
		data[i] = byte(i * 7)
	}
	require.NoError(t, m.WriteFile("f", data))
	got, err := fs.ReadFile(m, "f")
	require.NoError(t, err)
	require.Equal(t, data, got)
	f, err := m.Open("f")
	require.NoError(t, err)
	at := int64(3*chunkSize - 5)
	part := make([]byte, 2*chunkSize)
	n, err := f.(io.ReaderAt).ReadAt(part, at)
	require.NoError(t, err)
	require.Equal(t, data[at:at+int64(n)], part)
	n, err = f.(io.ReaderAt).ReadAt(part, int64(len(data))-3)
	require.True(t, n == 3 && errors.Is(err, io.EOF))
}
