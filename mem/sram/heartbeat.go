package sram

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// SPI has no acknowledge: of a chip that is not there any more the host reads ones or zeros, and what it writes is lost, without a word.
// So what a chip sends is believed only while it shows signs of life.

// Causes of a DeviceError, with Heartbeat.
var (
	ErrSilent = errors.New("the device does not answer")
	ErrLost   = errors.New("the device has lost its content, power or contact failed meanwhile")
)

// Heartbeat is d, one chip, which shows a sign of life before what it sends is trusted: where that may be silence, all ones or zeros; where
// it was written to and sends nothing; and where the last sign is older than age. Without one the transfer fails with ErrSilent or ErrLost.
//
// The sign is the answer of d, if it is an Answerer. Any other device keeps a canary in its last bytes, which is gone if the power was; cell
// bytes there, at least MinLine, are not for memories then.
func Heartbeat(d Device, age time.Duration, cell uint64) (Metered, error) {
	h := &heartbeat{Device: d, age: age, size: d.Size()}
	switch chips, err := Answers(d, 0, h.size); {
	case err != nil:
		return nil, err
	case chips > 0:
		h.alive = h.answers
		return h, nil
	}
	if cell = max(cell, MinLine); cell >= h.size {
		return nil, fmt.Errorf("%v has %d bytes, heartbeat takes %d", d, h.size, cell)
	}
	h.size -= cell
	h.alive = h.canaryLives
	binary.LittleEndian.PutUint64(h.canary[:], uint64(time.Now().UnixNano())*spread)
	if err := d.Transfer(h.canaryAt(), h.canary[:], 0, nil); err != nil {
		return nil, err
	}
	return h, h.check()
}

type heartbeat struct {
	Device
	size   uint64
	age    time.Duration
	last   time.Time // of the signs of life
	gone   bool      // it gave none when it was last asked
	alive  func() error
	canary [8]byte
}

// Size is that of the device, without the canary's cell.
func (h *heartbeat) Size() uint64 { return h.size }

// Halt asks for a last sign of life.
func (h *heartbeat) Halt() error { return errors.Join(h.check(), h.Device.Halt()) }

// Answers implements Answerer: the canary is an answer, too.
func (h *heartbeat) Answers(addr, n uint64) (chips int, err error) {
	if err := h.check(); err != nil {
		return 0, err
	}
	return 1, nil
}

// Sync implements Syncer.
func (h *heartbeat) Sync() error { return Sync(h.Device) }

// Traffic implements Metered.
func (h *heartbeat) Traffic() (transactions, frames, bytes uint64) {
	t := TrafficOf(h.Device)
	return t.Transactions, t.Frames, t.Bytes
}

// Transfer fails unless the device was there to the end. One that was gone must show that it is back first: it might come back between
// a transfer and the sign behind it. It is not seen where a device is gone for less than a transfer, and there before and after.
func (h *heartbeat) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if err := CheckTransfer(h, waddr, w, raddr, r); err != nil {
		return err
	}
	if h.gone {
		if err := h.check(); err != nil {
			return err
		}
	}
	if err := h.Device.Transfer(waddr, w, raddr, r); err != nil {
		return err
	}
	if silent(r) || time.Since(h.last) > h.age {
		return h.check()
	}
	return nil
}

// check asks for a sign of life.
func (h *heartbeat) check() error {
	err := h.alive()
	if h.gone = err != nil; h.gone {
		return err
	}
	h.last = time.Now()
	return nil
}

func (h *heartbeat) answers() error {
	if _, err := Answers(h.Device, 0, h.size); err != nil {
		return fmt.Errorf("%w: %w", ErrSilent, err)
	}
	return nil
}

func (h *heartbeat) canaryAt() uint64 { return h.Device.Size() - uint64(len(h.canary)) }

// canaryLives reads the canary.
func (h *heartbeat) canaryLives() error {
	b := make([]byte, len(h.canary))
	switch err := h.Device.Transfer(0, nil, h.canaryAt(), b); {
	case err != nil:
		return err
	case bytes.Equal(b, h.canary[:]):
		return nil
	case silent(b):
		return fmt.Errorf("%w: %v", ErrSilent, h.Device)
	}
	return fmt.Errorf("%w: %v", ErrLost, h.Device)
}

// silent tells whether what was read may come from no device. One that is gone stays gone for the rest of the transfer: its end tells.
func silent(r []byte) bool {
	const end = 8
	return Silent(r[max(0, len(r)-end):])
}

// Silent tells whether b is what a chip that is gone reads as, all ones or all zeros. Nothing is, too.
func Silent(b []byte) bool {
	return len(b) == 0 || (b[0] == 0 || b[0] == 0xff) && bytes.Count(b, b[:1]) == len(b)
}
