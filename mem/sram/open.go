package sram

import (
	"errors"
	"fmt"
	"io"
	"os"

	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram/driver"
)

// Connect makes an array of the chips on these ports, one each in the order of Ports. Halting the array closes the ports, and so does an
// error.
func (s *Spec) Connect(ports []spi.PortCloser) (*Array, error) {
	devices := make([]Device, len(ports))
	for i, p := range ports {
		d, err := driver.NewSPI(p, &driver.Opts{Chip: s.Chip, Clock: s.clock(), TCEM: s.TCEM})
		if err != nil {
			return nil, errors.Join(err, closeAll(ports))
		}
		devices[i] = &portDevice{d, p}
	}
	if s.Wrap != nil {
		d, err := s.Wrap(devices)
		if err != nil {
			return nil, errors.Join(err, closeAll(ports))
		}
		devices = []Device{d}
	}
	a, err := NewArray(s.arrayOpts(), devices...)
	if err != nil {
		return nil, errors.Join(err, closeAll(ports))
	}
	return a, nil
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
	Device
	port io.Closer
}

// Halt closes the port, too.
func (d *portDevice) Halt() error { return errors.Join(d.Device.Halt(), d.port.Close()) }

func (s *Spec) arrayOpts() ArrayOpts {
	o := ArrayOpts{
		Cache: s.Cache, Line: s.Line, Base: s.Base, Interleave: s.Interleave, Verify: s.Verify, Heat: s.Stats || s.Map != "",
		Clock: uint64(s.clock() / physic.Hertz), Retries: s.Retries,
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
// to its file.
func (s *Spec) Close(a *Array, w io.Writer) error {
	err := a.Halt()
	if s.Stats {
		fmt.Fprintf(w, "%v\n", s)
		err = errors.Join(err, a.Report(w), a.ReportHeat(w))
	}
	if s.Map != "" {
		err = errors.Join(err, s.writeMap(a))
	}
	return err
}

func (s *Spec) writeMap(a *Array) error {
	f, err := os.Create(s.Map)
	if err != nil {
		return fmt.Errorf("map: %w", err)
	}
	return errors.Join(a.WriteMap(f, s.Regions...), f.Close())
}
