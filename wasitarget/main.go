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

	"github.com/wasm2go/wasm2go/rt"
)

// Main runs a WASI command as a native process; the main function of a translated command consists of this call. start
// instantiates the module with the System as its wasi_snapshot_preview1 and calls _start.
//
// The guest gets the process's arguments, environment and standard streams, and the directories of the environment variable
// WASM2GO_DIRS (see [ParseDirs]); without it, no files. WASM2GO_LIMITS has its limits (see [ParseLimits]). Variables whose names start with WASM2GO_ are not passed on.
//
// Main exits with the guest's exit code; with 1 where start fails, the reason on stderr: a trap with the Wasm functions on
// the stack, one a line, innermost first. As in any Go program, a closed pipe as output ends it by SIGPIPE.
func Main(start func(*System) error) {
	os.Exit(Run(start, os.Args, os.Environ(), os.Stderr))
}

// Run is Main for the arguments, the environment and the standard error given. It returns the exit code.
func Run(start func(*System) error, args, environ []string, stderr io.Writer) int {
	name := "wasm"
	if len(args) > 0 {
		name = strings.Map(printable, filepath.Base(args[0]))
	}
	s, err := newProcess(args, environ)
	if err == nil {
		err = start(s)
		s.Close()
	}
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

func newProcess(args, environ []string) (*System, error) {
	c, err := processConfig(args, environ)
	if err != nil {
		return nil, err
	}
	return New(c)
}

// printable puts a question mark in place of what would break a line or mean something to a terminal.
func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return '?'
	}
	return r
}

// The environment variables that name the preopened directories and the limits.
const (
	dirsVariable   = "WASM2GO_DIRS"
	limitsVariable = "WASM2GO_LIMITS"
)

func processConfig(args, environ []string) (Config, error) {
	var err error
	c := Config{Args: args, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	for _, v := range environ {
		if list, ok := strings.CutPrefix(v, dirsVariable+"="); ok {
			c.Dirs = ParseDirs(list, os.PathListSeparator)
		}
		if text, ok := strings.CutPrefix(v, limitsVariable+"="); ok {
			if c.Limits, err = ParseLimits(text); err != nil {
				return c, fmt.Errorf("%s: %w", limitsVariable, err)
			}
		}
	}
	c.Env = slices.DeleteFunc(slices.Clone(environ), func(v string) bool { return strings.HasPrefix(v, "WASM2GO_") })
	return c, nil
}

// ParseDirs reads a list of directories HOST[::GUEST[::ro]], separated as in PATH: "/srv/data::/data:/tmp". The guest's name
// is the host's where it is missing; "ro" makes the directory read-only.
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
		d.ReadOnly = len(f) > 2 && f[2] == "ro"
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
