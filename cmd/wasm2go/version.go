package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/wasm2go/wasm2go/rt/abi"
)

// release is the version of a build that the go command stamped with none.
const release = "v0.1.0"

// version is the version for people and for the headers of generated files. It must not depend on the state of a checkout: that would
// make every commit change every generated file.
func version() string { return release }

// versionCommand is wasm2go version.
func versionCommand(s streams) error {
	info, _ := debug.ReadBuildInfo()
	_, err := io.WriteString(s.out, versionText(info))
	return err
}

// versionText says what this build is: its source, where the go command has stamped that, what built it, and what the code that it generates
// needs. info may be nil.
func versionText(info *debug.BuildInfo) string {
	var b strings.Builder
	row := func(title string, parts ...string) {
		if text := words(parts...); text != "" {
			line(&b, "%-11s %s", title, text)
		}
	}
	line(&b, "wasm2go %s", version())
	if info != nil {
		set := map[string]string{}
		for _, s := range info.Settings {
			set[s.Key] = s.Value
		}
		modified := ""
		if set["vcs.modified"] == "true" {
			modified = "and changes"
		}
		row("module", info.Main.Path, info.Main.Version, info.Main.Sum)
		row("revision", set["vcs.revision"], set["vcs.time"], modified)
	}
	row("built with", runtime.Version(), "for", runtime.GOOS+"/"+runtime.GOARCH)
	row("generation", fmt.Sprintf("%d of generated code; the runtime of this version serves %d to %d", abi.MaxGeneration, abi.MinGeneration, abi.MaxGeneration))
	return b.String()
}

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
