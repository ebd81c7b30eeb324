// Command chips logs the temperature of a Raspberry Pi's processor, or of any other sensor that is a file, to a memory chip on its SPI bus. It
// goes on where it was when the power went.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"
)

func main() {
	chips := flag.String("chips", "sim:chip=MB85RS256B,file=content.bin", "`where` the log is")
	sensor := flag.String("sensor", "/sys/class/thermal/thermal_zone0/temp", "the `file` that has the temperature, in thousandths of a degree")
	every := flag.Duration("every", 10*time.Second, "time from one sample to the next")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *chips, *sensor, *every); err != nil {
		fmt.Fprintln(os.Stderr, "chips:", err)
		os.Exit(1)
	}
}

// run logs until the context ends.
func run(ctx context.Context, chips, sensor string, every time.Duration) (err error) {
	log, err := OpenLog(chips)
	if err != nil {
		return err
	}
	defer func() {
		if e := log.Close(); err == nil {
			err = e
		}
	}()

	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		summary, err := log.Summary()
		if err != nil {
			return err
		}
		fmt.Println(summary)
		select {
		case <-ctx.Done():
			return nil
		case now := <-tick.C:
			value, err := read(sensor)
			if err != nil {
				return err
			}
			if err := log.Add(now, value); err != nil {
				return err
			}
		}
	}
}

// read reads a sensor, as Linux shows it.
func read(sensor string) (int32, error) {
	text, err := os.ReadFile(sensor)
	if err != nil {
		return 0, err
	}
	v, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 32)
	return int32(v), err
}
