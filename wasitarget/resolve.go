package wasitarget

import "github.com/wasm2go/wasm2go/rt"

// What modules import the functions of a System from: WASI preview 1, and the snapshot before it.
const (
	ModuleName   = "wasi_snapshot_preview1"
	UnstableName = "wasi_unstable"
	ThreadsName  = "wasi" // wasi-threads, see Threads
)

// Resolve finds a function by its name as an import (rt.Resolver): a module that needs nothing but WASI is linked with the
// System itself.
func (s *System) Resolve(module, name string) (any, bool) {
	s.resolving.Do(func() {
		s.functions = map[string]rt.Module{ModuleName: s.Functions(), UnstableName: functions(s.Unstable())}
		delete(s.functions[UnstableName], "sock_accept") // it is younger
		s.functions[ThreadsName] = rt.Module{"thread-spawn": s.ThreadSpawn}
	})
	return s.functions[module].Export(name)
}

// Functions are the functions of WASI preview 1 by name, for modules that import other things, too. The System is bound to the instance that
// imports any of them.
func (s *System) Functions() rt.Module { return functions(s.Preview1()) }
