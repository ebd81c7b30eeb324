package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// findGo finds the go command and asks for its version and settings that change what it builds.
func findGo() (path, version string, err error) {
	path, err = exec.LookPath("go")
	if errors.Is(err, exec.ErrNotFound) {
		return "", "", errors.New("run: there is no go command on PATH: install Go from https://go.dev/dl, at least version " + goVersion)
	}
	if err != nil {
		return "", "", fmt.Errorf("run: %w", err)
	}
	cmd := exec.Command(path, "env", "GOVERSION", "GOAMD64", "GOARM", "GOARM64", "GO386", "GOEXPERIMENT")
	cmd.Env = buildEnviron()
	out, err := cmd.Output()
	if err != nil {
		return "", "", fmt.Errorf("run: go env: %w", err)
	}
	return path, string(out), nil
}

// goBuild compiles the main package in dir. Its temporary files are in temp, so that they go with what else a build leaves that is cut
// off. The end of ctx ends it, and the compilers that it has started.
func goBuild(ctx context.Context, goTool, dir, exe, temp string) error {
	cmd := exec.CommandContext(ctx, goTool, "build", "-trimpath", "-ldflags=-s -w", "-o", exe, ".")
	cmd.Dir = dir
	cmd.Env = append(buildEnviron(), "GOTMPDIR="+temp)
	kill := endWithChildren(cmd)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		kill()
		return interruption(ctx)
	case err != nil:
		return &buildError{err, strings.TrimSpace(out.String())}
	}
	return nil
}

// A buildError says that the go command failed, and what it printed.
type buildError struct {
	cause  error
	output string
}

func (e *buildError) Error() string { return "run: go build: " + e.cause.Error() }

// buildEnviron is the environment of the go command: a program for this machine, whatever the user has set for their own builds.
func buildEnviron() []string {
	return append(os.Environ(),
		"GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH, "GOFLAGS=", "GOWORK=off", "GO111MODULE=on", "CGO_ENABLED=0")
}
