package wasitarget

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const fileAccess = readWrite | rightFdSeek | rightFdTell | rightFdFilestatGet

func content(t *testing.T, path ...string) string {
	b, err := os.ReadFile(filepath.Join(path...))
	require.NoError(t, err)
	return string(b)
}

func TestFileReadWriteSeek(t *testing.T) {
	g, dir := newDirGuest(t, nil)
	fd := g.open("f", openCreate, fileAccess, 0)
	g.write(fd, "hello world")
	require.Equal(t, "hello world", content(t, dir, "f"))
	g.ok(g.FdTell(fd, word))
	require.EqualValues(t, 11, g.u64(word))
	g.ok(g.FdSeek(fd, -5, 1, word))
	require.EqualValues(t, 6, g.u64(word))
	require.Equal(t, "world", g.read(fd, 100))
	require.Empty(t, g.read(fd, 100))
	g.ok(g.FdSeek(fd, 100, 2, word))
	require.EqualValues(t, 111, g.u64(word))
	g.want(errInval)(g.FdSeek(fd, -1, 0, word))
	g.want(errInval)(g.FdSeek(fd, 0, 3, word))
	g.want(errInval)(g.FdSeek(fd, 0, -1, word))
	g.want(errFault)(g.FdSeek(fd, 0, 0, bad))
	g.want(errFault)(g.FdTell(fd, bad))
	g.ok(g.FdTell(fd, word))
	require.EqualValues(t, 111, g.u64(word), "a bad address has no effect")
	g.ok(g.FdSync(fd))
	g.ok(g.FdDatasync(fd))
	g.ok(g.FdClose(fd))
	g.want(errBadf)(g.FdClose(fd))
	g.want(errBadf)(g.FdSeek(fd, 0, 0, word))
	g.want(errBadf)(g.FdRead(-1, area, 1, word))
}

func TestFilePositioned(t *testing.T) {
	g, dir := newDirGuest(t, map[string]string{"f": "0123456789"})
	fd := g.open("f", 0, fileAccess, 0)
	p, n := g.str("ab")
	g.ok(g.FdPwrite(fd, g.vecs(p, n, p, n), 2, 3, word))
	require.Equal(t, "012abab789", content(t, dir, "f"))
	g.ok(g.FdPread(fd, g.vecs(area, 2, area+50, 100), 2, 5, word))
	require.EqualValues(t, 5, g.u32(word))
	require.Equal(t, "ab", g.bytes(area, 2))
	require.Equal(t, "789", g.bytes(area+50, 3))
	g.ok(g.FdPread(fd, g.vecs(area, 2), 1, 1000, word))
	require.Zero(t, g.u32(word))
	g.ok(g.FdTell(fd, word))
	require.Zero(t, g.u64(word), "the position stays")
	g.want(errInval)(g.FdPread(fd, g.vecs(area, 2), 1, -1, word))
	g.want(errInval)(g.FdPwrite(fd, g.vecs(area, 2), 1, -1, word))
}

// Data larger than the working buffer is transferred whole.
func TestFileLarge(t *testing.T) {
	g, dir := newDirGuest(t, nil)
	fd := g.open("f", openCreate, fileAccess, 0)
	var v []int32
	for range 50 {
		v = append(v, 0, 8192)
	}
	copy(g.m.b[:], strings.Repeat("0123456789abcdef", 512))
	g.m.b[8] = 'x'
	iovs := g.vecs(v...)
	g.ok(g.FdWrite(fd, iovs, 50, 20000))
	require.EqualValues(t, 50*8192, g.u32(20000))
	require.Equal(t, strings.Repeat(string(g.m.b[:8192]), 50), content(t, dir, "f"))
	g.ok(g.FdSeek(fd, 0, 0, 20000))
	for i := range v {
		if i%2 == 0 {
			v[i] = 40000
		}
	}
	g.ok(g.FdRead(fd, g.vecs(v...), 50, 20000))
	require.EqualValues(t, 50*8192, g.u32(20000))
	require.Equal(t, g.bytes(0, 64), g.bytes(40000, 64))
}

