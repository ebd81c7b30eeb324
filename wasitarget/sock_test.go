package wasitarget

import (
	"context"
	"io"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// newServer is a guest with a listener as descriptor 3, and what connects to it.
func newServer(t *testing.T) (g *guest, dial func() net.Conn) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	return newGuest(t, Config{Sockets: []*Socket{Listen(l)}}), func() net.Conn {
		c, err := net.Dial("tcp", l.Addr().String())
		require.NoError(t, err)
		t.Cleanup(func() { c.Close() })
		return c
	}
}

func (g *guest) accept(flags int32) int32 {
	g.t.Helper()
	g.ok(g.SockAccept(first, flags, word))
	return int32(g.u32(word))
}

// recv receives up to n bytes.
func (g *guest) recv(fd, n, flags int32) string {
	g.t.Helper()
	g.ok(g.SockRecv(fd, g.vecs(area, n), 1, flags, word, word+4))
	require.Zero(g.t, g.u32(word+4)&0xffff, "nothing was truncated")
	return g.bytes(area, int32(g.u32(word)))
}

func TestSocket(t *testing.T) {
	noLeaks(t)
	g, dial := newServer(t)
	client := dial()
	fd := g.accept(0)
	require.Equal(t, first+1, fd)

	io.WriteString(client, "hello, guest")
	require.Equal(t, "hel", g.recv(fd, 3, recvPeek))
	require.Equal(t, "hello", g.recv(fd, 5, recvPeek|recvWaitall))
	require.Equal(t, "hello, ", g.recv(fd, 7, 0))
	require.Equal(t, "gu", g.read(fd, 2))
	time.AfterFunc(10*time.Millisecond, func() { io.WriteString(client, "!") })
	require.Equal(t, "est!", g.recv(fd, 4, recvWaitall))

	p, n := g.str("hello, client")
	g.ok(g.SockSend(fd, g.vecs(p, 7, p+7, n-7), 2, 0, word))
	require.EqualValues(t, n, g.u32(word))
	g.write(fd, "!")
	g.ok(g.SockShutdown(fd, shutWrite))
	b, err := io.ReadAll(client)
	require.NoError(t, err)
	require.Equal(t, "hello, client!", string(b))
	g.want(errPipe)(g.SockSend(fd, g.vecs(p, 1), 1, 0, word))

	client.Close()
	require.Empty(t, g.recv(fd, 10, 0))
	require.Empty(t, g.recv(fd, 10, recvPeek))
	require.Empty(t, g.read(fd, 10))
	g.ok(g.FdClose(fd))
	g.want(errBadf)(g.SockRecv(fd, g.vecs(area, 1), 1, 0, word, word))
}

func TestSocketStat(t *testing.T) {
	g, dial := newServer(t)
	dial()
	fd := g.accept(flagNonblock)
	for _, c := range []struct {
		fd     int32
		flags  uint8
		rights uint64
	}{{first, 0, rightSockAccept}, {fd, flagNonblock, rightSockShutdown | readWrite}} {
		g.ok(g.FdFdstatGet(c.fd, area))
		require.EqualValues(t, typeSocketStream, g.m.b[area])
		require.Equal(t, c.flags, g.m.b[area+2])
		require.Equal(t, c.rights, g.u64(area+8)&(rightSockAccept|rightSockShutdown|readWrite))
		g.ok(g.FdFilestatGet(c.fd, area))
		require.EqualValues(t, typeSocketStream, g.m.b[area+16])
		g.want(errSpipe)(g.FdSeek(c.fd, 0, 0, word))
	}
}

