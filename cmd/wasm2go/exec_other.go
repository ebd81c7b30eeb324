//go:build !unix

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"time"
)

// execute runs the program as a child and passes on its exit code. An interrupt from the terminal reaches the child by itself; this
// process has to outlive it.
func execute(program string, args, environ []string, s streams) error {
	cmd := exec.Command(program)
	cmd.Args, cmd.Env = args, environ
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.in, s.out, s.err
	signal.Ignore(os.Interrupt)
	defer signal.Reset(os.Interrupt)
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exitError(exit.ExitCode())
	}
	if err != nil {
		return fmt.Errorf("run: %s: %w", program, err)
	}
	return nil
}

// endWithChildren makes the end of a command's context that of the command. An interrupt from the terminal reaches all of its children.
func endWithChildren(cmd *exec.Cmd) (kill func()) {
	cmd.WaitDelay = 3 * time.Second
	return func() {}
}
