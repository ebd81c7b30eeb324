package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/periph"
	"github.com/wasm2go/wasm2go/mem/sram/selftest"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// sramTestFlags are the flags of wasm2go sram test.
type sramTestFlags struct {
	yes bool
}

func (f *sramTestFlags) register(fs *flags) {
	fs.toggle(&f.yes, flagRow{"yes", "", "overwrite chips that keep their content without power, or may; SPEC is as -sram of run takes it", elsewhere})
}

// sramCommand is wasm2go sram test [-yes] SPEC.
func sramCommand(args []string, s streams) error {
	if len(args) == 1 && slices.Contains([]string{"-h", "-help", "--help"}, args[0]) {
		return flag.ErrHelp
	}
	if len(args) == 0 || args[0] != "test" {
		return usageError("sram: there is sram test SPEC")
	}
	var f sramTestFlags
	fs := newFlags("wasm2go sram test")
	f.register(fs)
	others, err := fs.parseAnywhere(args[1:])
	switch {
	case err != nil:
		return err
	case len(others) != 1:
		return usageError("sram test: want one memory spec, as in chip=23LC1024 or sim:chip=APS6404L")
	}
	chips, err := spec.Parse(others[0])
	if err != nil {
		return usagef("%v", err)
	}
	if chips.Path != "" {
		return usagef("sram test: %s is a file, and has no cells or clock to test: name chips", chips.Path)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	t, err := newChipTest(chips, s)
	if err != nil {
		return err
	}
	return t.run(ctx, f.yes)
}

// A chipTest tests the chips of a spec.
type chipTest struct {
	streams
	asked *spec.Spec
	chip  *chip.Chip
	open  func(*spec.Spec) (*sram.Array, error)
}

func newChipTest(asked *spec.Spec, s streams) (*chipTest, error) {
	if asked.Path != "" {
		return nil, usagef("sram test: %s is a file: chips are tested, emulated ones too", asked.Path)
	}
	c, err := chip.Lookup(asked.Chip)
	if err != nil {
		return nil, err
	}
	return &chipTest{streams: s, asked: asked, chip: c, open: periph.OpenSpec}, nil
}

// run says what chips they are, tests all cells at the lowest clock, and looks how high the clock may be.
func (t *chipTest) run(ctx context.Context, yes bool) error {
	t.identify()
	if t.chip.Keeps() && (!t.asked.Sim || t.asked.File != "") && !yes {
		return usagef("sram test: it overwrites what is on the %s, which may have been kept without power: say -yes if that may be lost", t.chip.Name)
	}
	clocks := selftest.Clocks(t.chip, t.asked.TCEM, t.asked.Clock)
	if err := t.walk(ctx, clocks[0]); err != nil {
		return t.failed(ctx, clocks[0], err)
	}
	good := 0 // the highest clock that is
	var wrong error
	for good+1 < len(clocks) {
		if wrong = t.sample(ctx, clocks[good+1]); ctx.Err() != nil {
			return t.failed(ctx, clocks[good+1], wrong)
		}
		if wrong != nil {
			break
		}
		good++
	}
	line(t.out, "clock     right up to %v", clocks[good])
	advice := good
	if wrong != nil {
		line(t.out, "          %v: %v", clocks[good+1], wrong)
		advice = max(0, good-1) // one step lower: voltage and temperature change
	}
	// A clock that was too high may have left the chip in any mode, which opening it puts right.
	if err := t.sample(ctx, clocks[advice]); err != nil {
		return t.failed(ctx, clocks[advice], err)
	}
	line(t.out, "use       %v", t.at(clocks[advice]))
	return nil
}

// identify says what is known of the chips before anything is sent.
func (t *chipTest) identify() {
	c := t.chip
	line(t.out, "chip      %d of %s, %s of %d bytes", t.asked.Count, c.Name, c.Family, c.Size)
	line(t.out, "supply    %s", c.Supply())
	if c.ID == nil {
		line(t.out, "ID        none: told by its registers")
	} else {
		line(t.out, "ID        %x, of which %x count", c.ID, mask(c))
	}
	switch {
	case t.asked.Sim:
		line(t.out, "bus       none: emulated")
	default:
		line(t.out, "bus       %s", strings.Join(t.asked.Ports(), ", "))
		if w := c.SupplyWarning(chip.BoardVolts); w != "" {
			line(t.err, "%s", w)
		}
	}
}

// mask has the bits of a chip's ID that tell it from others.
func mask(c *chip.Chip) []byte {
	if c.IDMask != nil {
		return c.IDMask
	}
	return []byte(strings.Repeat("\xff", len(c.ID)))
}

// walk tests all cells.
func (t *chipTest) walk(ctx context.Context, f physic.Frequency) error {
	p := &progress{streams: t.streams}
	err := t.use(f, func(d sram.Device) error {
		line(t.err, "testing %v at %v: what is there is overwritten", d, f)
		return selftest.Walk(ctx, d, p.show)
	})
	p.end()
	if err == nil {
		line(t.out, "cells     right, at %v", f)
	}
	return err
}

// sample tests some cells.
func (t *chipTest) sample(ctx context.Context, f physic.Frequency) error {
	return t.use(f, func(d sram.Device) error { return selftest.Sample(ctx, d) })
}

// at is the spec with another clock.
func (t *chipTest) at(f physic.Frequency) *spec.Spec {
	s := *t.asked
	s.Clock = f
	return &s
}

// use opens the chips, one after the other, for as long as do runs.
func (t *chipTest) use(f physic.Frequency, do func(sram.Device) error) error {
	var device sram.Device
	s := t.at(f)
	s.Heartbeat = 0 // so that all cells are tested
	s.Wrap = func(d sram.Device) (sram.Device, error) {
		device = d
		return d, nil
	}
	a, err := t.open(s)
	if err != nil {
		return err
	}
	err = do(device)
	return errors.Join(err, a.Halt())
}

// failed is how a test ends that found something, or was interrupted.
func (t *chipTest) failed(ctx context.Context, f physic.Frequency, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("sram test: interrupted: the %s holds what the test wrote", t.chip.Name)
	}
	return fmt.Errorf("sram test: at %v: %w", f, err)
}

// progress shows on a terminal how far a test is; elsewhere it says what begins.
type progress struct {
	streams
	pattern string
	percent uint64
	open    bool // a line of the terminal is not ended
}

func (p *progress) show(pattern string, done, total uint64) {
	percent := done * 100 / total
	switch {
	case isTerminal(p.err):
		if pattern != p.pattern || percent != p.percent {
			fmt.Fprintf(p.err, "\r%3d%% %-14s", percent, pattern)
			p.open = true
		}
	case pattern != p.pattern:
		line(p.err, "%3d%% %s", percent, pattern)
	}
	p.pattern, p.percent = pattern, percent
}

// end ends the line.
func (p *progress) end() {
	if p.open {
		fmt.Fprintln(p.err)
		p.open = false
	}
}
