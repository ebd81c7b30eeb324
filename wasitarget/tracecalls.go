package wasitarget

// The methods of tracer, a line for each function. Go calls what is in front of the second pair of parentheses before what is in it.

func (t *tracer) ArgsGet(argv, argvBuf int32) (int32, error) {
	return t.call("args_get", argv, argvBuf)(t.calls.ArgsGet(argv, argvBuf))
}

func (t *tracer) ArgsSizesGet(argc, argvBufSize int32) (int32, error) {
	return t.call("args_sizes_get", argc, argvBufSize)(t.calls.ArgsSizesGet(argc, argvBufSize))
}

func (t *tracer) ClockResGet(id, resolution int32) (int32, error) {
	return t.call("clock_res_get", id, resolution)(t.calls.ClockResGet(id, resolution))
}

func (t *tracer) ClockTimeGet(id int32, precision int64, time int32) (int32, error) {
	return t.call("clock_time_get", id, precision, time)(t.calls.ClockTimeGet(id, precision, time))
}

func (t *tracer) EnvironGet(environ, environBuf int32) (int32, error) {
	return t.call("environ_get", environ, environBuf)(t.calls.EnvironGet(environ, environBuf))
}

func (t *tracer) EnvironSizesGet(count, bufSize int32) (int32, error) {
	return t.call("environ_sizes_get", count, bufSize)(t.calls.EnvironSizesGet(count, bufSize))
}

func (t *tracer) FdAdvise(fd int32, offset, length int64, advice int32) (int32, error) {
	return t.call("fd_advise", fd, offset, length, advice)(t.calls.FdAdvise(fd, offset, length, advice))
}

func (t *tracer) FdAllocate(fd int32, offset, length int64) (int32, error) {
	return t.call("fd_allocate", fd, offset, length)(t.calls.FdAllocate(fd, offset, length))
}

func (t *tracer) FdClose(fd int32) (int32, error) {
	return t.call("fd_close", fd)(t.calls.FdClose(fd))
}

func (t *tracer) FdDatasync(fd int32) (int32, error) {
	return t.call("fd_datasync", fd)(t.calls.FdDatasync(fd))
}

func (t *tracer) FdFdstatGet(fd, buf int32) (int32, error) {
	return t.call("fd_fdstat_get", fd, buf)(t.calls.FdFdstatGet(fd, buf))
}

func (t *tracer) FdFdstatSetFlags(fd, flags int32) (int32, error) {
	return t.call("fd_fdstat_set_flags", fd, flags)(t.calls.FdFdstatSetFlags(fd, flags))
}

func (t *tracer) FdFdstatSetRights(fd int32, base, inheriting int64) (int32, error) {
	return t.call("fd_fdstat_set_rights", fd, base, inheriting)(t.calls.FdFdstatSetRights(fd, base, inheriting))
}

func (t *tracer) FdFilestatGet(fd, buf int32) (int32, error) {
	return t.call("fd_filestat_get", fd, buf)(t.calls.FdFilestatGet(fd, buf))
}

func (t *tracer) FdFilestatSetSize(fd int32, size int64) (int32, error) {
	return t.call("fd_filestat_set_size", fd, size)(t.calls.FdFilestatSetSize(fd, size))
}

func (t *tracer) FdFilestatSetTimes(fd int32, atim, mtim int64, flags int32) (int32, error) {
	return t.call("fd_filestat_set_times", fd, atim, mtim, flags)(t.calls.FdFilestatSetTimes(fd, atim, mtim, flags))
}

func (t *tracer) FdPread(fd, iovs, iovsLen int32, offset int64, nread int32) (int32, error) {
	return t.call("fd_pread", fd, iovs, iovsLen, offset, nread)(t.calls.FdPread(fd, iovs, iovsLen, offset, nread))
}

func (t *tracer) FdPrestatDirName(fd, path, pathLen int32) (int32, error) {
	return t.call("fd_prestat_dir_name", fd, path, pathLen)(t.calls.FdPrestatDirName(fd, path, pathLen))
}

func (t *tracer) FdPrestatGet(fd, buf int32) (int32, error) {
	return t.call("fd_prestat_get", fd, buf)(t.calls.FdPrestatGet(fd, buf))
}

func (t *tracer) FdPwrite(fd, iovs, iovsLen int32, offset int64, nwritten int32) (int32, error) {
	return t.call("fd_pwrite", fd, iovs, iovsLen, offset, nwritten)(t.calls.FdPwrite(fd, iovs, iovsLen, offset, nwritten))
}

func (t *tracer) FdRead(fd, iovs, iovsLen, nread int32) (int32, error) {
	return t.call("fd_read", fd, iovs, iovsLen, nread)(t.calls.FdRead(fd, iovs, iovsLen, nread))
}

func (t *tracer) FdReaddir(fd, buf, bufLen int32, cookie int64, bufUsed int32) (int32, error) {
	return t.call("fd_readdir", fd, buf, bufLen, cookie, bufUsed)(t.calls.FdReaddir(fd, buf, bufLen, cookie, bufUsed))
}

func (t *tracer) FdRenumber(fd, to int32) (int32, error) {
	return t.call("fd_renumber", fd, to)(t.calls.FdRenumber(fd, to))
}

func (t *tracer) FdSeek(fd int32, offset int64, whence, newOffset int32) (int32, error) {
	return t.call("fd_seek", fd, offset, whence, newOffset)(t.calls.FdSeek(fd, offset, whence, newOffset))
}

