// Package report prints as tables what an array of memory counted.
package report

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// Counters writes the counters of an array. No code that uses one of its memories may run meanwhile.
func Counters(w io.Writer, a *sram.Array) error {
	c, o := a.Counters(), a.Opts()
	t := newTable(w)
	fmt.Fprintf(t, "misses\t%d\t\n", c.Misses)
	if o.CountHits {
		fmt.Fprintf(t, "hits\t%d\t (%.3f %% misses)\n", c.Hits, percent(c.Misses, c.Hits+c.Misses))
	}
	fmt.Fprintf(t, "lines read\t%d\t\n", c.Fills)
	fmt.Fprintf(t, "lines written\t%d\t\n", c.WriteBacks)
	fmt.Fprintf(t, "growths refused\t%d\t\n", c.Refused)
	fmt.Fprintf(t, "bytes read\t%d\t\n", c.BytesRead)
	fmt.Fprintf(t, "bytes written\t%d\t\n", c.BytesWritten)
	fmt.Fprintf(t, "errors\t%d\t\n", c.Errors)
	fmt.Fprintf(t, "retries\t%d\t\n", c.Retries)
	if o.NoBus {
		fmt.Fprintf(t, "transactions\t%d\t\n", c.Transactions)
		return t.Flush()
	}
	fmt.Fprintf(t, "transactions\t%d\t (all there were on the bus)\n", c.Transactions)
	fmt.Fprintf(t, "frames\t%d\t (times that a chip was selected)\n", c.Frames)
	fmt.Fprintf(t, "bytes on the bus\t%d\t (commands and addresses, too)\n", c.Bytes)
	fmt.Fprintf(t, "bus time\t%v\t (reckoned: %v MHz, %v a transaction, %v between its frames)\n",
		c.BusTime.Round(time.Microsecond), float64(o.Clock)/1e6, o.Overhead, o.Gap)
	return t.Flush()
}

func percent(part, whole uint64) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}

// newTable has columns of figures.
func newTable(w io.Writer) *tabwriter.Writer {
	return tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
}
