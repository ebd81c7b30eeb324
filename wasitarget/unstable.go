package wasitarget

import "io"

// unstable is snapshot 0 of WASI, wasi_unstable: the functions of preview 1 but for sock_accept, some of them with another layout.
type unstable struct{ *System }

// FdSeek is preview 1's, with other numbers for whence.
func (u *unstable) FdSeek(fd int32, offset int64, whence, newOffset int32) (int32, error) {
	order := [...]int32{io.SeekCurrent, io.SeekEnd, io.SeekStart}
	if uint32(whence) >= uint32(len(order)) {
		whence = -1 // to fail behind what fails first
	} else {
		whence = order[whence]
	}
	return u.System.FdSeek(fd, offset, whence, newOffset)
}

// PollOneoff is preview 1's, with larger subscriptions.
func (u *unstable) PollOneoff(in, out, n, nevents int32) (int32, error) {
	return u.result(u.pollOneoff(pollUnstable, in, out, n, nevents))
}

// FdFilestatGet is preview 1's, with a smaller filestat.
func (u *unstable) FdFilestatGet(fd, buf int32) (int32, error) {
	return u.result(u.fdFilestat(&statUnstable, fd, buf))
}

// PathFilestatGet is preview 1's, with a smaller filestat.
func (u *unstable) PathFilestatGet(fd, flags, path, pathLen, buf int32) (int32, error) {
	return u.result(u.pathFilestat(&statUnstable, fd, flags, path, pathLen, buf))
}
