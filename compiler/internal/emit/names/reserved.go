package names

import (
	"regexp"
	"slices"
)

// Names that the module's own must keep clear of.

// funcPattern describes identifiers that bodies and frames use themselves.
var funcPattern = regexp.MustCompile(`^([vtrxag]|mem|memory|segments|sig|twin|indirect|adapt|adaptRef|byRef|fn|L|struct|as|new|zero)\d+$|_(part\d+|frame|tail|routine\d+(asm)?)$`)

// interpIdents are the package-level identifiers that the interpreter's part of a package has.
var interpIdents = []string{"interp", "interpFile", "interpreted", "interpreter", "lines"}

// assemblyIdents are those that a package with assembly has: what it calls, and asks first.
var assemblyIdents = append([]string{"assembled", "cpu"}, AssemblyCalls...)

// AssemblyCalls are the functions that assembly calls.
var AssemblyCalls = []string{"poll", "trapMemory", "trapUnreachable", "trapDivide", "trapOverflow", "trapConversion"}

// fixedIdents are the other ones.
var fixedIdents = []string{
	"m", "d", "e", "f", "i", "fn", "at", "err", "call", "main", "init",
	"abi", "backend", "bits", "embed", "guard", "math", "mem", "memmap", "periph", "rt", "runtime", "slice", "slices", "sort", "sram", "unsafe", "vec", "vector", "wasitarget",
	"data", "exported", "ref", "makeRefs", "funcIndex", "funcs", "imported", "names", "places", "types",
}

// predeclared are Go's predeclared identifiers.
var predeclared = []string{
	"any", "append", "bool", "byte", "cap", "clear", "close", "comparable", "complex", "complex128", "complex64", "copy",
	"delete", "error", "false", "float32", "float64", "imag", "int", "int16", "int32", "int64", "int8", "iota", "len",
	"make", "max", "min", "new", "nil", "panic", "print", "println", "real", "recover", "rune", "string", "true", "uint",
	"uint16", "uint32", "uint64", "uint8", "uintptr",
}

// idents are the identifiers that bodies and frames use themselves.
func (o *Options) idents() []string {
	list := slices.Concat(fixedIdents, predeclared)
	if o.Interp {
		list = append(list, interpIdents...)
	}
	if o.Assembly {
		list = append(list, assemblyIdents...)
	}
	if o.Metering.Fuel {
		list = append(list, fuelVariable)
	}
	if o.Metering.Interruptible {
		list = append(list, "context")
	}
	return list
}

// fuelVariable is what bodies call the variable in which they count fuel.
const fuelVariable = "fuel"

// methods are the exported methods that every instance has.
func (o *Options) methods() []string {
	list := slices.Clone(fixedMethods)
	if o.Metering.Fuel {
		list = append(list, "SetFuel", "Fuel")
	}
	if o.Metering.Interruptible {
		list = append(list, "SetContext", "Context")
	}
	if o.State {
		list = append(list, "State")
	}
	return list
}

// optionFuncs are the exported functions that make options of instances.
func (o *Options) optionFuncs() (list []string) {
	if o.Metering.Fuel {
		list = append(list, "WithFuel")
	}
	if o.Metering.Interruptible {
		list = append(list, "WithContext")
	}
	return list
}

// memberPattern describes the fields and methods of Instance that are known
// by a number; nothing else gets such a name, so that m.mem0 is a memory in
// every package.
var memberPattern = regexp.MustCompile(`^(mem|tab|g|data|elem|tag|tail|twin|indirect|adapt|adaptRef|byRef|rtt|values|fn)\d+$`)

// fixedMembers are the other unexported fields and methods of Instance.
var fixedMembers = []string{
	"owner", "core", "imports", "funcs", "refs", "adapters", "interp", "parts", "attach",
	"linkValues", "linkHost", "instantiate", "allocate", "initialize", "state", "ref", "refAt", "makeRefs", "refList", "adapter",
}

// fixedMethods are the exported methods that every Instance has.
var fixedMethods = []string{"Export", "Exports", "Close"}

// knownMethods are the methods whose signatures go vet compares with those of well-known interfaces, if they begin as ours can begin. No
// function of a module has such a signature, as its types are others.
var knownMethods = []string{
	"GobDecode", "GobEncode", "MarshalJSON", "MarshalXML", "ReadByte", "ReadRune", "Seek", "UnmarshalJSON", "UnmarshalXML", "UnreadByte",
	"UnreadRune", "WriteByte",
}

// unprefixed are the exported package-level identifiers of every package.
func (n *Names) unprefixed() []string {
	return append([]string{"Instance", "Imports", "New", "Link"}, n.options.optionFuncs()...)
}
