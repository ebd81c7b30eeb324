package floats_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/floats"
	"github.com/wasm2go/wasm2go/golden/long"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// program prints the transcript of the translated module. CANONICAL says whether its NaNs are.
const program = `package main

import (
	"fmt"
	"strings"

	"floats/m"
	"github.com/wasm2go/wasm2go/golden/floats"
)

func main() {
	i, err := m.New()
	if err != nil {
		panic(err)
	}
	_, funcs := floats.Make()
	fmt.Println(strings.Join(floats.Transcript(i, funcs, CANONICAL), "\n"))
}
`

// A platform builds the program for a processor, and runs it by an emulator where there is one.
type platform struct {
	env      []string
	emulator string // "" for none
}

// TestTranslated compares translated code with the interpreter, on all processors that the machine can run.
func TestTranslated(t *testing.T) {
	wasm, funcs := floats.Make()
	want := interpreted(t, wasm, funcs, false)
	require.Empty(t, slices.DeleteFunc(slices.Clone(want), func(line string) bool { return !strings.Contains(line, "signalling") }))
	compare(t, wasm, want, platforms(), compiler.Options{Name: "m"})
}

// TestCanonical: with canonical NaNs all processors and both engines compute the same bits, also where one engine calls the other. Of
// what arithmetic gives only the sign can be changed.
func TestCanonical(t *testing.T) {
	wasm, funcs := floats.Make()
	want := interpreted(t, wasm, funcs, true)
	i, nans := 0, 0
	for _, f := range funcs {
		for range f.Values() {
			if bits := result(t, want[i]); !f.Exact && f.Text(bits, false) == "nan" {
				require.Contains(t, []uint64{0x7fc0_0000, 0xffc0_0000, 0x7ff8_0000_0000_0000, 0xfff8_0000_0000_0000}, bits, want[i])
				nans++
			}
			i++
		}
	}
	require.Greater(t, nans, 1000)
	t.Run("everywhere", func(t *testing.T) {
		compare(t, wasm, want, platforms(), compiler.Options{Name: "m", CanonicalNaN: true})
	})
	for name, o := range map[string]compiler.Options{
		"slice":       {Mem: "slice"},
		"interpreted": {Interp: func(i uint32, name string) bool { return i%3 == 0 }},
		"divided":     {SplitAt: 10},
	} {
		t.Run(name, func(t *testing.T) {
			o.Name, o.CanonicalNaN = "m", true
			compare(t, wasm, want, platforms()[:1], o)
		})
	}
}

// result is what a line of a transcript ends with.
func result(t *testing.T, line string) uint64 {
	_, text, _ := strings.Cut(line, "gives 0x")
	bits, err := strconv.ParseUint(text, 16, 64)
	require.NoError(t, err, line)
	return bits
}

// compare translates the module and compares transcripts, on those processors that the machine can run.
func compare(t *testing.T, wasm []byte, want []string, on []platform, o compiler.Options) {
	w := workspace.New(t, "floats")
	require.NoError(t, w.Translate(t, wasm, o))
	w.Write(t, "main.go", []byte(strings.Replace(program, "CANONICAL", strconv.FormatBool(o.CanonicalNaN), 1)))
	for _, p := range on {
		t.Run(strings.Join(append(p.env, "here"), " "), func(t *testing.T) {
			p.need(t)
			require.Empty(t, different(want, p.run(t, w)))
		})
	}
}

// need skips what this machine cannot run.
func (p platform) need(t *testing.T) {
	if p.env == nil {
		return
	}
	long.Need(t, "compiles the standard library")
	if runtime.GOOS != "linux" || p.emulator == "" && runtime.GOARCH != "amd64" {
		t.Skip("another platform")
	}
	if p.emulator != "" {
		if _, err := exec.LookPath(p.emulator); err != nil {
			t.Skip("no ", p.emulator)
		}
	}
}

// platforms are the ones that translation is for, with and without an instruction to multiply and add at once or any for floats, and one
// whose registers have no single precision. (Not among them: mips, to which a signalling NaN is a quiet one and the other way round.)
func platforms() []platform {
	return []platform{
		{},
		{env: []string{"GOARCH=amd64", "GOAMD64=v3"}},
		{env: []string{"GOARCH=386"}},
		{env: []string{"GOARCH=arm64"}, emulator: "qemu-aarch64-static"},
		{env: []string{"GOARCH=arm", "GOARM=5"}, emulator: "qemu-arm-static"},
		{env: []string{"GOARCH=ppc64le"}, emulator: "qemu-ppc64le-static"},
	}
}

func (p platform) run(t *testing.T, w *workspace.Workspace) []string {
	file := filepath.Join(t.TempDir(), "program")
	build := w.Go("build", "-trimpath", "-o", file, ".")
	build.Env = append(os.Environ(), p.env...)
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	cmd := exec.Command(file)
	if p.emulator != "" {
		cmd = exec.Command(p.emulator, file)
	}
	var message bytes.Buffer
	cmd.Stderr = &message
	text, err := cmd.Output()
	if strings.Contains(message.String(), "microarchitecture support") {
		t.Skip(message.String())
	}
	require.NoError(t, err, message.String())
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

func interpreted(t *testing.T, wasm []byte, funcs []floats.Function, canonical bool) []string {
	m, err := interp.Compile(wasm, interp.Options{CanonicalNaN: canonical})
	require.NoError(t, err)
	i, err := m.Instantiate(context.Background(), nil)
	require.NoError(t, err)
	return floats.Transcript(i, funcs, canonical)
}

// different lists the first lines that are not as wanted.
func different(want, got []string) (lines []string) {
	if len(want) != len(got) {
		return []string{"another number of lines"}
	}
	for i := range want {
		if want[i] != got[i] && len(lines) < 20 {
			lines = append(lines, got[i]+", want "+want[i])
		}
	}
	return lines
}
