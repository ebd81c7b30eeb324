package file

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// faulty is a file whose operations fail.
type faulty struct {
	*os.File
	write, read, sync error
}

func (f *faulty) WriteAt(b []byte, at int64) (int, error) {
	if f.write != nil {
		n, _ := f.File.WriteAt(b[:len(b)/2], at)
		return n, &fs.PathError{Op: "write", Path: f.Name(), Err: f.write}
	}
	return f.File.WriteAt(b, at)
}

func (f *faulty) ReadAt(b []byte, at int64) (int, error) {
	if f.read != nil {
		n, _ := f.File.ReadAt(b[:len(b)/2], at)
		return n, &fs.PathError{Op: "read", Path: f.Name(), Err: f.read}
	}
	return f.File.ReadAt(b, at)
}

func (f *faulty) Sync() error {
	if f.sync != nil {
		return f.sync
	}
	return f.File.Sync()
}

var (
	errFull = errors.New("no space left on device")
	errDisk = errors.New("input/output error")
)

// TestFaults: what the operating system says gets through. A transfer may be repeated; after a sync that failed nothing can be trusted.
func TestFaults(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory")
	d, err := Open(path, Opts{Size: 64})
	require.NoError(t, err)
	f := &faulty{File: d.file.(*os.File)}
	d.file = f

	f.write = errFull
	err = d.Transfer(8, []byte("written"), 0, nil)
	require.ErrorIs(t, err, errFull)
	require.EqualError(t, err, "write "+path+": no space left on device")
	f.write = nil
	require.NoError(t, d.Transfer(8, []byte("written"), 0, nil))

	got := make([]byte, 7)
	f.read = errDisk
	require.EqualError(t, d.Transfer(0, nil, 8, got), "read "+path+": input/output error")
	f.read = nil
	require.NoError(t, d.Transfer(0, nil, 8, got))
	require.Equal(t, "written", string(got))

	f.sync = syscall.EINVAL // a character device
	require.NoError(t, d.Sync())
	f.sync = errDisk
	want := path + ": part of what was written may be lost, open it again: input/output error"
	require.EqualError(t, d.Sync(), want)
	f.sync = nil
	require.EqualError(t, d.Sync(), want)
	require.EqualError(t, d.Transfer(0, nil, 8, got), want)
	require.EqualError(t, d.Transfer(8, got, 0, nil), want)
	require.EqualError(t, d.Halt(), want)
}

// TestMTD: of the memories that Linux shows as /dev/mtdN, those are taken that need no erasing.
func TestMTD(t *testing.T) {
	class := fstest.MapFS{
		"mtd0/flags": {Data: []byte("0x1c00\n")}, // RAM
		"mtd1/flags": {Data: []byte("0xc00\n")},  // NOR flash
		"mtd2/flags": {Data: []byte("0x400\n")},  // NAND flash
		"mtd3/flags": {Data: []byte("flash\n")},
	}
	dir := t.TempDir()
	for name, want := range map[string]string{
		"mtd0": "",
		"mtd1": "it is flash, which has to be erased before it is written",
		"mtd2": "it is flash, which has to be erased before it is written",
		"mtd3": `parsing "flash": invalid syntax`,
		"tty":  "it is a character device, and no memory",
	} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, nil, 0o600))
		if err := checkMTD(path, class); want == "" {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, want)
		}
	}
}
