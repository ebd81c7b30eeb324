// Package periph opens memory chips on the buses of the machine, through periph.io/x/host.
package periph

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"periph.io/x/conn/v3/gpio/gpioreg"
	"periph.io/x/conn/v3/spi"
	"periph.io/x/conn/v3/spi/spireg"
	"periph.io/x/host/v3"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// Check says whether this machine has the buses and pins, or the file, that a spec names. It does not open them.
func Check(s *spec.Spec) error {
	switch {
	case s.Path != "":
		return open.CheckFile(s)
	case s.Sim:
		return nil
	}
	if _, err := host.Init(); err != nil {
		return fmt.Errorf("looking for SPI buses: %w", err)
	}
	for _, port := range s.Ports() {
		name, pin, byPin := strings.Cut(port, "@")
		if !slices.ContainsFunc(spireg.All(), func(r *spireg.Ref) bool { return r.Name == name || slices.Contains(r.Aliases, name) }) {
			return fmt.Errorf("no bus %s: %s", name, buses())
		}
		if byPin && gpioreg.ByName(pin) == nil {
			return fmt.Errorf("no pin %s: a Raspberry Pi has GPIO0 to GPIO27", pin)
		}
	}
	return nil
}

// buses says which buses there are.
func buses() string {
	var names []string
	for _, r := range spireg.All() {
		name := r.Name
		if len(r.Aliases) > 0 {
			name = r.Aliases[0] // SPI0.0 instead of /dev/spidev0.0
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return "this machine has none (is SPI switched on, and does /dev/spidev0.0 exist?)"
	}
	return "there are " + strings.Join(names, ", ")
}

// openPorts opens the ports of a spec.
func openPorts(s *spec.Spec) (ports []spi.PortCloser, err error) {
	if err := Check(s); err != nil {
		return nil, err
	}
	for _, port := range s.Ports() {
		name, pin, byPin := strings.Cut(port, "@")
		p, err := spireg.Open(name)
		if err != nil {
			for _, p := range ports {
				err = errors.Join(err, p.Close())
			}
			return nil, fmt.Errorf("opening bus %s: %w", name, err)
		}
		if byPin {
			p = chip.SelectedBy(p, gpioreg.ByName(pin))
		}
		ports = append(ports, p)
	}
	return ports, nil
}
