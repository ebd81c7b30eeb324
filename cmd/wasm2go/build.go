package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
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
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return "", "", &buildError{"go env", err, strings.TrimSpace(string(exit.Stderr))}
	}
	if err != nil {
		return "", "", fmt.Errorf("run: go env: %w", err)
	}
	return path, string(out), nil
}

// goBuild compiles the main package in dir. Its temporary files are in temp, so that they go with what else a build leaves that is cut
// off. The end of ctx ends it, and the compilers that it has started.
func goBuild(ctx context.Context, goTool, dir, exe, temp string, s streams) error {
	begun := time.Now()
	flags := []string{"-trimpath", "-ldflags=-s -w"}
	environ := append(buildEnviron(), "GOTMPDIR="+temp)
	out := &buildOutput{bar: s.bar}
	s.bar.step("building", 0, 0)
	if s.bar != nil {
		total, stop := countStale(ctx, goTool, dir, flags[:1], environ)
		defer stop()
		out.total = total
	}
	cmd := exec.CommandContext(ctx, goTool, slices.Concat([]string{"build", "-json", "-v"}, flags, []string{"-o", exe, "."})...)
	cmd.Dir, cmd.Env = dir, environ
	kill := endWithChildren(cmd)
	var messages bytes.Buffer
	cmd.Stdout, cmd.Stderr = out, &messages
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		kill()
		return interruption(ctx)
	case err != nil:
		return &buildError{"go build", err, strings.TrimSpace(out.text.String() + messages.String())}
	}
	s.say("built %s in %s", count(out.packages, "package"), took(begun))
	return nil
}

// took is how long something has taken since then.
func took(begun time.Time) string { return fmt.Sprintf("%.1f s", time.Since(begun).Seconds()) }

// countStale counts the packages that a build will compile, while it goes on: the channel gets their number, or nothing. stop ends that.
func countStale(ctx context.Context, goTool, dir string, flags, environ []string) (total <-chan int, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, goTool, slices.Concat([]string{"list", "-deps", "-f", "{{if .Stale}}{{.ImportPath}}{{end}}"}, flags, []string{"."})...)
	cmd.Dir, cmd.Env = dir, environ
	counted := make(chan int, 1)
	var wg sync.WaitGroup
	wg.Go(func() {
		if list, err := cmd.Output(); err == nil {
			counted <- len(strings.Fields(string(list)))
		}
	})
	return counted, func() {
		cancel()
		wg.Wait()
	}
}

// A buildOutput reads what go build -json -v prints.
type buildOutput struct {
	bar      *bar
	total    <-chan int // how many packages there will be, nil if nobody knows
	of       int
	packages int          // begun so far
	text     bytes.Buffer // what the compilers said
	rest     []byte       // an incomplete line
}

func (o *buildOutput) Write(p []byte) (int, error) {
	o.rest = append(o.rest, p...)
	for {
		line, rest, complete := bytes.Cut(o.rest, []byte("\n"))
		if !complete {
			return len(p), nil
		}
		o.line(line)
		o.rest = rest
	}
}

// line takes an event, or something else, which is a message then.
func (o *buildOutput) line(line []byte) {
	var event struct{ ImportPath, Action, Output string }
	switch err := json.Unmarshal(line, &event); {
	case err != nil:
		o.text.Write(append(line, '\n'))
	case event.Action != "build-output":
	case event.Output == event.ImportPath+"\n":
		o.packages++
		o.show(event.ImportPath)
	default:
		o.text.WriteString(event.Output)
	}
}

// show shows that a package is compiled now.
func (o *buildOutput) show(path string) {
	select {
	case o.of = <-o.total:
	default:
	}
	total := 0
	if o.of > 0 {
		total = max(o.of, o.packages)
	}
	o.bar.step("building", o.packages, total)
	o.bar.about(path)
}

// A buildError says that the go command failed, and what it printed.
type buildError struct {
	command string
	cause   error
	output  string
}

func (e *buildError) Error() string { return "run: " + e.command + ": " + e.cause.Error() }

// buildEnviron is the environment of the go command: a program for this machine, whatever the user has set for their own builds, with
// go env -w, too. That would count where a variable is empty.
func buildEnviron() []string {
	return append(os.Environ(),
		"GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH, "GOFLAGS=-mod=readonly", "GOWORK=off", "GO111MODULE=on", "CGO_ENABLED=0")
}
