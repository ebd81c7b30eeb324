package compiler

import (
	"fmt"
	"go/build/constraint"
	"go/token"
	"regexp"
	"strings"
	"sync/atomic"

	"github.com/wasm2go/wasm2go/compiler/debuginfo"
	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit"
	"github.com/wasm2go/wasm2go/compiler/preinit"
)

// Options say what the package is to look like. The zero value of all but
// Name is usable.
type Options struct {
	Name         string // base name of the files, without .go
	Package      string // package clause; "" means Name
	PackageGiven bool   // the user insists on Package, also for a WASI command
	Mem          string // guard (default), slice, sram or import/path.Type, see FindBackend
	MemSize      string // auto (default), declared or heap-base
	Prefix       string // goes before every package-level identifier
	Internal     bool   // package-level identifiers are unexported: instance, imports, newInstance, linkInstance; methods are not
	Tags         string // build constraint of each Go file, as behind //go:build; "" for none
	ImportPath   string // of the package; needed only where a module is so large that it becomes several
	CanonicalNaN bool   // each NaN that arithmetic gives is the canonical one, so that all machines compute the same bits
	Runtime      string // import path above rt and mem, "" for this module's own
	Single       bool   // one Go file and nothing else
	Snapshot     bool   // instances of a library have the method State, for rt/snapshot
	Parts        bool   // compiler/interp sees the instances: they have a method parts
	SplitAt      int    // statements and expressions from which on a function is divided, 0 for what the Go compiler can take
	AssembleAt   int    // instructions on vectors from which on a function without loops becomes assembly, 0 for what gains by it
	PackageSize  int    // bytes of bodies from which on the module is divided into packages, 0 for what the Go compiler can take
	InlineMost   int    // accesses to memory that a function may have inlined, 0 for what suits the backend, -1 for none

	// Dwarf makes directives (//line) of what the module tells of the lines of its source, and names local variables as the source does.
	// External is the file that ExternalDebugInfo names, nil where there is none; DwarfMap says how to name files.
	Dwarf    bool
	External []byte
	DwarfMap []debuginfo.Mapping

	// Rename leads from exports (add), imports (env.log) and modules that are imported from (env) to the names that they have in Go:
	// methods, and interfaces. Where a name could mean several, its kind goes before it: export:add, import:env.log, module:env.
	Rename map[string]string

	// Export says which exported functions and tables, by name, are to be kept; nil for all. What nothing reaches from these, from
	// _initialize and _start, and from the start function, is left out: functions, imported ones included, and elements of tables. Memories and
	// globals stay exported. Functions keep the indices and offsets that they have in the module's file.
	Export func(name string) bool

	// Preinit, if it is not nil, has the initialisation run now, and what comes of it baked in.
	Preinit *preinit.Options

	// Interp says which functions, by index and name, are left to the interpreter; nil for none. It is asked by the name of the name
	// section, demangled and as it stands there, else of an export, else fn12. MaxInstrs is from how many instructions on a function is left to
	// it anyhow, 0 for what the Go compiler can take in pieces.
	Interp    func(i uint32, name string) bool
	MaxInstrs int

	Fuel          bool // instances count the instructions that they run, and end calls that run too many, see rt.ErrFuel
	Interruptible bool // a context can end calls

	// Progress, if it is not nil, is told how many of the functions are through a stage: Validating, Translating or Writing. It is called from
	// several goroutines at a time, so that a call may tell less than one before it, and must not block.
	Progress func(stage string, done, total int)

	// For the header of the files.
	Version string // of the tool
	Flags   string // as the user would write them
	Input   string // base name of the module's file
}

// The stages that Options.Progress is told of, in their order.
const (
	Validating  = "validating"
	Translating = "translating"
	Writing     = "writing"
)

// stage tells Progress that a stage begins, and returns what tells it that one more of its functions is done.
func (o *Options) stage(name string, total int) (done func()) {
	if o.Progress == nil {
		return func() {}
	}
	var n atomic.Int64
	o.Progress(name, 0, total)
	return func() { o.Progress(name, int(n.Add(1)), total) }
}

// An OptionError says that a field of Options does not suit, or not this module.
type OptionError struct {
	Option string // the field
	Err    error
}

func (e *OptionError) Error() string { return "option " + e.Option + ": " + e.Err.Error() }

func (e *OptionError) Unwrap() error { return e.Err }

func optionError(option, format string, args ...any) error {
	return &OptionError{option, fmt.Errorf(format, args...)}
}

// check refuses what would not stand in Go code as what it is meant to be. What goes into comments alone may be anything. The package's
// name follows from the module, too.
func (o *Options) check() (*backend.Backend, error) {
	b, err := findBackend(o.Mem)
	if err != nil {
		return nil, &OptionError{"Mem", err}
	}
	if o.Tags != "" {
		x, err := constraint.Parse("//go:build " + o.Tags)
		if err != nil {
			return nil, optionError("Tags", "%q is no build constraint, as linux && !cgo is one", o.Tags)
		}
		o.Tags = x.String()
	}
	switch {
	case o.Prefix != "" && !isPrefix(o.Prefix):
		return nil, optionError("Prefix", "%q does not begin an exported identifier", o.Prefix)
	case o.ImportPath != "" && !IsImportPath(o.ImportPath):
		return nil, optionError("ImportPath", "%q is not an import path", o.ImportPath)
	case o.Runtime != "" && !IsImportPath(o.Runtime):
		return nil, optionError("Runtime", "%q is not an import path", o.Runtime)
	}
	return b, nil
}

// findBackend is backend.Find, and refuses what cannot be imported.
func findBackend(mem string) (*backend.Backend, error) {
	b, err := backend.Find(mem)
	if err == nil && b.Own && (!IsImportPath(b.Path) || b.Path == "C" || b.Path == "unsafe") {
		return nil, fmt.Errorf("memory backend %q: %q is not an import path", mem, b.Path)
	}
	return b, err
}

// IsPackageName tells whether a package that others import can have the name. The go command takes documentation for something else.
func IsPackageName(name string) bool {
	return token.IsIdentifier(name) && name != "_" && name != "documentation"
}

// isPrefix tells whether identifiers that begin with it, its first letter in upper case, are exported, and those with the letter in
// lower case are not.
func isPrefix(prefix string) bool {
	first := prefix[:1]
	return token.IsIdentifier(prefix+"_") && strings.ToUpper(first) != strings.ToLower(first)
}

// IsImportPath tells whether the go command would import a package from the path, or from one below it. It is strict about what can be
// a directory anywhere.
func IsImportPath(path string) bool {
	for elem := range strings.SplitSeq(path, "/") {
		if !pathElem.MatchString(elem) || shortName.MatchString(elem) || strings.HasSuffix(elem, ".") || emit.IsDevice(elem) {
			return false
		}
	}
	return true
}

var pathElem = regexp.MustCompile(`^[A-Za-z0-9._+][A-Za-z0-9._~+-]*$`)

// shortName describes what Windows may have as another name of a file.
var shortName = regexp.MustCompile(`^[^.]*~[0-9]+(\.|$)`)
