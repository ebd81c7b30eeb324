//go:build !(linux && (amd64 || arm64))

package spidevtest

import (
	"errors"
	"os/exec"
	"testing"
)

const missing = "a fake /dev/spidev0.0 takes Linux on amd64 or arm64"

// Enter does nothing here.
func Enter() {}

// Need skips the test.
func Need(t testing.TB) {
	t.Helper()
	t.Skip(missing)
}

// Run refuses.
func (b *Bus) Run(*exec.Cmd) error { return errors.New(missing) }
