package dylink

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Options say how libraries are loaded. The zero value is usable.
type Options struct {
	// Open returns the file of a library, for those that others need and for Load without a file. The name is the one that
	// the tool chain wrote down.
	Open func(name string) ([]byte, error)

	// Host has what libraries import and the main module does not export, under the names of the imports. For a main module
	// that imports them itself these are env.memory, env.__indirect_function_table and env.__stack_pointer, too.
	Host rt.Resolver

	// MemoryBase is where the data of the main module begins, in bytes, if that is position independent itself (it imports
	// env.__memory_base): the addresses that it exports count from there.
	MemoryBase uint64

	// Interp is how libraries run. Name and Mem have no meaning here.
	Interp interp.Options

	// Instance are settings of the libraries' instances, such as rt.WithStack.
	Instance []rt.Option

	MaxMemory uint64 // bytes that the data of one library may take, 0: 256 MiB
	MaxTable  uint64 // table elements that one library may take, 0: 1,000,000
}

// The defaults of Options.
const (
	maxMemory = 256 << 20
	maxTable  = 1_000_000
)

// maxNested is how many calls of Load may run within each other, by constructors that load libraries: each has a stack budget of
// its own.
const maxNested = 8

// A Linker adds libraries to a main module. Like an instance it serves one goroutine at a time.
type Linker struct {
	main    rt.Instance
	exports map[string]bool // of main
	opts    Options

	memory *memorySpace
	table  *tableSpace
	stack  *rt.Global // the pointer of the C stack, nil where there is none
	tags   map[string]*rt.Tag

	libs   []*Library // that are open, in the order of loading
	nested int
}

// New makes a linker for an instance, which must be ready to be called: memory for libraries comes from its malloc. Without
// one the memory grows, which suits main modules that have no other use for new pages.
func New(main rt.Instance, o Options) (*Linker, error) {
	if o.MaxMemory == 0 {
		o.MaxMemory = maxMemory
	}
	if o.MaxTable == 0 {
		o.MaxTable = maxTable
	}
	l := &Linker{main: main, opts: o, exports: map[string]bool{}, tags: map[string]*rt.Tag{}}
	for _, name := range main.Exports() {
		l.exports[name] = true
	}
	memory, _ := l.program("memory")
	m, ok := memory.(mem.Memory)
	if !ok {
		return nil, errors.New(`dylink: the main module exports no memory "memory"`)
	}
	l.memory = &memorySpace{memory: m, malloc: l.function("malloc"), free: l.function("free")}
	table, _ := l.program("__indirect_function_table")
	if t, ok := table.(*rt.Table[*rt.Func]); ok {
		l.table = &tableSpace{table: t}
	}
	stack, _ := l.program("__stack_pointer")
	l.stack, _ = stack.(*rt.Global)
	return l, nil
}

// program finds what the main module or the host defines: an export, or something the host has for imports from "env".
func (l *Linker) program(name string) (any, bool) {
	if l.exports[name] {
		return l.main.Export(name)
	}
	return l.host("env", name)
}

// tag finds the tag of a name that all libraries share, such as __cpp_exception: that of the main module or the host, or else one that is made
// for it.
func (l *Linker) tag(name string, t *rt.Type) any {
	if v, ok := l.program(name); ok {
		return v
	}
	if l.tags[name] == nil {
		l.tags[name] = abi.NewTag(name, t)
	}
	return l.tags[name]
}

func (l *Linker) host(module, name string) (any, bool) {
	if l.opts.Host == nil {
		return nil, false
	}
	return l.opts.Host.Resolve(module, name)
}

// function returns a function of the main module, or nil.
func (l *Linker) function(name string) *rt.Func {
	if !l.exports[name] {
		return nil
	}
	v, _ := l.main.Export(name)
	f, _ := v.(*rt.Func)
	return f
}

// Load adds a library, and before it those that it needs, to the program: it places their data and functions, resolves
// all symbols, and runs the constructors (until ctx is done, if Options.Interp.Meter). The name is that by which other
// libraries need it; one that is open already is returned again. Without a file, Options.Open is asked. The symbols of the
// library serve only itself and those that need it, until Promote.
//
// Where Load fails nothing is left of the library, except for what its constructors did. The error says all that is
// missing: it wraps an *rt.LinkError for each symbol.
func (l *Linker) Load(ctx context.Context, name string, file []byte) (*Library, error) {
	if lib := l.Find(name); lib != nil {
		lib.opens++
		return lib, nil
	}
	if l.nested == maxNested {
		return nil, fmt.Errorf("%s: constructors load libraries more than %d deep", label(name), maxNested)
	}
	l.nested++
	defer func() { l.nested-- }()

	g := &group{linker: l, read: map[string]*Library{}}
	root, err := g.plan(name, "", file)
	if err != nil {
		return nil, err
	}
	if err := g.place(ctx); err != nil {
		return nil, errors.Join(err, g.undo())
	}
	root.opens = 1
	l.libs = append(l.libs, g.libs...)
	if err := g.start(ctx); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return root, nil
}

// Find returns the open library of that name, or nil.
func (l *Linker) Find(name string) *Library {
	if i := slices.IndexFunc(l.libs, func(lib *Library) bool { return lib.name == name }); i >= 0 {
		return l.libs[i]
	}
	return nil
}

// Address finds a symbol of the whole program, as dlsym does for RTLD_DEFAULT: of the main module, the host and the global
// libraries. It is an address in memory, or for a function its index in the table.
func (l *Linker) Address(name string) (uint64, error) {
	d, ok := l.find(name, l.global())
	if !ok {
		return 0, fmt.Errorf("dylink: undefined symbol %q", name)
	}
	return d.address(l)
}

// global lists the libraries whose symbols serve all.
func (l *Linker) global() []*Library {
	var list []*Library
	for _, lib := range l.libs {
		if lib.promoted {
			list = append(list, lib)
		}
	}
	return list
}

// sweep removes the libraries that are neither open nor of use for one that is.
func (l *Linker) sweep() error {
	live := map[*Library]bool{}
	var mark func(lib *Library)
	mark = func(lib *Library) {
		if live[lib] {
			return
		}
		live[lib] = true
		for _, other := range lib.needs {
			mark(other)
		}
		for other := range lib.uses {
			mark(other)
		}
	}
	for _, lib := range l.libs {
		if lib.opens > 0 {
			mark(lib)
		}
	}
	var errs []error
	l.libs = slices.DeleteFunc(l.libs, func(lib *Library) bool {
		if live[lib] {
			return false
		}
		errs = append(errs, lib.remove())
		return true
	})
	return errors.Join(errs...)
}
