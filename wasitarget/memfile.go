package wasitarget

import (
	"io"
	"math"
	"time"
)

// memFile is an open file of a MemFS.
type memFile struct {
	fs   *MemFS
	node *inode
	dev  uint64
	pos  int64
	shut bool

	appends bool
}

func (f *memFile) Close() error {
	f.fs.mu.Lock()
	defer f.fs.mu.Unlock()
	if f.shut {
		return errBadf
	}
	f.shut = true
	f.node.opened--
	f.fs.release(f.node)
	return nil
}

func (f *memFile) Read(b []byte) (int, error) {
	f.fs.mu.Lock()
	defer f.fs.mu.Unlock()
	n, err := f.readAt(b, f.pos)
	f.pos += int64(n)
	return n, err
}

func (f *memFile) ReadAt(b []byte, offset int64) (int, error) {
	f.fs.mu.Lock()
	defer f.fs.mu.Unlock()
	n, err := f.readAt(b, offset)
	if err == nil && n < len(b) {
		err = io.EOF
	}
	return n, err
}

func (f *memFile) readAt(b []byte, offset int64) (int, error) {
	switch {
	case f.shut:
		return 0, errBadf
	case offset < 0:
		return 0, errInval
	case len(b) == 0:
		return 0, nil
	}
	n := f.node.data.read(b, offset)
	if n == 0 {
		return 0, io.EOF
	}
	f.node.atime = f.fs.options.Now()
	return n, nil
}

func (f *memFile) Write(b []byte) (int, error) {
	f.fs.mu.Lock()
	defer f.fs.mu.Unlock()
	if f.appends {
		f.pos = f.node.data.size
	}
	n, err := f.writeAt(b, f.pos)
	f.pos += int64(n)
	return n, err
}

func (f *memFile) WriteAt(b []byte, offset int64) (int, error) {
	f.fs.mu.Lock()
	defer f.fs.mu.Unlock()
	return f.writeAt(b, offset)
}

// writeAt writes as much as the limit lets it.
func (f *memFile) writeAt(b []byte, offset int64) (int, error) {
	switch {
	case f.shut:
		return 0, errBadf
	case offset < 0:
		return 0, errInval
	case len(b) == 0:
		return 0, nil
	}
	most := f.fs.options.Bytes - (f.fs.bytes - f.node.data.size)
	if offset >= most {
		return 0, errNospc
	}
	var short error
	if int64(len(b)) > most-offset {
		b, short = b[:most-offset], errNospc
	}
	if end := offset + int64(len(b)); end > f.node.data.size {
		f.resize(end)
	}
	f.node.data.write(b, offset)
	f.fs.touch(f.node)
	return len(b), short
}

// resize sets the size, which the limit allows.
func (f *memFile) resize(size int64) {
	f.fs.bytes += size - f.node.data.size
	f.node.data.resize(size)
	f.fs.touch(f.node)
}

func (f *memFile) Seek(offset int64, whence int) (int64, error) {
	f.fs.mu.Lock()
	defer f.fs.mu.Unlock()
	base := int64(0)
	switch whence {
	case io.SeekCurrent:
		base = f.pos
	case io.SeekEnd:
		base = f.node.data.size
	}
	pos, err := position(base, offset)
	if err == nil {
		f.pos = pos
	}
	return pos, err
}

func (f *memFile) Truncate(size int64) error {
	f.fs.mu.Lock()
	defer f.fs.mu.Unlock()
	return f.truncate(size)
}

func (f *memFile) truncate(size int64) error {
	switch {
	case f.shut:
		return errBadf
	case size < 0:
		return errInval
	case size-f.node.data.size > f.fs.options.Bytes-f.fs.bytes:
		return errNospc
	}
	f.resize(size)
	return nil
}

func (f *memFile) allocate(offset, length int64) error {
	f.fs.mu.Lock()
	defer f.fs.mu.Unlock()
	if offset > math.MaxInt64-length {
		return errFbig
	}
	if offset+length <= f.node.data.size {
		return nil
	}
	return f.truncate(offset + length)
}

func (f *memFile) setAppend(on bool) error {
	f.fs.mu.Lock()
	defer f.fs.mu.Unlock()
	f.appends = on
	return nil
}

func (f *memFile) Sync() error { return nil }

func (f *memFile) stat() (filestat, error) {
	f.fs.mu.Lock()
	defer f.fs.mu.Unlock()
	return f.node.stat(f.dev), nil
}

func (f *memFile) setTimes(atime, mtime time.Time) error {
	f.fs.mu.Lock()
	defer f.fs.mu.Unlock()
	f.fs.setTimes(f.node, atime, mtime)
	return nil
}
