package main

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram/sim"
	"github.com/wasm2go/wasm2go/mem/sram/spidevtest"
)

// commandVariable makes this test binary the command.
const commandVariable = "WASM2GO_TEST_COMMAND"

func TestMain(m *testing.M) {
	spidevtest.Enter()
	if os.Getenv(commandVariable) != "" {
		os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// onSpidev runs the command where there is an SPI bus with chips on these ports, and interrupts it once it is under way, if that is wanted.
func onSpidev(t *testing.T, ports []spi.Port, interrupt bool, args ...string) (code int, stdout, stderr string) {
	spidevtest.Need(t)
	fake := &spidevtest.Bus{Align: 128, Chips: ports}
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "/proc/self/exe", args...)
	cmd.Env = append(os.Environ(), commandVariable+"=1")
	cmd.Stdout, cmd.Stderr = &out, &errs
	ended := make(chan struct{})
	if interrupt {
		go func() {
			for fake.Stats().Messages < 100 {
				select {
				case <-ended:
					return
				case <-time.After(time.Millisecond):
				}
			}
			_ = cmd.Process.Signal(os.Interrupt)
		}()
	}
	err := fake.Run(cmd)
	close(ended)
	require.NotNil(t, cmd.ProcessState, err)
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

// chipsOn makes emulated chips.
func chipsOn(t *testing.T, chips ...sim.Chip) *sim.Bus {
	bus, err := sim.New(sim.Opts{Name: "SPI0"}, chips...)
	require.NoError(t, err)
	return bus
}

// TestSRAMTestSpidev: the test behind the SPI driver of Linux, with chips that are there, one that is not, and two chip selects that lead
// to one.
func TestSRAMTestSpidev(t *testing.T) {
	bus := chipsOn(t, sim.Chip{Name: "23K256", Seed: 1}, sim.Chip{Name: "23K256", Seed: 2}, sim.Chip{})
	for _, test := range []struct {
		second    int // the chip on the second chip select
		code      int
		out, errs string
	}{
		{1, 0, "bus       SPI0.0, SPI0.1\ncells     right, at 1MHz\nclock     right up to 1MHz\nuse       chip=23K256*2,hz=1MHz\n", "at 1MHz: what is there is overwritten\n"},
		{2, 1, "", "sram test: at 1MHz: 23K256{SPI0.1}: mode register: no chip answers (all ones): check power, chip select and data lines\n"},
		{0, 1, "", "sram test: at 1MHz: addresses: at 0x0 is read what was written at 0x8000: two chip selects lead to one chip"},
	} {
		ports := []spi.Port{bus.Port(0), bus.Port(test.second)}
		code, out, errs := onSpidev(t, ports, false, "sram", "test", "chip=23K256*2,hz=1MHz")
		require.Equal(t, test.code, code, errs)
		require.Contains(t, out, test.out)
		require.Contains(t, errs, test.errs)
	}
}

// looseWires are a way to a chip on which bits flip above a clock. Each connection is one of its own, as of a device file that is opened again.
type looseWires struct {
	bus  *sim.Bus
	good physic.Frequency
}

func (w *looseWires) String() string                    { return "loose wires" }
func (w *looseWires) LimitSpeed(physic.Frequency) error { return nil }

func (w *looseWires) Connect(f physic.Frequency, mode spi.Mode, bits int) (spi.Conn, error) {
	w.bus.Mend()
	if f > w.good {
		w.bus.Disturb(sim.Noise{OneIn: 2, Kinds: []sim.Kind{sim.FlipRead}})
	}
	return w.bus.Port(0).Connect(f, mode, bits)
}

// TestSRAMTestClocks: the test goes through the clocks behind the SPI driver of Linux, and advises one that is lower than what was right.
func TestSRAMTestClocks(t *testing.T) {
	for _, test := range []struct {
		good physic.Frequency
		code int
		out  string
	}{
		{20 * mhz, 0, `cells +right, at 1MHz\nclock +right up to 20MHz\nuse +chip=23K256,hz=20MHz\n$`},
		{8 * mhz, 0, `clock +right up to 8MHz\n +10MHz: .+\nuse +chip=23K256,hz=5MHz\n$`},
		{mhz / 2, 1, `bus +SPI0\.0\n$`},
	} {
		wires := &looseWires{bus: chipsOn(t, sim.Chip{Name: "23K256"}), good: test.good}
		code, out, errs := onSpidev(t, []spi.Port{wires}, false, "sram", "test", "chip=23K256")
		require.Equal(t, test.code, code, errs)
		require.Regexp(t, test.out, out)
	}
}

// TestSRAMTestInterrupted: a signal ends the test between two transfers, and the FRAM is left with writes disabled.
func TestSRAMTestInterrupted(t *testing.T) {
	bus := chipsOn(t, sim.Chip{Name: "MR25H40", KeepWEL: true})
	code, out, errs := onSpidev(t, []spi.Port{bus.Port(0)}, true, "sram", "test", "-yes", "chip=MR25H40,hz=1MHz")
	require.Equal(t, 1, code, errs)
	require.NotContains(t, out, "cells")
	require.Contains(t, errs, "wasm2go: sram test: interrupted: the MR25H40 holds what the test wrote\n")
	c, err := bus.Port(0).Connect(mhz, spi.Mode0, 8)
	require.NoError(t, err)
	require.ErrorContains(t, c.Tx([]byte{0x02, 0, 0, 0, 1}, nil), "write without WREN")
}
