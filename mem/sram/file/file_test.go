package file_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/memtest"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/file"
)

var (
	_ sram.Device = (*file.Device)(nil)
	_ sram.Syncer = (*file.Device)(nil)
)

// holdVariable makes this test binary a process that opens the file and waits.
const holdVariable = "FILE_TEST_HOLD"

func TestMain(m *testing.M) {
	if path := os.Getenv(holdVariable); path != "" {
		hold(path)
		return
	}
	if text := os.Getenv(killedVariable); text != "" {
		fmt.Fprintln(os.Stderr, stepAndKeep(text))
		return
	}
	os.Exit(m.Run())
}

// hold says "open" or what is wrong, and ends with its input.
func hold(path string) {
	said := "open"
	if _, err := file.Open(path, file.Opts{}); err != nil {
		said = err.Error()
	}
	os.Stdout.WriteString(said + "\n")
	os.Stdin.Read(make([]byte, 1))
}

// newFile makes a device of a new file.
func newFile(t *testing.T, size uint64) (d *file.Device, path string) {
	path = filepath.Join(t.TempDir(), "memory")
	d, err := file.Open(path, file.Opts{Size: size})
	require.NoError(t, err)
	t.Cleanup(func() { d.Halt() })
	return d, path
}

// TestTransfer: what is written is read, within the size, and is there when the file is opened again.
func TestTransfer(t *testing.T) {
	const size = 1 << 20
	d, path := newFile(t, size)
	require.Equal(t, path, d.String())
	require.EqualValues(t, size, d.Size())
	got := make([]byte, 6)
	require.NoError(t, d.Transfer(size-6, []byte("written"[:6]), size-6, got))
	require.Equal(t, "writte", string(got))
	require.NoError(t, d.Transfer(0, []byte("first"), 1, got))
	require.Equal(t, "irst\x00\x00", string(got))
	require.NoError(t, d.Transfer(size, nil, size, nil))

	for _, bad := range []error{
		d.Transfer(size-5, []byte("second"), 0, nil),
		d.Transfer(1<<64-1, []byte("second"), 0, nil),
		d.Transfer(0, []byte("second"), size-5, got),
	} {
		require.ErrorContains(t, bad, path+": 6 bytes at 0x")
		require.ErrorContains(t, bad, "run past the end of the 1048576 bytes")
	}
	require.NoError(t, d.Sync())
	require.NoError(t, d.Halt())
	require.ErrorIs(t, d.Transfer(0, []byte("late"), 0, nil), os.ErrClosed)

	d, err := file.Open(path, file.Opts{})
	require.NoError(t, err)
	defer d.Halt()
	require.EqualValues(t, size, d.Size())
	require.NoError(t, d.Transfer(0, nil, 0, got))
	require.Equal(t, "first\x00", string(got), "a transfer out of range changes nothing")
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.EqualValues(t, size, info.Size())
}

// TestOpenErrors: what cannot be memory is left alone.
func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	require.NoError(t, os.WriteFile(path("empty"), nil, 0o600))
	require.NoError(t, os.WriteFile(path("small"), []byte("small"), 0o600))
	for _, c := range []struct {
		path string
		size uint64
		want string
	}{
		{path("none"), 0, path("none") + ": there is no such file: with a size it is made"},
		{path("empty"), 0, path("empty") + ": it is empty: with a size it gets one"},
		{path("small"), 64, path("small") + ": it has 5 bytes, not 64"},
		{dir, 64, dir + ": it is a directory: name a file in it"},
		{filepath.Join(dir, "no", "file"), 64, "open " + filepath.Join(dir, "no", "file") + ": "},
		{path("huge"), 1 << 63, "truncate " + path("huge") + ": "},
	} {
		_, err := file.Open(c.path, file.Opts{Size: c.size})
		require.ErrorContains(t, err, c.want)
	}
	left, err := os.ReadFile(path("small"))
	require.NoError(t, err)
	require.Equal(t, "small", string(left))
	require.NoFileExists(t, path("none"))
}

