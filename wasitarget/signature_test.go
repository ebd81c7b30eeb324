package wasitarget

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// signatures are the parameters of all functions of wasi_snapshot_preview1 after lowering: i is i32, I is i64.
var signatures = map[string]string{
	"args_get": "ii", "args_sizes_get": "ii", "environ_get": "ii", "environ_sizes_get": "ii",
	"clock_res_get": "ii", "clock_time_get": "iIi", "random_get": "ii", "sched_yield": "",
	"proc_exit": "i", "proc_raise": "i", "poll_oneoff": "iiii",
	"fd_advise": "iIIi", "fd_allocate": "iII", "fd_close": "i", "fd_datasync": "i", "fd_fdstat_get": "ii",
	"fd_fdstat_set_flags": "ii", "fd_fdstat_set_rights": "iII", "fd_filestat_get": "ii", "fd_filestat_set_size": "iI",
	"fd_filestat_set_times": "iIIi", "fd_pread": "iiiIi", "fd_prestat_get": "ii", "fd_prestat_dir_name": "iii",
	"fd_pwrite": "iiiIi", "fd_read": "iiii", "fd_readdir": "iiiIi", "fd_renumber": "ii", "fd_seek": "iIii", "fd_sync": "i",
	"fd_tell": "ii", "fd_write": "iiii",
	"path_create_directory": "iii", "path_filestat_get": "iiiii", "path_filestat_set_times": "iiiiIIi",
	"path_link": "iiiiiii", "path_open": "iiiiiIIii", "path_readlink": "iiiiii", "path_remove_directory": "iii",
	"path_rename": "iiiiii", "path_symlink": "iiiii", "path_unlink_file": "iii",
	"sock_accept": "iii", "sock_recv": "iiiiii", "sock_send": "iiiii", "sock_shutdown": "ii",
}

func TestSignatures(t *testing.T) {
	system := reflect.TypeFor[*System]()
	for name, params := range signatures {
		var camel strings.Builder
		for _, part := range strings.Split(name, "_") {
			camel.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
		m, ok := system.MethodByName(camel.String())
		require.True(t, ok, name)
		var got strings.Builder
		for i := 1; i < m.Type.NumIn(); i++ {
			switch m.Type.In(i).Kind() {
			case reflect.Int32:
				got.WriteByte('i')
			case reflect.Int64:
				got.WriteByte('I')
			}
		}
		require.Equal(t, params, got.String(), name)
		require.Equal(t, name != "proc_exit", m.Type.NumOut() == 2, name)
	}
	require.Equal(t, len(signatures)+len([]string{"Bind", "Close", "Functions", "Preview1", "Resolve", "SetContext", "Thread", "ThreadSpawn", "Unstable"}), system.NumMethod())
}
