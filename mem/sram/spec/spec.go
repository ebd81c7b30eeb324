// Package spec reads and writes memory specs: the strings by which a user says on which chips, or in which file, memory lives, and how it is
// cached.
//
// Packages open and periph make arrays of what they say. A program that knows its chips needs none of them: see package sram.
package spec

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// A Spec is where memory lives, as a user writes it:
//
//	chip=23LC1024*2,spi=SPI0.0+SPI0.1,hz=20MHz,cache=64K,line=128
//	sim:chip=APS6404L
//	file:memory.bin,size=4G
//
// The prefix sim: means emulated chips, file: a file or device instead of chips. The keys, of which only chip is needed, or a path:
//
//	chip=NAME[*COUNT]   the chips, all of one kind
//	spi=BUS[@PIN][+...] a bus with its chip select for each chip: SPI0.0 or /dev/spidev0.0, or SPI0.0@GPIO25 to use a pin;
//	                    default SPI0.0, SPI0.1 and so on; not with sim:
//	hz=FREQUENCY        clock, as 20MHz, 500kHz; default 20MHz, or the chip's own limit if that is less
//	tcem=DURATION       PSRAM: how long chip select may be low, as 3us; default what is usual for the chip
//	file=PATH           sim: keeps the content of non-volatile chips in a file
//	size=SIZE           file:PATH: what a new or empty file gets; others must have as much
//	base=SIZE           bytes at the start of the chips or the file that are left alone
//	cache=SIZE          bytes of processor memory that hold recently used lines; default 64K, of a file 4M
//	line=SIZE           bytes that are transferred at once; a power of two; default 64, of a file 4K
//	retries=NUMBER      how often a transfer that failed is tried again; default 3
//	grow=HOW            a memory.grow that the chips have no room for: warn (the first time, the default), silent, or trap
//	verify              read back and compare whatever is written
//	checksum            keep a checksum of each line in processor memory, and compare whatever is read
//	heartbeat=DURATION  believe a chip only with a sign of life: when it may be silent, was written to, or the last sign is older, as 60s
//	stats               print the counters on standard error at the end
//	map=PATH            draw the memory as an SVG picture at the end: its parts, and where the cache missed
//
// Sizes may end in K, M or G, which count 1024. Fields of keys that are not given are zero; sizes are in bytes.
type Spec struct {
	Path      string // of the file where memory lives, "" for chips
	Size      uint64 // of that file
	Sim       bool
	Chip      string   // as the chip table writes it
	Count     int      // of chips, at least 1
	Buses     []string // one for each chip; "BUS@PIN" where a pin selects it
	Clock     physic.Frequency
	TCEM      time.Duration
	File      string
	Base      uint64
	Cache     uint64
	Line      uint64
	Retries   int            // as in sram.ArrayOpts
	Grow      mem.GrowPolicy // "": the default
	Verify    bool
	Checksum  bool
	Heartbeat time.Duration // 0: none
	Stats     bool
	Map       string

	// Wrap, which is not in the string, makes what memories live on of the chips, all in one, see package persist; nil: the chips themselves.
	Wrap func(sram.Device) (sram.Device, error)
}

// simPrefix marks emulated chips.
const simPrefix = "sim:"

// A key reads and writes one key. value returns "" where the key need not stand.
type key struct {
	name  string
	flag  bool // has no value
	parse func(s *Spec, value string) error
	value func(s *Spec) string
}

// allKeys lists the keys in canonical order.
func allKeys() []key {
	return []key{
		{name: "chip", parse: parseChip, value: func(s *Spec) string {
			if s.Count > 1 {
				return fmt.Sprintf("%s*%d", s.Chip, s.Count)
			}
			return s.Chip
		}},
		{name: "spi", parse: parseBuses, value: func(s *Spec) string { return strings.Join(s.Buses, "+") }},
		{name: "hz", parse: parseClock, value: func(s *Spec) string { return formatClock(s.Clock) }},
		timeKey("tcem", func(s *Spec) *time.Duration { return &s.TCEM }),
		pathKey("file", func(s *Spec) *string { return &s.File }),
		sizeKey("size", func(s *Spec) *uint64 { return &s.Size }),
		sizeKey("base", func(s *Spec) *uint64 { return &s.Base }),
		sizeKey("cache", func(s *Spec) *uint64 { return &s.Cache }),
		sizeKey("line", func(s *Spec) *uint64 { return &s.Line }),
		{name: "retries", parse: parseRetries, value: func(s *Spec) string { return formatRetries(s.Retries) }},
		{name: "grow", parse: parseGrow, value: func(s *Spec) string { return string(s.Grow) }},
		flagKey("verify", func(s *Spec) *bool { return &s.Verify }),
		flagKey("checksum", func(s *Spec) *bool { return &s.Checksum }),
		timeKey("heartbeat", func(s *Spec) *time.Duration { return &s.Heartbeat }),
		flagKey("stats", func(s *Spec) *bool { return &s.Stats }),
		pathKey("map", func(s *Spec) *string { return &s.Map }),
	}
}

