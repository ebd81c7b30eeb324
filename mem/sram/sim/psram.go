package sim

import (
	"errors"
	"fmt"
	"time"

	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// cmdBurstLength toggles a PSRAM's burst length, in a way that looks like a defect afterwards. No driver here may send it.
const cmdBurstLength = 0xc0

// psram is a PSRAM in SPI mode.
type psram struct {
	now     func() time.Time
	on      time.Time
	enabled bool // the last frame was reset enable
	ready   bool // was reset since power-up
}

func (p *psram) powerUp(_ *device, now time.Time) {
	p.on, p.enabled, p.ready = now, false, false
}

func (p *psram) run(d *device, f frame, clock physic.Frequency) error {
	err := p.command(d, f, clock)
	limit := d.chip.TCEM
	if d.opts.TCEM != 0 {
		limit = d.opts.TCEM
	}
	if low := busTime(len(f.in), clock); err == nil && low > limit {
		err = fmt.Errorf("tCEM exceeded: %d bytes at %s keep the chip selected for %s, at most %s is allowed", len(f.in), clock, low, limit)
	}
	return err
}

func (p *psram) command(d *device, f frame, clock physic.Frequency) error {
	enabled := p.enabled
	p.enabled = false
	if since := p.sincePowerUp(); since < chip.PSRAMReadyTime {
		return fmt.Errorf("command %02x %s after power-up; the chip needs %s", f.in[0], since, chip.PSRAMReadyTime)
	}
	switch f.in[0] {
	case chip.CmdResetEnable:
		p.enabled = true
		return exactly(f, 1)
	case chip.CmdReset:
		if !enabled {
			return errors.New("reset (99) without reset enable (66) in the frame before it")
		}
		p.ready = true
		return exactly(f, 1)
	case cmdBurstLength:
		return errors.New("command c0 changes the burst length")
	case chip.CmdReadID, chip.CmdRead, chip.CmdFastRead, chip.CmdWrite:
		if !p.ready {
			return fmt.Errorf("command %02x before a reset (66, 99)", f.in[0])
		}
		if f.in[0] == chip.CmdReadID {
			return p.readID(d, f)
		}
		return p.access(d, f, clock)
	}
	return badCommand(f)
}

// sincePowerUp is how long the chip has had power; once it was reset that does not matter any more.
func (p *psram) sincePowerUp() time.Duration {
	if p.ready {
		return chip.PSRAMReadyTime
	}
	return p.now().Sub(p.on)
}

// readID answers behind three address bytes, which do not matter.
func (p *psram) readID(d *device, f frame) error {
	id := append([]byte{}, d.chip.ID...)
	if d.opts.BadDie {
		id[1] = 0x55
	}
	return answer(f, 1+d.chip.AddrBytes, append(id, 0x12, 0x34, 0x56, 0x78, 0x9a)...)
}

// access is a read or write. Addresses wrap in their page.
func (p *psram) access(d *device, f frame, clock physic.Frequency) error {
	dummy := 0
	if f.in[0] == chip.CmdFastRead {
		dummy = 1
	}
	addr, data, err := d.address(f, dummy)
	if err != nil {
		return err
	}
	if d.move(addr, data, f.in[0] == chip.CmdWrite, uint64(d.chip.Page)) {
		return fmt.Errorf("%d bytes at %#x wrap in their page of %d", len(data.in), addr, d.chip.Page)
	}
	if f.in[0] == chip.CmdRead && clock > d.chip.ReadClock {
		return fmt.Errorf("clock too high: command 03 at %s; it works up to %s", clock, d.chip.ReadClock)
	}
	return nil
}
