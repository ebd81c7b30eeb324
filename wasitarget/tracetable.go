package wasitarget

// traceArgs says how a call's arguments are printed: for each a name and, where that is another, its kind behind a colon. path and iovs are
// two arguments, an address and a length; subs is an address, its number the second argument behind it. What begins with * is an address where a result is found.
var traceArgs = map[string]string{
	"args_get":                "argv:ptr buf:ptr",
	"args_sizes_get":          "argc:*u32 size:*u32",
	"clock_res_get":           "clock resolution:*u64",
	"clock_time_get":          "clock precision:u64 time:*u64",
	"environ_get":             "environ:ptr buf:ptr",
	"environ_sizes_get":       "count:*u32 size:*u32",
	"fd_advise":               "fd offset:u64 len:u64 advice",
	"fd_allocate":             "fd offset:u64 len:u64",
	"fd_close":                "fd",
	"fd_datasync":             "fd",
	"fd_fdstat_get":           "fd stat:*fdstat",
	"fd_fdstat_set_flags":     "fd fdflags",
	"fd_fdstat_set_rights":    "fd base:rights inheriting:rights",
	"fd_filestat_get":         "fd stat:*filestat",
	"fd_filestat_set_size":    "fd size:u64",
	"fd_filestat_set_times":   "fd atim:u64 mtim:u64 fstflags",
	"fd_pread":                "fd iovs offset:u64 nread:*u32",
	"fd_prestat_dir_name":     "fd buf:ptr len:u32",
	"fd_prestat_get":          "fd prestat:*prestat",
	"fd_pwrite":               "fd iovs offset:u64 nwritten:*u32",
	"fd_read":                 "fd iovs nread:*u32",
	"fd_readdir":              "fd buf:ptr len:u32 cookie:u64 used:*u32",
	"fd_renumber":             "fd to:fd",
	"fd_seek":                 "fd offset:i64 whence position:*u64",
	"fd_sync":                 "fd",
	"fd_tell":                 "fd position:*u64",
	"fd_write":                "fd iovs nwritten:*u32",
	"path_create_directory":   "fd path",
	"path_filestat_get":       "fd lookup path stat:*filestat",
	"path_filestat_set_times": "fd lookup path atim:u64 mtim:u64 fstflags",
	"path_link":               "fd lookup path fd path",
	"path_open":               "fd lookup path oflags base:rights inheriting:rights fdflags fd:*u32",
	"path_readlink":           "fd path buf:ptr len:u32 used:*u32",
	"path_remove_directory":   "fd path",
	"path_rename":             "fd path fd path",
	"path_symlink":            "path fd path",
	"path_unlink_file":        "fd path",
	"poll_oneoff":             "subs out:ptr n:u32 events:*u32",
	"proc_exit":               "code:u32",
	"proc_raise":              "signal",
	"random_get":              "buf:ptr len:u32",
	"sched_yield":             "",
	"sock_accept":             "fd fdflags fd:*u32",
	"sock_recv":               "fd iovs riflags nread:*u32 roflags:*u16",
	"sock_send":               "fd iovs siflags:u32 nwritten:*u32",
	"sock_shutdown":           "fd sdflags",
}

// traceFlags are the names of bits, traceEnums of numbers (typenames.witx).
var traceFlags = map[string][]string{
	"fdflags":  {"append", "dsync", "nonblock", "rsync", "sync"},
	"fstflags": {"atim", "atim_now", "mtim", "mtim_now"},
	"lookup":   {"follow"},
	"oflags":   {"creat", "directory", "excl", "trunc"},
	"riflags":  {"peek", "waitall"},
	"sdflags":  {"rd", "wr"},

	"subclockflags": {"abstime"},
}

var traceEnums = map[string][]string{
	"eventtype": {"clock", "fd_read", "fd_write"},
	"advice":    {"normal", "sequential", "random", "willneed", "dontneed", "noreuse"},
	"clock":     {"realtime", "monotonic", "process_cputime", "thread_cputime"},
	"filetype": {"unknown", "block_device", "character_device", "directory", "regular_file", "socket_dgram", "socket_stream",
		"symbolic_link"},
	"signal": {"none", "hup", "int", "quit", "ill", "trap", "abrt", "bus", "fpe", "kill", "usr1", "segv", "usr2", "pipe", "alrm", "term", "chld",
		"cont", "stop", "tstp", "ttin", "ttou", "urg", "xcpu", "xfsz", "vtalrm", "prof", "winch", "poll", "pwr", "sys"},
	"whence":     {"set", "cur", "end"},
	"old_whence": {"cur", "end", "set"},
}

var traceRights = []string{"datasync", "read", "seek", "fdstat_set_flags", "sync", "tell", "write", "advise", "allocate", "create_directory",
	"create_file", "link_source", "link_target", "open", "readdir", "readlink", "rename_source", "rename_target", "path_filestat_get",
	"path_filestat_set_size", "path_filestat_set_times", "filestat_get", "filestat_set_size", "filestat_set_times", "symlink",
	"remove_directory", "unlink_file", "poll", "sock_shutdown", "sock_accept"}

// traceSizes are the sizes of results.
var traceSizes = map[string]int{"u16": 2, "u32": 4, "u64": 8, "fdstat": 24, "prestat": 8, "filestat": 64}
