// Package chip holds what the drivers of external memory share: the table of chips as data, the seam to the wires (Bus), and the
// splitting of a transfer into frames that chip and bus can take.
//
// A frame is what happens while the chip select line is low: a command, address bytes, data.
package chip

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"periph.io/x/conn/v3/physic"
)

// Family says which commands a chip understands, that is, which driver it needs.
type Family string

const (
	SerialSRAM Family = "serial SRAM" // package serialram
	PSRAM      Family = "PSRAM"       // package psram
	FRAM       Family = "FRAM"        // package fram; MRAM has the same commands
)

// Chip is what a data sheet says about a chip. Fields that a family does not have are zero.
type Chip struct {
	Name      string
	Family    Family
	Size      uint64           // bytes
	AddrBytes int              // bytes of address in a frame
	MaxClock  physic.Frequency // of the fastest grade
	Supplies  []Supply         // one, or one for each part number that the chip is sold under
	Battery   bool             // there is a pin, or a part number with one, for a battery that keeps the content

	// ID is what the chip answers to command 9F; nil if it does not know the command. For PSRAM these are the manufacturer, the known good
	// die mark and the first byte of the EID; only the bits in IDMask count (nil: all).
	ID     []byte
	IDMask []byte

	// Serial SRAM.
	PowerOnMode byte   // mode register after power-up
	MoreLines   []byte // commands that leave SPI for two or four data lines; a chip that has any has RSTIO too
	HoldBit     bool   // bit 0 of the mode register disables the HOLD pin

	// PSRAM.
	ReadClock physic.Frequency // up to here command 03 works, without dummy clocks
	Page      int              // bytes; no frame crosses a multiple of it
	TCEM      time.Duration    // chip select may be low this long, or refresh is late; of the common temperature grade
}

// NonVolatile reports whether the content survives without power.
func (c *Chip) NonVolatile() bool { return c.Family == FRAM }

// Keeps reports whether the content may be worth something after the power was off: the chip keeps it itself, or a battery may.
func (c *Chip) Keeps() bool { return c.NonVolatile() || c.Battery }

// Lookup finds a chip by its name, in upper or lower case; what tells at which supply a part works may follow, as in APS6404L-3SQ.
func Lookup(name string) (*Chip, error) {
	all := Table()
	for i := range all {
		c := &all[i]
		if strings.EqualFold(c.Name, name) {
			return c, nil
		}
		for _, s := range c.Supplies {
			if s.Part != "" && strings.EqualFold(c.Name+s.Part, name) {
				c.Name, c.Supplies = c.Name+s.Part, []Supply{s.of("")}
				return c, nil
			}
		}
	}
	return nil, fmt.Errorf("unknown chip %q; known are %s", name, strings.Join(Names(), ", "))
}

// Names lists the chips of the table, in its order.
func Names() []string {
	var names []string
	for _, c := range Table() {
		names = append(names, c.Name)
	}
	return names
}

// MatchesID reports whether answer, from the first byte behind the command (and the address, for PSRAM), is this chip's ID.
func (c *Chip) MatchesID(answer []byte) bool {
	if c.ID == nil || len(answer) < len(c.ID) {
		return false
	}
	masked := slices.Clone(answer[:len(c.ID)])
	want := slices.Clone(c.ID)
	for i, m := range c.IDMask {
		masked[i] &= m
		want[i] &= m
	}
	return slices.Equal(masked, want)
}

// Clock is what to run the bus at when f is asked for: f, or the chip's limit if f is 0. A clock above the limit is an error.
func (c *Chip) Clock(f physic.Frequency) (physic.Frequency, error) {
	switch {
	case f == 0:
		return c.MaxClock, nil
	case f < 0 || f > c.MaxClock:
		return 0, fmt.Errorf("%s: a clock of %s is out of range: the chip takes at most %s", c.Name, f, c.MaxClock)
	}
	return f, nil
}
