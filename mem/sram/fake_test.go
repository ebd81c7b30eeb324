package sram_test

import (
	"errors"
	"fmt"

	"github.com/wasm2go/wasm2go/mem/sram"
)

var errBus = errors.New("the bus is broken")

// ram is a Device whose transfers can be made to fail. As a chip does, it begins with random content.
type ram struct {
	name   string
	b      []byte
	count  int               // transfers so far
	fail   func(n int) bool  // whether transfer n, from 1 on, fails
	half   bool              // one that fails has written half of what it was to write
	log    func(w, r []byte) // sees all transfers
	halted bool
}

func newRAM(size int) *ram {
	d := &ram{name: "ram", b: make([]byte, size)}
	for i := range d.b {
		d.b[i] = byte(i*131 ^ i>>7 | 1)
	}
	return d
}

func (d *ram) String() string { return d.name }
func (d *ram) Size() uint64   { return uint64(len(d.b)) }
func (d *ram) Halt() error    { d.halted = true; return nil }

func (d *ram) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if len(w) > 0 && waddr+uint64(len(w)) > d.Size() || len(r) > 0 && raddr+uint64(len(r)) > d.Size() {
		return fmt.Errorf("transfer outside the device: %#x+%d, %#x+%d", waddr, len(w), raddr, len(r))
	}
	d.count++
	if d.log != nil {
		d.log(w, r)
	}
	if d.fail != nil && d.fail(d.count) {
		for i := range r {
			r[i] = 0xee
		}
		if d.half {
			copy(d.b[waddr:], w[:len(w)/2])
		}
		return errBus
	}
	if len(w) > 0 {
		copy(d.b[waddr:], w)
	}
	if len(r) > 0 {
		copy(r, d.b[raddr:])
	}
	return nil
}

var _ sram.Device = (*ram)(nil)
