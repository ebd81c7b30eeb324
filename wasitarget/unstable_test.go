package wasitarget

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestUnstable(t *testing.T) {
	g, _ := newDirGuest(t, map[string]string{"f": "12345"})
	u := g.Unstable()
	fd := g.open("f", 0, fileAccess, 0)

	g.ok(u.FdSeek(fd, 2, 2, word)) // set
	require.EqualValues(t, 2, g.u64(word))
	g.ok(u.FdSeek(fd, 1, 0, word)) // cur
	require.EqualValues(t, 3, g.u64(word))
	g.ok(u.FdSeek(fd, -1, 1, word)) // end
	require.EqualValues(t, 4, g.u64(word))
	g.want(errInval)(u.FdSeek(fd, 0, 3, word))
	g.want(errInval)(u.FdSeek(fd, 0, -1, word))
	g.want(errBadf)(u.FdSeek(99, 0, 3, word))

	p, n := g.str("f")
	for _, stat := range []func() (int32, error){
		func() (int32, error) { return u.FdFilestatGet(fd, area) },
		func() (int32, error) { return u.PathFilestatGet(first, 0, p, n, area) },
	} {
		for i := range g.m.b[area : area+80] {
			g.m.b[int(area)+i] = 0xaa
		}
		g.ok(stat())
		require.EqualValues(t, typeRegularFile, g.m.b[area+16])
		require.EqualValues(t, 1, g.u32(area+20), "links")
		require.EqualValues(t, 5, g.u64(area+24), "size")
		require.InDelta(t, time.Now().Unix(), g.u64(area+40)/1e9, 100, "mtime")
		require.InDelta(t, time.Now().Unix(), g.u64(area+48)/1e9, 100, "ctime")
		require.EqualValues(t, 0xaa, g.m.b[area+56], "nothing behind it")
	}
	last := int32(65536 - 56)
	g.ok(u.FdFilestatGet(fd, last))
	g.want(errFault)(u.FdFilestatGet(fd, last+1))

	// Two subscriptions of 56 bytes: a clock with an identifier in front, and a descriptor.
	b := make([]byte, 112)
	binary.LittleEndian.PutUint64(b, 7)
	binary.LittleEndian.PutUint64(b[16:], 0xdead)
	binary.LittleEndian.PutUint32(b[24:], clockMonotonic)
	binary.LittleEndian.PutUint64(b[32:], uint64(time.Hour))
	binary.LittleEndian.PutUint64(b[56:], 8)
	b[64] = eventFdRead
	binary.LittleEndian.PutUint32(b[72:], uint32(fd))
	g.ok(u.PollOneoff(g.put(b), area, 2, word))
	require.EqualValues(t, 1, g.u32(word))
	require.EqualValues(t, 8, g.u64(area))
	require.EqualValues(t, 1, g.u64(area+16))
	binary.LittleEndian.PutUint64(b[32:], uint64(time.Millisecond))
	g.ok(u.PollOneoff(g.put(b[:56]), area, 1, word))
	require.EqualValues(t, 7, g.u64(area))
	binary.LittleEndian.PutUint16(b[48:], 2)
	g.want(errInval)(u.PollOneoff(g.put(b[:56]), area, 1, word))
}

func TestResolveUnstable(t *testing.T) {
	g := newGuest(t, Config{})
	for name := range signatures {
		_, ok := g.Resolve(ModuleName, name)
		require.True(t, ok, name)
		_, ok = g.Resolve(UnstableName, name)
		require.Equal(t, name != "sock_accept", ok, name)
	}
	_, ok := g.Resolve("wasi_snapshot_preview2", "fd_close")
	require.False(t, ok)
}
