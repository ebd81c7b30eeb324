package abi

import (
	"path"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/wasm2go/wasm2go/rt"
)

// Names describes a module's functions for call stacks. It is one string, so that nothing is paid before a trap. Each
// function is a line: the Go function, the function index, the body's file offset in hexadecimal, the Wasm name.
//
//	fib 12 1f3 fib
//	fn13 13 2a0 std::rt::lang_start
type Names string

// Lookup finds a function by its Go name.
func (n Names) Lookup(name string) (rt.Frame, bool) {
	line, ok := strings.CutPrefix(string(n), name+" ")
	if !ok {
		_, line, ok = strings.Cut(string(n), "\n"+name+" ")
	}
	if !ok {
		return rt.Frame{}, false
	}
	line, _, _ = strings.Cut(line, "\n")
	fields := strings.SplitN(line, " ", 3)
	if len(fields) != 3 {
		return rt.Frame{}, false
	}
	index, _ := strconv.ParseUint(fields[0], 10, 32)
	offset, _ := strconv.ParseUint(fields[1], 16, 32)
	return rt.Frame{Func: fields[2], Index: uint32(index), Offset: uint32(offset)}, true
}

// program is what is known about the module whose functions are Go functions of a package.
type program struct {
	module string
	names  Names
}

// Go names functions for the whole process, and a stack may cross several modules: hence these tables for all.
var (
	programs struct {
		sync.RWMutex
		of map[string][]program // by import path: usually one
	}
	memories sync.Map // "import/path.Type" of a memory whose bounds errors are traps -> true
)

// register makes functions of the package of self's type known as those of a module.
func register(self any, module string, names Names) {
	pkg := reflect.TypeOf(self).Elem().PkgPath()
	programs.Lock()
	defer programs.Unlock()
	for _, p := range programs.of[pkg] {
		if p.names == names {
			return
		}
	}
	if programs.of == nil {
		programs.of = map[string][]program{}
	}
	programs.of[pkg] = append(programs.of[pkg], program{module, names})
}

// wasmFunc describes the Wasm function that a Go function is, or that a closure in it belongs to (fib.func1). The parts of a large
// module are packages named part1, part2, ... below that of its instance.
func wasmFunc(function string) (rt.Frame, bool) {
	slash := strings.LastIndexByte(function, '/') + 1
	pkg, name, ok := strings.Cut(function[slash:], ".")
	if !ok {
		return rt.Frame{}, false
	}
	pkg = unescape(function[:slash] + pkg)
	name, _, _ = strings.Cut(name, ".")
	programs.RLock()
	defer programs.RUnlock()
	list := programs.of[pkg]
	if list == nil && isPart(path.Base(pkg)) {
		if list = programs.of[path.Dir(pkg)]; list == nil {
			list = programs.of["main"] // whose import path Go does not tell
		}
	}
	for _, p := range list {
		f, ok := p.names.Lookup(name)
		if !ok {
			f, ok = p.names.Lookup(wholeName(name))
		}
		if ok {
			f.Module = p.module
			return f, true
		}
	}
	return rt.Frame{}, false
}

// wholeName is the name of the function that fib_tail and fib_part3 are pieces of: one Wasm function can be several Go functions.
func wholeName(name string) string {
	if at := strings.LastIndex(name, "_part"); at > 0 && isPart(name[at+1:]) {
		name = name[:at]
	}
	return strings.TrimSuffix(name, "_tail")
}

// RegisterMemory declares that a Go bounds error in a method of type M is an out of bounds access. For backends that rely on Go's own
// bounds checks; where the methods do more than to access the memory, call Throw instead.
func RegisterMemory[M any]() {
	memories.LoadOrStore(typeKey(reflect.TypeFor[M]()), true)
}

func typeKey(t reflect.Type) string { return t.PkgPath() + "." + t.Name() }

// isPart tells whether the last element of an import path is part1, part2, ...
func isPart(name string) bool {
	n, ok := strings.CutPrefix(name, "part")
	_, err := strconv.ParseUint(n, 10, 16)
	return ok && err == nil
}

// methodOf takes the name of a Go method apart: "import/path.(*Type).method" and "import/path.Type.method" become the key of the
// type. ok is false for what is no method.
func methodOf(name string) (key string, ok bool) {
	slash := strings.LastIndexByte(name, '/') + 1
	dot := strings.IndexByte(name[slash:], '.')
	if dot < 0 {
		return "", false
	}
	pkg, rest := name[:slash+dot], name[slash+dot+1:]
	typ := ""
	if inner, pointer := strings.CutPrefix(rest, "(*"); pointer {
		typ, _, ok = strings.Cut(inner, ").")
	} else if strings.Contains(rest, "[...].") {
		typ, _, ok = strings.Cut(rest, "].")
	} else {
		typ, _, ok = strings.Cut(rest, ".")
	}
	return unescape(pkg) + "." + typ, ok
}

// unescape undoes what the linker does to dots and unusual characters in the last element of an import path: "yaml%2ev3".
func unescape(pkg string) string {
	if !strings.Contains(pkg, "%") {
		return pkg
	}
	var b strings.Builder
	for i := 0; i < len(pkg); i++ {
		if pkg[i] == '%' && i+2 < len(pkg) {
			if c, err := strconv.ParseUint(pkg[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(c))
				i += 2
				continue
			}
		}
		b.WriteByte(pkg[i])
	}
	return b.String()
}
