package spec_test

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// emulatedVariable is the environment variable with the GOARCH for which translated programs are built, to be run by qemu's emulator of
// processes. This test itself runs here: where the processor is emulated, starting a process may hang.
const emulatedVariable = "WASM2GO_EMULATED"

// A machine builds the translated programs for a processor, and runs them.
type machine struct {
	env      []string // for the go command
	emulator []string // what stands before a program and its arguments
}

// chosenMachine is this one, unless emulatedVariable asks for another.
func chosenMachine(t *testing.T) machine {
	goarch := os.Getenv(emulatedVariable)
	if goarch == "" {
		return machine{}
	}
	emulator, err := exec.LookPath(emulatorOf(goarch))
	require.NoError(t, err, "%s=%s needs %s: apt-get install qemu-user-static", emulatedVariable, goarch, emulatorOf(goarch))
	return machine{env: []string{"GOOS=linux", "GOARCH=" + goarch}, emulator: []string{emulator}}
}

// emulatorOf is the emulator of a processor that Go has another name for, or the same.
func emulatorOf(goarch string) string {
	names := map[string]string{"386": "i386", "amd64": "x86_64", "arm64": "aarch64"}
	return fmt.Sprintf("qemu-%s-static", cmp.Or(names[goarch], goarch))
}

// skipEmulated skips a test that starts no program: it can run on another processor as a whole.
func skipEmulated(t *testing.T) {
	if goarch := os.Getenv(emulatedVariable); goarch != "" {
		t.Skipf("without %s, GOARCH=%s go test -exec %s runs this", emulatedVariable, goarch, emulatorOf(goarch))
	}
}
