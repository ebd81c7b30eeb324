package main

import (
	"errors"
	"flag"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler"
)

// flags are those of a command: a row for each, from which come the help and the header of the output.
type flags struct {
	*flag.FlagSet
	rows []flagRow
}

// A flagRow is what there is to know of a flag but its value.
type flagRow struct {
	name string
	arg  string // what the help calls its value, "" for a switch
	help string
	kind flagKind
}

// A flagKind says what a flag changes.
type flagKind bool

const (
	inOutput  flagKind = true  // the output's text: its header has the flag, and a cached program depends on it
	elsewhere flagKind = false // something else
)

// newFlags returns a flag set that leaves messages to the caller.
func newFlags(name string) *flags {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() {}
	return &flags{FlagSet: fs}
}

// text adds a flag with a value. The help says of the default what the row's text says.
func (fs *flags) text(p *string, normal string, row flagRow) {
	fs.StringVar(p, row.name, normal, row.help)
	fs.rows = append(fs.rows, row)
}

// toggle adds a flag without a value.
func (fs *flags) toggle(p *bool, row flagRow) {
	fs.BoolVar(p, row.name, false, row.help)
	fs.rows = append(fs.rows, row)
}

// value adds a flag whose value reads itself.
func (fs *flags) value(v flag.Value, row flagRow) {
	fs.Var(v, row.name, row.help)
	fs.rows = append(fs.rows, row)
}

// header is the flags that the output depends on, as the user would write them, without those that have their default.
func (fs *flags) header() string {
	var parts []string
	for _, row := range fs.rows {
		f := fs.Lookup(row.name)
		list, repeated := f.Value.(*listFlag)
		_, optional := f.Value.(*optionalFlag)
		switch {
		case row.kind == elsewhere || f.Value.String() == f.DefValue:
		case repeated:
			for _, v := range *list {
				parts = append(parts, "-"+row.name+" "+quoted(v))
			}
		case row.arg == "", optional && f.Value.String() == "true":
			parts = append(parts, "-"+row.name)
		case optional:
			parts = append(parts, "-"+row.name+"="+quoted(f.Value.String()))
		default:
			parts = append(parts, "-"+row.name+" "+quoted(f.Value.String()))
		}
	}
	return strings.Join(parts, " ")
}

// quoted is a word of a command line, in quotes where it has what a shell does not take for itself.
func quoted(word string) string {
	if plainWord.MatchString(word) {
		return word
	}
	return strconv.Quote(word)
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:=,@%+-]+$`)

// parseAnywhere parses flags before, between and behind the other arguments, which it returns. Behind "--" nothing is a flag.
func (fs *flags) parseAnywhere(args []string) (others []string, err error) {
	for {
		rest, ended, err := fs.parseLeading(args)
		if err != nil || ended || len(rest) == 0 {
			return append(others, rest...), err
		}
		others = append(others, rest[0])
		args = rest[1:]
	}
}

// parseLeading parses the flags that args begins with; ended tells that "--" ended them.
func (fs *flags) parseLeading(args []string) (rest []string, ended bool, err error) {
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil, false, err
		}
		return nil, false, usagef("%v", err)
	}
	parsed := len(args) - fs.NArg()
	return fs.Args(), parsed > 0 && args[parsed-1] == "--", nil
}

// optionalFlag is a flag with or without a value.
type optionalFlag struct {
	given bool
	value string
}

// String is true for a flag without a value, as with those that never have one.
func (f *optionalFlag) String() string {
	if f.given && f.value == "" {
		return "true"
	}
	return f.value
}

// IsBoolFlag says that the value may be missing (package flag).
func (f *optionalFlag) IsBoolFlag() bool { return true }

func (f *optionalFlag) Set(v string) error {
	switch v {
	case "true":
		v = ""
	case "false":
		*f = optionalFlag{}
		return nil
	}
	*f = optionalFlag{true, v}
	return nil
}

// oneModule checks that exactly one module was named.
func oneModule(args []string) (string, error) {
	switch {
	case len(args) == 0 || args[0] == "":
		return "", usageError("no module given")
	case len(args) == 1:
		return args[0], nil
	}
	return "", usagef("more than one module given: %s", strings.Join(args, " "))
}

// memoryFlags are those that translate and run share.
type memoryFlags struct {
	mem, memSize string
	backend      compiler.Backend // that mem names, once check has run
}

func (m *memoryFlags) register(fs *flags) {
	normal := compiler.Backends()[0]
	fs.text(&m.mem, normal, flagRow{"mem", "NAME", "where linear memory lives: " + knownBackends() + "; default " + normal, inOutput})
	fs.text(&m.memSize, "auto", flagRow{"memsize", "HOW",
		"size of the memory: declared, the pages that the module declares; heap-base, it ends at the exported __heap_base; " +
			"auto, the default, what suits the backend", inOutput})
}

// check refuses unknown names.
func (m *memoryFlags) check() error {
	b, err := compiler.FindBackend(m.mem)
	if err != nil {
		return usagef("%v", err)
	}
	m.backend = b
	if !slices.Contains([]string{"auto", "declared", "heap-base"}, m.memSize) {
		return usagef("unknown memory size %q: there are auto, declared and heap-base", m.memSize)
	}
	return nil
}

// given returns which of the memory flags stand on the command line, "" for none.
func (m *memoryFlags) given(fs *flags) string {
	var name string
	fs.Visit(func(f *flag.Flag) {
		if f.Name == "mem" || f.Name == "memsize" {
			name = "-" + f.Name
		}
	})
	return name
}

// knownBackends lists what -mem takes.
func knownBackends() string { return strings.Join(compiler.Backends(), ", ") + ", or import/path.Type" }

// listFlag collects the values of a repeatable flag.
type listFlag []string

func (l *listFlag) String() string { return strings.Join(*l, " ") }

func (l *listFlag) Set(v string) error {
	*l = append(*l, v)
	return nil
}

// checkPackage refuses what cannot be a package's name.
func checkPackage(name string) error {
	if name != "" && !compiler.IsPackageName(name) {
		return usagef("-pkg %q: not a package name", name)
	}
	return nil
}

// words joins the parts of a command line that are not empty.
func words(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}
