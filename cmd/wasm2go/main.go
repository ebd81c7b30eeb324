// Command wasm2go translates WebAssembly modules to Go, and runs and inspects them.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200) // translating allocates much and keeps little: a fifth faster
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run executes one command line and returns the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	err := dispatch(args, streams{in: stdin, out: stdout, err: stderr})
	var exit exitError
	var wrong usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return int(exit)
	}
	message(stderr, red, "%v", err)
	var failed *buildError
	if errors.As(err, &failed) {
		fmt.Fprintln(stderr, failed.output)
	}
	if errors.As(err, &wrong) {
		fmt.Fprintf(stderr, "run \"wasm2go help%s\" for usage\n", helpOf(args))
		return 2
	}
	return 1
}

func dispatch(args []string, s streams) error {
	if len(args) == 0 {
		fmt.Fprint(s.err, usage())
		return exitError(2)
	}
	switch args[0] {
	case "version", "-version", "--version":
		return versionCommand(s)
	case "help", "-h", "-help", "--help":
		return helpCommand(args[1:], s)
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.asked(c.run(args[1:], s), s)
		}
	}
	c := translation()
	return c.asked(c.run(args, s), s)
}

// helpOf is what says of which command the help is wanted, behind a blank.
func helpOf(args []string) string {
	for _, c := range commands() {
		if len(args) > 0 && c.name == args[0] {
			return " " + c.name
		}
	}
	return ""
}

// exitError ends the command with an exit code and no further message.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// usageError is about the command line, not about the module.
type usageError string

func (e usageError) Error() string { return string(e) }

func usagef(format string, args ...any) error { return usageError(fmt.Sprintf(format, args...)) }
