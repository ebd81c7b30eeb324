// Package open makes arrays of what memory specs say: of chips on ports that are open already, of emulated ones, or of a file. Package periph,
// which finds the ports of this machine, does all of it.
package open

import (
	"errors"
	"fmt"
	"io"
	"os"

	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/memmap"
	"github.com/wasm2go/wasm2go/mem/sram/report"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// Connect makes an array of the chips on these ports, one each in the order of s.Ports. Halting the array closes the ports, and so does an
// error.
func Connect(s *spec.Spec, ports []spi.PortCloser) (*sram.Array, error) {
	devices := make([]sram.Device, len(ports))
	for i, p := range ports {
		d, err := newChip(s, p)
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

// newChip is the chip on a port.
func newChip(s *spec.Spec, p spi.Port) (sram.Metered, error) {
	d, err := driver.NewSPI(p, &driver.Opts{Chip: s.Chip, Clock: s.BusClock(), TCEM: s.TCEM})
	if err != nil || s.Heartbeat == 0 {
		return d, err
	}
	return sram.Heartbeat(d, s.Heartbeat, s.Canary())
}

// newArray makes one device of the chips: all bytes but those that are left alone, wrapped as the caller wants it.
func newArray(s *spec.Spec, chips []sram.Device) (*sram.Array, error) {
	d, err := sram.Join(chips...)
	if err == nil {
		d, err = sram.After(s.Base, d)
	}
	if err == nil && s.Wrap != nil {
		d, err = s.Wrap(d)
	}
	if err != nil {
		return nil, err
	}
	return sram.NewArray(s.ArrayOpts(), d)
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
	sram.Metered
	port io.Closer
}

// Answers implements sram.Answerer.
func (d *portDevice) Answers(addr, n uint64) (chips int, err error) {
	return sram.Answers(d.Metered, addr, n)
}

// Halt closes the port, too.
func (d *portDevice) Halt() error { return errors.Join(d.Metered.Halt(), d.port.Close()) }

// Close halts an array that was opened as the spec says and, if it asks for them, writes the counters and the hot lines to w, and the map
// to its file. The regions say what the parts of the first memory are for, in the map.
func Close(s *spec.Spec, a *sram.Array, w io.Writer, regions ...memmap.Region) error {
	err := a.Halt()
	if s.Stats {
		fmt.Fprintf(w, "%v\n", s)
		if c, lookup := chip.Lookup(s.Chip); lookup == nil {
			fmt.Fprintf(w, "%s: %s\n", c.Name, c.Supply())
		}
		err = errors.Join(err, report.Counters(w, a), report.Heat(w, a))
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
