package rt

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// Names describes a module's functions for call stacks. It is one string, so that nothing is paid before a trap. Each
// function is a line: the Go method, the function index, the body's file offset in hexadecimal, the Wasm name.
//
//	fib 12 1f3 fib
//	fn13 13 2a0 std::rt::lang_start
type Names string

// Lookup finds a function by its Go method.
func (n Names) Lookup(method string) (Frame, bool) {
	line, ok := strings.CutPrefix(string(n), method+" ")
	if !ok {
		_, line, ok = strings.Cut(string(n), "\n"+method+" ")
	}
	if !ok {
		return Frame{}, false
	}
	line, _, _ = strings.Cut(line, "\n")
	fields := strings.SplitN(line, " ", 3)
	if len(fields) != 3 {
		return Frame{}, false
	}
	index, _ := strconv.ParseUint(fields[0], 10, 32)
	offset, _ := strconv.ParseUint(fields[1], 16, 32)
	return Frame{Func: fields[2], Index: uint32(index), Offset: uint32(offset)}, true
}

// program is what is known about a type whose methods are a module's functions.
type program struct {
	module string
	names  Names
}

// lookup describes the function of a Go method, which may be a closure in it (fib.func1) or its method value (fib-fm).
func (p program) lookup(method string) (Frame, bool) {
	method, _, _ = strings.Cut(method, ".")
	f, ok := p.names.Lookup(strings.TrimSuffix(method, "-fm"))
	f.Module = p.module
	return f, ok
}

// Go names functions for the whole process, and a stack may cross several modules: hence these two tables for all.
var (
	programs sync.Map // "import/path.Type" of a generated Instance -> program
	memories sync.Map // "import/path.Type" of a memory whose bounds errors are traps -> true
)

// register makes the methods of self's type known as the functions of a module.
func register(self any, module string, names Names) {
	programs.LoadOrStore(typeKey(reflect.TypeOf(self).Elem()), program{module, names})
}

// RegisterMemory declares that a Go bounds error in a method of type M is an out of bounds access. For backends that rely on Go's own
// bounds checks; where the methods do more than to access the memory, call Throw instead.
func RegisterMemory[M any]() {
	memories.LoadOrStore(typeKey(reflect.TypeFor[M]()), true)
}

func typeKey(t reflect.Type) string { return t.PkgPath() + "." + t.Name() }

// splitName takes the name of a Go function apart: "import/path.(*Type).method" and "import/path.Type.method" become the key of
// the type and the method. ok is false for what is no method.
func splitName(name string) (key, method string, ok bool) {
	slash := strings.LastIndexByte(name, '/') + 1
	dot := strings.IndexByte(name[slash:], '.')
	if dot < 0 {
		return "", "", false
	}
	pkg, rest := name[:slash+dot], name[slash+dot+1:]
	typ, method, ok := "", "", false
	if inner, pointer := strings.CutPrefix(rest, "(*"); pointer {
		typ, method, ok = strings.Cut(inner, ").")
	} else if strings.Contains(rest, "[...].") {
		typ, method, ok = strings.Cut(rest, "].")
	} else {
		typ, method, ok = strings.Cut(rest, ".")
	}
	return unescape(pkg) + "." + typ, method, ok
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
