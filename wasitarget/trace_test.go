package wasitarget

import (
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTrace(t *testing.T) {
	var lines strings.Builder
	dir := t.TempDir()
	g := newGuest(t, Config{Trace: &lines, Dirs: []Dir{{Host: dir, Guest: "/"}}})
	c, old := g.Preview1(), g.Unstable()
	line := func(want string) {
		t.Helper()
		require.Equal(t, want+"\n", regexp.MustCompile(`ino=\d+`).ReplaceAllString(lines.String(), "ino=I"))
		lines.Reset()
	}
	p, n := g.str("a\x1b[2J\n\"b")
	c.PathOpen(3, lookupFollow, p, n, openCreate|openTruncate, readWrite, allRights, flagAppend, word)
	line(`path_open(3, follow, "a\x1b[2J\n\"b", creat|trunc, base=read|write, inheriting=all, append) = success fd=4`)
	c.FdWrite(4, g.vecs(p, n, p, 1), 2, word)
	line(`fd_write(4, [2: 9 bytes]) = success nwritten=9`)
	c.FdWrite(4, bad, 2, word)
	line(`fd_write(4, <fault 0xfffffff8*2>) = fault`)
	c.FdSeek(4, -1, 2, word)
	line(`fd_seek(4, offset=-1, end) = success position=8`)
	old.FdSeek(4, -1, 2, word)
	line(`wasi_unstable.fd_seek(4, offset=-1, set) = inval`)
	c.FdFilestatGet(4, area)
	line(`fd_filestat_get(4) = success stat={regular_file, size=9, ino=I}`)
	old.FdFilestatGet(4, area)
	line(`wasi_unstable.fd_filestat_get(4) = success stat={regular_file, size=9, ino=I}`)
	c.FdFdstatGet(1, area)
	line(`fd_fdstat_get(1) = success stat={unknown, 0, base=0x8200059(w), inheriting=0}`)
	c.PathUnlinkFile(3, bad, 100)
	line(`path_unlink_file(3, <fault 0xfffffff8+100>) = fault`)
	c.FdClose(-1)
	line(`fd_close(-1) = badf`)
	c.ClockTimeGet(77, 0, word)
	line(`clock_time_get(77, precision=0) = inval`)
	c.SockRecv(4, word, 1, 4|1, word, word)
	line(`sock_recv(4, [1: 0 bytes], peek|0x4) = notsock`)
	subs := append(fdSub(1, eventFdRead, 1<<32-1), clockSub(2, clockMonotonic, 1500, clockAbsolute)...)
	c.PollOneoff(g.put(subs), area, 2, word)
	line(fmt.Sprintf(`poll_oneoff([fd_read -1, clock monotonic 1500 abstime], out=%#x, n=2) = success events=2`, area))
	c.PollOneoff(g.put(make([]byte, 9*48)), area, 9, bad)
	line(fmt.Sprintf(`poll_oneoff([%s... (9)], out=%#x, n=9) = fault`, strings.Repeat("clock realtime 0, ", 8), area))
	old.PollOneoff(g.put(append(make([]byte, 24), append([]byte{1, 0, 0, 0, 0, 0, 0, 0, 9}, make([]byte, 23)...)...)), area, 1, bad)
	line(fmt.Sprintf(`wasi_unstable.poll_oneoff([clock monotonic 9], out=%#x, n=1) = fault`, area))
	c.PollOneoff(bad, area, 2, word)
	line(fmt.Sprintf(`poll_oneoff(<fault 0xfffffff8*2>, out=%#x, n=2) = fault`, area))
	c.SchedYield()
	line(`sched_yield() = success`)
	c.ProcRaise(6)
	line(`proc_raise(abrt) = ended: "exit status 134"`)
	require.Error(t, c.ProcExit(3))
	line(`proc_exit(code=3)`)
	g.Functions()
	f, ok := g.Resolve(UnstableName, "fd_close")
	require.True(t, ok)
	require.NotNil(t, f)
	g.FdClose(-1)
	require.Empty(t, lines.String(), "the System's own methods are not traced")
}

// Every function has its arguments described: as many as it has parameters.
func TestTraceKnowsAll(t *testing.T) {
	methods := reflect.TypeFor[Preview1]()
	require.Equal(t, len(signatures)+len([]string{"Bind"}), methods.NumMethod())
	for name, params := range signatures {
		n := 0
		for _, field := range strings.Fields(traceArgs[name]) {
			n++
			if kind := strings.TrimPrefix(field, "to:"); kind == "path" || kind == "iovs" {
				n++
			}
		}
		require.Equal(t, len(params), n, name)
	}
}

// Any call with any arguments makes one line without control characters.
func TestTraceLines(t *testing.T) {
	var lines strings.Builder
	s, err := New(Config{Trace: &lines, Stdout: io.Discard, Dirs: []Dir{{Host: t.TempDir(), Guest: "/"}}})
	require.NoError(t, err)
	defer s.Close()
	m := &memory{}
	for i := range m.b {
		m.b[i] = byte(i * 7)
	}
	for _, c := range []Preview1{s.Preview1(), s.Unstable()} {
		require.NoError(t, c.Bind(m))
		v := reflect.ValueOf(c)
		for i := range v.NumMethod() {
			if name := v.Type().Method(i).Name; name == "Bind" || name == "PollOneoff" {
				continue
			}
			for _, value := range []int64{0, 1, 3, 64, -1, 1 << 31, 70000, -1 << 63} {
				args := make([]reflect.Value, v.Method(i).Type().NumIn())
				for k := range args {
					args[k] = reflect.ValueOf(value).Convert(v.Method(i).Type().In(k))
				}
				v.Method(i).Call(args)
				require.Regexp(t, `^[ -~]+\n$`, lines.String())
				lines.Reset()
			}
		}
	}
}
