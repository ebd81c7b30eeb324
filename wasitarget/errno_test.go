package wasitarget

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
)

func TestErrnoOfHostErrors(t *testing.T) {
	s, err := New(Config{})
	require.NoError(t, err)
	for _, c := range []struct {
		err  error
		want errno
	}{
		{nil, success},
		{&mem.RangeError{}, errFault},
		{fmt.Errorf("wrapped: %w", errLoop), errLoop},
		{&fs.PathError{Op: "open", Err: syscall.ENOENT}, errNoent},
		{&os.LinkError{Op: "link", Err: syscall.EXDEV}, errXdev},
		{syscall.EACCES, errAcces}, {syscall.EAGAIN, errAgain}, {syscall.EISDIR, errIsdir}, {syscall.ENOTEMPTY, errNotempty},
		{syscall.ENOSPC, errNospc}, {syscall.ELOOP, errLoop}, {syscall.ENAMETOOLONG, errNametoolong}, {syscall.EROFS, errRofs},
		{syscall.EMFILE, errMfile}, {syscall.EPIPE, errPipe}, {syscall.EINVAL, errInval}, {syscall.EOPNOTSUPP, errNotsup},
		{syscall.Errno(9999), errIO},
		{fs.ErrNotExist, errNoent}, {fs.ErrExist, errExist}, {fs.ErrPermission, errAcces}, {fs.ErrClosed, errBadf},
		{fs.ErrInvalid, errInval}, {errors.ErrUnsupported, errNotsup}, {io.ErrClosedPipe, errPipe}, {errors.New("odd"), errIO},
	} {
		require.Equal(t, c.want, s.errno(c.err), "%v", c.err)
	}
}

func TestErrnoNames(t *testing.T) {
	require.Len(t, errnoNames, int(errNotcapable)+1)
	require.Equal(t, "wasi: notcapable", errNotcapable.Error())
	require.Equal(t, "wasi: fault", errFault.Error())
	require.Equal(t, "wasi: inval", errInval.Error())
}
