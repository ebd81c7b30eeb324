package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// newTerminal opens a pseudoterminal: what the user sees, and what a program has for it.
func newTerminal(t *testing.T) (user, tty *os.File) {
	user, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudoterminals here: ", err)
	}
	t.Cleanup(func() { user.Close() })
	var number, unlocked int32
	ioctl(t, user, syscall.TIOCGPTN, unsafe.Pointer(&number))
	ioctl(t, user, syscall.TIOCSPTLCK, unsafe.Pointer(&unlocked))
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudoterminals here: ", err)
	}
	t.Cleanup(func() { tty.Close() })
	return user, tty
}

func ioctl(t *testing.T, f *os.File, request uintptr, arg unsafe.Pointer) {
	conn, err := f.SyscallConn()
	require.NoError(t, err)
	require.NoError(t, conn.Control(func(fd uintptr) {
		_, _, e := syscall.Syscall(syscall.SYS_IOCTL, fd, request, uintptr(arg))
		require.Zero(t, e)
	}))
}

func TestIsTerminal(t *testing.T) {
	user, tty := newTerminal(t)
	size := [4]uint16{25, 132, 0, 0}
	ioctl(t, user, syscall.TIOCSWINSZ, unsafe.Pointer(&size))
	require.True(t, isTerminal(tty))
	require.Equal(t, 132, terminalWidth(tty))
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	require.NoError(t, err)
	defer null.Close()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	for _, f := range []any{null, w, &bytes.Buffer{}, nil} {
		require.False(t, isTerminal(f))
	}
	for environ, want := range map[string]bool{"": true, "NO_COLOR=1": false, "CLICOLOR=0": false, "TERM=dumb": false} {
		setColors(t, environ)
		require.Equal(t, want, colored(tty), environ)
	}
	setColors(t, "TERM=dumb")
	require.Nil(t, newBar(tty))
	require.NoError(t, w.Close())
	require.NoError(t, r.Close())
}

// TestBarOnTerminal: a bar shows itself after a second, and leaves nothing.
func TestBarOnTerminal(t *testing.T) {
	setColors(t, "NO_COLOR=1")
	user, tty := newTerminal(t)
	b := newBar(tty)
	require.NotNil(t, b)
	b.step("translating", 1, 2)
	got := readUntil(t, user, "1/2, 1 s")
	require.Contains(t, got, "\rtranslating [============            ] 1/2, 1 s")
	b.end()
	require.Contains(t, readUntil(t, user, " \r"), "\r    ")
}

// readUntil reads what the user sees, until it has some text.
func readUntil(t *testing.T, user *os.File, text string) string {
	var seen []byte
	buf := make([]byte, 4096)
	deadline := time.Now().Add(time.Minute)
	for !bytes.Contains(seen, []byte(text)) {
		require.NoError(t, user.SetReadDeadline(deadline))
		n, err := user.Read(buf)
		seen = append(seen, buf[:n]...)
		require.NoError(t, err, "%q", seen)
	}
	return string(seen)
}

// buildingGo stands for a go command that compiles one of two packages for some seconds, and then fails.
const buildingGo = `#!/bin/sh
case $1 in
list) printf 'program/rt\nprogram\n' ;;
build)
	printf '%s\n' '{"ImportPath":"program/rt","Action":"build-output","Output":"program/rt\n"}'
	sleep 1
	printf '%s\n' '{"ImportPath":"program","Action":"build-output","Output":"program\n"}'
	sleep 2
	echo 'out of ideas' >&2
	exit 1 ;;
esac
`

// TestRunOnTerminal: who runs a program for the first time sees that it is built.
func TestRunOnTerminal(t *testing.T) {
	exe, cacheDir := buildTool(t)
	bin := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(bin, "go"), []byte(buildingGo), 0o777))
	user, tty := newTerminal(t)
	cmd := exec.Command(exe, "run", sample(t, "sample", "mandel.wasm"), "-dir", "x")
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+cacheDir, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "NO_COLOR=1", "TERM=xterm")
	cmd.Stderr = tty
	require.NoError(t, cmd.Start())
	seen := readUntil(t, user, "out of ideas\r\n")
	require.Error(t, cmd.Wait())
	require.Contains(t, seen, "wasm2go: note: -dir behind the module went to the program: ")
	require.Contains(t, seen, "\rbuilding    [========================] 2/2, 1 s, program")
	require.Regexp(t, "\r +\rwasm2go: run: go build: exit status 1\r\nout of ideas\r\n$", seen)
}

// TestMisplaced: where nobody looks, a program that fails is what gives a reason to speak of flags at the wrong place.
func TestMisplaced(t *testing.T) {
	exe, cacheDir := buildTool(t)
	start := func(args ...string) string {
		cmd := exec.Command(exe, append([]string{"run"}, args...)...)
		var stderr bytes.Buffer
		cmd.Env, cmd.Stderr = toolEnviron(t, cacheDir), &stderr
		_ = cmd.Run() // some fail
		return stderr.String()
	}
	mandel := sample(t, "sample", "mandel.wasm")
	for _, engine := range []string{"-engine=go", "-engine=interp"} {
		require.Regexp(t, `(?s)^usage: mandel.*\nwasm2go: note: -dir behind the module went to the program: flags of wasm2go run stand before it, `+
			`and -- before it says that this is meant\n$`, start(engine, mandel, "-dir", "x"))
		for _, args := range [][]string{{"--", mandel, "-dir", "x"}, {"-q", mandel, "-dir", "x"}, {mandel, "-v"}, {mandel, "dir"}, {mandel, "--", "-dir"}, {mandel, "20"}} {
			require.NotContains(t, start(append([]string{engine}, args...)...), "note", args)
		}
	}
	require.Contains(t, start(mandel, "--env=x", "-trace"), "note: -env, -trace behind")
}
