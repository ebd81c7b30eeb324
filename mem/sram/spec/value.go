package spec

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

func parseChip(s *Spec, value string) error {
	name, count, many := strings.Cut(value, "*")
	c, err := chip.Lookup(name)
	if err != nil {
		return err
	}
	s.Chip = c.Name
	if !many {
		return nil
	}
	n, err := strconv.Atoi(count)
	if err != nil || n < 1 || n > maxChips {
		return fmt.Errorf("%q chips: from 1 to %d", count, maxChips)
	}
	s.Count = n
	return nil
}

func parseBuses(s *Spec, value string) error {
	for port := range strings.SplitSeq(value, "+") {
		bus, pin, byPin := strings.Cut(port, "@")
		if bus == "" || byPin && pin == "" {
			return errors.New("want buses as SPI0.0 or /dev/spidev0.0, or SPI0.0@GPIO25 with a pin for chip select, with + between them")
		}
		for _, other := range s.Buses {
			otherBus, otherPin, otherByPin := strings.Cut(other, "@")
			switch same := busName(otherBus) == busName(bus); {
			case same && pin == otherPin:
				return fmt.Errorf("%s is given twice: each chip needs a chip select of its own", port)
			case same && byPin != otherByPin:
				return fmt.Errorf("%s and %s: a bus is used with its own chip select or with pins, not both", other, port)
			case byPin && pin == otherPin:
				return fmt.Errorf("%s and %s: a pin selects one chip", other, port)
			}
		}
		s.Buses = append(s.Buses, port)
	}
	return nil
}

// busName makes one name of the two that a bus has.
func busName(bus string) string {
	if n, ok := strings.CutPrefix(bus, "/dev/spidev"); ok {
		return "SPI" + n
	}
	return bus
}

// units are those of a value, largest first, with what they stand for.
type units []struct {
	name  string
	scale uint64
}

var (
	sizeUnits  = units{{"G", 1 << 30}, {"M", 1 << 20}, {"K", 1 << 10}, {"", 1}}
	clockUnits = units{{"MHz", 1e6}, {"kHz", 1e3}, {"Hz", 1}}
	timeUnits  = units{{"s", 1e9}, {"ms", 1e6}, {"us", 1e3}, {"ns", 1}}
)

// format writes n in the largest unit that divides it.
func (u units) format(n uint64) string {
	for _, unit := range u {
		if n%unit.scale == 0 {
			return strconv.FormatUint(n/unit.scale, 10) + unit.name
		}
	}
	panic("units without 1")
}

// parse reads a whole number with a unit, in upper or lower case.
func (u units) parse(text string) (uint64, error) {
	digits := strings.TrimRightFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	for _, unit := range u {
		if !strings.EqualFold(text[len(digits):], unit.name) {
			continue
		}
		n, err := strconv.ParseUint(digits, 10, 64)
		if err != nil {
			break
		}
		if n > math.MaxInt64/unit.scale {
			return 0, fmt.Errorf("%q is too large", text)
		}
		return n * unit.scale, nil
	}
	var names []string
	for _, unit := range u {
		names = append(names, strconv.Quote(unit.name))
	}
	return 0, fmt.Errorf("%q: want a whole number, followed by one of %s", text, strings.Join(names, ", "))
}

func formatSize(n uint64) string { return sizeUnits.format(n) }

// sizeKey is a key whose value is a number of bytes, 0 for the default.
func sizeKey(name string, field func(*Spec) *uint64) key {
	return key{
		name: name,
		parse: func(s *Spec, value string) (err error) {
			*field(s), err = sizeUnits.parse(value)
			if err == nil && *field(s) == 0 && name != "base" {
				err = errors.New("must not be 0")
			}
			return err
		},
		value: func(s *Spec) string {
			if *field(s) == 0 {
				return ""
			}
			return formatSize(*field(s))
		},
	}
}

// flagKey is a key without a value.
func flagKey(name string, field func(*Spec) *bool) key {
	return key{
		name: name,
		flag: true,
		parse: func(s *Spec, _ string) error {
			*field(s) = true
			return nil
		},
		value: func(s *Spec) string {
			if *field(s) {
				return name
			}
			return ""
		},
	}
}

// minClock is what Linux's SPI can do at least.
const minClock = 100 * physic.Hertz

func parseClock(s *Spec, value string) error {
	hz, err := clockUnits.parse(value)
	if err != nil {
		return err
	}
	if hz > math.MaxInt64/uint64(physic.Hertz) {
		return fmt.Errorf("%q is too fast", value)
	}
	if s.Clock = physic.Frequency(hz) * physic.Hertz; s.Clock < minClock {
		return fmt.Errorf("%q is too slow: at least %s", value, formatClock(minClock))
	}
	return nil
}

func formatClock(f physic.Frequency) string {
	if f == 0 {
		return ""
	}
	return clockUnits.format(uint64(f / physic.Hertz))
}

// timeKey is a key whose value is a duration, 0 for the default.
func timeKey(name string, field func(*Spec) *time.Duration) key {
	return key{
		name: name,
		parse: func(s *Spec, value string) error {
			ns, err := timeUnits.parse(value)
			if err == nil && ns == 0 {
				err = errors.New("must not be 0")
			}
			*field(s) = time.Duration(ns)
			return err
		},
		value: func(s *Spec) string {
			if *field(s) == 0 {
				return ""
			}
			return timeUnits.format(uint64(*field(s)))
		},
	}
}

// pathKey is a key whose value is the path of a file.
func pathKey(name string, field func(*Spec) *string) key {
	return key{
		name: name,
		parse: func(s *Spec, value string) error {
			if value == "" {
				return errors.New("want a path; it must not have a comma")
			}
			*field(s) = value
			return nil
		},
		value: func(s *Spec) string { return *field(s) },
	}
}

func parseRetries(s *Spec, value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return fmt.Errorf("%q: want a whole number", value)
	}
	if s.Retries = n; n == 0 {
		s.Retries = sram.NoRetries
	}
	return nil
}

func formatRetries(n int) string {
	switch n {
	case 0:
		return ""
	case sram.NoRetries:
		return "0"
	}
	return strconv.Itoa(n)
}

func parseGrow(s *Spec, value string) error {
	p, err := mem.ParseGrowPolicy(value)
	if p != mem.GrowWarn { // the default
		s.Grow = p
	}
	return err
}
