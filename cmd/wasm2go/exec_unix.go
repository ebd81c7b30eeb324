//go:build unix

package main

import (
	"fmt"
	"os/exec"
	"syscall"
	"time"
)

// execute puts the program in place of this process, so that signals, standard streams and the exit code are its own.
func execute(program string, args, environ []string, _ streams) error {
	return fmt.Errorf("run: %s: %w", program, syscall.Exec(program, args, environ))
}

// endWithChildren makes the end of a command's context that of all processes it has started: they are a group of their own, which a terminal's
// signals do not reach. They may clean up first; what is left when the command has ended, kill ends.
func endWithChildren(cmd *exec.Cmd) (kill func()) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = 3 * time.Second
	return func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
