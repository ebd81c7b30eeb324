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

// Stripe makes one device of several of the same size: so many bytes of the first, then of the second, and so on in turn. What is left over
// at the ends of the devices is not used. In a spec string it is interleave.
func Stripe(bytes uint64, devices ...Device) (Device, error) {
	if err := distinct(devices); err != nil {
		return nil, err
	}
	for _, d := range devices {
		switch {
		case d.Size() != devices[0].Size():
			return nil, fmt.Errorf("%v has %d bytes, %v has %d: devices of different sizes cannot be interleaved", devices[0], devices[0].Size(), d, d.Size())
		case bytes == 0 || d.Size() < bytes:
			return nil, fmt.Errorf("%v has %d bytes, less than the %d that lie on a device in one piece", d, d.Size(), bytes)
		}
	}
	pieces := devices[0].Size() / bytes * uint64(len(devices))
	return &joined{devices: devices, size: pieces * bytes, stripe: bytes}, nil
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
	stripe  uint64   // bytes of a device in one piece, if they take turns
	ends    []uint64 // where each device ends, if not
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
func (j *joined) Ends() []uint64 {
	if j.stripe == 0 {
		return j.ends
	}
	ends := make([]uint64, len(j.devices))
	for i := range ends {
		ends[i] = j.size - uint64(len(ends)-1-i)*j.stripe
	}
	return ends
}

// Chips counts the devices that have some of the bytes.
func (j *joined) Chips(addr, n uint64) (chips int) {
	for _, p := range j.parts(addr, n) {
		chips += Chips(p.device, p.addr, p.size)
	}
	return chips
}

// A part is what a device has of a range; of several pieces it is the first.
type part struct {
	device     Device
	addr, size uint64
}

func (j *joined) parts(addr, n uint64) (parts []part) {
	for n > 0 && len(parts) < len(j.devices) {
		d, at, has := j.piece(addr, int(n))
		if !slices.ContainsFunc(parts, func(p part) bool { return p.device == d }) {
			parts = append(parts, part{d, at, uint64(has)})
		}
		addr, n = addr+uint64(has), n-uint64(has)
	}
	return parts
}

// Transfer is one transaction where both ranges lie in one piece on the same device.
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

// piece finds the device that has addr, the address on it, and how many of n bytes from there on lie on it in one piece. For none there is
// no device.
func (j *joined) piece(addr uint64, n int) (d Device, at uint64, has int) {
	if n == 0 {
		return nil, 0, 0
	}
	if j.stripe > 0 {
		turn, in := addr/j.stripe, addr%j.stripe
		count := uint64(len(j.devices))
		return j.devices[turn%count], turn/count*j.stripe + in, int(min(uint64(n), j.stripe-in))
	}
	i := sort.Search(len(j.ends), func(i int) bool { return j.ends[i] > addr })
	d = j.devices[i]
	return d, addr - (j.ends[i] - d.Size()), int(min(uint64(n), j.ends[i]-addr))
}
