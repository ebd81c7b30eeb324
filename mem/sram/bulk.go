package sram

import (
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Bulk operations work in pieces. What is cached is read and written there; of the rest, long runs go straight between the device and a
// buffer, without driving out of the cache what is in use.

// bypassLines is how many lines of a run are too many for the cache.
const bypassLines = 4

// Fill is memory.fill: n bytes from dst become val.
func (m Memory) Fill(dst uint64, val uint8, n uint64) {
	m.c.check(dst, n)
	if val == 0 {
		throw(m.c.zero(dst, n))
		return
	}
	throw(m.c.put(dst, n, func(b []byte, _ uint64) { mem.Fill(b, val) }))
}

// Copy is memory.copy within the memory: n bytes from src go to dst. The ranges may overlap.
func (m Memory) Copy(dst, src, n uint64) {
	c := m.c
	c.check(src, n)
	c.check(dst, n)
	if to := c.known(dst, n, true); uint64(len(to)) == n {
		if from := c.known(src, n, false); uint64(len(from)) == n {
			copy(to, from)
			return
		}
	}
	b := c.buffer()
	backwards := src < dst && dst < src+n
	for done := uint64(0); done < n; {
		if !backwards {
			done += c.copyCached(dst+done, src+done, n-done)
		}
		piece := min(uint64(len(b)), n-done)
		at := done
		if backwards {
			at = n - done - piece
		}
		throw(c.read(b[:piece], src+at))
		throw(c.write(b[:piece], dst+at))
		done += piece
	}
}

// CopyFrom is memory.copy from another memory.
func (m Memory) CopyFrom(from mem.Memory, dst, src, n uint64) {
	if other, ok := from.(*Memory); ok && other.c == m.c {
		m.Copy(dst, src, n) // the ranges may overlap
		return
	}
	if !mem.InRange(src, n, from.Size()) {
		abi.Throw(rt.OutOfBoundsMemory)
	}
	m.c.check(dst, n)
	b := m.c.buffer()
	for done := uint64(0); done < n; {
		piece := min(uint64(len(b)), n-done)
		throw(from.ReadAt(b[:piece], src+done))
		throw(m.c.write(b[:piece], dst+done))
		done += piece
	}
}

// Init is memory.init: n bytes of a data segment, from src, go to dst.
func (m Memory) Init(dst uint64, data string, src, n uint64) {
	if !mem.InRange(src, n, uint64(len(data))) {
		abi.Throw(rt.OutOfBoundsMemory)
	}
	m.c.check(dst, n)
	data = data[src : src+n]
	throw(m.c.put(dst, n, func(b []byte, at uint64) { copy(b, data[at:]) }))
}

func throw(err error) {
	if err != nil {
		abi.ThrowDevice(err)
	}
}

// maxBulk is how many bytes bulk operations stage at most.
const maxBulk = 4096

// buffer is where bulk operations stage.
func (c *cache) buffer() []byte {
	if c.bulk == nil {
		c.bulk = make([]byte, c.bulkSize)
	}
	return c.bulk
}

// part returns the line that addr lies in, the place in it, and how many of n bytes from addr on lie in it.
func (c *cache) part(addr, n uint64) (line, at, size uint64) {
	at = addr & (c.line - 1)
	return addr >> c.shift, at, min(n, c.line-at)
}

// read copies from addr on to p.
func (c *cache) read(p []byte, addr uint64) error {
	for len(p) > 0 {
		if n := copy(p, c.known(addr, uint64(len(p)), false)); n > 0 {
			p, addr = p[n:], addr+uint64(n)
			continue
		}
		line, at, n := c.part(addr, uint64(len(p)))
		i := c.find(line)
		switch {
		case i != none:
			c.use(i)
		case !c.held.has(line):
			clear(p[:n])
		default:
			run := c.run(addr, uint64(len(p)), func(line, n uint64) bool { return c.held.has(line) && c.passes(n) })
			if run >= bypassLines<<c.shift {
				if err := c.direct(addr, nil, p[:run]); err != nil {
					return err
				}
				p, addr = p[run:], addr+run
				continue
			}
			var err error
			if i, err = c.fill(line, none, true); err != nil {
				return err
			}
		}
		if i != none {
			copy(p[:n], c.content(i)[at:])
		}
		p, addr = p[n:], addr+n
	}
	return nil
}

// write copies p to addr.
func (c *cache) write(p []byte, addr uint64) error {
	return c.put(addr, uint64(len(p)), func(b []byte, at uint64) { copy(b, p[at:]) })
}

// put writes n bytes from addr on. What they are it has from load, which fills b with those from addr+at on. Load may read from the
// buffer of bulk operations: put overwrites only what it has passed.
func (c *cache) put(addr, n uint64, load func(b []byte, at uint64)) error {
	for done := uint64(0); done < n; {
		if b := c.known(addr+done, n-done, true); len(b) > 0 {
			load(b, done)
			done += uint64(len(b))
			continue
		}
		line, at, size := c.part(addr+done, n-done)
		i := c.find(line)
		if i == none {
			b := c.buffer()
			run := c.run(addr+done, c.cut(addr+done, n-done, uint64(len(b))), func(line, n uint64) bool {
				return n == c.line || c.held.has(line) && c.passes(n)
			})
			if run >= bypassLines<<c.shift {
				b = b[:run]
				load(b, done)
				if err := c.direct(addr+done, b, nil); err != nil {
					return err
				}
				done += uint64(len(b))
				continue
			}
			var err error
			if i, err = c.fill(line, none, size < c.line); err != nil {
				return err
			}
		}
		c.use(i)
		load(c.content(i)[at:at+size], done)
		c.dirty(i, at, at+size)
		done += size
	}
	return nil
}

// cut is how many of n bytes from addr on to take, of which size go at once: it cuts where a line ends, since one that the array does not
// hold must go there whole.
func (c *cache) cut(addr, n, size uint64) uint64 {
	if n <= size {
		return n
	}
	return (addr+size)&^(c.line-1) - addr
}

// copyCached copies n bytes from src to dst as far as all of them are cached, and returns how many.
func (c *cache) copyCached(dst, src, n uint64) uint64 {
	done := uint64(0)
	for done < n {
		known := c.known(dst+done, n-done, true)
		if size := copy(known, c.known(src+done, uint64(len(known)), false)); size > 0 {
			done += uint64(size)
			continue
		}
		to, toAt, size := c.part(dst+done, n-done)
		from, fromAt, size := c.part(src+done, size)
		i, j := c.find(to), c.find(from)
		if i == none || j == none {
			break
		}
		c.use(i)
		c.use(j)
		copy(c.content(i)[toAt:toAt+size], c.content(j)[fromAt:])
		c.dirty(i, toAt, toAt+size)
		done += size
	}
	return done
}

// zero makes n bytes from addr on zero. The array need not hold lines that are zero.
func (c *cache) zero(addr, n uint64) error {
	for n > 0 {
		line, _, size := c.part(addr, n)
		i := c.find(line)
		switch {
		case size == c.line:
			c.held.clear(line)
			if i != none {
				clear(c.content(i))
				c.slots[i].lo, c.slots[i].hi = 0, 0
				c.forgetLine(i)
			}
		case i != none || c.held.has(line):
			if err := c.put(addr, size, func(b []byte, _ uint64) { clear(b) }); err != nil {
				return err
			}
		}
		addr, n = addr+size, n-size
	}
	return nil
}

// run is how many of n bytes from addr on lie in one piece on the array, in lines that are not cached and of which ok is true. It is
// told the number of a line and how many bytes of it are wanted.
func (c *cache) run(addr, n uint64, ok func(line, n uint64) bool) uint64 {
	x := findExtent(c.extents, addr)
	n = min(n, x.at+x.size-addr)
	run := uint64(0)
	for run < n {
		line, _, size := c.part(addr+run, n-run)
		if c.find(line) != none || !ok(line, size) {
			break
		}
		run += size
	}
	return run
}

// passes tells whether n bytes of a line that the array holds may go past the cache.
func (c *cache) passes(n uint64) bool { return n == c.line || c.sums == nil }

// direct writes w to addr, or reads r, past the cache.
func (c *cache) direct(addr uint64, w, r []byte) error {
	at := c.address(addr)
	if err := c.array.transfer(&c.count, at, w, at, r, c.sumsOf(addr, len(r))); err != nil {
		clear(c.sumsOf(addr, len(w))) // any part of the lines may have been written
		return err
	}
	for a := addr; a < addr+uint64(len(w)); a = (a | (c.line - 1)) + 1 {
		c.held.set(a >> c.shift)
	}
	c.noteSums(addr, w)
	return nil
}
