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

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// note tells people what is no error.
func (s streams) note(format string, args ...any) {
	line(s.err, "wasm2go: note: "+format, args...)
}

// run executes one command line and returns the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	err := dispatch(args, streams{stdin, stdout, stderr})
	var exit exitError
	var wrong usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return int(exit)
	}
	line(stderr, "wasm2go: %v", err)
	var failed *buildError
	if errors.As(err, &failed) {
		fmt.Fprintln(stderr, failed.output)
	}
	if errors.As(err, &wrong) {
		fmt.Fprintln(stderr, `run "wasm2go help" for usage`)
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
	case "run":
		return runCommand(args[1:], s)
	case "inspect":
		return inspectCommand(args[1:], s)
	case "sram":
		return sramCommand(args[1:], s)
	case "version", "-version", "--version":
		_, err := fmt.Fprintln(s.out, "wasm2go", version())
		return err
	case "help", "-h", "-help", "--help":
		_, err := fmt.Fprint(s.out, usage())
		return err
	}
	return translateCommand(args, s)
}

// exitError ends the command with an exit code and no further message.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// usageError is about the command line, not about the module.
type usageError string

func (e usageError) Error() string { return string(e) }

func usagef(format string, args ...any) error { return usageError(fmt.Sprintf(format, args...)) }
