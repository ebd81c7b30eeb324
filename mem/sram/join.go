package sram

import (
	"errors"
	"fmt"
	"slices"
	"sort"
)

// Join makes one device of several, one after the other. It fails where there is none, or one twice.
func Join(devices ...Device) (Device, error) {
	if err := distinct(devices); err != nil {
		return nil, err
	}
	if len(devices) == 1 {
		return devices[0], nil
	}
	j := &joined{devices: devices}
	for _, d := range devices {
		j.size += d.Size()
		j.ends = append(j.ends, j.size)
	}
	return j, nil
}

func distinct(devices []Device) error {
	if len(devices) == 0 {
		return errors.New("a device is needed")
	}
	for i, d := range devices {
		if slices.Contains(devices[:i], d) {
			return fmt.Errorf("%v is there twice", d)
		}
	}
	return nil
}

// joined is several devices as one.
type joined struct {
	devices []Device
	size    uint64
	ends    []uint64 // where each device ends
}

func (j *joined) String() string { return fmt.Sprint(j.devices) }
func (j *joined) Size() uint64   { return j.size }

func (j *joined) Halt() error {
	var errs []error
	for _, d := range j.devices {
		errs = append(errs, d.Halt())
	}
	return errors.Join(errs...)
}

// Traffic is the sum of the devices'.
func (j *joined) Traffic() (transactions, frames, bytes uint64) {
	var sum Traffic
	for _, d := range j.devices {
		sum.add(TrafficOf(d))
	}
	return sum.Transactions, sum.Frames, sum.Bytes
}

// Sync implements Syncer.
func (j *joined) Sync() error {
	var errs []error
	for _, d := range j.devices {
		errs = append(errs, Sync(d))
	}
	return errors.Join(errs...)
}

// Answers implements Answerer.
func (j *joined) Answers(addr, n uint64) (chips int, err error) {
	known := true
	for _, p := range j.parts(addr, n) {
		c, e := Answers(p.device, p.addr, p.size)
		known = known && c > 0
		chips += c
		err = errors.Join(err, e)
	}
	if !known {
		chips = 0
	}
	return chips, err
}

// Ends are where the devices end.
func (j *joined) Ends() []uint64 { return j.ends }

// Chips counts the devices that have some of the bytes.
func (j *joined) Chips(addr, n uint64) (chips int) {
	for _, p := range j.parts(addr, n) {
		chips += Chips(p.device, p.addr, p.size)
	}
	return chips
}

// A part is what a device has of a range.
type part struct {
	device     Device
	addr, size uint64
}

func (j *joined) parts(addr, n uint64) (parts []part) {
	for n > 0 {
		d, at, has := j.piece(addr, int(n))
		parts = append(parts, part{d, at, uint64(has)})
		addr, n = addr+uint64(has), n-uint64(has)
	}
	return parts
}

// Transfer is one transaction where both ranges lie on the same device.
func (j *joined) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if err := CheckTransfer(j, waddr, w, raddr, r); err != nil {
		return err
	}
	for len(w) > 0 || len(r) > 0 {
		writer, wat, wn := j.piece(waddr, len(w))
		reader, rat, rn := j.piece(raddr, len(r))
		d := writer
		switch {
		case len(w) == 0:
			d = reader
		case wn < len(w) || reader != writer:
			rn = 0 // all is written before anything is read
		}
		if err := d.Transfer(wat, w[:wn], rat, r[:rn]); err != nil {
			return err
		}
		w, waddr = w[wn:], waddr+uint64(wn)
		r, raddr = r[rn:], raddr+uint64(rn)
	}
	return nil
}

// piece finds the device that has addr, the address on it, and how many of n bytes from there on lie on it. For none there is no device.
func (j *joined) piece(addr uint64, n int) (d Device, at uint64, has int) {
	if n == 0 {
		return nil, 0, 0
	}
	i := sort.Search(len(j.ends), func(i int) bool { return j.ends[i] > addr })
	d = j.devices[i]
	return d, addr - (j.ends[i] - d.Size()), int(min(uint64(n), j.ends[i]-addr))
}