// Parse reads a spec string. Its errors name the key, what is wrong with it and what is allowed.
func Parse(text string) (*Spec, error) {
	s := &Spec{Count: 1}
	items, err := s.parsePrefix(text)
	if err != nil {
		return nil, wrong(text, err)
	}
	seen := map[string]bool{}
	for _, item := range items {
		name, value, hasValue := strings.Cut(item, "=")
		k, err := findKey(name, hasValue)
		if err != nil && s.Path != "" {
			err = fmt.Errorf("%w; a path must not have a comma", err)
		}
		if err != nil {
			return nil, wrong(text, err)
		}
		if seen[name] {
			return nil, wrong(text, fmt.Errorf("%s is given twice", name))
		}
		seen[name] = true
		if err := k.parse(s, value); err != nil {
			return nil, wrong(text, fmt.Errorf("%s: %w", name, err))
		}
	}
	if err := s.check(); err != nil {
		return nil, wrong(text, err)
	}
	return s, nil
}

// The chip that is emulated where nobody says which.
const (
	defaultChip = "APS6404L"
	defaultSize = 8 << 20
)

// Default is what memories of so many bytes in all get where nobody says anything: emulated chips, with room to grow.
func Default(need uint64) *Spec {
	count := min(max(1, (need+defaultSize-1)/defaultSize), maxChips)
	return &Spec{Sim: true, Chip: defaultChip, Count: int(count)}
}

func wrong(text string, err error) error { return fmt.Errorf("memory spec %q: %w", text, err) }

func findKey(name string, hasValue bool) (key, error) {
	keys := allKeys()
	i := slices.IndexFunc(keys, func(k key) bool { return k.name == name })
	if i < 0 {
		names := make([]string, len(keys))
		for i, k := range keys {
			names[i] = k.name
		}
		return key{}, fmt.Errorf("unknown key %q: there are %s", name, strings.Join(names, ", "))
	}
	switch k := keys[i]; {
	case k.flag && hasValue:
		return k, fmt.Errorf("%s takes no value", name)
	case !k.flag && !hasValue:
		return k, fmt.Errorf("%s needs a value: %s=...", name, name)
	default:
		return k, nil
	}
}

// String is the canonical form: keys in a fixed order, none that says the default. Parse reads it.
func (s *Spec) String() string {
	var items []string
	for _, k := range allKeys() {
		switch v := k.value(s); {
		case v == "":
		case k.flag:
			items = append(items, k.name)
		default:
			items = append(items, k.name+"="+v)
		}
	}
	switch {
	case s.Path != "":
		return strings.Join(append([]string{filePrefix + s.Path}, items...), ",")
	case s.Sim:
		return simPrefix + strings.Join(items, ",")
	}
	return strings.Join(items, ",")
}

// defaultClock is what wires on a breadboard and all chips but a few allow.
const defaultClock = 20 * physic.MegaHertz

// BusClock is the speed of the bus: Clock, or the default.
func (s *Spec) BusClock() physic.Frequency {
	if s.Clock > 0 {
		return s.Clock
	}
	c, err := chip.Lookup(s.Chip)
	if err != nil {
		return defaultClock
	}
	return min(c.MaxClock, defaultClock)
}

// ArrayOpts are the options of the array.
func (s *Spec) ArrayOpts() sram.ArrayOpts {
	o := sram.ArrayOpts{
		Cache: s.Cache, Line: s.Line, Verify: s.Verify, Checksum: s.Checksum, Heat: s.Stats || s.Map != "",
		Clock: uint64(s.BusClock() / physic.Hertz), NoBus: s.Path != "", Retries: s.Retries,
	}
	if s.Grow == mem.GrowTrap {
		o.OnGrowRefused = s.Grow.OnRefused(nil)
	}
	if s.Path != "" {
		o.Cache, o.Line = cmp.Or(s.Cache, FileCache), s.lineBytes()
	}
	return o
}

// Ports are the buses of the chips, one each.
func (s *Spec) Ports() []string {
	if len(s.Buses) > 0 {
		return s.Buses
	}
	ports := make([]string, s.Count)
	for i := range ports {
		ports[i] = fmt.Sprintf("SPI0.%d", i)
	}
	return ports
}

// lineBytes is Line, or its default.
func (s *Spec) lineBytes() uint64 {
	if s.Path != "" {
		return cmp.Or(s.Line, FileLine)
	}
	return cmp.Or(s.Line, sram.DefaultLine)
}

// Capacity is how many bytes there are for memories, in whole lines. It fails for a file whose size is not in the spec.
func (s *Spec) Capacity() (uint64, error) {
	switch {
	case s.Path != "" && s.Size == 0:
		return 0, wrong(s.String(), errors.New("its size is not given, as in file:PATH,size=64M"))
	case s.Path != "":
		return (s.Size - s.Base) &^ (s.lineBytes() - 1), nil
	}
	c, err := chip.Lookup(s.Chip)
	if err != nil {
		return 0, err
	}
	return ((c.Size-s.Canary())*uint64(s.Count) - s.Base) &^ (s.lineBytes() - 1), nil
}

// Canary is how many bytes at the end of each chip are for heartbeat, see sram.Heartbeat: a line. Chips that keep their content need none.
func (s *Spec) Canary() uint64 {
	if c, err := chip.Lookup(s.Chip); err != nil || c.NonVolatile() {
		return 0
	}
	return s.canary()
}

// canary is that of chips that need one.
func (s *Spec) canary() uint64 {
	if s.Heartbeat == 0 {
		return 0
	}
	return s.lineBytes()
}

// Fitting lists the chips that could stand in the spec where memories take need bytes: with what base and heartbeat take besides.
func (s *Spec) Fitting(need uint64) []chip.Fit { return chip.Fitting(s.Base+need, s.canary()) }
