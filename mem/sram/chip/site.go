package chip

import (
	"errors"
	"fmt"

	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"
)

// Connect makes the bus to a chip that takes at most a clock.
type Connect func(physic.Frequency) (Bus, error)

// OnPort connects to a chip on a periph port of its own chip select.
func OnPort(p spi.Port) Connect {
	return func(f physic.Frequency) (Bus, error) { return NewSPI(p, f) }
}

// OnBus takes a bus that is there, and runs at a clock of its own.
func OnBus(b Bus) Connect {
	return func(physic.Frequency) (Bus, error) { return b, nil }
}

// Site is a place for a chip, before it is known that it is there.
type Site struct {
	Bus   Meter
	Chip  *Chip            // that was asked for
	Clock physic.Frequency // of the bus
	named bool             // Chip is one of the table
	where string           // what the bus is called; empty if it has no name
}

// Open connects to the chip that a driver's options name, which must be of unnamed's family; without a name it is unnamed. Clock 0 is the
// fastest that the chip takes; one above that is an error.
func Open(connect Connect, name string, unnamed Chip, clock physic.Frequency) (*Site, error) {
	s := &Site{Chip: &unnamed, named: name != ""}
	var err error
	if s.named {
		if s.Chip, err = Lookup(name); err != nil {
			return nil, err
		}
		if s.Chip.Family != unnamed.Family {
			return nil, fmt.Errorf("%s is %s, not %s", s.Chip.Name, s.Chip.Family, unnamed.Family)
		}
	}
	if s.Clock, err = s.Chip.Clock(clock); err != nil {
		return nil, err
	}
	b, err := connect(s.Clock)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Chip.Name, err)
	}
	if named, ok := b.(fmt.Stringer); ok {
		s.where = named.String()
	}
	s.Bus = meter(b)
	return s, nil
}

// Name is how chip c on this site is called in messages, as in periph: "23LC1024{SPI0.0}".
func (s *Site) Name(c *Chip) string {
	if s.where == "" {
		return c.Name
	}
	return c.Name + "{" + s.where + "}"
}

// Wrap says in an error which chip it is about.
func (s *Site) Wrap(err error) error { return fmt.Errorf("%s: %w", s.Name(s.Chip), err) }

// Identify holds the answer to command 9F against a chip that was asked for, or, if none was, finds one of the family that answers so.
// Chips whose ID leaves their size open are not found.
func (s *Site) Identify(answer []byte) (*Chip, error) {
	if s.named {
		if !s.Chip.MatchesID(answer) {
			return nil, fmt.Errorf("wrong chip: its ID is %x; that of %s is %x", answer[:min(len(answer), len(s.Chip.ID))], s.Chip.Name, s.Chip.ID)
		}
		return s.Chip, nil
	}
	if Silent(answer) != "" {
		return nil, errors.New("a chip is there, but it has no ID: it must be named")
	}
	all := Table()
	for i := range all {
		c := &all[i]
		if c.Family != s.Chip.Family || !c.MatchesID(answer) {
			continue
		}
		if c.Family != PSRAM || c.IDMask[2] != 0 {
			return c, nil
		}
	}
	return nil, fmt.Errorf("unknown ID %x", answer)
}