// TestNoMemory: what has no bytes at places.
func TestNoMemory(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("device files are Linux's")
	}
	for path, want := range map[string]string{
		"/dev/zero":     "/dev/zero: it is a character device, and no memory: /dev/mtdN would be one",
		"/proc/self/fd": "/proc/self/fd: it is a directory: name a file in it",
	} {
		_, err := file.Open(path, file.Opts{Size: 64})
		require.EqualError(t, err, want)
	}
	fifo := filepath.Join(t.TempDir(), "fifo")
	require.NoError(t, exec.Command("mkfifo", fifo).Run())
	_, err := file.Open(fifo, file.Opts{})
	require.EqualError(t, err, fifo+": it is no file that has a size (p---------)")
}

// TestReadOnly: a file that must not be written is refused at once, not at the first write-back.
func TestReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("to root all files can be written")
	}
	path := filepath.Join(t.TempDir(), "memory")
	require.NoError(t, os.WriteFile(path, []byte("bytes"), 0o400))
	_, err := file.Open(path, file.Opts{})
	require.ErrorIs(t, err, os.ErrPermission)
	require.ErrorContains(t, err, path)
}

// TestLocked: one file is one device, in this process and in all.
func TestLocked(t *testing.T) {
	switch runtime.GOOS {
	case "js", "wasip1", "plan9", "aix", "solaris":
		t.Skip("there are no locks")
	}
	d, path := newFile(t, 64)
	const inUse = ": it is in use, by a program or as a file system: end that, or name another file"
	_, err := file.Open(path, file.Opts{})
	require.EqualError(t, err, path+inUse)
	require.Equal(t, path+inUse, start(t, path).said)
	require.NoError(t, d.Halt())

	other := start(t, path)
	require.Equal(t, "open", other.said)
	_, err = file.Open(path, file.Opts{Size: 64})
	require.EqualError(t, err, path+inUse)
	require.NoError(t, other.cmd.Process.Kill())
	other.cmd.Wait()
	d, err = file.Open(path, file.Opts{})
	require.NoError(t, err, "a lock ends with its process")
	require.NoError(t, d.Halt())
}

// A holder is another process that has, or wanted, the file.
type holder struct {
	cmd  *exec.Cmd
	said string
}

func start(t *testing.T, path string) holder {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), holdVariable+"="+path)
	_, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	begin(t, cmd)
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	text := make([]byte, 1000)
	n, err := out.Read(text)
	require.NoError(t, err)
	require.NotZero(t, n)
	return holder{cmd, string(text[:n-1])}
}

// begin starts this test binary again, if this is the processor that it was built for: an emulator of processes does not run what they
// start, and may hang as they do.
func begin(t *testing.T, cmd *exec.Cmd) {
	if emulator := memtest.Emulator(); emulator != "" {
		t.Skip("this processor is emulated by ", emulator)
	}
	require.NoError(t, cmd.Start())
}

// TestCutOff: a file that got shorter is neither read as zeros nor made long again.
func TestCutOff(t *testing.T) {
	const want = ": somebody cut it off at 0x20; it had 64 bytes"
	for _, write := range []bool{false, true} {
		d, path := newFile(t, 64)
		use := func(addr uint64) error {
			if write {
				return d.Transfer(addr, []byte{1}, 0, nil)
			}
			return d.Transfer(0, nil, addr, make([]byte, 1))
		}
		require.NoError(t, os.Truncate(path, 32))
		require.EqualError(t, use(48), path+want)
		require.NoError(t, os.Truncate(path, 64))
		require.EqualError(t, use(0), path+want, "what is gone does not come back")
		require.EqualError(t, d.Sync(), path+want)
		require.EqualError(t, d.Halt(), path+want)
	}
	d, path := newFile(t, 64)
	require.NoError(t, os.Truncate(path, 32))
	require.EqualError(t, d.Transfer(0, nil, 24, make([]byte, 16)), path+want, "a part of it is there")
}
