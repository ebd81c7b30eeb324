package emit

import (
	"github.com/wasm2go/wasm2go/compiler/debuginfo"
	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A Program is a module with its translated function bodies: all that Emit
// needs to write a Go package.
type Program struct {
	Module  *wasm.Module
	Names   *names.Names
	Backend *backend.Backend
	Options Options

	// Bodies are the defined functions, in order. Those without text are left out, as nothing names them.
	Bodies []body.Body

	// Files are the files of the module's source that places refer to, and Source is what is known of it: of the functions that the
	// interpreter runs. Nil for nothing.
	Files  []string
	Source *debuginfo.Info

	// Depth tells by function index which functions take the depth budget as
	// their first parameter. Imported functions, and those whose address
	// can be taken, always do.
	Depth []bool

	// Throws tells by function index which functions may return with a pending exception, and Catches whether the module has handlers: without one
	// none is ever pending, and an exception ends the call.
	Throws  []bool
	Catches bool

	// Refs are the functions whose address can be taken, see References.
	Refs []uint32

	// Calls lists for each defined function the functions it calls by name.
	// It matters for modules that are divided into packages.
	Calls [][]uint32

	// Indirect lists the canonical type indices that call_indirect and its
	// kin use; the bodies call m.indirectN for each.
	Indirect []uint32

	// Interp says which functions are left to the interpreter; nil for none.
	Interp *Interp
}

// An Interp says which functions the interpreter runs, as part of instances
// of the package.
type Interp struct {
	Funcs  []bool   // by function index
	Calls  []uint32 // other functions that these call by name
	Datas  []bool   // data segments that these name
	Elems  []bool   // element segments that these name
	Module []byte   // the module, of which these functions and what they use suffice
}

// Options say how the package is to look.
type Options struct {
	Name       string // base name of the files: NAME.go, NAME_001.go, NAME.data
	Package    string // package clause; main for a command
	ImportPath string // of the package, where it is known
	Runtime    string // import path above rt and mem; default that of this module
	Command    bool   // a WASI command: package main with func main
	MemSize    uint64 // bytes of memory 0 where its declared pages are more than is used; 0 keeps them
	Single     bool   // one file: all bodies and data in NAME.go
	Snapshot   bool   // instances have the method State
	Parts      bool   // compiler/interp sees the instances: they have a method parts

	// PackageSize is from how many bytes of bodies on the module becomes
	// several packages; 0 for what the Go compiler can take.
	PackageSize int

	Tags         string      // build constraint of each file that can have one, "" for none
	CanonicalNaN bool        // as in compiler.Options
	Metering     ir.Metering // what can end bodies, which hosts control

	// For the header of each file.
	Version string // of the tool
	Flags   string // those that shape the output, as the user would write them
	Input   string // base name of the module's file
	SHA256  string // of the module, in hexadecimal
}

// A File is one file of the package.
type File struct {
	Name string // relative to the package's directory
	Data []byte
}
