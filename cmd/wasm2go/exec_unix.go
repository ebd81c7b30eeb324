//go:build unix

package main

import (
	"fmt"
	"syscall"
)

// execute puts the program in place of this process, so that signals, standard streams and the exit code are its own.
func execute(program string, args, environ []string, _ streams) error {
	return fmt.Errorf("run: %s: %w", program, syscall.Exec(program, args, environ))
}
