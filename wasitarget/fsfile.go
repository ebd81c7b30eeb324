package wasitarget

import (
	"cmp"
	"io"
	"io/fs"
	"sync"
	"time"
)

// fsFile is an open file of an fs.FS. It has a position of its own, so that files that cannot seek do.
type fsFile struct {
	fsys fs.FS
	name string
	dev  uint64

	pos int64 // the guest's

	reading sync.Mutex // held while these are used
	f       fs.File
	at      int64 // the position of f
}

// reopen begins anew at the front.
func (f *fsFile) reopen() error {
	if f.f != nil {
		f.f.Close()
		f.f = nil
	}
	opened, err := f.fsys.Open(f.name)
	switch {
	case err != nil:
		return err
	case opened == nil:
		return errIO
	}
	f.f, f.at = opened, 0
	return nil
}

func (f *fsFile) Close() error {
	f.reading.Lock()
	defer f.reading.Unlock()
	if f.f == nil {
		return nil
	}
	return f.f.Close()
}

func (f *fsFile) Read(b []byte) (int, error) {
	n, err := f.ReadAt(b, f.pos)
	f.pos += int64(n)
	return n, err
}

func (f *fsFile) ReadAt(b []byte, offset int64) (int, error) {
	return f.readUntil(func() error { return nil }, b, offset)
}

// readUntil is ReadAt. It asks ended while something is skipped: an error ends it.
func (f *fsFile) readUntil(ended func() error, b []byte, offset int64) (int, error) {
	f.reading.Lock()
	defer f.reading.Unlock()
	n, err := f.readAt(ended, b, offset)
	if err != nil && n == 0 { // some files complain about an offset behind their end
		if st, serr := f.status(); serr == nil && offset > st.size {
			err = io.EOF
		}
	}
	return n, err
}

func (f *fsFile) readAt(ended func() error, b []byte, offset int64) (int, error) {
	if f.f == nil {
		return 0, errIO
	}
	if r, ok := f.f.(io.ReaderAt); ok {
		return plausible(b)(r.ReadAt(b, offset))
	}
	if err := f.moveTo(ended, offset); err != nil {
		return 0, err
	}
	total := 0
	for total < len(b) {
		n, err := f.next(b[total:])
		total += n
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// moveTo makes offset the position of f.f.
func (f *fsFile) moveTo(ended func() error, offset int64) error {
	if f.at == offset {
		return nil
	}
	if s, ok := f.f.(io.Seeker); ok {
		at, err := s.Seek(offset, io.SeekStart)
		if err != nil {
			return err
		}
		f.at = at
		return nil
	}
	if st, err := f.status(); err != nil || offset >= st.size { // there may be no end to skip to
		return cmp.Or(err, io.EOF)
	}
	if offset < f.at {
		if err := f.reopen(); err != nil {
			return err
		}
	}
	skipped := make([]byte, min(offset-f.at, bufSize))
	for f.at < offset {
		if err := ended(); err != nil {
			return err
		}
		if _, err := f.next(skipped[:min(offset-f.at, bufSize)]); err != nil {
			return err
		}
	}
	return nil
}

// next reads from f.f. An FS whose files give neither data nor an error must not keep the guest for ever.
func (f *fsFile) next(b []byte) (int, error) {
	const patience = 100
	for range patience {
		n, err := plausible(b)(f.f.Read(b))
		f.at += int64(n)
		if n > 0 || err != nil || len(b) == 0 {
			return n, err
		}
	}
	return 0, io.ErrNoProgress
}

// plausible checks how much somebody says to have read into b.
func plausible(b []byte) func(int, error) (int, error) {
	return func(n int, err error) (int, error) {
		if n < 0 || n > len(b) {
			return 0, errIO
		}
		return n, err
	}
}

func (f *fsFile) Seek(offset int64, whence int) (int64, error) {
	base := int64(0)
	switch whence {
	case io.SeekCurrent:
		base = f.pos
	case io.SeekEnd:
		st, err := f.stat()
		if err != nil {
			return 0, err
		}
		base = st.size
	}
	pos, err := position(base, offset)
	if err == nil {
		f.pos = pos
	}
	return pos, err
}

func (f *fsFile) stat() (filestat, error) {
	f.reading.Lock()
	defer f.reading.Unlock()
	return f.status()
}

func (f *fsFile) status() (filestat, error) {
	if f.f == nil {
		return filestat{}, errIO
	}
	fi, err := f.f.Stat()
	return fsStat(fi, err, f.dev, f.name)
}

func (f *fsFile) Write([]byte) (int, error)           { return 0, errRofs }
func (f *fsFile) WriteAt([]byte, int64) (int, error)  { return 0, errRofs }
func (f *fsFile) Truncate(int64) error                { return errRofs }
func (f *fsFile) Sync() error                         { return nil }
func (f *fsFile) setTimes(time.Time, time.Time) error { return errRofs }
func (f *fsFile) allocate(int64, int64) error         { return errRofs }
func (f *fsFile) setAppend(bool) error                { return nil }
