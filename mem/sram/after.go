package sram

import "fmt"

// After is a device without its first bytes, which are left alone.
func After(bytes uint64, d Device) (Device, error) {
	switch {
	case bytes == 0:
		return d, nil
	case bytes >= d.Size():
		return nil, fmt.Errorf("%d bytes are to be left alone, and %v has only %d", bytes, d, d.Size())
	}
	return &after{d, bytes}, nil
}

type after struct {
	Device
	start uint64
}

func (a *after) String() string { return fmt.Sprintf("%v from %#x on", a.Device, a.start) }
func (a *after) Size() uint64   { return a.Device.Size() - a.start }

func (a *after) Traffic() (transactions, frames, bytes uint64) {
	t := TrafficOf(a.Device)
	return t.Transactions, t.Frames, t.Bytes
}

// Answers implements Answerer.
func (a *after) Answers(addr, n uint64) (chips int, err error) {
	return Answers(a.Device, a.start+addr, n)
}

// Chips counts the devices that have some of the bytes.
func (a *after) Chips(addr, n uint64) int { return Chips(a.Device, a.start+addr, n) }

// Ends are where those devices end that are not left alone as a whole.
func (a *after) Ends() (ends []uint64) {
	for _, end := range Ends(a.Device) {
		if end > a.start {
			ends = append(ends, end-a.start)
		}
	}
	return ends
}

// Sync implements Syncer.
func (a *after) Sync() error { return Sync(a.Device) }

func (a *after) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if err := CheckTransfer(a, waddr, w, raddr, r); err != nil {
		return err
	}
	return a.Device.Transfer(a.start+waddr, w, a.start+raddr, r)
}
