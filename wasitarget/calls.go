package wasitarget

import "github.com/wasm2go/wasm2go/rt"

// Preview1 is what a module imports from WASI preview 1, as methods: the functions' names camel-cased, addresses and sizes as int32, which
// are read as unsigned. [System.Preview1] and [System.Unstable] give it; what it is made of is theirs, and may grow.
type Preview1 interface {
	rt.Binder
	ArgsGet(argv, argvBuf int32) (int32, error)
	ArgsSizesGet(argc, argvBufSize int32) (int32, error)
	ClockResGet(id, resolution int32) (int32, error)
	ClockTimeGet(id int32, precision int64, time int32) (int32, error)
	EnvironGet(environ, environBuf int32) (int32, error)
	EnvironSizesGet(count, bufSize int32) (int32, error)
	FdAdvise(fd int32, offset, length int64, advice int32) (int32, error)
	FdAllocate(fd int32, offset, length int64) (int32, error)
	FdClose(fd int32) (int32, error)
	FdDatasync(fd int32) (int32, error)
	FdFdstatGet(fd, buf int32) (int32, error)
	FdFdstatSetFlags(fd, flags int32) (int32, error)
	FdFdstatSetRights(fd int32, base, inheriting int64) (int32, error)
	FdFilestatGet(fd, buf int32) (int32, error)
	FdFilestatSetSize(fd int32, size int64) (int32, error)
	FdFilestatSetTimes(fd int32, atim, mtim int64, flags int32) (int32, error)
	FdPread(fd, iovs, iovsLen int32, offset int64, nread int32) (int32, error)
	FdPrestatDirName(fd, path, pathLen int32) (int32, error)
	FdPrestatGet(fd, buf int32) (int32, error)
	FdPwrite(fd, iovs, iovsLen int32, offset int64, nwritten int32) (int32, error)
	FdRead(fd, iovs, iovsLen, nread int32) (int32, error)
	FdReaddir(fd, buf, bufLen int32, cookie int64, bufUsed int32) (int32, error)
	FdRenumber(fd, to int32) (int32, error)
	FdSeek(fd int32, offset int64, whence, newOffset int32) (int32, error)
	FdSync(fd int32) (int32, error)
	FdTell(fd, offset int32) (int32, error)
	FdWrite(fd, iovs, iovsLen, nwritten int32) (int32, error)
	PathCreateDirectory(fd, path, pathLen int32) (int32, error)
	PathFilestatGet(fd, flags, path, pathLen, buf int32) (int32, error)
	PathFilestatSetTimes(fd, flags, path, pathLen int32, atim, mtim int64, fstFlags int32) (int32, error)
	PathLink(oldFd, oldFlags, oldPath, oldPathLen, newFd, newPath, newPathLen int32) (int32, error)
	PathOpen(fd, dirflags, path, pathLen, oflags int32, base, inheriting int64, fdflags, result int32) (int32, error)
	PathReadlink(fd, path, pathLen, buf, bufLen, bufUsed int32) (int32, error)
	PathRemoveDirectory(fd, path, pathLen int32) (int32, error)
	PathRename(fd, oldPath, oldPathLen, newFd, newPath, newPathLen int32) (int32, error)
	PathSymlink(oldPath, oldPathLen, fd, newPath, newPathLen int32) (int32, error)
	PathUnlinkFile(fd, path, pathLen int32) (int32, error)
	PollOneoff(in, out, n, nevents int32) (int32, error)
	ProcExit(code int32) error
	ProcRaise(sig int32) (int32, error)
	RandomGet(buf, bufLen int32) (int32, error)
	SchedYield() (int32, error)
	SockAccept(fd, flags, newFd int32) (int32, error)
	SockRecv(fd, iovs, iovsLen, riFlags, roDatalen, roFlags int32) (int32, error)
	SockSend(fd, iovs, iovsLen, siFlags, soDatalen int32) (int32, error)
	SockShutdown(fd, how int32) (int32, error)
}

// Preview1 is what a module imports as wasi_snapshot_preview1: the System itself or, with Config.Trace, what traces its calls.
func (s *System) Preview1() Preview1 { return s.traced(s, ModuleName) }

// Unstable is what a module imports as wasi_unstable, snapshot 0 of WASI. It is the same System: a module, or several, may use both.
func (s *System) Unstable() Preview1 { return s.traced(&unstable{s}, UnstableName) }

// functions are the functions of c by name.
func functions(c Preview1) rt.Module {
	module := rt.Module{
		"args_get":                c.ArgsGet,
		"args_sizes_get":          c.ArgsSizesGet,
		"clock_res_get":           c.ClockResGet,
		"clock_time_get":          c.ClockTimeGet,
		"environ_get":             c.EnvironGet,
		"environ_sizes_get":       c.EnvironSizesGet,
		"fd_advise":               c.FdAdvise,
		"fd_allocate":             c.FdAllocate,
		"fd_close":                c.FdClose,
		"fd_datasync":             c.FdDatasync,
		"fd_fdstat_get":           c.FdFdstatGet,
		"fd_fdstat_set_flags":     c.FdFdstatSetFlags,
		"fd_fdstat_set_rights":    c.FdFdstatSetRights,
		"fd_filestat_get":         c.FdFilestatGet,
		"fd_filestat_set_size":    c.FdFilestatSetSize,
		"fd_filestat_set_times":   c.FdFilestatSetTimes,
		"fd_pread":                c.FdPread,
		"fd_prestat_dir_name":     c.FdPrestatDirName,
		"fd_prestat_get":          c.FdPrestatGet,
		"fd_pwrite":               c.FdPwrite,
		"fd_read":                 c.FdRead,
		"fd_readdir":              c.FdReaddir,
		"fd_renumber":             c.FdRenumber,
		"fd_seek":                 c.FdSeek,
		"fd_sync":                 c.FdSync,
		"fd_tell":                 c.FdTell,
		"fd_write":                c.FdWrite,
		"path_create_directory":   c.PathCreateDirectory,
		"path_filestat_get":       c.PathFilestatGet,
		"path_filestat_set_times": c.PathFilestatSetTimes,
		"path_link":               c.PathLink,
		"path_open":               c.PathOpen,
		"path_readlink":           c.PathReadlink,
		"path_remove_directory":   c.PathRemoveDirectory,
		"path_rename":             c.PathRename,
		"path_symlink":            c.PathSymlink,
		"path_unlink_file":        c.PathUnlinkFile,
		"poll_oneoff":             c.PollOneoff,
		"proc_exit":               c.ProcExit,
		"proc_raise":              c.ProcRaise,
		"random_get":              c.RandomGet,
		"sched_yield":             c.SchedYield,
		"sock_accept":             c.SockAccept,
		"sock_recv":               c.SockRecv,
		"sock_send":               c.SockSend,
		"sock_shutdown":           c.SockShutdown,
	}
	return module.BoundBy(c)
}
