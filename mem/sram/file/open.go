package file

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Opts say what file there is to be.
type Opts struct {
	// Size is how many bytes a new or empty file gets. They take room on the disk as they are written, where the file system can do that.
	// What has bytes already must have as many. 0: the file as it is.
	Size uint64
}

// Open opens a file for reading and writing, and makes it where there is none and o has a size. Until Halt it is nobody else's: on Unix the
// file is locked (flock, which only those mind that lock it too), and a block device must not be mounted; on Windows others cannot open it.
// AIX, Plan 9, Solaris and WASI have no such thing here: see to it yourself. Errors name the file.
func Open(path string, o Opts) (*Device, error) {
	if err := Check(path, o); err != nil {
		return nil, err
	}
	f, err := openExclusive(path, flags(path, o))
	if err != nil {
		return nil, named(path, err)
	}
	size, err := measure(f, o)
	if err != nil {
		return nil, errors.Join(named(path, err), f.Close())
	}
	return &Device{file: f, path: path, size: size}, nil
}

// errInUse is that of openExclusive where somebody else has the file.
var errInUse = errors.New("it is in use, by a program or as a file system: end that, or name another file")

// flags are those of the open call. With O_EXCL Linux refuses a block device that is mounted.
func flags(path string, o Opts) int {
	info, err := os.Stat(path)
	switch {
	case err == nil && isBlockDevice(info):
		return os.O_RDWR | os.O_EXCL
	case err != nil && o.Size > 0:
		return os.O_RDWR | os.O_CREATE
	}
	return os.O_RDWR
}

// measure finds out the size of a file, after giving it one if it has none.
func measure(f *os.File, o Opts) (uint64, error) {
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, err
	}
	if end == 0 && o.Size > 0 {
		return o.Size, f.Truncate(int64(o.Size))
	}
	return uint64(end), checkSize(uint64(end), o)
}

// Check returns what Open would find wrong with a file before it opens it.
func Check(path string, o Opts) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && o.Size > 0:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		err = errors.New("there is no such file: with a size it is made")
	case err == nil:
		err = checkKind(path, info, o)
	}
	return named(path, err)
}

// checkKind refuses what does not keep bytes at places.
func checkKind(path string, info fs.FileInfo, o Opts) error {
	switch {
	case info.Mode().IsRegular():
		return checkSize(uint64(info.Size()), o)
	case isBlockDevice(info):
		return nil
	case info.IsDir():
		return errors.New("it is a directory: name a file in it")
	case info.Mode()&fs.ModeCharDevice != 0:
		return checkMTD(path, os.DirFS(mtdClass))
	}
	return fmt.Errorf("it is no file that has a size (%v)", info.Mode().Type())
}

func isBlockDevice(info fs.FileInfo) bool {
	return info.Mode()&(fs.ModeDevice|fs.ModeCharDevice) == fs.ModeDevice
}

// checkSize compares what a file has with what it should.
func checkSize(size uint64, o Opts) error {
	switch {
	case size == 0 && o.Size == 0:
		return errors.New("it is empty: with a size it gets one")
	case size != 0 && o.Size != 0 && size != o.Size:
		return fmt.Errorf("it has %d bytes, not %d", size, o.Size)
	}
	return nil
}

// named puts the path before an error that does not name it.
func named(path string, err error) error {
	var has *fs.PathError
	if err == nil || errors.As(err, &has) {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}
