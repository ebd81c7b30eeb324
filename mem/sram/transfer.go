package sram

import (
	"bytes"
	"errors"
	"fmt"
)

// A DeviceError says which transfer failed for good, after the retries.
type DeviceError struct {
	Op     string // "read", "write", or "write and read" where it is not known which
	Device string // what the device calls itself
	Addr   uint64 // on the device: of the write, if there was one
	Len    int    // bytes, likewise
	Cause  error
}

func (e *DeviceError) Error() string {
	return fmt.Sprintf("sram: %s of %d bytes at %#x of %s: %v", e.Op, e.Len, e.Addr, e.Device, e.Cause)
}

// Unwrap returns the cause.
func (e *DeviceError) Unwrap() error { return e.Cause }

// ErrVerify is the cause of a DeviceError where what was read back is not what was written.
var ErrVerify = errors.New("what was written does not read back")

// transfer writes w at waddr, then reads r from raddr, in one transaction if the device can. Either may be empty. What it took is added to
// count. If there are sums, they are those of the lines in r.
func (a *Array) transfer(count *Counters, waddr uint64, w []byte, raddr uint64, r []byte, sums []uint32) error {
	if len(w) == 0 && len(r) == 0 {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	t := exchange{a, count, waddr, w, raddr, r, sums}
	return t.do()
}

// An exchange is a transfer to and from the device.
type exchange struct {
	array *Array
	count *Counters
	waddr uint64
	w     []byte
	raddr uint64
	r     []byte
	sums  []uint32
}

// do tries until it succeeds or has been repeated often enough.
func (t *exchange) do() error {
	err := t.try()
	for n := 0; err != nil && n < t.array.opts.Retries; n++ {
		t.count.Retries++
		err = t.try()
	}
	if err == nil {
		return nil
	}
	e := &DeviceError{Op: "write", Device: t.array.device.String(), Addr: t.waddr, Len: len(t.w), Cause: err}
	switch {
	case len(t.w) == 0 || errors.Is(err, ErrChecksum):
		e.Op, e.Addr, e.Len = "read", t.raddr, len(t.r)
	case len(t.r) > 0 && !errors.Is(err, ErrVerify):
		e.Op = "write and read"
	}
	return e
}

func (t *exchange) try() error {
	err := t.array.send(t.count, t.waddr, t.w, t.raddr, t.r)
	if err == nil && t.array.opts.Verify {
		err = t.verify()
	}
	if err == nil {
		err = t.checkSums()
	}
	if err != nil {
		t.count.Errors++
	}
	return err
}

// verify reads back what was written.
func (t *exchange) verify() error {
	same, err := t.readsAs(t.waddr, t.w)
	if err == nil && !same {
		err = ErrVerify
	}
	return err
}

// readsAs tells whether the device has want at addr, a line at a time.
func (t *exchange) readsAs(addr uint64, want []byte) (bool, error) {
	for len(want) > 0 {
		b := t.array.readBack[:min(len(want), len(t.array.readBack))]
		if err := t.array.send(t.count, 0, nil, addr, b); err != nil {
			return false, err
		}
		if !bytes.Equal(b, want[:len(b)]) {
			return false, nil
		}
		addr, want = addr+uint64(len(b)), want[len(b):]
	}
	return true, nil
}
