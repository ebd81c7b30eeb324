package sram

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// Counters say what a memory asked of its cache, and the cache of the devices.
type Counters struct {
	Hits       uint64 // lines found in the cache, of accesses that took the slow path: all of them only with ArrayOpts.CountHits
	Misses     uint64 // lines that were not there
	Fills      uint64 // misses that had to read the line from the device
	WriteBacks uint64 // lines written to the device

	Refused uint64 // growths that were refused, whatever the reason

	Transactions uint64        // with the devices
	BytesRead    uint64        // from them
	BytesWritten uint64        // to them
	Errors       uint64        // transactions that failed
	Retries      uint64        // transactions that were repeated
	BusTime      time.Duration // what the transactions are reckoned to take, see ArrayOpts.Clock and Overhead
}

// transaction counts one that writes w bytes and reads r.
func (c *Counters) transaction(o *ArrayOpts, w, r int) {
	c.Transactions++
	c.BytesWritten += uint64(w)
	c.BytesRead += uint64(r)
	onBus := uint64(w + r)
	for _, n := range [...]int{w, r} {
		if n > 0 {
			onBus += commandBytes
		}
	}
	c.BusTime += o.Overhead + time.Duration(onBus*8*uint64(time.Second)/o.Clock)
}

func (c *Counters) add(d *Counters) {
	c.Hits += d.Hits
	c.Misses += d.Misses
	c.Fills += d.Fills
	c.WriteBacks += d.WriteBacks
	c.Refused += d.Refused
	c.Transactions += d.Transactions
	c.BytesRead += d.BytesRead
	c.BytesWritten += d.BytesWritten
	c.Errors += d.Errors
	c.Retries += d.Retries
	c.BusTime += d.BusTime
}

// Report writes the counters as a table. No code that uses one of the memories may run meanwhile.
func (a *Array) Report(w io.Writer) error {
	c := a.Counters()
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "misses\t%d\t\n", c.Misses)
	if a.opts.CountHits {
		fmt.Fprintf(t, "hits\t%d\t (%.3f %% misses)\n", c.Hits, percent(c.Misses, c.Hits+c.Misses))
	}
	fmt.Fprintf(t, "lines read\t%d\t\n", c.Fills)
	fmt.Fprintf(t, "lines written\t%d\t\n", c.WriteBacks)
	fmt.Fprintf(t, "growths refused\t%d\t\n", c.Refused)
	fmt.Fprintf(t, "transactions\t%d\t\n", c.Transactions)
	fmt.Fprintf(t, "bytes read\t%d\t\n", c.BytesRead)
	fmt.Fprintf(t, "bytes written\t%d\t\n", c.BytesWritten)
	fmt.Fprintf(t, "errors\t%d\t\n", c.Errors)
	fmt.Fprintf(t, "retries\t%d\t\n", c.Retries)
	fmt.Fprintf(t, "bus time\t%v\t (reckoned: %v MHz, %v a transaction)\n", c.BusTime.Round(time.Microsecond), float64(a.opts.Clock)/1e6, a.opts.Overhead)
	return t.Flush()
}

func percent(part, whole uint64) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}
