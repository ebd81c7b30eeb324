package emit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// wasiModules are the import modules that a command may have, each with the method of wasitarget.System that gives its functions.
var wasiModules = map[string]string{
	"wasi_snapshot_preview1": "Preview1",
	"wasi_unstable":          "Unstable",
}

// threadsModule is what thread-spawn is imported from (wasi-threads).
const threadsModule = "wasi"

// hasThreads tells whether a command imports a memory, which CheckWASI has found to be one for threads.
func hasThreads(m *wasm.Module) bool { return m.ImportedMemories > 0 }

// CheckWASI makes sure that wasitarget.System has all that is imported: Go would say it later and less clearly.
func CheckWASI(m *wasm.Module) error {
	shared, spawns := 0, false
	for _, imp := range m.Imports {
		own := wasiModules[imp.Module] != "" || imp.Module == threadsModule
		var err error
		switch {
		case imp.Kind == wasm.ExternMemory && !own && m.MemType(int(imp.Index)).Shared && shared == 0:
			shared++
		case imp.Kind == wasm.ExternFunc && imp.Module == threadsModule:
			spawns, err = true, checkSpawn(m, imp)
		case imp.Kind == wasm.ExternFunc && own:
			err = checkWASIFunc(m, imp)
		default:
			err = fmt.Errorf("not a plain WASI command: it imports the %v %q from %q%s", imp.Kind, imp.Name, imp.Module, wasiHint(imp.Module))
		}
		if err != nil {
			return err
		}
	}
	if spawns && shared == 0 {
		return errors.New("not a WASI command with threads: it imports thread-spawn, but no shared memory")
	}
	return nil
}

// checkSpawn makes sure that the import is thread-spawn, and that the module has what a thread calls.
func checkSpawn(m *wasm.Module, imp wasm.Import) error {
	t := &m.Types[m.Canon(m.Funcs[imp.Index].Type)]
	const spawn, start = "(i32) i32", "(i32 i32)"
	want := t.Func.Notation()
	switch {
	case imp.Name != "thread-spawn":
		return &rt.LinkError{Module: imp.Module, Name: imp.Name, Want: "func " + want}
	case !t.IsPlain() || want != spawn:
		return &rt.LinkError{Module: imp.Module, Name: imp.Name, Want: "func " + want, Got: "func " + spawn}
	}
	e := m.Export("wasi_thread_start")
	if e == nil || e.Kind != wasm.ExternFunc || m.FuncType(int(e.Index)).Notation() != start {
		return fmt.Errorf("not a WASI command with threads: it does not export a function wasi_thread_start %s", start)
	}
	return nil
}

// checkWASIFunc makes sure that there is such a function. It says what the interpreter says as it links.
func checkWASIFunc(m *wasm.Module, imp wasm.Import) error {
	t := &m.Types[m.Canon(m.Funcs[imp.Index].Type)]
	want := t.Func.Notation()
	sig, ok := wasiFuncs[imp.Name]
	switch young := imp.Module == "wasi_unstable" && imp.Name == "sock_accept"; {
	case !ok || young:
		return &rt.LinkError{Module: imp.Module, Name: imp.Name, Want: "func " + want}
	case !t.IsPlain() || sig != want:
		return &rt.LinkError{Module: imp.Module, Name: imp.Name, Want: "func " + want, Got: "func " + sig}
	}
	return nil
}

// wasiHint says what to do about a module that programs for other hosts of WASI import from, "" for any other.
func wasiHint(module string) string {
	const again = ": build the program for WASI preview 1, as with the target wasm32-wasip1"
	switch {
	case strings.HasPrefix(module, "wasi:") || strings.HasPrefix(module, "wasi_snapshot_preview"):
		return ", which is a later WASI" + again
	case strings.HasPrefix(module, "wasix_"):
		return ", which is WASIX" + again
	case strings.HasPrefix(module, "wasi_"):
		return ", a proposal for WASI: translate the module as a package, with -pkg, and implement that import in Go"
	}
	return ""
}

// wasiFuncs are the functions of WASI preview 1 (phases/snapshot/witx of the
// WASI repository) with their signatures: what a command may import, and what
// wasitarget.System has as methods.
var wasiFuncs = map[string]string{
	"args_get":                "(i32 i32) i32",
	"args_sizes_get":          "(i32 i32) i32",
	"clock_res_get":           "(i32 i32) i32",
	"clock_time_get":          "(i32 i64 i32) i32",
	"environ_get":             "(i32 i32) i32",
	"environ_sizes_get":       "(i32 i32) i32",
	"fd_advise":               "(i32 i64 i64 i32) i32",
	"fd_allocate":             "(i32 i64 i64) i32",
	"fd_close":                "(i32) i32",
	"fd_datasync":             "(i32) i32",
	"fd_fdstat_get":           "(i32 i32) i32",
	"fd_fdstat_set_flags":     "(i32 i32) i32",
	"fd_fdstat_set_rights":    "(i32 i64 i64) i32",
	"fd_filestat_get":         "(i32 i32) i32",
	"fd_filestat_set_size":    "(i32 i64) i32",
	"fd_filestat_set_times":   "(i32 i64 i64 i32) i32",
	"fd_pread":                "(i32 i32 i32 i64 i32) i32",
	"fd_prestat_dir_name":     "(i32 i32 i32) i32",
	"fd_prestat_get":          "(i32 i32) i32",
	"fd_pwrite":               "(i32 i32 i32 i64 i32) i32",
	"fd_read":                 "(i32 i32 i32 i32) i32",
	"fd_readdir":              "(i32 i32 i32 i64 i32) i32",
	"fd_renumber":             "(i32 i32) i32",
	"fd_seek":                 "(i32 i64 i32 i32) i32",
	"fd_sync":                 "(i32) i32",
	"fd_tell":                 "(i32 i32) i32",
	"fd_write":                "(i32 i32 i32 i32) i32",
	"path_create_directory":   "(i32 i32 i32) i32",
	"path_filestat_get":       "(i32 i32 i32 i32 i32) i32",
	"path_filestat_set_times": "(i32 i32 i32 i32 i64 i64 i32) i32",
	"path_link":               "(i32 i32 i32 i32 i32 i32 i32) i32",
	"path_open":               "(i32 i32 i32 i32 i32 i64 i64 i32 i32) i32",
	"path_readlink":           "(i32 i32 i32 i32 i32 i32) i32",
	"path_remove_directory":   "(i32 i32 i32) i32",
	"path_rename":             "(i32 i32 i32 i32 i32 i32) i32",
	"path_symlink":            "(i32 i32 i32 i32 i32) i32",
	"path_unlink_file":        "(i32 i32 i32) i32",
	"poll_oneoff":             "(i32 i32 i32 i32) i32",
	"proc_exit":               "(i32)",
	"proc_raise":              "(i32) i32",
	"random_get":              "(i32 i32) i32",
	"sched_yield":             "() i32",
	"sock_accept":             "(i32 i32 i32) i32",
	"sock_recv":               "(i32 i32 i32 i32 i32 i32) i32",
	"sock_send":               "(i32 i32 i32 i32 i32) i32",
	"sock_shutdown":           "(i32 i32) i32",
}
