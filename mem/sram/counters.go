package sram

import "time"

// Counters say what a memory asked of its cache, and the cache of the device.
type Counters struct {
	Hits       uint64 // lines found in the cache, of accesses that took the slow path: all of them only with ArrayOpts.CountHits
	Misses     uint64 // lines that were not there
	Fills      uint64 // misses that had to read the line from the device
	WriteBacks uint64 // lines written to the device
	Refused    uint64 // growths that were refused, whatever the reason

	BytesRead    uint64 // from the device, of memory
	BytesWritten uint64 // to it
	Errors       uint64 // transfers that failed
	Retries      uint64 // transfers that were repeated

	Traffic               // of these transfers, on the bus
	BusTime time.Duration // what it takes: see Traffic.Time
}

func (c *Counters) add(d *Counters) {
	c.Hits += d.Hits
	c.Misses += d.Misses
	c.Fills += d.Fills
	c.WriteBacks += d.WriteBacks
	c.Refused += d.Refused
	c.BytesRead += d.BytesRead
	c.BytesWritten += d.BytesWritten
	c.Errors += d.Errors
	c.Retries += d.Retries
	c.Traffic.add(d.Traffic)
}

// send is a transfer of the device, which is counted.
func (a *Array) send(c *Counters, waddr uint64, w []byte, raddr uint64, r []byte) error {
	before := TrafficOf(a.device)
	err := a.device.Transfer(waddr, w, raddr, r)
	t := TrafficOf(a.device).since(before)
	if t == (Traffic{}) {
		t = a.opts.simple(len(w), len(r))
		a.reckoned.add(t)
	}
	c.Traffic.add(t)
	c.BytesWritten += uint64(len(w))
	c.BytesRead += uint64(len(r))
	return err
}

// Counters returns what this memory's are. No code that uses it may run meanwhile.
func (m Memory) Counters() Counters {
	c := m.c.count
	c.BusTime = c.Traffic.Time(m.c.array.opts)
	return c
}

// Counters returns the sum over all memories, also those that were closed. The traffic is all that of the device, so that it has also what
// opening it, checkpoints and Halt took. No code that uses a memory may run meanwhile.
func (a *Array) Counters() Counters {
	a.mu.Lock()
	defer a.mu.Unlock()
	sum := a.retired
	for c := range a.memories {
		sum.add(&c.count)
	}
	sum.Traffic = TrafficOf(a.device)
	sum.Traffic.add(a.reckoned)
	sum.BusTime = sum.Traffic.Time(a.opts)
	return sum
}
