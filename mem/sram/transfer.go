package sram

import (
	"bytes"
	"errors"
	"fmt"
	"sort"
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

// commandBytes is the model of what precedes the data of a read or a write on the bus: a command and an address.
const commandBytes = 4

// piece finds the device of an array's address, the address on it, and how many bytes from there on lie on it in one piece.
func (a *Array) piece(addr uint64) (d Device, at, run uint64) {
	if n := uint64(len(a.devices)); n > 1 && a.opts.Interleave {
		line, in := addr/a.line, addr%a.line
		return a.devices[line%n], line/n*a.line + in, a.line - in
	}
	i := sort.Search(len(a.ends), func(i int) bool { return a.ends[i] > addr })
	d = a.devices[i]
	return d, addr - (a.ends[i] - d.Size()), a.ends[i] - addr
}

// transfer writes w at waddr, then reads r from raddr: as one transaction where both lie in one piece on the same device. Either may
// be empty. What it took is added to count.
func (a *Array) transfer(count *Counters, waddr uint64, w []byte, raddr uint64, r []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	for len(w) > 0 || len(r) > 0 {
		t := exchange{array: a, count: count}
		if len(w) > 0 {
			d, at, run := a.piece(waddr)
			n := min(uint64(len(w)), run)
			t.device, t.waddr, t.w = d, at, w[:n]
			w, waddr = w[n:], waddr+n
		}
		if len(w) == 0 && len(r) > 0 {
			d, at, run := a.piece(raddr)
			if n := min(uint64(len(r)), run); t.device == nil || t.device == d {
				t.device, t.raddr, t.r = d, at, r[:n]
				r, raddr = r[n:], raddr+n
			}
		}
		if err := t.do(); err != nil {
			return err
		}
	}
	return nil
}

// An exchange is a transfer to and from one device.
type exchange struct {
	array  *Array
	count  *Counters
	device Device
	waddr  uint64
	w      []byte
	raddr  uint64
	r      []byte
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
	e := &DeviceError{Op: "write", Device: t.device.String(), Addr: t.waddr, Len: len(t.w), Cause: err}
	switch {
	case len(t.w) == 0:
		e.Op, e.Addr, e.Len = "read", t.raddr, len(t.r)
	case len(t.r) > 0:
		e.Op = "write and read"
	}
	return e
}

func (t *exchange) try() error {
	t.count.transaction(&t.array.opts, len(t.w), len(t.r))
	err := t.device.Transfer(t.waddr, t.w, t.raddr, t.r)
	if err == nil && t.array.opts.Verify {
		err = t.verify()
	}
	if err != nil {
		t.count.Errors++
	}
	return err
}

// verify reads back what was written.
func (t *exchange) verify() error {
	for addr, w := t.waddr, t.w; len(w) > 0; {
		b := t.array.readBack[:min(len(w), len(t.array.readBack))]
		t.count.transaction(&t.array.opts, 0, len(b))
		if err := t.device.Transfer(0, nil, addr, b); err != nil {
			return err
		}
		if !bytes.Equal(b, w[:len(b)]) {
			return ErrVerify
		}
		addr, w = addr+uint64(len(b)), w[len(b):]
	}
	return nil
}
