package sram

import (
	"fmt"

	"github.com/wasm2go/wasm2go/mem"
)

// Device is external memory: one chip, or several that are addressed as one. Addresses and sizes are in bytes. A Device serves one
// goroutine at a time. One that counts what it sends is Metered.
//
// The drivers in serialram, psram and fram make Devices of chips, package file makes one of a file; an error they return names the operation,
// the place and the cause. Of anything else that keeps bytes the example makes one.
type Device interface {
	// String names the device and where it is connected, for messages: "23LC1024{SPI0.0}".
	String() string

	// Size is the capacity in bytes. It never changes.
	Size() uint64

	// Transfer writes w at waddr, then reads len(r) bytes at raddr into r, as one transaction of the bus where the device can. Either
	// may be empty. It splits what the chip or the bus cannot take at once. Both ranges must lie within Size; otherwise nothing is
	// transferred and the error says so. After an error it is unknown how much of w was written, and r holds nothing of use.
	Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error

	// Halt ends the use of the device: the chip is left idle and, where it can, keeps its content. The bus stays open; closing it is for
	// whoever opened it.
	Halt() error
}

// CheckTransfer returns an error if a transfer has bytes that are not all the device's. It is for those who write a Device.
func CheckTransfer(d Device, waddr uint64, w []byte, raddr uint64, r []byte) error {
	if err := inRange(d, waddr, len(w)); err != nil {
		return err
	}
	return inRange(d, raddr, len(r))
}

func inRange(d Device, addr uint64, n int) error {
	if size := d.Size(); !mem.InRange(addr, uint64(n), size) {
		return fmt.Errorf("%v: %d bytes at %#x run past the end of the %d bytes", d, n, addr, size)
	}
	return nil
}

// A Syncer is a Device that may hold back what was written to it, as a file does. Sync returns once all of it is where it stays without
// power. Chips have no need of it.
type Syncer interface {
	Sync() error
}

// Sync syncs a device, if it is a Syncer.
func Sync(d Device) error {
	if s, ok := d.(Syncer); ok {
		return s.Sync()
	}
	return nil
}

// Answerer is a Device that can tell whether its chips are there. A serial chip acknowledges nothing: one that is gone takes all writes, and
// reads as all ones or all zeros.
type Answerer interface {
	// Answers asks the chips that have n bytes at addr for what no silent bus gives, and changes no content. It returns how many chips
	// answered, 0 where that cannot be found out, and an error for one that did not.
	Answers(addr, n uint64) (chips int, err error)
}

// Answers asks a device whether its chips are there, if it is an Answerer.
func Answers(d Device, addr, n uint64) (chips int, err error) {
	if a, ok := d.(Answerer); ok {
		return a.Answers(addr, n)
	}
	return 0, nil
}

// Ends are the addresses behind the last byte of each device, of those that one is made of, from the lowest on. It is nil for one alone.
func Ends(d Device) []uint64 {
	if m, ok := d.(interface{ Ends() []uint64 }); ok {
		return m.Ends()
	}
	return nil
}

// Chips counts the devices that have some of n bytes at addr: 1 for a device that is not made of others.
func Chips(d Device, addr, n uint64) int {
	if m, ok := d.(interface{ Chips(addr, n uint64) int }); ok {
		return m.Chips(addr, n)
	}
	return 1
}
