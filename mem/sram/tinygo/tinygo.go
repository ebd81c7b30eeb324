// Package tinygo lets the memory drivers work on a microcontroller: it makes a chip.Bus of a TinyGo machine.SPI and a chip select pin. It imports no
// machine package, so any bus with such a Tx will do.
//
//	machine.SPI0.Configure(machine.SPIConfig{Frequency: 20e6})
//	cs.Configure(machine.PinConfig{Mode: machine.PinOutput})
//	d, err := serialram.New(tinygo.New(machine.SPI0, cs.Set), &serialram.DefaultOpts)
//
// The clock that a driver is told must be the one that the bus was configured with.
package tinygo

import (
	"fmt"
	"math"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// SPI is what is needed of a bus, as in TinyGo's drivers.SPI: Tx sends w and reads r at the same time; one of them may be nil, the other
// then sets the length.
type SPI interface {
	Tx(w, r []byte) error
}

// Bus is one chip on a microcontroller's SPI.
type Bus struct {
	spi SPI
	pin func(high bool)
}

var _ chip.Bus = &Bus{}

// New makes a Bus. pin sets the level of the chip select line, like Pin.Set of a machine; New sets it high, which is idle.
func New(spi SPI, pin func(high bool)) *Bus {
	pin(true)
	return &Bus{spi: spi, pin: pin}
}

// MaxFrame implements chip.Bus. The program itself sets chip select, so that nothing limits a frame but the chip.
func (b *Bus) MaxFrame() int { return math.MaxInt32 }

// Frame implements chip.Bus.
func (b *Bus) Frame(header, write, read []byte) error {
	b.pin(false)
	defer b.pin(true)
	if err := b.spi.Tx(header, nil); err != nil {
		return fmt.Errorf("sending %d bytes of command: %w", len(header), err)
	}
	if len(write) > 0 {
		if err := b.spi.Tx(write, nil); err != nil {
			return fmt.Errorf("sending %d bytes: %w", len(write), err)
		}
	}
	if len(read) > 0 {
		if err := b.spi.Tx(nil, read); err != nil {
			return fmt.Errorf("reading %d bytes: %w", len(read), err)
		}
	}
	return nil
}
