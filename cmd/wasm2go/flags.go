package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler"
)

// knownBackends lists what -mem takes.
func knownBackends() string { return strings.Join(compiler.Backends(), ", ") + ", or import/path.Type" }

// newFlags returns a flag set that leaves messages to the caller.
func newFlags(name string) *flag.FlagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() {}
	return fs
}

// parseAnywhere parses flags before, between and behind the other arguments, which it returns. Behind "--" nothing is a flag.
func parseAnywhere(fs *flag.FlagSet, args []string) (others []string, err error) {
	for {
		rest, ended, err := parseLeading(fs, args)
		if err != nil || ended || len(rest) == 0 {
			return append(others, rest...), err
		}
		others = append(others, rest[0])
		args = rest[1:]
	}
}

// parseLeading parses the flags that args begins with; ended tells that "--" ended them.
func parseLeading(fs *flag.FlagSet, args []string) (rest []string, ended bool, err error) {
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil, false, err
		}
		return nil, false, usagef("%v", err)
	}
	parsed := len(args) - fs.NArg()
	return fs.Args(), parsed > 0 && args[parsed-1] == "--", nil
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

func (m *memoryFlags) register(fs *flag.FlagSet) {
	fs.StringVar(&m.mem, "mem", compiler.Backends()[0], "")
	fs.StringVar(&m.memSize, "memsize", "auto", "")
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
func (m *memoryFlags) given(fs *flag.FlagSet) string {
	var name string
	fs.Visit(func(f *flag.Flag) {
		if f.Name == "mem" || f.Name == "memsize" {
			name = "-" + f.Name
		}
	})
	return name
}

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

// flagIf is "-name value" unless the value is the default.
func flagIf(name, value, normal string) string {
	switch {
	case value == normal:
		return ""
	case strings.Contains(value, " "):
		value = strconv.Quote(value)
	}
	return fmt.Sprintf("-%s %s", name, value)
}
