package programs

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/mem/sram/spidevtest"
)

func TestMain(m *testing.M) {
	spidevtest.Enter()
	os.Exit(m.Run())
}

// sramSpecs are chips for programs that need more than usual, or can do with less. Most have a stack of 4 MiB.
var sramSpecs = map[string]string{
	"bigstack": "chip=APS6404L-3SQ,cache=1M",
	"fft":      "chip=APS3204L-3SQ*2,verify",
	"life":     "chip=23LC512,cache=4K",
	"malloc":   "chip=APS6404L-3SQ*4,hz=133MHz,cache=4M",
	"mandel":   "chip=23LC1024",
	"words":    "chip=APS1604M-3SQ*4,cache=16K",
}

func sramSpec(name string) string {
	if spec := sramSpecs[name]; spec != "" {
		return spec
	}
	return "chip=APS6404L-3SQ"
}

// TestProgramsSRAM runs the C programs with their memory on chips: on simulated ones, and as they are on the SPI driver of Linux, behind
// which the same chips are emulated.
func TestProgramsSRAM(t *testing.T) {
	programs := somePrograms(t)
	w := buildPrograms(t, programs, "sram")
	t.Run("sim", func(t *testing.T) {
		for _, p := range programs {
			name := path.Base(p.Name)
			t.Run(name, func(t *testing.T) { p.check(t, w, []string{open.Variable + "=sim:" + sramSpec(name)}, execute) })
		}
	})
	t.Run("spidev", func(t *testing.T) {
		spidevtest.Need(t)
		for _, p := range programs {
			name := path.Base(p.Name)
			t.Run(name, func(t *testing.T) {
				bus, _ := newBus(t, sramSpec(name))
				p.check(t, w, []string{open.Variable + "=" + sramSpec(name)}, func(t *testing.T, cmd *exec.Cmd, limit time.Duration) result {
					return executeOn(t, bus, cmd, limit)
				})
				require.NoError(t, bus.Err())
				require.NotZero(t, bus.Stats().Messages, "memory was not on the chips")
			})
		}
	})
	t.Run("faults", func(t *testing.T) {
		spidevtest.Need(t)
		testFaults(t, w.Exe(t, "life"))
	})
}

// testFaults runs a program on a bus that fails: a transfer that succeeds when it is repeated goes unnoticed, and one that never does is a
// trap.
func testFaults(t *testing.T, exe string) {
	const spec = "chip=23LC512,cache=1K"
	run := func(faults ...sim.Fault) result {
		bus, chips := newBus(t, spec)
		for _, f := range faults {
			chips.Inject(f)
		}
		cmd := exec.Command(exe)
		cmd.Env = []string{open.Variable + "=" + spec}
		r := executeOn(t, bus, cmd, time.Minute)
		require.ErrorIs(t, bus.Err(), sim.ErrFault)
		return r
	}
	want, err := os.ReadFile(filepath.Join(programsDir, "life.out"))
	require.NoError(t, err)
	require.Equal(t, result{stdout: string(want)}, run(sim.Fault{At: 50}, sim.Fault{At: 99, Times: 2, After: 20}))

	r := run(sim.Fault{At: 200, Times: 1 << 30})
	require.Equal(t, 1, r.code)
	require.Regexp(t, `^life: wasm trap: memory device failure: sram: (read|write|write and read) of \d+ bytes at 0x[0-9a-f]+ of 23LC512\{SPI0\.0\}: .*`+
		`input/output error\n\tat `, r.stderr)
}

// newBus makes a fake /dev/spidev0.0 and so on with the chips of a spec, by the rules of the kernel on arm64.
func newBus(t *testing.T, text string) (*spidevtest.Bus, *sim.Bus) {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	chips := make([]sim.Chip, s.Count)
	for i := range chips {
		chips[i] = sim.Chip{Name: s.Chip, Seed: uint64(i)}
	}
	bus, err := sim.New(sim.Opts{}, chips...)
	require.NoError(t, err)
	var ports []spi.Port
	for i := range chips {
		ports = append(ports, bus.Port(i))
	}
	return &spidevtest.Bus{Chips: ports, Align: 128}, bus
}

// executeOn is execute in the world of the bus.
func executeOn(t *testing.T, bus *spidevtest.Bus, cmd *exec.Cmd, limit time.Duration) result {
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	inside := exec.CommandContext(ctx, cmd.Path)
	inside.Args, inside.Env, inside.Stdin = cmd.Args, cmd.Env, cmd.Stdin
	var stdout, stderr bytes.Buffer
	inside.Stdout, inside.Stderr = &stdout, &stderr
	err := bus.Run(inside)
	require.NoError(t, ctx.Err(), "still running after %v\n%s%s", limit, &stdout, &stderr)
	var exit *exec.ExitError
	if err != nil {
		require.ErrorAs(t, err, &exit)
	}
	return result{stdout.String(), stderr.String(), inside.ProcessState.ExitCode()}
}

// TestSmallChips: a module that exports __heap_base takes no more of a chip than that, accesses beyond it trap; memory.grow takes what there
// is; a module that does not fit is refused.
func TestSmallChips(t *testing.T) {
	dir := filepath.Join("testdata", "sram")
	w := workspace.New(t, "programs")
	for _, name := range []string{"heapbase", "grow"} {
		wasm, err := os.ReadFile(filepath.Join(dir, name+".wasm"))
		require.NoError(t, err)
		require.NoError(t, w.Translate(t, wasm, compiler.Options{Name: name, Mem: "sram", MemSize: "auto"}))
	}
	source, err := os.ReadFile(filepath.Join(dir, "main.go.txt"))
	require.NoError(t, err)
	w.Write(t, "use/main.go", source)
	w.Build(t)
	r := execute(t, exec.Command(w.Exe(t, "use")), time.Minute)
	require.Equal(t, result{stdout: `on the chip: 1024 memory: 1024
1953718636 <nil>
<nil>
1811939328 <nil>
wasm trap: out of bounds memory access in store
0 wasm trap: out of bounds memory access in load
on the chip: 0
sram: a memory needs 65536 bytes, 23K640{sim.0} has 8192, of which 8192 are free
1 <nil>
-1 <nil>
2 <nil>
<nil>
wasm trap: out of bounds memory access in store
`}, r)
}
