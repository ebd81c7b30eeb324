package chip

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"periph.io/x/conn/v3/physic"
)

// BoardVolts is what the pins of most boards stand, and what they supply chips with.
const BoardVolts = 3300 * physic.MilliVolt

// Supply is the voltage that a chip works at, and that its pins take.
type Supply struct {
	Min, Max physic.ElectricPotential
	Part     string // what the part number ends in that this is about; "": all of them
	Source   string // a data sheet, by its number or title; "": from memory, check it
}

// String is as in "2.7 to 3.6 V (-3SQ)". What is from memory is marked (R).
func (s Supply) String() string {
	text := fmt.Sprintf("%s to %s V", inVolts(s.Min), inVolts(s.Max))
	if s.Part != "" {
		text += " (" + s.Part + ")"
	}
	if s.Source == "" {
		text += " (R)"
	}
	return text
}

func inVolts(v physic.ElectricPotential) string {
	return strconv.FormatFloat(float64(v)/float64(physic.Volt), 'f', -1, 64)
}

// Supply lists the voltages at which the chip is sold.
func (c *Chip) Supply() string {
	var all []string
	for _, s := range c.Supplies {
		all = append(all, s.String())
	}
	return strings.Join(all, ", ")
}

// SupplyWarning says what is wrong with supplying the chip with v, or is empty.
func (c *Chip) SupplyWarning(v physic.ElectricPotential) string {
	not := c.NotAt(v)
	switch {
	case len(not) == 0:
		return ""
	case len(not) == len(c.Supplies):
		return fmt.Sprintf("%s works at %s: the %s V of a board may destroy it, or it reads wrong bytes", c.Name, c.Supply(), inVolts(v))
	}
	return fmt.Sprintf("%s is sold for %s: look at the part number, give it no %s V if it is not for that, and name the chip by it, as in chip=%s%s",
		c.Name, c.Supply(), inVolts(v), c.Name, c.partFor(v))
}

// NotAt are the supplies that v is outside of: the chip, or the part numbers of these, must not have it.
func (c *Chip) NotAt(v physic.ElectricPotential) []Supply {
	return slices.DeleteFunc(slices.Clone(c.Supplies), func(s Supply) bool { return s.Min <= v && v <= s.Max })
}

// partFor is what the part numbers end in that v is for.
func (c *Chip) partFor(v physic.ElectricPotential) string {
	i := slices.IndexFunc(c.Supplies, func(s Supply) bool { return s.Min <= v && v <= s.Max })
	return c.Supplies[i].Part
}

// volts is a supply in millivolts.
func volts(least, most physic.ElectricPotential, source string) Supply {
	return Supply{Min: least * physic.MilliVolt, Max: most * physic.MilliVolt, Source: source}
}

// of is the supply of the part numbers that end so.
func (s Supply) of(part string) Supply {
	s.Part = part
	return s
}