func TestSocketNonblock(t *testing.T) {
	if !canPoll {
		t.Skip("no poll on this platform")
	}
	g, dial := newServer(t)
	g.ok(g.FdFdstatSetFlags(first, flagNonblock))
	g.want(errAgain)(g.SockAccept(first, 0, word))
	client := dial()
	require.Len(t, g.pollOneoff(fdSub(1, eventFdRead, uint32(first))), 1)
	fd := g.accept(flagNonblock)
	for _, flags := range []int32{0, recvPeek, recvWaitall, recvPeek | recvWaitall} {
		g.want(errAgain)(g.SockRecv(fd, g.vecs(area, 8), 1, flags, word, word+4))
	}
	g.want(errAgain)(g.FdRead(fd, g.vecs(area, 8), 1, word))
	io.WriteString(client, "abc")
	require.Equal(t, []event{{1, success, eventFdRead, 3, 0}}, g.pollOneoff(fdSub(1, eventFdRead, uint32(fd))))
	require.Equal(t, "abc", g.recv(fd, 8, recvPeek|recvWaitall))
	require.Equal(t, []event{{1, success, eventFdRead, 3, 0}}, g.pollOneoff(fdSub(1, eventFdRead, uint32(fd))))
	require.Equal(t, "abc", g.recv(fd, 8, recvWaitall))
	require.Equal(t, []event{{1, success, eventFdWrite, 0, 0}}, g.pollOneoff(fdSub(1, eventFdWrite, uint32(fd))))
}

func TestSocketErrors(t *testing.T) {
	g, dial := newServer(t)
	dial()
	fd := g.accept(0)
	v := g.vecs(area, 1)
	g.want(errInval)(g.SockAccept(first, flagAppend, word))
	g.want(errInval)(g.SockAccept(fd, 0, word))
	g.want(errFault)(g.SockAccept(first, 0, bad))
	g.want(errNotconn)(g.SockRecv(first, v, 1, 0, word, word))
	g.want(errNotconn)(g.SockSend(first, v, 1, 0, word))
	g.want(errNotconn)(g.SockShutdown(first, shutAll))
	g.want(errBadf)(g.FdRead(first, v, 1, word))
	g.want(errBadf)(g.FdWrite(first, v, 1, word))
	g.want(errInval)(g.SockRecv(fd, v, 1, 4, word, word))
	g.want(errInval)(g.SockSend(fd, v, 1, 1, word))
	g.want(errFault)(g.SockRecv(fd, v, 1, 0, word, bad))
	g.want(errFault)(g.SockRecv(fd, v, 1, 0, bad, word))
	g.want(errFault)(g.SockRecv(fd, bad, 1, 0, word, word))
	g.want(errFault)(g.SockSend(fd, v, 1, 0, bad))
	g.want(errInval)(g.SockShutdown(fd, 0))
	g.want(errInval)(g.SockShutdown(fd, 4))
	g.ok(g.SockShutdown(fd, shutAll))
	g.want(errNotdir)(g.PathUnlinkFile(fd, area, 1))
}

func TestSocketRights(t *testing.T) {
	g, dial := newServer(t)
	dial()
	fd := g.accept(0)
	g.ok(g.FdFdstatSetRights(fd, rightFdRead, 0))
	g.want(errNotcapable)(g.SockSend(fd, g.vecs(area, 1), 1, 0, word))
	g.want(errNotcapable)(g.SockShutdown(fd, shutWrite))
	g.ok(g.FdFdstatSetRights(first, rightSockAccept, rightFdRead))
	dial()
	less := g.accept(0)
	g.want(errNotcapable)(g.SockSend(less, g.vecs(area, 1), 1, 0, word))
	g.want(errNotcapable)(g.FdWrite(less, g.vecs(area, 1), 1, word))
	g.ok(g.FdFdstatSetRights(first, 0, 0))
	g.want(errNotcapable)(g.SockAccept(first, 0, word))
}

func TestContextEndsSockets(t *testing.T) {
	noLeaks(t)
	g, dial := newServer(t)
	g.ends(func() (int32, error) { return g.SockAccept(first, 0, word) })
	client := dial()
	fd := g.accept(0)
	v := g.vecs(area, 8)
	for _, flags := range []int32{0, recvPeek, recvWaitall, recvPeek | recvWaitall} {
		g.ends(func() (int32, error) { return g.SockRecv(fd, v, 1, flags, word, word+4) })
	}
	io.WriteString(client, "x")
	require.Equal(t, "x", g.recv(fd, 8, 0))
	all := g.vecs(0, 65536)
	g.ends(func() (int32, error) {
		for {
			if _, err := g.SockSend(fd, all, 1, 0, word); err != nil {
				return 0, err
			}
		}
	})
}

