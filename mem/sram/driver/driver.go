// Package driver picks the driver for a chip by its name.
package driver

import (
	"time"

	"periph.io/x/conn/v3"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/fram"
	"github.com/wasm2go/wasm2go/mem/sram/psram"
	"github.com/wasm2go/wasm2go/mem/sram/serialram"
)

// Opts says which chip is there and how to talk to it. Only Chip must be set.
type Opts struct {
	Chip  string           // as in the table of package chip
	Clock physic.Frequency // 0: the driver's default
	TCEM  time.Duration    // of PSRAM; 0: the common grade's
}

// Dev is what every driver gives; see sram.Device.
type Dev interface {
	conn.Resource
	Size() uint64
	Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error
	Traffic() (transactions, frames, bytes uint64) // see chip.Meter
}

// NewSPI opens a chip on a port of its own chip select.
func NewSPI(p spi.Port, o *Opts) (Dev, error) {
	c, err := chip.Lookup(o.Chip)
	if err != nil {
		return nil, err
	}
	switch c.Family {
	case chip.PSRAM:
		return device(psram.NewSPI(p, &psram.Opts{Chip: o.Chip, Clock: o.Clock, TCEM: o.TCEM}))
	case chip.FRAM:
		return device(fram.NewSPI(p, &fram.Opts{Chip: o.Chip, Clock: o.Clock}))
	}
	return device(serialram.NewSPI(p, &serialram.Opts{Chip: o.Chip, Clock: o.Clock}))
}

// device keeps a nil pointer from becoming a Dev that is not nil.
func device[D Dev](d D, err error) (Dev, error) {
	if err != nil {
		return nil, err
	}
	return d, nil
}
