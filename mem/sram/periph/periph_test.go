package periph_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/periph"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/mem/sram/spidevtest"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// programVariable makes this test binary the program below.
const programVariable = "PERIPH_TEST_PROGRAM"

func TestMain(m *testing.M) {
	spidevtest.Enter()
	if os.Getenv(programVariable) != "" {
		if err := periph.Run(need, useMemory); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("ok")
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// need is how much memory the program has.
const need = 100 << 10

// useMemory writes a memory that is larger than the cache, and reads it back.
func useMemory(on rt.Option) error {
	m, err := newMemory(on)
	if err != nil {
		return err
	}
	defer m.Close()
	want := make([]byte, need)
	for i := range want {
		want[i] = byte(i * i >> 8)
	}
	if err := m.WriteAt(want, 0); err != nil {
		return err
	}
	got := make([]byte, need)
	if err := m.ReadAt(got, 0); err != nil {
		return err
	}
	if !bytes.Equal(want, got) {
		return errors.New("memory has not what was written")
	}
	return nil
}

// newMemory makes a memory as the New of a generated package does.
func newMemory(on ...rt.Option) (*sram.Memory, error) {
	var core abi.Core
	core.Open(&core, "test", "", on)
	return sram.New(mem.Type{Min: need, PageSize: 1}, &core)
}

// run runs the program with the chips on the bus, and returns what it printed.
func run(t *testing.T, text string, chips ...sim.Chip) (string, error) {
	_, out, err := runOn(t, text, chips...)
	return out, err
}

// runOn is run, and returns the bus, too.
func runOn(t *testing.T, text string, chips ...sim.Chip) (*spidevtest.Bus, string, error) {
	spidevtest.Need(t)
	bus, err := sim.New(sim.Opts{Name: "SPI0"}, chips...)
	require.NoError(t, err)
	fake := &spidevtest.Bus{Align: 128}
	for i := range chips {
		fake.Chips = append(fake.Chips, spi.Port(bus.Port(i)))
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, "/proc/self/exe")
	cmd.Env = append(os.Environ(), programVariable+"=1", open.Variable+"="+text)
	cmd.Stdout, cmd.Stderr = &out, &out
	err = fake.Run(cmd)
	require.NoError(t, fake.Err())
	return fake, out.String(), err
}

// TestOpen: chips of each family, and arrays, behind the SPI driver of Linux.
func TestOpen(t *testing.T) {
	for text, n := range map[string]int{
		"chip=23LC1024": 1,
		"chip=23LC1024,spi=/dev/spidev0.1,cache=1K":     2,
		"chip=23LC512*2,cache=2K":                       2,
		"chip=23A1024":                                  1,
		"chip=23LC1024*2,spi=SPI0.1+SPI0.0,base=64K":    2,
		"chip=APS6404L,hz=40MHz,tcem=3us":               1,
		"chip=MB85RS1MT,verify,cache=16K":               1,
		"chip=MR25H10,hz=500kHz,retries=0,line=32":      1,
		"chip=IS66WVS4M8,hz=50MHz,cache=64,line=32":     1,
		"chip=23K256*4,spi=SPI0.0+SPI0.1+SPI0.2+SPI0.3": 4,
		"chip=FM25V10,hz=40MHz,cache=8K,line=4096":      1,
	} {
		t.Run(text, func(t *testing.T) {
			s, err := spec.Parse(text)
			require.NoError(t, err)
			chips := make([]sim.Chip, n)
			for i := range chips {
				chips[i] = sim.Chip{Name: s.Chip, TCEM: s.TCEM}
			}
			out, err := run(t, text, chips...)
			require.NoError(t, err, out)
			c, err := chip.Lookup(s.Chip)
			require.NoError(t, err)
			if warning := c.SupplyWarning(chip.BoardVolts); warning != "" {
				require.Contains(t, []string{"APS6404L", "IS66WVS4M8", "23A1024"}, c.Name)
				require.Equal(t, warning+"\nok\n", out)
				return
			}
			require.Equal(t, "ok\n", out)
		})
	}
}

// TestOpenErrors: what is wrong is said before anything runs.
func TestOpenErrors(t *testing.T) {
	none := sim.Chip{}
	for _, test := range []struct {
		spec  string
		chips []sim.Chip
		want  string
	}{
		{"chip=23LC1024", nil, "no bus SPI0.0: this machine has none"},
		{"chip=23LC1024,spi=SPI3.1", []sim.Chip{none, none}, "no bus SPI3.1: there are SPI0.0, SPI0.1\n"},
		{"chip=23LC1024,spi=SPI0.0@GPIO25", []sim.Chip{none}, "no pin GPIO25: a Raspberry Pi has GPIO0 to GPIO27"},
		{"chip=23LC1024*2", []sim.Chip{{Name: "23LC1024"}}, "no bus SPI0.1: there are SPI0.0\n"},
		{"chip=23LC1024", []sim.Chip{none}, "no chip answers (all ones)"},
		{"chip=23LC1024", []sim.Chip{{PullDown: true}}, "no chip answers (all zeros)"},
		{"chip=APS6404L", []sim.Chip{none}, "no chip answers (all ones)"},
		{"chip=MB85RS1MT", []sim.Chip{none}, "no chip answers (all ones)"},
		{"chip=23LC1024*2", []sim.Chip{{Name: "23LC1024"}, none}, "23LC1024{SPI0.1}: "},
		{"chip=23K256", []sim.Chip{{Name: "23K256"}}, "needs 102400 bytes, 23K256{SPI0.0} has 32768"},
		{"chip=APS6404L,hz=10MHz,tcem=3us", []sim.Chip{{Name: "APS6404L"}}, "clock too low: at 10MHz"},
		{"chip=23LC1024,base=64K", []sim.Chip{{Name: "23LC1024"}}, "needs 102400 bytes, 23LC1024{SPI0.0} from 0x10000 on has 65536, of which 65536 are free"},
		{"chip=23LC1024,hz=21MHz", nil, "WASM2GO_SRAM: memory spec \"chip=23LC1024,hz=21MHz\": hz: 21MHz is too fast"},
		{"chip=23LC1024", []sim.Chip{{Name: "23LC512", Lenient: true}}, "wrong chip"},
	} {
		out, err := run(t, test.spec, test.chips...)
		require.Error(t, err, test.spec)
		require.Contains(t, out, test.want, test.spec)
	}
}

// TestOpenSim: the same function opens emulated chips.
func TestOpenSim(t *testing.T) {
	a, err := periph.Open("sim:chip=23LC1024")
	require.NoError(t, err)
	require.NoError(t, useMemory(sram.On(a)))
	require.NoError(t, a.Halt())

	_, err = periph.Open("sim:chip=23LC1025")
	require.ErrorContains(t, err, "unknown chip")
}

// TestDefault: without a spec the chips are emulated, and there are enough of them.
func TestDefault(t *testing.T) {
	t.Setenv(open.Variable, "")
	s, err := open.FromEnv(20 << 20)
	require.NoError(t, err)
	require.Equal(t, "sim:chip=APS6404L*3", s.String())
	require.NoError(t, periph.Run(need, useMemory))
}

// TestRunKeepsError: what the program ends with comes out, whatever it is.
func TestRunKeepsError(t *testing.T) {
	t.Setenv(open.Variable, "sim:chip=23LC1024")
	want := errors.New("exit status 3")
	require.ErrorIs(t, periph.Run(need, func(rt.Option) error { return want }), want)
}
