package calls

import "strings"

// functions are those of WASI preview 1 and the kinds of their parameters, see kinds. A kind stands for all the parameters it needs: a path
// is an address and a length.
var functions = parse(`
args_get                 argv args
args_sizes_get           out4 out4
clock_res_get            clock out8
clock_time_get           clock i64 out8
environ_get              environv environ
environ_sizes_get        out4 out4
fd_advise                fd i64 i64 small
fd_allocate              fd room
fd_close                 victim
fd_datasync              fd
fd_fdstat_get            fd out24
fd_fdstat_set_flags      fd flags
fd_fdstat_set_rights     victim rights rights
fd_filestat_get          fd out64
fd_filestat_set_size     fd i64
fd_filestat_set_times    fd i64 i64 flags
fd_pread                 fd reads i64 out4
fd_prestat_dir_name      fd prefix
fd_prestat_get           fd out8
fd_pwrite                fd writes i64 out4
fd_read                  fd reads out4
fd_readdir               fd buffer i64 out4
fd_renumber              victim victim
fd_seek                  fd i64 small out8
fd_sync                  fd
fd_tell                  fd out8
fd_write                 fd writes out4
path_create_directory    fd path
path_filestat_get        fd flags path out64
path_filestat_set_times  fd flags path i64 i64 flags
path_link                fd flags path fd path
path_open                fd flags path flags rights rights flags newfd
path_readlink            fd path prefix out4
path_remove_directory    fd path
path_rename              fd path fd path
path_symlink             path fd path
path_unlink_file         fd path
poll_oneoff              events out4
proc_exit                small
proc_raise               small
random_get               buffer
sched_yield
sock_accept              fd flags newfd
sock_recv                fd reads flags out4 out2
sock_send                fd writes flags out4
sock_shutdown            fd small
`)

// A row is a function.
type row struct {
	name  string
	kinds []string
	ends  bool // it may end the program
}

func parse(text string) (rows []row) {
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) > 0 {
			rows = append(rows, row{f[0], f[1:], strings.HasPrefix(f[0], "proc_")})
		}
	}
	return rows
}

// often are the functions that the others need to get anywhere.
var often = map[string]int{"path_open": 12, "fd_write": 4, "fd_read": 4, "path_symlink": 3, "path_create_directory": 3, "path_rename": 2, "fd_readdir": 2}

// drawn has each function as often as it is drawn.
var drawn = weigh()

func weigh() (rows []row) {
	for _, r := range functions {
		for range max(1, often[r.name]) {
			rows = append(rows, r)
		}
	}
	return rows
}
