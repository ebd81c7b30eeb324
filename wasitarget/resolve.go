package wasitarget

import "github.com/wasm2go/wasm2go/rt"

// ModuleName is what modules import the functions of a System from.
const ModuleName = "wasi_snapshot_preview1"

// Resolve finds a function by its name as an import (rt.Resolver): a module that needs nothing but WASI is linked with the
// System itself.
func (s *System) Resolve(module, name string) (any, bool) {
	if module != ModuleName {
		return nil, false
	}
	s.resolving.Do(func() { s.functions = s.Functions() })
	return s.functions.Export(name)
}

// Functions are the functions of WASI preview 1 by name, for modules that import other things, too.
func (s *System) Functions() rt.Module {
	return rt.Module{
		"args_get":                s.ArgsGet,
		"args_sizes_get":          s.ArgsSizesGet,
		"clock_res_get":           s.ClockResGet,
		"clock_time_get":          s.ClockTimeGet,
		"environ_get":             s.EnvironGet,
		"environ_sizes_get":       s.EnvironSizesGet,
		"fd_advise":               s.FdAdvise,
		"fd_allocate":             s.FdAllocate,
		"fd_close":                s.FdClose,
		"fd_datasync":             s.FdDatasync,
		"fd_fdstat_get":           s.FdFdstatGet,
		"fd_fdstat_set_flags":     s.FdFdstatSetFlags,
		"fd_fdstat_set_rights":    s.FdFdstatSetRights,
		"fd_filestat_get":         s.FdFilestatGet,
		"fd_filestat_set_size":    s.FdFilestatSetSize,
		"fd_filestat_set_times":   s.FdFilestatSetTimes,
		"fd_pread":                s.FdPread,
		"fd_prestat_dir_name":     s.FdPrestatDirName,
		"fd_prestat_get":          s.FdPrestatGet,
		"fd_pwrite":               s.FdPwrite,
		"fd_read":                 s.FdRead,
		"fd_readdir":              s.FdReaddir,
		"fd_renumber":             s.FdRenumber,
		"fd_seek":                 s.FdSeek,
		"fd_sync":                 s.FdSync,
		"fd_tell":                 s.FdTell,
		"fd_write":                s.FdWrite,
		"path_create_directory":   s.PathCreateDirectory,
		"path_filestat_get":       s.PathFilestatGet,
		"path_filestat_set_times": s.PathFilestatSetTimes,
		"path_link":               s.PathLink,
		"path_open":               s.PathOpen,
		"path_readlink":           s.PathReadlink,
		"path_remove_directory":   s.PathRemoveDirectory,
		"path_rename":             s.PathRename,
		"path_symlink":            s.PathSymlink,
		"path_unlink_file":        s.PathUnlinkFile,
		"poll_oneoff":             s.PollOneoff,
		"proc_exit":               s.ProcExit,
		"proc_raise":              s.ProcRaise,
		"random_get":              s.RandomGet,
		"sched_yield":             s.SchedYield,
		"sock_accept":             s.SockAccept,
		"sock_recv":               s.SockRecv,
		"sock_send":               s.SockSend,
		"sock_shutdown":           s.SockShutdown,
	}
}
