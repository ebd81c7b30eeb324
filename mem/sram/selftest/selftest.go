// Package selftest finds out whether chips keep what is written to them, and at which clocks: SPI has no acknowledge, so a chip that is
// wired badly, too slow, broken or not there shows only in what is read back.
//
// All that the device held is overwritten.
package selftest

import (
	"bytes"
	"context"
	"fmt"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// block is how many bytes are transferred at once.
const block = 4 << 10

// Walk writes patterns to all cells of a device, each to all of them before it is read back: walking ones and zeros, addresses, random bytes.
// It ends at the first pattern that does not read back; the error says what seems to be wrong, and where it showed first. progress may be nil.
func Walk(ctx context.Context, d sram.Device, progress func(pattern string, done, total uint64)) error {
	whole := []span{{0, d.Size()}}
	all := patterns()
	done, total := uint64(0), uint64(2*len(all))*d.Size()
	for _, p := range all {
		step := func(n int) {
			if done += uint64(n); progress != nil {
				progress(p.name, done, total)
			}
		}
		if err := check(ctx, d, p, whole, step); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

// What Sample looks at.
const (
	samples      = 16
	sampleRounds = 4
)

// Sample writes random bytes to places all over a device, and reads them back, several times. It is to see whether a clock is too high.
func Sample(ctx context.Context, d sram.Device) error {
	var places []span
	for i := range uint64(samples) {
		at := d.Size() / samples * i &^ 7
		places = append(places, span{at, min(at+block, d.Size()/samples*(i+1))})
	}
	for seed := range uint64(sampleRounds) {
		if err := check(ctx, d, randomPattern(seed+1), places, func(int) {}); err != nil {
			return err
		}
	}
	return nil
}

// span is a piece of a device.
type span struct{ from, to uint64 }

// check writes a pattern to the spans and reads it back.
func check(ctx context.Context, d sram.Device, p pattern, spans []span, step func(bytes int)) error {
	want, got := make([]byte, block), make([]byte, block)
	err := blocks(ctx, spans, func(at uint64, n int) error {
		p.fill(want[:n], at)
		defer step(n)
		return d.Transfer(at, want[:n], 0, nil)
	})
	if err != nil {
		return err
	}
	f := newFindings(p)
	err = blocks(ctx, spans, func(at uint64, n int) error {
		defer step(n)
		if err := d.Transfer(0, nil, at, got[:n]); err != nil {
			return err
		}
		p.fill(want[:n], at)
		f.read += uint64(n)
		if bytes.Equal(want[:n], got[:n]) {
			return nil
		}
		f.add(at, want[:n], got[:n])
		if err := d.Transfer(0, nil, at, got[:n]); err != nil {
			return err
		}
		f.again = f.again && bytes.Equal(want[:n], got[:n])
		return nil
	})
	if err != nil {
		return err
	}
	return f.err()
}

// blocks calls do for the blocks of the spans, until the context ends.
func blocks(ctx context.Context, spans []span, do func(at uint64, n int) error) error {
	for _, s := range spans {
		for at := s.from; at < s.to; at += block {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := do(at, int(min(block, s.to-at))); err != nil {
				return err
			}
		}
	}
	return nil
}
