package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// programModule is the module path under which every program of wasm2go run is built: the same for all, so that the go command's
// own cache serves the runtime packages.
const programModule = "program"

// unusedFor is how long a cached program may lie unused before it is removed.
const unusedFor = 30 * 24 * time.Hour

// A cache holds built programs, each as DIR/<key>/NAME.
type cache struct{ dir string }

func openCache() (cache, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return cache{}, fmt.Errorf("run: no place to build in: %w", err)
	}
	c := cache{filepath.Join(dir, "wasm2go")}
	return c, os.MkdirAll(c.dir, 0o755)
}

// lookup finds a built program and notes that it was used.
func (c cache) lookup(key, name string) (string, bool) {
	exe := c.executable(key, name)
	if !isFile(exe) {
		return "", false
	}
	now := time.Now()
	_ = os.Chtimes(filepath.Dir(exe), now, now) // at worst it is removed, and built again
	return exe, true
}

func (c cache) executable(key, name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(c.dir, key, name)
}

// build compiles the files to a program. Several processes may build the same: each works in a directory of its own, and whoever
// comes last finds the place taken by an equal program.
func (c cache) build(key, name string, files []outputFile, goTool string) (string, error) {
	c.clean(time.Now().Add(-unusedFor))
	temp, err := os.MkdirTemp(c.dir, "build-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temp)
	src := output{dir: filepath.Join(temp, "src"), name: name, files: files}
	if err := src.write(); err != nil {
		return "", err
	}
	final := c.executable(key, name)
	done := filepath.Join(temp, "done")
	if err := goBuild(goTool, src.dir, filepath.Join(done, filepath.Base(final))); err != nil {
		return "", err
	}
	if err := os.Rename(done, filepath.Dir(final)); err != nil && !isFile(final) {
		return "", err
	}
	return final, nil
}

// clean removes what was not used since then, builds that were cut off included.
func (c cache) clean(since time.Time) {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return // it is only about disk space
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.ModTime().Before(since) {
			_ = os.RemoveAll(filepath.Join(c.dir, e.Name()))
		}
	}
}

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

// goBuild compiles the main package in dir.
func goBuild(goTool, dir, exe string) error {
	cmd := exec.Command(goTool, "build", "-trimpath", "-ldflags=-s -w", "-o", exe, ".")
	cmd.Dir = dir
	cmd.Env = buildEnviron()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
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