func (t *tracer) FdSync(fd int32) (int32, error) {
	return t.call("fd_sync", fd)(t.calls.FdSync(fd))
}

func (t *tracer) FdTell(fd, offset int32) (int32, error) {
	return t.call("fd_tell", fd, offset)(t.calls.FdTell(fd, offset))
}

func (t *tracer) FdWrite(fd, iovs, iovsLen, nwritten int32) (int32, error) {
	return t.call("fd_write", fd, iovs, iovsLen, nwritten)(t.calls.FdWrite(fd, iovs, iovsLen, nwritten))
}

func (t *tracer) PathCreateDirectory(fd, path, pathLen int32) (int32, error) {
	return t.call("path_create_directory", fd, path, pathLen)(t.calls.PathCreateDirectory(fd, path, pathLen))
}

func (t *tracer) PathFilestatGet(fd, flags, path, pathLen, buf int32) (int32, error) {
	return t.call("path_filestat_get", fd, flags, path, pathLen, buf)(t.calls.PathFilestatGet(fd, flags, path, pathLen, buf))
}

func (t *tracer) PathFilestatSetTimes(fd, flags, path, pathLen int32, atim, mtim int64, fstFlags int32) (int32, error) {
	return t.call("path_filestat_set_times", fd, flags, path, pathLen, atim, mtim, fstFlags)(t.calls.PathFilestatSetTimes(fd, flags, path, pathLen, atim, mtim, fstFlags))
}

func (t *tracer) PathLink(oldFd, oldFlags, oldPath, oldPathLen, newFd, newPath, newPathLen int32) (int32, error) {
	return t.call("path_link", oldFd, oldFlags, oldPath, oldPathLen, newFd, newPath, newPathLen)(t.calls.PathLink(oldFd, oldFlags, oldPath, oldPathLen, newFd, newPath, newPathLen))
}

func (t *tracer) PathOpen(fd, dirflags, path, pathLen, oflags int32, base, inheriting int64, fdflags, result int32) (int32, error) {
	return t.call("path_open", fd, dirflags, path, pathLen, oflags, base, inheriting, fdflags, result)(t.calls.PathOpen(fd, dirflags, path, pathLen, oflags, base, inheriting, fdflags, result))
}

func (t *tracer) PathReadlink(fd, path, pathLen, buf, bufLen, bufUsed int32) (int32, error) {
	return t.call("path_readlink", fd, path, pathLen, buf, bufLen, bufUsed)(t.calls.PathReadlink(fd, path, pathLen, buf, bufLen, bufUsed))
}

func (t *tracer) PathRemoveDirectory(fd, path, pathLen int32) (int32, error) {
	return t.call("path_remove_directory", fd, path, pathLen)(t.calls.PathRemoveDirectory(fd, path, pathLen))
}

func (t *tracer) PathRename(fd, oldPath, oldPathLen, newFd, newPath, newPathLen int32) (int32, error) {
	return t.call("path_rename", fd, oldPath, oldPathLen, newFd, newPath, newPathLen)(t.calls.PathRename(fd, oldPath, oldPathLen, newFd, newPath, newPathLen))
}

func (t *tracer) PathSymlink(oldPath, oldPathLen, fd, newPath, newPathLen int32) (int32, error) {
	return t.call("path_symlink", oldPath, oldPathLen, fd, newPath, newPathLen)(t.calls.PathSymlink(oldPath, oldPathLen, fd, newPath, newPathLen))
}

func (t *tracer) PathUnlinkFile(fd, path, pathLen int32) (int32, error) {
	return t.call("path_unlink_file", fd, path, pathLen)(t.calls.PathUnlinkFile(fd, path, pathLen))
}

func (t *tracer) PollOneoff(in, out, n, nevents int32) (int32, error) {
	return t.call("poll_oneoff", in, out, n, nevents)(t.calls.PollOneoff(in, out, n, nevents))
}

func (t *tracer) ProcExit(code int32) error {
	t.call("proc_exit", code)(0, nil)
	return t.calls.ProcExit(code)
}

func (t *tracer) ProcRaise(sig int32) (int32, error) {
	return t.call("proc_raise", sig)(t.calls.ProcRaise(sig))
}

func (t *tracer) RandomGet(buf, bufLen int32) (int32, error) {
	return t.call("random_get", buf, bufLen)(t.calls.RandomGet(buf, bufLen))
}

func (t *tracer) SchedYield() (int32, error) {
	return t.call("sched_yield")(t.calls.SchedYield())
}

func (t *tracer) SockAccept(fd, flags, newFd int32) (int32, error) {
	return t.call("sock_accept", fd, flags, newFd)(t.calls.SockAccept(fd, flags, newFd))
}

func (t *tracer) SockRecv(fd, iovs, iovsLen, riFlags, roDatalen, roFlags int32) (int32, error) {
	return t.call("sock_recv", fd, iovs, iovsLen, riFlags, roDatalen, roFlags)(t.calls.SockRecv(fd, iovs, iovsLen, riFlags, roDatalen, roFlags))
}

func (t *tracer) SockSend(fd, iovs, iovsLen, siFlags, soDatalen int32) (int32, error) {
	return t.call("sock_send", fd, iovs, iovsLen, siFlags, soDatalen)(t.calls.SockSend(fd, iovs, iovsLen, siFlags, soDatalen))
}

func (t *tracer) SockShutdown(fd, how int32) (int32, error) {
	return t.call("sock_shutdown", fd, how)(t.calls.SockShutdown(fd, how))
}
