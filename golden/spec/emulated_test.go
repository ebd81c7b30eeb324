package spec_test

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/golden/workspace"
)

// emulatedVariable is the environment variable with the GOARCH for which drivers are built, to be run by qemu's emulator of processes. The
// tests themselves run here: where the processor is emulated, starting a process may hang.
const emulatedVariable = "WASM2GO_EMULATED"

// A machine is a processor, for which programs are built.
type machine struct {
	env      []string // for the go command
	emulator []string // what stands before a program and its arguments; nil for this machine
}

// chosenMachine is this one, unless emulatedVariable asks for another.
func chosenMachine(t *testing.T) machine {
	goarch := os.Getenv(emulatedVariable)
	if goarch == "" {
		return machine{}
	}
	names := map[string]string{"386": "i386", "amd64": "x86_64", "arm64": "aarch64"} // to qemu
	name := fmt.Sprintf("qemu-%s-static", cmp.Or(names[goarch], goarch))
	emulator, err := exec.LookPath(name)
	require.NoError(t, err, "%s=%s needs %s: apt-get install qemu-user-static", emulatedVariable, goarch, name)
	return machine{env: []string{"GOOS=linux", "GOARCH=" + goarch}, emulator: []string{emulator}}
}

// build compiles a workspace's program in the folder driver, and gives the command that starts it, or what the go command says.
func (m machine) build(w *workspace.Workspace) (command []string, out []byte, err error) {
	exe := filepath.Join(w.Bin, "specdriver.exe")
	// -e: all errors of a package at once. -trimpath: the build cache need not know the temporary directory.
	cmd := w.Go(append(w.Flags("-e"), "-o", exe, "./driver")...)
	cmd.Env = append(os.Environ(), m.env...)
	out, err = cmd.CombinedOutput()
	return slices.Concat(m.emulator, []string{exe}), out, err
}