func TestFileAppend(t *testing.T) {
	g, dir := newDirGuest(t, map[string]string{"f": "start "})
	fd := g.open("f", 0, fileAccess, flagAppend)
	g.write(fd, "more")
	g.ok(g.FdSeek(fd, 0, 0, word))
	g.write(fd, " and more")
	require.Equal(t, "start more and more", content(t, dir, "f"))
	p, n := g.str("S")
	g.ok(g.FdPwrite(fd, g.vecs(p, n), 1, 0, word))
	require.Equal(t, "Start more and more", content(t, dir, "f"))

	g.ok(g.FdFdstatGet(fd, area))
	require.EqualValues(t, flagAppend, g.m.b[area+2])
	g.ok(g.FdFdstatSetFlags(fd, 0))
	g.ok(g.FdSeek(fd, 0, 0, word))
	g.write(fd, "X")
	require.Equal(t, "Xtart more and more", content(t, dir, "f"))
}

func TestFdFlags(t *testing.T) {
	g, _ := newDirGuest(t, map[string]string{"f": ""})
	fd := g.open("f", 0, fileAccess, flagDsync|flagNonblock)
	g.ok(g.FdFdstatGet(fd, area))
	require.EqualValues(t, flagDsync|flagNonblock, g.m.b[area+2])
	g.ok(g.FdFdstatSetFlags(fd, flagDsync|flagAppend))
	g.ok(g.FdFdstatSetFlags(fd, flagSync))
	g.ok(g.FdFdstatGet(fd, area))
	require.EqualValues(t, flagSync, g.m.b[area+2])
	for _, other := range []int32{0, 1, first} {
		g.want(errNotsup)(g.FdFdstatSetFlags(other, flagSync))
	}
	g.want(errInval)(g.FdFdstatSetFlags(fd, 1<<5|flagDsync))
	g.want(errBadf)(g.FdFdstatSetFlags(77, 0))
	g.want(errBadf)(g.FdFdstatGet(77, area))
	g.want(errFault)(g.FdFdstatGet(fd, bad))
	g.write(fd, "synchronously")
}

func TestAccessFollowsRights(t *testing.T) {
	g, _ := newDirGuest(t, map[string]string{"f": "text"})
	p, n := g.str("x")
	r := g.open("f", 0, rightFdRead, 0)
	g.want(errBadf)(g.FdWrite(r, g.vecs(p, n), 1, word))
	g.want(errBadf)(g.FdPwrite(r, g.vecs(p, n), 1, 0, word))
	g.want(errBadf)(g.FdFilestatSetSize(r, 0))
	g.want(errBadf)(g.FdAllocate(r, 0, 10))
	w := g.open("f", 0, rightFdWrite, 0)
	g.want(errBadf)(g.FdRead(w, g.vecs(p, n), 1, word))
	none := g.open("f", 0, 0, 0)
	g.want(errBadf)(g.FdRead(none, g.vecs(p, n), 1, word))
	g.ok(g.FdFilestatGet(none, area))
}

func TestSizeAndAllocate(t *testing.T) {
	g, dir := newDirGuest(t, map[string]string{"f": "0123456789"})
	fd := g.open("f", 0, fileAccess, 0)
	g.ok(g.FdFilestatSetSize(fd, 4))
	require.Equal(t, "0123", content(t, dir, "f"))
	g.ok(g.FdFilestatSetSize(fd, 6))
	require.Equal(t, "0123\x00\x00", content(t, dir, "f"))
	g.ok(g.FdAllocate(fd, 0, 3))
	g.ok(g.FdAllocate(fd, 4, 4))
	require.Equal(t, "0123\x00\x00\x00\x00", content(t, dir, "f"))
	g.want(errInval)(g.FdFilestatSetSize(fd, -1))
	g.want(errInval)(g.FdAllocate(fd, 0, 0))
	g.want(errInval)(g.FdAllocate(fd, -1, 1))
	g.want(errFbig)(g.FdAllocate(fd, 1<<62, 1<<62))
}

func TestAdvise(t *testing.T) {
	g, _ := newDirGuest(t, map[string]string{"f": ""})
	fd := g.open("f", 0, fileAccess, 0)
	for advice := range int32(6) {
		g.ok(g.FdAdvise(fd, 0, 0, advice))
	}
	g.want(errInval)(g.FdAdvise(fd, 0, 0, 6))
	g.want(errInval)(g.FdAdvise(fd, 0, 0, -1))
	g.want(errInval)(g.FdAdvise(fd, 0, -1, 0))
	g.ok(g.FdAdvise(fd, -1, 0, 0)) // the last byte that can be named
	g.ok(g.FdAdvise(fd, 1<<62, 1<<62, 0))
	g.want(errBadf)(g.FdAdvise(first, 0, 0, 0))
	g.want(errBadf)(g.FdAdvise(99, 0, 0, 0))
}

