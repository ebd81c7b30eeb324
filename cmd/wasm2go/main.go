// Command wasm2go translates WebAssembly modules to Go, and runs and inspects them.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
)

// usage returns the help text.
func usage() string { return strings.Replace(usageText, "BACKENDS", knownBackends(), 1) }

const usageText = `usage:
  wasm2go [flags] module.wasm [flags]          translate a module to Go
  wasm2go run [flags] module.wasm [args...]    build and run a WASI command
  wasm2go inspect [-sram SPEC] module.wasm     say what is in a module, and whether these chips have room for its memory
  wasm2go sram test [-yes] SPEC                test memory chips, all cells, and how high their clock may be
  wasm2go version

flags of translation:
  -o PATH        a directory (a package), a FILE.go (one file) or - (standard output, one file); default ./NAME for NAME.wasm
  -pkg NAME      package name; default from the module's name, main for a WASI command
  -mem NAME      where linear memory lives: BACKENDS; default guard
  -memsize HOW   size of the memory: auto, declared or heap-base; default auto
  -interp REGEXP leave functions to the interpreter: those whose name in the module, or fnN with their index, matches
  -fallback HOW  when functions are left to the interpreter unasked, as the Go compiler could not take them: warn, silent or fail; default warn
  -standalone    copy the runtime packages below the output, which then needs only the standard library
  -check         write nothing; exit 1 if what is there is not what would be written

flags of run, before the module; everything behind it goes to the program:
  -dir HOST[::GUEST[::ro]]  give the program a directory, as GUEST, to read and write or only to read; repeatable
  -env KEY=VALUE       set an environment variable; the program sees no others; repeatable
  -deterministic[=LIST]  fix clocks, randomness and the order of directories, so that every run is the same; LIST is of
                       seed=NUMBER, start=TIME (as 2022-01-01T00:00:00Z) and step=DURATION (of the clock at each look, as 1ms)
  -trace               write each call of WASI to the standard error, with its arguments and results
  -sram SPEC           the chips of -mem sram, as in chip=23LC1024*2,spi=SPI0.0+SPI0.1 or sim:chip=APS6404L (emulated, the default),
                       or a file or partition, as in file:memory.bin,size=4G;
                       programs that were translated read it from WASM2GO_SRAM
  -max-memory BYTES    what the program's memory may grow to, as in 64M; by default there is no limit
  -grow HOW            what comes of a memory.grow that is refused: warn says it once, the default of -mem sram; silent, the default of the
                       others; trap ends the program. A program that ignores that malloc failed goes on with wrong numbers otherwise
  -max-fds N           how many files, directories and sockets may be open at once; default 256
  -max-write BYTES     how much may be written to files, all in all, as in 64M, output that goes to a file included; by default there is no limit
  -max-files N         how many files, directories and links may be made, all in all; by default there is no limit
  -engine NAME         go, the default: build with the go command; results are cached
                       interp: run at once, on the interpreter; needs no go command
                       both: run both side by side, and end at the first difference
  -mem, -memsize, -interp, -fallback   as above

flags of sram test:
  -yes                 overwrite chips that keep their content without power, or may; SPEC is as -sram takes it

exit status: 0 done; 1 the module, the run or a chip failed; 2 wrong usage; run: the program's own
`

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
