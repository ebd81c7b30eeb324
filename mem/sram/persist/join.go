package persist

import (
	"errors"
	"fmt"
	"sort"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// Join makes one device of several, one after the other. The order must be the same each time.
func Join(devices ...sram.Device) sram.Device {
	if len(devices) == 1 {
		return devices[0]
	}
	j := &joined{devices: devices}
	for _, d := range devices {
		j.size += d.Size()
		j.ends = append(j.ends, j.size)
	}
	return j
}

type joined struct {
	devices []sram.Device
	ends    []uint64 // where each device ends
	size    uint64
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

// Transfer is one transaction where both ranges lie on the same device.
func (j *joined) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	for len(w) > 0 || len(r) > 0 {
		writer, wat, wn, err := j.piece(waddr, len(w))
		if err != nil {
			return err
		}
		reader, rat, rn, err := j.piece(raddr, len(r))
		if err != nil {
			return err
		}
		d := writer
		switch {
		case len(w) == 0:
			d, wat = reader, 0
		case wn < len(w) || reader != writer:
			rat, rn = 0, 0 // all is written before anything is read
		}
		if err := d.Transfer(wat, w[:wn], rat, r[:rn]); err != nil {
			return err
		}
		w, waddr = w[wn:], waddr+uint64(wn)
		r, raddr = r[rn:], raddr+uint64(rn)
	}
	return nil
}

// piece finds the device that has addr, the address on it, and how many of n bytes it has from there on; of none there is no device.
func (j *joined) piece(addr uint64, n int) (d sram.Device, at uint64, has int, err error) {
	if n == 0 {
		return nil, 0, 0, nil
	}
	if addr > j.size || uint64(n) > j.size-addr {
		return nil, 0, 0, fmt.Errorf("%v: %d bytes at %#x run past the end of the %d bytes", j, n, addr, j.size)
	}
	i := sort.Search(len(j.ends), func(i int) bool { return j.ends[i] > addr })
	d = j.devices[i]
	return d, addr - (j.ends[i] - d.Size()), int(min(uint64(n), j.ends[i]-addr)), nil
}