// What may be asked of a file depends on what it is, wherever it is.
func TestSizesByKind(t *testing.T) {
	needLinks(t)
	bothKinds(t, Limits{}, func(t *testing.T, g *guest, fsys fs.FS) {
		rw := g.open("f", openCreate, fileAccess|rightFdAllocate, 0)
		r := g.open("f", 0, rightFdRead, 0)
		g.ok(g.symlink("f", "link"))
		link := g.open("link", 0, fileAccess, 0)
		size := func() uint64 {
			g.ok(g.FdFilestatGet(rw, area))
			return g.u64(area + 32)
		}
		g.ok(g.FdFilestatSetSize(link, 10))
		g.ok(g.FdAllocate(rw, 5, 5))
		require.EqualValues(t, 10, size())
		g.ok(g.FdAllocate(link, 5, 6))
		require.EqualValues(t, 11, size())
		g.ok(g.FdAdvise(r, 0, 5, 3))
		for _, fd := range []int32{r, first} {
			g.want(errBadf)(g.FdAllocate(fd, 0, 100))
			g.want(errBadf)(g.FdFilestatSetSize(fd, 0))
		}
		g.want(errInval)(g.FdAllocate(rw, 0, 0))
		g.want(errInval)(g.FdAllocate(rw, -1, 1))
		g.want(errInval)(g.FdAllocate(rw, 0, -1))
		g.want(errFbig)(g.FdAllocate(rw, 1<<62, 1<<62))
		g.want(errInval)(g.FdFilestatSetSize(rw, -1))
		e, err := g.FdFilestatSetSize(rw, 1<<62)
		require.NoError(t, err)
		require.Contains(t, []errno{errFbig, errInval, errNospc}, errno(e), "as the host has it")
		require.EqualValues(t, 11, size())
		g.want(errBadf)(g.FdAdvise(first, 0, 0, 0))
	})
	g := newGuest(t, Config{Dirs: []Dir{{FS: mapFS()}}})
	fd := g.open("f", 0, rightFdRead|rightFdSeek, 0)
	g.ok(g.FdAdvise(fd, 0, 5, 3))
	g.want(errBadf)(g.FdAllocate(fd, 0, 100))
	g.want(errBadf)(g.FdFilestatSetSize(fd, 0))
	g.want(errRofs)(g.FdFilestatSetTimes(fd, 1, 1, setMtime))
	g.ok(g.FdSync(fd))
}

func TestFilestat(t *testing.T) {
	notInWasm(t)
	g, dir := newDirGuest(t, map[string]string{"f": "12345"})
	stamp := time.Unix(1600000000, 500)
	require.NoError(t, os.Chtimes(filepath.Join(dir, "f"), stamp, stamp.Add(time.Hour)))
	p, n := g.str("f")
	g.ok(g.PathFilestatGet(first, 0, p, n, area))
	fd := g.open("f", 0, fileAccess, 0)
	g.ok(g.FdFilestatGet(fd, area+64))
	require.Equal(t, g.bytes(area, 64), g.bytes(area+64, 64))
	require.EqualValues(t, typeRegularFile, g.m.b[area+16])
	require.EqualValues(t, 1, g.u64(area+24))
	require.EqualValues(t, 5, g.u64(area+32))
	require.EqualValues(t, stamp.UnixNano(), g.u64(area+40))
	require.EqualValues(t, stamp.Add(time.Hour).UnixNano(), g.u64(area+48))
	require.NotZero(t, g.u64(area+8), "inode")

	g.ok(g.FdFilestatGet(first, area))
	require.EqualValues(t, typeDirectory, g.m.b[area+16])
	p, n = g.str("missing")
	g.want(errNoent)(g.PathFilestatGet(first, 0, p, n, area))
	p, n = g.str("f/x")
	g.want(errNotdir)(g.PathFilestatGet(first, 0, p, n, area))
	p, n = g.str("f")
	g.want(errFault)(g.PathFilestatGet(first, 0, p, n, bad))
	g.want(errFault)(g.FdFilestatGet(fd, bad))
	g.want(errNotdir)(g.PathFilestatGet(fd, 0, p, n, area))
	g.want(errBadf)(g.PathFilestatGet(55, 0, p, n, area))
}

