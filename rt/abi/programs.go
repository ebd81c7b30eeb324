package abi

import (
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/wasm2go/wasm2go/rt"
)

// program is what is known about the module whose functions are Go functions of a package.
type program struct {
	module string
	entry  string // how the names of the methods begin by which the host calls: "(*Instance)."
	names  Names

	once  sync.Once
	index map[string]function // by Go name; made when a call stack is
}

// function finds a function by its Go name.
func (p *program) function(name string) (function, bool) {
	p.once.Do(func() { p.index = p.names.index() })
	f, ok := p.index[name]
	return f, ok
}

// Go names functions for the whole process, and a stack may cross several modules: hence these tables for all.
var (
	programs struct {
		sync.RWMutex
		of map[string][]*program // by import path: usually one
	}
	memories sync.Map // "import/path.Type" of a memory whose bounds errors are traps -> true
)

// register makes functions of the package of self's type known as those of a module, unless there are none.
func register(self any, module string, names Names) {
	if names == "" {
		return
	}
	typ := reflect.TypeOf(self).Elem()
	pkg := typ.PkgPath()
	programs.Lock()
	defer programs.Unlock()
	for _, p := range programs.of[pkg] {
		if p.names == names {
			return
		}
	}
	if programs.of == nil {
		programs.of = map[string][]*program{}
	}
	programs.of[pkg] = append(programs.of[pkg], &program{module: module, entry: "(*" + typ.Name() + ").", names: names})
}

// isEntry tells whether the host calls by the method of that name: an exported one of the instance, and no function literal in one.
func (p *program) isEntry(name string) bool {
	method, ok := strings.CutPrefix(name, p.entry)
	first, _ := utf8.DecodeRuneInString(method)
	return ok && unicode.IsUpper(first) && !strings.Contains(method, ".")
}

// A callee is what a Go function is for the call stack of modules.
type callee struct {
	module string
	function
	depth int  // of pieces: fib runs fib_tail, which runs fib_part3
	wasm  bool // it is a Wasm function, or a piece of one, or a closure in it (fib.func1)
	shim  bool // it calls from a module's package to elsewhere
	entry bool // the host calls a module by it
}

// pieceOf tells whether c is a piece of a Wasm function, fib_part3 or fib_tail, and runner what runs it: one call has both on the stack.
func (c callee) pieceOf(runner callee) bool {
	return c.wasm && c.module == runner.module && c.function == runner.function && c.depth > runner.depth
}

// runName is Core.Run as Go names it.
var runName = reflect.TypeFor[Core]().PkgPath() + ".(*Core).Run"

// calleeOf looks a Go function up. The parts of a large module are packages named part1, part2, ... below that of its instance.
func calleeOf(goFunction string) callee {
	if goFunction == runName {
		return callee{entry: true}
	}
	slash := strings.LastIndexByte(goFunction, '/') + 1
	pkg, name, ok := strings.Cut(goFunction[slash:], ".")
	if !ok {
		return callee{}
	}
	pkg = unescape(goFunction[:slash] + pkg)
	programs.RLock()
	defer programs.RUnlock()
	list := programs.of[pkg]
	if list == nil && isPart(path.Base(pkg)) {
		if list = programs.of[path.Dir(pkg)]; list == nil {
			list = programs.of["main"] // whose import path Go does not tell
		}
	}
	if list == nil || strings.HasPrefix(name, "(") {
		return callee{entry: slices.ContainsFunc(list, func(p *program) bool { return p.isEntry(name) })}
	}
	name = enclosing(name)
	for _, p := range list {
		depth := 0
		f, ok := p.function(name)
		if !ok {
			var whole string
			whole, depth = wholeName(name)
			f, ok = p.function(whole)
		}
		if ok {
			return callee{module: p.module, function: f, depth: depth, wasm: true}
		}
	}
	return callee{shim: true}
}

// enclosing is the function that a function literal stands in: fib for fib.func1. Where the Go compiler has inlined fib into others
// before, these come first: main.fib.func1.
func enclosing(name string) string {
	if end := strings.LastIndexByte(name, '.'); end >= 0 {
		name = name[:end]
	}
	return name[strings.LastIndexByte(name, '.')+1:]
}

// where says which instruction of a line is meant.
type where uint8

const (
	whereCalled  where = iota // the one that calls
	whereTrapped              // the one that traps
	whereFaulted              // a load whose address faulted, but not where the load stands
)

// frame describes the call of a function that stands at a line of a file. Where the Go compiler has made one instruction of a load and of
// what uses its value, that one has the line of the latter: the load is there or before it.
func (c callee) frame(file string, line int, at where) rt.Frame {
	f := c.function.frame()
	f.Module = c.module
	source := c.sources.find(file)
	c.sources.describe(&f, source, line)
	place := c.place(source, line)
	switch {
	case at == whereFaulted && source != inAssembly:
		f.Instr, f.Inexact = place.trap, place.trap != 0
	case place.line != line:
	case at == whereCalled:
		f.Instr, f.Inexact = place.call, place.calls
	default:
		f.Instr, f.Inexact = place.trap, place.several
	}
	return f
}

// frames describe the call as frame does, and those calls that were replaced by what they call. Which these are is asked by the instruction:
// where that is one of several on the line, the first one's count.
func (c callee) frames(file string, line int, at where) []rt.Frame {
	f := c.frame(file, line, at)
	source := c.sources.find(file)
	if source < 0 || f.Instr == 0 || c.place(source, line).line != line {
		return []rt.Frame{f}
	}
	index, _, _ := strings.Cut(c.line, " ")
	return Expand(f, c.inlined.at(index, f.Instr-f.Offset, c.sources))
}

// wholeName is the name of the function that fib_tail, fib_part3, fib_routine1 and its assembly are pieces of, and their depth: one Wasm function can be
// several Go functions.
func wholeName(name string) (whole string, depth int) {
	if at := strings.LastIndex(name, "_part"); at > 0 && isPart(name[at+1:]) {
		return strings.TrimSuffix(name[:at], "_tail"), 2
	}
	if whole, ok := strings.CutSuffix(name, "_tail"); ok {
		return whole, 1
	}
	routine, assembly := strings.CutSuffix(name, "asm")
	if at := strings.LastIndex(routine, "_routine"); at > 0 && isNumbered(routine[at+1:], "routine") {
		if assembly {
			return routine[:at], 4
		}
		return routine[:at], 3
	}
	return name, 0
}

// RegisterMemory declares that a Go bounds error in a method of type M is an out of bounds access. For backends that rely on Go's own
// bounds checks; where the methods do more than to access the memory, call Throw instead.
func RegisterMemory[M any]() {
	memories.LoadOrStore(typeKey(reflect.TypeFor[M]()), true)
}

func typeKey(t reflect.Type) string { return t.PkgPath() + "." + t.Name() }

// isPart tells whether the last element of an import path is part1, part2, ...
func isPart(name string) bool { return isNumbered(name, "part") }

// isNumbered tells whether a name is a word with a number behind it.
func isNumbered(name, word string) bool {
	n, ok := strings.CutPrefix(name, word)
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
