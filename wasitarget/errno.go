package wasitarget

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"

	"github.com/wasm2go/wasm2go/mem"
)

// errno is a WASI error number (typenames.witx, $errno). It is an error, so that inner functions return it like any other.
type errno uint16

const (
	success        errno = 0
	errToobig      errno = 1
	errAcces       errno = 2
	errAgain       errno = 6
	errBadf        errno = 8
	errBusy        errno = 10
	errConnaborted errno = 13
	errConnrefused errno = 14
	errConnreset   errno = 15
	errDquot       errno = 19
	errExist       errno = 20
	errFault       errno = 21
	errFbig        errno = 22
	errIlseq       errno = 25
	errIntr        errno = 27
	errInval       errno = 28
	errIO          errno = 29
	errIsdir       errno = 31
	errLoop        errno = 32
	errMfile       errno = 33
	errMlink       errno = 34
	errNametoolong errno = 37
	errNfile       errno = 41
	errNodev       errno = 43
	errNoent       errno = 44
	errNomem       errno = 48
	errNospc       errno = 51
	errNosys       errno = 52
	errNotconn     errno = 53
	errNotdir      errno = 54
	errNotempty    errno = 55
	errNotsock     errno = 57
	errNotsup      errno = 58
	errNotty       errno = 59
	errNxio        errno = 60
	errOverflow    errno = 61
	errPerm        errno = 63
	errPipe        errno = 64
	errRofs        errno = 69
	errSpipe       errno = 70
	errTimedout    errno = 73
	errTxtbsy      errno = 74
	errXdev        errno = 75
	errNotcapable  errno = 76
)

func (e errno) Error() string { return "wasi: " + errnoNames[e] }

// Is makes the errors of a [MemFS] those that package fs asks for.
func (e errno) Is(target error) bool {
	switch target {
	case fs.ErrNotExist:
		return e == errNoent
	case fs.ErrExist:
		return e == errExist || e == errNotempty
	case fs.ErrPermission:
		return e == errPerm || e == errAcces || e == errRofs
	case fs.ErrInvalid:
		return e == errInval
	case fs.ErrClosed:
		return e == errBadf
	}
	return false
}

var errnoNames = [...]string{
	"success", "2big", "acces", "addrinuse", "addrnotavail", "afnosupport", "again", "already", "badf", "badmsg", "busy",
	"canceled", "child", "connaborted", "connrefused", "connreset", "deadlk", "destaddrreq", "dom", "dquot", "exist",
	"fault", "fbig", "hostunreach", "idrm", "ilseq", "inprogress", "intr", "inval", "io", "isconn", "isdir", "loop",
	"mfile", "mlink", "msgsize", "multihop", "nametoolong", "netdown", "netreset", "netunreach", "nfile", "nobufs",
	"nodev", "noent", "noexec", "nolck", "nolink", "nomem", "nomsg", "noprotoopt", "nospc", "nosys", "notconn", "notdir",
	"notempty", "notrecoverable", "notsock", "notsup", "notty", "nxio", "overflow", "ownerdead", "perm", "pipe", "proto",
	"protonosupport", "prototype", "range", "rofs", "spipe", "srch", "stale", "timedout", "txtbsy", "xdev", "notcapable",
}

// fatalError ends the call of the module: its memory's device failed, or its context has ended.
type fatalError struct{ error }

func isFatal(err error) bool {
	if err == nil {
		return false // and allocate nothing
	}
	var fatal fatalError
	return errors.As(err, &fatal)
}

// result ends a call of a WASI function: it turns the outcome of an inner function into that of the call, and gives up what that used.
func (s *System) result(err error) (int32, error) {
	s.release()
	if s.group.over() {
		return int32(errIO), errEnded
	}
	if err == nil {
		return 0, nil
	}
	var fatal fatalError
	if errors.As(err, &fatal) {
		return int32(errIO), fatal.error
	}
	return int32(s.errno(err)), nil
}

// errno finds the WASI errno of an error of the host.
func (s *System) errno(err error) errno {
	var (
		own      errno
		rangeErr *mem.RangeError
		sys      syscall.Errno
	)
	switch {
	case err == nil:
		return success
	case errors.As(err, &own):
		return own
	case errors.As(err, &rangeErr):
		return errFault
	case s.escapes != nil && errors.Is(err, s.escapes):
		return errPerm
	case errors.As(err, &sys):
		return fromHost(sys)
	case errors.Is(err, fs.ErrNotExist):
		return errNoent
	case errors.Is(err, fs.ErrExist):
		return errExist
	case errors.Is(err, fs.ErrPermission):
		return errAcces
	case errors.Is(err, fs.ErrClosed):
		return errBadf
	case errors.Is(err, fs.ErrInvalid):
		return errInval
	case errors.Is(err, errors.ErrUnsupported):
		return errNotsup
	case errors.Is(err, io.ErrClosedPipe):
		return errPipe
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errTimedout
	}
	return errIO
}

// fromHost translates the host's error numbers; hostErrnos has those only some hosts know.
func fromHost(e syscall.Errno) errno {
	if w, ok := hostErrnos(e); ok {
		return w
	}
	switch e {
	case syscall.E2BIG:
		return errToobig
	case syscall.EACCES:
		return errAcces
	case syscall.EAGAIN:
		return errAgain
	case syscall.EBADF:
		return errBadf
	case syscall.EBUSY:
		return errBusy
	case syscall.ECONNABORTED:
		return errConnaborted
	case syscall.ECONNREFUSED:
		return errConnrefused
	case syscall.ECONNRESET:
		return errConnreset
	case syscall.EDQUOT:
		return errDquot
	case syscall.EEXIST:
		return errExist
	case syscall.EFBIG:
		return errFbig
	case syscall.EILSEQ:
		return errIlseq
	case syscall.EINTR:
		return errIntr
	case syscall.EINVAL:
		return errInval
	case syscall.EISDIR:
		return errIsdir
	case syscall.ELOOP:
		return errLoop
	case syscall.EMFILE:
		return errMfile
	case syscall.EMLINK:
		return errMlink
	case syscall.ENAMETOOLONG:
		return errNametoolong
	case syscall.ENFILE:
		return errNfile
	case syscall.ENODEV:
		return errNodev
	case syscall.ENOENT:
		return errNoent
	case syscall.ENOMEM:
		return errNomem
	case syscall.ENOSPC:
		return errNospc
	case syscall.ENOSYS:
		return errNosys
	case syscall.ENOTCONN:
		return errNotconn
	case syscall.ENOTDIR:
		return errNotdir
	case syscall.ENOTEMPTY:
		return errNotempty
	case syscall.ENOTSUP:
		return errNotsup
	case syscall.ENOTTY:
		return errNotty
	case syscall.ENXIO:
		return errNxio
	case syscall.EOVERFLOW:
		return errOverflow
	case syscall.EPERM:
		return errPerm
	case syscall.EPIPE:
		return errPipe
	case syscall.EROFS:
		return errRofs
	case syscall.ESPIPE:
		return errSpipe
	case syscall.ETIMEDOUT:
		return errTimedout
	case syscall.EXDEV:
		return errXdev
	}
	if e == syscall.EOPNOTSUPP { // the same number as ENOTSUP on some hosts
		return errNotsup
	}
	return errIO
}

// escapeError is the error that root reports for a path that leads out of it. The os package does not export it.
func escapeError(root *os.Root) error {
	_, err := root.Lstat("..")
	return errors.Unwrap(err)
}
