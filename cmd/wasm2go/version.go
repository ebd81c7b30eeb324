package main

import (
	"os"
	"runtime/debug"
)

// release is the version of a build that the go command stamped with none.
const release = "v0.1.0"

// version is the version for people and for the headers of generated files. It must not depend on the state of a checkout: that would
// make every commit change every generated file.
func version() string { return release }

// buildID identifies this very build of the tool: the version of a released module, else the content of the executable.
func buildID() (string, error) {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Sum != "" {
		return info.Main.Version + " " + info.Main.Sum, nil
	}
	exe, err := os.Executable()
	if err != nil {
		return "", err
	}
	data, err := os.ReadFile(exe)
	if err != nil {
		return "", err
	}
	return sha256Hex(data), nil
}
