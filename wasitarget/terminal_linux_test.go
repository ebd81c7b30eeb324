package wasitarget

import (
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// newTerminal opens a pseudoterminal: what the user types into and sees, and the terminal of the guest.
func newTerminal(t *testing.T) (user, tty *os.File) {
	user, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudoterminals here: ", err)
	}
	t.Cleanup(func() { user.Close() })
	var number, unlocked int32
	for request, arg := range map[uintptr]*int32{syscall.TIOCGPTN: &number, syscall.TIOCSPTLCK: &unlocked} {
		require.NoError(t, withFd(user, func(fd uintptr) error {
			_, _, e := syscall.Syscall(syscall.SYS_IOCTL, fd, request, uintptr(unsafe.Pointer(arg)))
			return errorOf(e)
		}))
	}
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudoterminals here: ", err)
	}
	t.Cleanup(func() { tty.Close() })
	return user, tty
}

func TestTerminal(t *testing.T) {
	noLeaks(t)
	user, tty := newTerminal(t)
	g := newGuest(t, Config{Stdin: tty, Stdout: tty})
	for fd := range int32(2) {
		g.ok(g.FdFdstatGet(fd, area))
		require.EqualValues(t, typeCharacterDevice, g.m.b[area])
		require.Zero(t, g.u64(area+8)&(rightFdSeek|rightFdTell), "or C would not take it for a terminal")
		g.want(errSpipe)(g.FdSeek(fd, 0, 0, word))
		g.want(errNotcapable)(g.FdFilestatSetTimes(fd, 0, 0, setMtimeNow))
	}
	soon := clockSub(1, clockMonotonic, uint64(5*time.Millisecond), 0)
	require.Equal(t, []event{{userdata: 1}}, g.pollOneoff(soon, fdSub(2, eventFdRead, 0)), "nobody has typed")
	user.WriteString("half a ")
	require.Equal(t, []event{{userdata: 1}}, g.pollOneoff(soon, fdSub(2, eventFdRead, 0)), "a line is not complete")
	g.ok(g.FdFdstatSetFlags(0, flagNonblock))
	g.want(errAgain)(g.FdRead(0, g.vecs(area, 100), 1, word))
	user.WriteString("line\nnext\n")
	forever := clockSub(1, clockMonotonic, 1<<62, 0)
	events := g.pollOneoff(forever, fdSub(2, eventFdRead, 0))
	require.Len(t, events, 1)
	require.NotZero(t, events[0].nbytes)
	require.Equal(t, "half a line\n", g.read(0, 100))
	require.Equal(t, "next\n", g.read(0, 100))
	g.want(errAgain)(g.FdRead(0, g.vecs(area, 100), 1, word))
	g.ok(g.FdFdstatSetFlags(0, 0))

	g.ends(func() (int32, error) { return g.FdRead(0, g.vecs(area, 100), 1, word) })
	user.WriteString("\x04") // the end, until somebody types more
	require.Empty(t, g.read(0, 100))
	user.WriteString("more\n")
	require.Equal(t, "more\n", g.read(0, 100))

	g.write(1, "seen")
	b := make([]byte, 200)
	n, err := user.Read(b)
	require.NoError(t, err)
	for got := string(b[:n]); len(got) < 4 || got[len(got)-4:] != "seen"; got += string(b[:n]) {
		n, err = user.Read(b)
		require.NoError(t, err)
	}
}

// A terminal whose output is stopped takes nothing: a context ends the wait for it.
func TestContextEndsTerminalWrite(t *testing.T) {
	noLeaks(t)
	_, tty := newTerminal(t)
	g := newGuest(t, Config{Stdout: tty})
	line := g.vecs(area, 64)
	g.ends(func() (int32, error) { // nobody reads it
		for {
			if _, err := g.FdWrite(1, line, 1, word); err != nil {
				return 0, err
			}
		}
	})
}
