package wasitarget

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// Main runs a WASI command as a native process; the main function of a translated command consists of this call. start
// instantiates the module with the System as its wasi_snapshot_preview1 and calls _start.
//
// The guest gets the process's arguments, environment and standard streams, and the directories of the environment variable WASM2GO_DIRS
// (see [ParseDirs]); without it, no files. WASM2GO_LIMITS has its limits (see [ParseLimits]). WASM2GO_DETERMINISTIC, where it is set,
// makes runs repeatable (see [ParseDeterministic]); WASM2GO_TRACE, unless it is empty, writes each call of WASI to the standard error (see
// Config.Trace); WASM2GO_GROW says what comes of a memory.grow that is refused (see mem.GrowPolicy); WASM2GO_HINT is a line for the standard
// error where the exit code is not 0. Variables whose names start with WASM2GO_ are not passed on.
//
// Main exits with the guest's exit code; with 1 where start fails, the reason on stderr: a trap with the Wasm functions on
// the stack, one a line, innermost first. As in any Go program, a closed pipe as output ends it by SIGPIPE.
func Main(start func(*System) error) {
	os.Exit(Run(start, os.Args, os.Environ(), os.Stderr))
}

// Run is Main for the arguments, the environment and the standard error given. It returns the exit code.
func Run(start func(*System) error, args, environ []string, stderr io.Writer) int {
	code := run(start, args, environ, stderr)
	for _, v := range environ {
		if hint, ok := strings.CutPrefix(v, hintVariable+"="); ok && code != 0 {
			fmt.Fprintln(stderr, strings.Map(printable, hint))
		}
	}
	return code
}

func run(start func(*System) error, args, environ []string, stderr io.Writer) int {
	name := "wasm"
	if len(args) > 0 {
		name = strings.Map(printable, filepath.Base(args[0]))
	}
	err := runSystem(start, args, environ, stderr)
	var exit *ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return int(exit.Code)
	}
	fmt.Fprintf(stderr, "%s: %s\n", name, report(err))
	return 1
}

func runSystem(start func(*System) error, args, environ []string, stderr io.Writer) error {
	c, err := processConfig(args, environ, stderr)
	if err != nil {
		return err
	}
	s, err := New(c)
	if err != nil {
		return err
	}
	defer s.Close()
	return start(s)
}

// printable puts a question mark in place of what would break a line or mean something to a terminal.
func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return '?'
	}
	return r
}

// The environment variables that say what the guest gets.
const (
	dirsVariable          = "WASM2GO_DIRS"
	limitsVariable        = "WASM2GO_LIMITS"
	deterministicVariable = "WASM2GO_DETERMINISTIC"
	traceVariable         = "WASM2GO_TRACE"
	growVariable          = "WASM2GO_GROW"
	hintVariable          = "WASM2GO_HINT"
)

func processConfig(args, environ []string, stderr io.Writer) (Config, error) {
	c := Config{Args: args, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	for _, v := range environ {
		switch name, value, _ := strings.Cut(v, "="); name {
		case dirsVariable:
			c.Dirs = ParseDirs(value, os.PathListSeparator)
		case limitsVariable:
			l, err := ParseLimits(value)
			if err != nil {
				return c, fmt.Errorf("%s: %w", name, err)
			}
			c.Limits = l
		case deterministicVariable:
			d, err := ParseDeterministic(value)
			if err != nil {
				return c, fmt.Errorf("%s: %w", name, err)
			}
			c.Deterministic = &d
		case growVariable:
			p, err := mem.ParseGrowPolicy(value)
			if err != nil {
				return c, fmt.Errorf("%s: %w", name, err)
			}
			c.OnGrowRefused = p.OnRefused(stderr)
		case traceVariable:
			if value != "" {
				c.Trace = stderr
			}
		}
	}
	c.Env = slices.DeleteFunc(slices.Clone(environ), func(v string) bool { return strings.HasPrefix(v, "WASM2GO_") })
	return c, nil
}

// ParseDirs reads a list of directories HOST[::GUEST[::ro]], separated as in PATH: "/srv/data::/data:/tmp". The guest's name
// is the host's where it is missing; "ro" makes the directory read-only, and so does any
// other word there, for a mistake must not make it writable.
func ParseDirs(list string, separator byte) []Dir {
	const mark = "\x00" // so that "::" can be told from a separator ":"
	sep := string(separator)
	list = strings.ReplaceAll(list, "::", mark)
	var dirs []Dir
	for _, item := range strings.Split(list, sep) {
		f := strings.Split(item, mark)
		if f[0] == "" {
			continue
		}
		d := Dir{Host: f[0]}
		if len(f) > 1 {
			d.Guest = f[1]
		}
		d.ReadOnly = len(f) > 2 && f[2] != ""
		dirs = append(dirs, d)
	}
	return dirs
}

// report is an error for a terminal: of a trap, the cause and a line for each Wasm function, the innermost and the outermost ones.
func report(err error) string {
	var trap *rt.Trap
	if !errors.As(err, &trap) {
		return err.Error()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "wasm trap: %v", trap.Kind)
	if trap.Cause != nil {
		fmt.Fprintf(&b, ": %v", trap.Cause)
	}
	const innermost, outermost = 32, 8
	stack := wholeStack(err, trap)
	omitted := 0
	for i, f := range stack {
		if i >= innermost && i < len(stack)-outermost {
			omitted += 1 + f.Omitted
			continue
		}
		if omitted > 0 {
			fmt.Fprintf(&b, "\n\t%d more", omitted)
		}
		fmt.Fprintf(&b, "\n\tat %v", f)
		omitted = f.Omitted
	}
	return b.String()
}

// wholeStack is the stack of a trap and those of the calls of the host that it went through.
func wholeStack(err error, trap *rt.Trap) []rt.Frame {
	var calls [][]rt.Frame // outermost first
	for host := new(rt.HostError); errors.As(err, &host); err = host.Err {
		calls = append(calls, host.Stack)
	}
	stack := slices.Clone(trap.Stack)
	for _, call := range slices.Backward(calls) {
		stack = append(stack, call...)
	}
	return stack
}
