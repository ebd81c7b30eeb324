package sram

import (
	"errors"
	"fmt"
	"hash/crc32"
	"math/bits"
	"sync"
	"time"

	"github.com/wasm2go/wasm2go/mem"
)

// ArrayOpts says how memories use the devices of an array. The zero value gives what suits most programs.
type ArrayOpts struct {
	Cache uint64 // bytes of lines cached for each memory; 0: 64 KiB
	Line  uint64 // bytes of a line, a power of two from 32 to 4096; 0: 64

	Retries  int  // how often a transfer that failed is repeated, at most MaxRetries; 0: 3 times, NoRetries: not at all
	Verify   bool // read back whatever was written, and compare
	Checksum bool // compare whatever is read with a checksum of each line, 4 bytes in processor memory

	// OnGrowRefused is rt.OnGrowRefused for the instances whose memories are on the array, see On.
	OnGrowRefused func(*mem.GrowError) error

	CountHits bool // count hits, not only misses: every access then takes the slow path
	Heat      bool // count misses by place, see Memory.Heat

	// What transfers are reckoned to take, for Counters.BusTime. NoBus: the device is on none, and nothing is reckoned.
	NoBus    bool
	Clock    uint64        // of the bus in Hz; 0: 20 MHz
	Overhead time.Duration // of each transaction; 0: 60 microseconds; negative: none
	Gap      time.Duration // before each frame but the first of a transaction; 0: 10 microseconds, as in Linux; negative: none
}

// What ArrayOpts are where they say nothing.
const (
	defaultCache    = 64 << 10
	defaultBusClock = 20_000_000

	DefaultLine     = 64 // took the least time in simulations of 16 programs, with caches of 4 to 256 KiB
	DefaultRetries  = 3
	DefaultOverhead = 60 * time.Microsecond
	DefaultGap      = 10 * time.Microsecond // _spi_transfer_cs_change_delay in the kernel's drivers/spi/spi.c, where the user says none
)

// MaxMemory is how many bytes a memory may have: addresses in tags have 32 bits.
const MaxMemory = 1 << 32

// What ArrayOpts may ask for, sizes in bytes.
const (
	MinLine    = 32
	MaxLine    = 4096
	MaxCache   = 1 << 30
	NoRetries  = -1
	MaxRetries = 100
)

// withDefaults fills in what is not set.
func (o ArrayOpts) withDefaults() ArrayOpts {
	if o.Cache == 0 {
		o.Cache = defaultCache
	}
	if o.Line == 0 {
		o.Line = DefaultLine
	}
	if o.Retries == 0 {
		o.Retries = DefaultRetries
	}
	if o.Clock == 0 {
		o.Clock = defaultBusClock
	}
	if o.Overhead == 0 {
		o.Overhead = DefaultOverhead
	}
	if o.Gap == 0 {
		o.Gap = DefaultGap
	}
	return o
}

// Check says what is wrong with the options, under the names that they have in a spec string, too.
func (o ArrayOpts) Check() error {
	o = o.withDefaults()
	switch {
	case bits.OnesCount64(o.Line) != 1 || o.Line < MinLine || o.Line > MaxLine:
		return fmt.Errorf("line: %d bytes: a power of two from %d to %d is needed", o.Line, MinLine, MaxLine)
	case o.Cache < 2*o.Line || o.Cache%o.Line != 0 || o.Cache > MaxCache:
		return fmt.Errorf("cache: %d bytes: a multiple of the line (%d bytes) is needed, at least two lines, at most %d bytes", o.Cache, o.Line, MaxCache)
	case o.Retries > MaxRetries:
		return fmt.Errorf("retries: %d: at most %d", o.Retries, MaxRetries)
	}
	return nil
}

// An Array is a device on which memories live. Several memories, also of several instances, may share it.
type Array struct {
	opts   ArrayOpts
	line   uint64
	device Device
	size   uint64       // in whole lines
	sums   *crc32.Table // for Checksum

	mu       sync.Mutex // guards what follows, and the device
	free     spans
	memories map[*cache]struct{} // those that are open
	retired  Counters            // of memories that were closed
	heats    []Heat              // likewise, with ArrayOpts.Heat
	readBack []byte              // for Verify and Checksum
	reckoned Traffic             // of a device that does not count
}

// NewArray makes an array of a device, which may be several, see Join. Nothing else may use it.
func NewArray(o ArrayOpts, d Device) (*Array, error) {
	if err := o.Check(); err != nil {
		return nil, fmt.Errorf("sram: %w", err)
	}
	o = o.withDefaults()
	a := &Array{opts: o, line: o.Line, device: d, size: d.Size() &^ (o.Line - 1), memories: map[*cache]struct{}{}}
	if a.size == 0 {
		return nil, fmt.Errorf("sram: %v has %d bytes, which is less than a line (%d bytes)", d, d.Size(), o.Line)
	}
	a.free = spans{{0, a.size}}
	if o.Verify || o.Checksum {
		a.readBack = make([]byte, o.Line)
	}
	if o.Checksum {
		a.sums = crc32.MakeTable(crc32.Castagnoli)
	}
	return a, nil
}

// Opts are the options of the array, with what they leave open filled in.
func (a *Array) Opts() ArrayOpts { return a.opts }

// String names the device.
func (a *Array) String() string { return a.device.String() }

// Size is how many bytes the device has, in whole lines.
func (a *Array) Size() uint64 { return a.size }

// Free is how many bytes no memory has taken.
func (a *Array) Free() uint64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.free.total()
}

// take allocates size bytes, if possible from addr on. It returns nil where there are not as many left.
func (a *Array) take(size, addr uint64) []span {
	a.mu.Lock()
	defer a.mu.Unlock()
	if size > a.free.total() {
		return nil
	}
	return a.free.take(size, addr)
}

// open counts c among the memories.
func (a *Array) open(c *cache) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.memories[c] = struct{}{}
}

// release takes back what c has.
func (a *Array) release(c *cache) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, x := range c.extents {
		a.free.give(span{x.addr, x.size})
	}
	delete(a.memories, c)
	a.retired.add(&c.count)
	if a.opts.Heat {
		a.heats = append(a.heats, c.places())
	}
}

// list returns the memories that are open.
func (a *Array) list() []*cache {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := make([]*cache, 0, len(a.memories))
	for c := range a.memories {
		list = append(list, c)
	}
	return list
}

// Flush writes what is dirty in the caches of all memories. No code that uses one may run meanwhile. After an error all that is not on
// the device is dirty still.
func (a *Array) Flush() error {
	var errs []error
	for _, c := range a.list() {
		errs = append(errs, c.flush())
	}
	return errors.Join(errs...)
}

// Halt flushes and ends the use of the device. Where a flush fails, it is not halted, and Halt may be called again.
func (a *Array) Halt() error {
	if err := a.Flush(); err != nil {
		return err
	}
	return a.device.Halt()
}
