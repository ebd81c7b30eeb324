// Package open makes arrays of what memory specs say: of chips on ports that are open already, or of emulated ones. Package periph, which
// finds the ports of this machine, does both.
package open

import (
	"errors"
	"fmt"
	"io"
	"os"

	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/memmap"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// Connect makes an array of the chips on these ports, one each in the order of s.Ports. Halting the array closes the ports, and so does an
// error.
func Connect(s *spec.Spec, ports []spi.PortCloser) (*sram.Array, error) {
	devices := make([]sram.Device, len(ports))
	for i, p := range ports {
		d, err := driver.NewSPI(p, &driver.Opts{Chip: s.Chip, Clock: s.BusClock(), TCEM: s.TCEM})
		if err != nil {
			return nil, errors.Join(err, closeAll(ports))
		}
		devices[i] = &portDevice{d, p}
	}
	a, err := newArray(s, devices)
	if err != nil {
		return nil, errors.Join(err, closeAll(ports))
	}
	return a, nil
}

// stripeBytes lie on a chip in one piece where chips take turns: more than is transferred at once.
const stripeBytes = 4 << 10

// newArray makes one device of the chips: all bytes but those that are left alone, wrapped as the caller wants it.
func newArray(s *spec.Spec, chips []sram.Device) (*sram.Array, error) {
	join := sram.Join
	if s.Interleave {
		join = func(chips ...sram.Device) (sram.Device, error) { return sram.Stripe(stripeBytes, chips...) }
	}
	d, err := join(chips...)
	if err == nil {
		d, err = sram.After(s.Base, d)
	}
	if err == nil && s.Wrap != nil {
		d, err = s.Wrap(d)
	}
	if err != nil {
		return nil, err
	}
	return sram.NewArray(options(s), d)
}

func closeAll(ports []spi.PortCloser) error {
	var errs []error
	for _, p := range ports {
		errs = append(errs, p.Close())
	}
	return errors.Join(errs...)
}

// A portDevice owns the port it is on.
type portDevice struct {
	sram.Device
	port io.Closer
}

// Halt closes the port, too.
func (d *portDevice) Halt() error { return errors.Join(d.Device.Halt(), d.port.Close()) }

// options are those of the array.
func options(s *spec.Spec) sram.ArrayOpts {
	o := sram.ArrayOpts{
		Cache: s.Cache, Line: s.Line, Verify: s.Verify, Heat: s.Stats || s.Map != "",
		Clock: uint64(s.BusClock() / physic.Hertz), Retries: s.Retries,
	}
	if s.Grow == mem.GrowTrap {
		o.OnGrowRefused = s.Grow.OnRefused(nil)
	}
	switch {
	case s.Retries < 0:
		o.Retries = 0
	case s.Retries == 0:
		o.Retries = -1
	}
	return o
}

// Close halts an array that was opened as the spec says and, if it asks for them, writes the counters and the hot lines to w, and the map
// to its file. The regions say what the parts of the first memory are for, in the map.
func Close(s *spec.Spec, a *sram.Array, w io.Writer, regions ...memmap.Region) error {
	err := a.Halt()
	if s.Stats {
		fmt.Fprintf(w, "%v\n", s)
		err = errors.Join(err, a.Report(w), a.ReportHeat(w))
	}
	if s.Map != "" {
		err = errors.Join(err, writeMap(s.Map, a, regions))
	}
	return err
}

func writeMap(path string, a *sram.Array, regions []memmap.Region) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("map: %w", err)
	}
	return errors.Join(memmap.WriteSVG(f, memmap.Of(a, regions...)...), f.Close())
}
