package sram

// A dirtyRun is a range of addresses to write back in one transfer. All lines that it touches are cached.
type dirtyRun struct{ from, to uint64 }

func (w dirtyRun) empty() bool { return w.to == 0 }

// maxGap is how many clean bytes between two dirty ranges are written along, to save a transaction: a byte takes 0.4 us at 20 MHz.
const maxGap = 64

// gather is the dirty range of slot i, and those of the lines next to it as far as they are dirty, cached, and follow on the array.
func (c *cache) gather(i int32) dirtyRun {
	s := &c.slots[i]
	base := c.base(i)
	w := dirtyRun{base + uint64(s.lo), base + uint64(s.hi)}
	x := findExtent(c.extents, base)
	for line := base>>c.shift + 1; line<<c.shift < min(x.at+x.size, base+(c.batch+1)<<c.shift); line++ {
		j := c.find(line)
		if j == none || c.slots[j].hi == 0 || line<<c.shift+uint64(c.slots[j].lo) > w.to+maxGap {
			break
		}
		w.to = line<<c.shift + uint64(c.slots[j].hi)
	}
	for line := base >> c.shift; line<<c.shift > x.at && base>>c.shift-line < c.batch; {
		line--
		j := c.find(line)
		if j == none || c.slots[j].hi == 0 || line<<c.shift+uint64(c.slots[j].hi)+maxGap < w.from {
			break
		}
		w.from = line<<c.shift + uint64(c.slots[j].lo)
	}
	return w
}

// stage returns the bytes of w in one piece.
func (c *cache) stage(w dirtyRun) []byte {
	if line, at, size := c.part(w.from, w.to-w.from); w.from+size == w.to {
		return c.content(c.find(line))[at : at+size]
	}
	out := c.out[:0]
	for addr := w.from; addr < w.to; {
		line, at, size := c.part(addr, w.to-addr)
		out = append(out, c.content(c.find(line))[at:at+size]...)
		addr += size
	}
	return out
}

// clean notes that the array has what the cache has of w.
func (c *cache) clean(w dirtyRun) {
	for line := w.from >> c.shift; line<<c.shift < w.to; line++ {
		i := c.find(line)
		s := &c.slots[i]
		if s.hi > 0 {
			c.count.WriteBacks++
		}
		s.lo, s.hi = 0, 0
		c.held.set(line)
		c.noteSums(line<<c.shift, c.content(i))
		c.forgetLine(i)
	}
}

// dirty notes that bytes [from, to) of slot i were written. Ranges are kept in words. The array has nothing
// yet of a line that it does not hold: all of it will have to be written.
func (c *cache) dirty(i int32, from, to uint64) {
	s := &c.slots[i]
	lo, hi := uint16(from&^(word-1)), uint16((to+word-1)&^(word-1))
	switch {
	case !c.held.has(uint64(s.line)):
		s.lo, s.hi = 0, uint16(c.line)
	case s.hi == 0:
		s.lo, s.hi = lo, hi
	default:
		s.lo, s.hi = min(s.lo, lo), max(s.hi, hi)
	}
}

// flush writes all that is dirty. After an error the rest is dirty still.
func (c *cache) flush() error {
	for i := range c.slots {
		if c.slots[i].hi > 0 {
			if err := c.exchange(c.gather(int32(i)), 0, nil); err != nil {
				return err
			}
		}
	}
	return nil
}