// inMemory is a listener without a descriptor of the host.
type inMemory struct {
	net.Listener
	conns chan net.Conn
}

func (l *inMemory) Accept() (net.Conn, error) { return <-l.conns, nil }

func TestSocketInMemory(t *testing.T) {
	noLeaks(t)
	l := &inMemory{conns: make(chan net.Conn)}
	g := newGuest(t, Config{Sockets: []*Socket{Listen(l)}})
	g.ends(func() (int32, error) { return g.SockAccept(first, 0, word) })
	ours, theirs := net.Pipe()
	t.Cleanup(func() { ours.Close() })
	go func() { l.conns <- theirs }()
	fd := g.accept(0)
	g.ends(func() (int32, error) { return g.SockRecv(fd, g.vecs(area, 8), 1, 0, word, word+4) })
	go io.WriteString(ours, "abc")
	require.Equal(t, "abc", g.recv(fd, 8, recvPeek))
	require.Equal(t, "abc", g.recv(fd, 8, 0))
	g.want(errNotsup)(g.SockShutdown(fd, shutWrite))
}

func TestUnixSocket(t *testing.T) {
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Skip("no such sockets on this platform: ", err)
	}
	defer l.Close()
	g := newGuest(t, Config{Sockets: []*Socket{Listen(l)}})
	c, err := net.Dial("unix", l.Addr().String())
	require.NoError(t, err)
	defer c.Close()
	fd := g.accept(0)
	io.WriteString(c, "abc")
	require.Equal(t, "abc", g.recv(fd, 8, 0))
}

// A guest with as many descriptors as it may have takes no connection from others.
func TestSocketLimit(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	g := newGuest(t, Config{Sockets: []*Socket{Listen(l)}, Limits: Limits{Descriptors: 5}})
	for range 2 {
		c, err := net.Dial("tcp", l.Addr().String())
		require.NoError(t, err)
		defer c.Close()
	}
	fd := g.accept(0)
	g.want(errMfile)(g.SockAccept(first, 0, word))
	g.ok(g.FdClose(fd))
	require.Equal(t, fd, g.accept(0))
}

// The listener is the host's: a System that is closed leaves it open.
func TestSocketOutlivesGuest(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	s, err := New(Config{Sockets: []*Socket{Listen(l)}})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	c, err := new(net.Dialer).DialContext(ctx, "tcp", l.Addr().String())
	require.NoError(t, err)
	c.Close()
}

// A context ends the calls of its own System, not those of others that accept from the same listener.
func TestContextEndsSharedListener(t *testing.T) {
	noLeaks(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	shared := Listen(l)
	accept := func(ctx context.Context) chan error {
		g := newGuest(t, Config{Sockets: []*Socket{shared}, Context: ctx})
		result := make(chan error, 1)
		go func() {
			e, err := g.SockAccept(first, 0, word)
			if e != 0 && err == nil {
				err = errno(e)
			}
			result <- err
		}()
		return result
	}
	long, stop := context.WithTimeout(context.Background(), time.Hour)
	defer stop()
	others := []chan error{accept(nil), accept(long)}
	for range 3 {
		ctx, cancel := context.WithCancel(context.Background())
		ended := []chan error{accept(ctx), accept(ctx)}
		time.Sleep(10 * time.Millisecond)
		cancel()
		for _, result := range ended {
			require.ErrorIs(t, <-result, context.Canceled)
		}
	}
	for range others {
		c, err := net.Dial("tcp", l.Addr().String())
		require.NoError(t, err)
		defer c.Close()
	}
	for _, result := range others {
		require.NoError(t, <-result)
	}
}
