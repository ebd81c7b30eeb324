package wasitarget

import (
	"io"
	"math"
	"time"
)

// tree is a directory of some file system, held open, with all that is below it. There are three: a directory of the host
// (hostTree), any fs.FS (fsTree) and memory (memTree). They know nothing of rights, of dots, of trailing slashes or of symbolic
// links on the way: that is the walk's and its callers' business, once for all.
//
// A name is "." for the directory itself, or components joined by slashes: no dots, no empty ones, and all but the last were
// directories a moment ago. No method follows a symbolic link that the name ends in. Errors are the host's or an errno.
type tree interface {
	sub(name string) (tree, error)                      // a directory as a tree of its own
	open(name string, flags int) (file, error)          // a file, with the flags of os.OpenFile
	lstat(name string) (filestat, error)                // what has the name
	readlink(name string) (string, error)               // what a symbolic link contains
	list() (listing, error)                             // the directory's entries
	mkdir(name string) error                            // makes a directory
	rmdir(name string) error                            // removes an empty directory
	unlink(name string) error                           // removes what is no directory
	symlink(target, name string) error                  // makes a symbolic link
	link(name string, to tree, newName string) error    // gives a file one more name
	rename(name string, to tree, newName string) error  // moves, in place of what has the new name
	setTimes(name string, atime, mtime time.Time) error // a zero time stays as it is
	sync() error
	close() error
}

// listing is a directory that is being listed.
type listing interface {
	next(n int) ([]entry, error) // up to n more entries, without dots; io.EOF with or after the last
	close() error
}

// entry is one name in a directory.
type entry struct {
	name string
	kind uint8
}

// file is an open file of a tree, or a stream of the host.
type file interface {
	io.ReadWriteSeeker
	io.ReaderAt
	io.WriterAt
	io.Closer
	Truncate(size int64) error
	Sync() error

	stat() (filestat, error)
	setTimes(atime, mtime time.Time) error // a zero time stays as it is
	allocate(offset, length int64) error   // makes the file at least offset+length bytes long
	setAppend(on bool) error               // Write begins at the end, wherever others have moved it
}

// filestat is what is known of a file ($filestat).
type filestat struct {
	dev, ino, nlink     uint64
	kind                uint8 // file type
	size                int64
	atime, mtime, ctime time.Time
}

// position is base+offset, where that can be a position in a file.
func position(base, offset int64) (int64, error) {
	if offset > math.MaxInt64-base || base+offset < 0 {
		return 0, errInval
	}
	return base + offset, nil
}
