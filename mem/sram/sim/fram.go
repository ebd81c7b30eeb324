package sim

import (
	"errors"
	"fmt"
	"time"

	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// fram is FRAM or MRAM. Its content and block protection survive without power.
type fram struct {
	status byte
	used   bool // was powered up once
}

func (m *fram) powerUp(d *device, _ time.Time) {
	if !m.used {
		m.status, m.used = d.opts.Protect, true
	}
	m.status &^= chip.StatusWEL
}

func (m *fram) run(d *device, f frame, _ physic.Frequency) error {
	switch f.in[0] {
	case chip.CmdWriteEnable:
		m.status |= chip.StatusWEL
		return exactly(f, 1)
	case chip.CmdWriteDisable:
		m.status &^= chip.StatusWEL
		return exactly(f, 1)
	case chip.CmdReadStatus:
		return answer(f, 1, m.status)
	case chip.CmdWriteStatus:
		return m.writeStatus(f)
	case chip.CmdRead:
		return m.read(d, f)
	case chip.CmdWrite:
		return m.write(d, f)
	case chip.CmdReadID:
		if d.chip.ID != nil {
			return answer(f, 1, d.chip.ID...)
		}
	}
	return badCommand(f)
}

func (m *fram) writeStatus(f frame) error {
	if err := exactly(f, 2); err != nil {
		return err
	}
	if m.status&chip.StatusWEL == 0 {
		return errors.New("write of the status register without WREN")
	}
	m.status = f.in[1] & chip.StatusBP // this ends the latch too
	return nil
}

func (m *fram) read(d *device, f frame) error {
	addr, data, err := d.address(f, 0)
	if err != nil {
		return err
	}
	if d.move(addr, data, false, d.chip.Size) {
		return fmt.Errorf("%d bytes at %#x run past the end of the chip", len(data.in), addr)
	}
	return nil
}

func (m *fram) write(d *device, f frame) error {
	addr, data, err := d.address(f, 0)
	if err != nil {
		return err
	}
	if m.status&chip.StatusWEL == 0 {
		return errors.New("write without WREN")
	}
	if !d.opts.KeepWEL {
		m.status &^= chip.StatusWEL
	}
	n := uint64(len(data.in))
	unprotected := d.chip.Size - m.protected(d.chip.Size)
	fits := min(n, max(unprotected, addr)-addr)
	d.move(addr, frame{data.in[:fits], data.out[:fits]}, true, d.chip.Size)
	d.content.save(addr, fits)
	switch {
	case fits == n:
		return nil
	case unprotected < d.chip.Size:
		return fmt.Errorf("%d bytes at %#x: block protection from %#x on", n, addr, unprotected)
	}
	return fmt.Errorf("%d bytes at %#x run past the end of the chip", n, addr)
}

// protected is how many bytes at the end of a chip take no writes.
func (m *fram) protected(size uint64) uint64 {
	switch m.status & chip.StatusBP >> 2 {
	case 1:
		return size / 4
	case 2:
		return size / 2
	case 3:
		return size
	}
	return 0
}