func TestSetTimes(t *testing.T) {
	notInWasm(t)
	now := time.Unix(1500000000, 0)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "f"), nil, 0o666))
	g := newGuest(t, Config{Dirs: []Dir{{Host: dir, Guest: "/"}}, Now: func() time.Time { return now }})
	fd := g.open("f", 0, fileAccess, 0)
	times := func() [2]int64 {
		g.ok(g.FdFilestatGet(fd, area))
		return [2]int64{int64(g.u64(area + 40)), int64(g.u64(area + 48))}
	}
	g.ok(g.FdFilestatSetTimes(fd, 111, 222, setAtime|setMtime))
	require.Equal(t, [2]int64{111, 222}, times())
	g.ok(g.FdFilestatSetTimes(fd, 0, 333, setMtime))
	require.Equal(t, [2]int64{111, 333}, times())
	p, n := g.str("f")
	g.ok(g.PathFilestatSetTimes(first, 0, p, n, 444, 0, setAtime))
	require.Equal(t, [2]int64{444, 333}, times())
	g.ok(g.PathFilestatSetTimes(first, 0, p, n, 0, 0, setMtimeNow))
	require.Equal(t, [2]int64{444, now.UnixNano()}, times())
	g.ok(g.FdFilestatSetTimes(fd, 0, 0, setAtimeNow))
	require.Equal(t, [2]int64{now.UnixNano(), now.UnixNano()}, times())
	g.ok(g.FdFilestatSetTimes(first, 555, 555, setAtime|setMtime))

	for _, flags := range []int32{setAtime | setAtimeNow, setMtime | setMtimeNow, 16} {
		g.want(errInval)(g.FdFilestatSetTimes(fd, 1, 1, flags))
		g.want(errInval)(g.PathFilestatSetTimes(first, 0, p, n, 1, 1, flags))
	}
	p, n = g.str("missing")
	g.want(errNoent)(g.PathFilestatSetTimes(first, 0, p, n, 1, 1, setMtime))
}

func TestRenumber(t *testing.T) {
	g, _ := newDirGuest(t, map[string]string{"a": "A", "b": "B"})
	a, b := g.open("a", 0, fileAccess, 0), g.open("b", 0, fileAccess, 0)
	g.ok(g.FdRenumber(a, b))
	require.Equal(t, "A", g.read(b, 10))
	g.want(errBadf)(g.FdClose(a))
	g.want(errBadf)(g.FdRenumber(a, b))
	g.want(errBadf)(g.FdRenumber(b, 77))
	g.ok(g.FdRenumber(b, b))
	require.Equal(t, a, g.open("b", 0, fileAccess, 0), "the lowest free number")
}

func TestManyDescriptors(t *testing.T) {
	g, _ := newDirGuest(t, map[string]string{"f": ""})
	for i := range int32(20) {
		require.Equal(t, first+1+i, g.open("f", 0, rightFdRead, 0))
	}
}

// What several guests append to one file is all there.
func TestAppendTogether(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the host has no append mode that can be changed")
	}
	bothKinds(t, Limits{}, func(t *testing.T, g *guest, fsys fs.FS) {
		const n, text = 2000, "0123456789"
		var wg sync.WaitGroup
		for range 2 {
			d := Dir{FS: fsys}
			if _, memory := fsys.(*MemFS); !memory {
				d = Dir{Host: fmt.Sprint(fsys), Guest: "/"} // os.DirFS is a string
			}
			g := newGuest(t, Config{Dirs: []Dir{d}})
			fd := g.open("log", openCreate, readWrite, flagAppend)
			p, size := g.str(text)
			v := g.vecs(p, size)
			wg.Go(func() {
				for range n {
					if e, err := g.FdWrite(fd, v, 1, word); e != 0 || err != nil {
						t.Error(e, err)
					}
				}
			})
		}
		wg.Wait()
		data, err := fs.ReadFile(fsys, "log")
		require.NoError(t, err)
		require.Equal(t, strings.Repeat(text, 2*n), string(data))
	})
}
