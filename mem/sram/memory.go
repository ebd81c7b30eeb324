package sram

import (
	"errors"
	"fmt"
	"unsafe"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Memory is a memory on an array. Copies of the struct are the same memory, and never go stale.
type Memory struct {
	block, tags unsafe.Pointer // of the cache, like front: a hit needs no more
	front       uintptr
	c           *cache
}

// Memory64 is the name of Memory in code with 64-bit addresses.
type Memory64 = Memory

// On makes the memories of an instance live on a: an option of the generated package's New. ArrayOpts.OnGrowRefused is part of it, unless
// rt.OnGrowRefused says something else.
func On(a *Array) rt.Option {
	device := rt.OnDevice(a)
	return func(c *rt.Config) {
		device(c)
		if c.GrowRefused == nil {
			c.GrowRefused = a.opts.OnGrowRefused
		}
	}
}

// New makes a memory for the instance that core belongs to, on the array that the option On named. It fails without one. Generated code
// calls it.
func New(t mem.Type, core *abi.Core) (*Memory, error) {
	a, ok := core.Device().(*Array)
	if !ok {
		return nil, errors.New("sram: no array for the memory: call New with the option sram.On(array)")
	}
	return a.NewMemory(t)
}

// New64 is New, under the name that generated code calls for 64-bit addresses.
func New64(t mem.Type, core *abi.Core) (*Memory64, error) { return New(t, core) }

// NewMemory makes a memory of t.Min pages of zeros. It fails where the array has not as many bytes left.
func (a *Array) NewMemory(t mem.Type) (*Memory, error) {
	if err := t.CheckMin(); err != nil {
		return nil, fmt.Errorf("sram: %w", err)
	}
	if t.Shared {
		return nil, fmt.Errorf("sram: %v: threads cannot share memory on chips", t)
	}
	if t.Min > MaxMemory/t.PageBytes() {
		return nil, fmt.Errorf("sram: %v: too large: a memory has at most %d bytes here", t, uint64(MaxMemory))
	}
	c := newCache(a, t, a.opts.shape(mostBytes(t, a.size)))
	m := &Memory{c.block, unsafe.Pointer(unsafe.SliceData(c.tags)), c.front, c}
	if m.Grow(t.Min) < 0 {
		return nil, &RoomError{Type: t, Need: t.Min * t.PageBytes(), Array: a.String(), Size: a.size, Free: a.Free()}
	}
	a.open(m.c)
	return m, nil
}

// A RoomError says that an array has less left than a memory takes at the start, all in bytes.
type RoomError struct {
	Type  mem.Type
	Need  uint64
	Array string
	Size  uint64 // of the array
	Free  uint64 // that no memory has taken
}

func (e *RoomError) Error() string {
	return fmt.Sprintf("sram: a memory needs %d bytes, %s has %d, of which %d are free", e.Need, e.Array, e.Size, e.Free)
}

// wholeLines rounds bytes up to lines.
func (a *Array) wholeLines(n uint64) uint64 { return (n + a.line - 1) &^ (a.line - 1) }

// Type returns the limits; Min is the current size in pages.
func (m Memory) Type() mem.Type {
	t := m.c.typ
	t.Min = m.Pages()
	return t
}

// Size returns the size in bytes.
func (m Memory) Size() uint64 { return m.c.size }

// PageSize returns the bytes of a page.
func (m Memory) PageSize() uint64 { return m.c.typ.PageBytes() }

// Pages returns the size in pages: memory.size.
func (m Memory) Pages() uint64 { return m.c.size / m.PageSize() }

// Grow is memory.grow. It takes what is needed from the array, in several pieces if need be, and transfers nothing.
func (m Memory) Grow(delta uint64) int64 {
	c, old := m.c, m.Pages()
	limit := min(c.typ.MaxPages(), c.maxPages())
	if c.closed || old > limit || delta > limit-old || !c.resize((old+delta)*m.PageSize()) {
		c.count.Refused++
		return -1
	}
	return int64(old)
}

// maxPages is how many pages the addresses in tags reach.
func (c *cache) maxPages() uint64 { return MaxMemory / c.typ.PageBytes() }

// resize makes the memory larger, if the array has room.
func (c *cache) resize(size uint64) bool {
	has := c.array.wholeLines(c.size)
	if need := c.array.wholeLines(size) - has; need > 0 {
		end := uint64(0)
		if n := len(c.extents); n > 0 {
			end = c.extents[n-1].addr + c.extents[n-1].size
		}
		taken := c.array.take(need, end)
		if taken == nil {
			return false
		}
		c.extend(has, taken)
		c.held = c.held.grown((has + need) >> c.shift)
		if c.array.opts.Checksum {
			c.sums = grownSums(c.sums, (has+need)>>c.shift)
		}
	}
	c.size = size
	return true
}

// Shortage says why there was no room to grow, see mem.Refused.
func (m Memory) Shortage(delta uint64) string {
	c := m.c
	switch {
	case c.closed:
		return "the memory is closed"
	case delta > c.maxPages()-m.Pages():
		return fmt.Sprintf("a memory has at most %d bytes here", uint64(MaxMemory))
	}
	return fmt.Sprintf("%v has %d bytes, of which %d are free", c.array, c.array.size, c.array.Free())
}

// extend appends pieces of the array to a memory that has so many bytes.
func (c *cache) extend(has uint64, taken []span) {
	for _, s := range taken {
		if n := len(c.extents) - 1; n >= 0 && c.extents[n].addr+c.extents[n].size == s.addr {
			c.extents[n].size += s.size
		} else {
			c.extents = append(c.extents, extent{has, s.addr, s.size})
		}
		has += s.size
	}
}

// Flush writes to the devices what is dirty in the cache. After an error the rest is dirty still, and Flush may be called again.
func (m Memory) Flush() error { return m.c.flush() }

// Close flushes, makes the memory empty and gives its bytes back to the array. Where the flush fails the memory is empty too, but keeps
// its bytes and what is dirty: Flush or Close may be called again.
func (m Memory) Close() error {
	c := m.c
	c.size = 0
	c.forgetAll()
	first := !c.closed
	c.closed = true
	if err := c.flush(); err != nil {
		return err
	}
	if first || c.extents != nil {
		c.array.release(c)
		c.extents = nil
	}
	return nil
}
